"""Where upper apps join in (architecture.md §3.5, way 3)."""

from collections.abc import Callable

from officers.models import Absence
from sro_program.core.db import Actor

on_absence: list[Callable[[Absence, Actor], None]] = []
"""Called in the transaction that records an absence: what the officer had planned
there has to be told or moved. Filled by `AppConfig.ready` of the apps above."""
