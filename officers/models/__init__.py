"""The unit's own records."""

from officers.models.absences import Absence
from officers.models.approvals import CoverageApproval
from officers.models.attendances import EventAttendance
from officers.models.balance import BalanceGoal, TiltReason
from officers.models.directives import Directive
from officers.models.log import KINDS_OF, POLICE_ONLY, ActivityEntry, function_of
from officers.models.reports import (
    DutyReport,
    DutyReportAnswer,
    DutyReportPage,
    Lens,
    ReportDay,
)
from officers.models.review_halves import ReviewAnswer, ReviewComment, ReviewHalf
from officers.models.reviews import Review, ReviewGoal
from officers.models.training import (
    Certificate,
    TrainingDue,
    TrainingHours,
    TrainingRecord,
)
from officers.models.unit import Assignment, Officer

__all__ = [
    "KINDS_OF",
    "POLICE_ONLY",
    "Absence",
    "ActivityEntry",
    "Assignment",
    "BalanceGoal",
    "CoverageApproval",
    "Directive",
    "Certificate",
    "DutyReport",
    "DutyReportAnswer",
    "DutyReportPage",
    "EventAttendance",
    "Lens",
    "Officer",
    "ReportDay",
    "Review",
    "ReviewAnswer",
    "ReviewComment",
    "ReviewGoal",
    "ReviewHalf",
    "TiltReason",
    "TrainingDue",
    "TrainingHours",
    "TrainingRecord",
    "function_of",
]
