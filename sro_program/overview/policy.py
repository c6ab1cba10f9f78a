"""Who may enter the pages over all wings: everyone signed in, each with their own."""

from sro_program.core.db import Actor
from sro_program.core.policy import Verdict, allow_if


def can_be_home(user: Actor) -> Verdict:
    """Everyone who is signed in has a home page, a calendar and feeds."""
    return allow_if(user.pk is not None, "Sign in first.")
