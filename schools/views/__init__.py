"""The pages about schools, their keeping, and imports."""
