"""The speaker: from a school's wish for a talk to the talk that was given."""
