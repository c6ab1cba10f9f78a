"""What the page after sign-in shows: what needs this person, what is today and soon."""

from sro_program.overview.home.page import Home, home_for

__all__ = ["Home", "home_for"]
