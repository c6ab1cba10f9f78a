"""The territory: districts, campuses, schools, their days, places and people."""
