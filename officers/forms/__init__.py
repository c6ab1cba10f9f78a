"""What is asked when the unit's records change."""
