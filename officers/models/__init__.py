"""The unit's own records."""

from officers.models.absences import Absence
from officers.models.log import ActivityEntry
from officers.models.unit import Assignment, Officer

__all__ = ["Absence", "ActivityEntry", "Assignment", "Officer"]
