"""The advisor: advice given, and the people and agencies that help further."""
