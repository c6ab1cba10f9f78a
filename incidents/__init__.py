"""The officer of the law: incidents, their review, and the line to discipline."""
