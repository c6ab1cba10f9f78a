"""Who may open the list of messages: everyone their own."""

from sro_program.core.db import Actor
from sro_program.core.policy import Verdict, allow_if


def can_open(user: Actor) -> Verdict:
    """Messages belong to people who are signed in."""
    return allow_if(user.pk is not None, "Sign in to read your messages.")
