"""The pages of the unit: who serves where, and the log of each day."""
