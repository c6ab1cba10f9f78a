"""Where upper apps join in (architecture.md §3.5, way 3)."""

from collections.abc import Callable

from schools.models import Drill
from sro_program.core.db import Actor

on_drill: list[Callable[[Drill, Actor], None]] = []
"""Called in the transaction that records, corrects or takes out a drill that was held:
who was there has it in their log. Filled by `AppConfig.ready` of the apps above."""


def tell_of_drill(drill: Drill, by: Actor) -> None:
    """Let everybody above know what the drill says now."""
    for told in on_drill:
        told(drill, by)
