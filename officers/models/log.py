"""The daily log: what an officer did, without names (domain.md §3.2)."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q

from officers.models.directives import Directive
from officers.models.unit import Officer
from schools.models import School
from sro_program.accounts.models import Reach, Role
from sro_program.audit.history import track
from sro_program.core.db import Actor
from sro_program.core.ids import uuid7
from sro_program.core.ranges import TimeRange

UNIT = [Role.COMMANDER, Role.OFFICE, Role.OFFICER]


class ActivityEntryQuerySet(models.QuerySet["ActivityEntry"]):
    def visible_to(self, user: Actor) -> "ActivityEntryQuerySet":
        """One's own lines; of one's schools all, for a principal but the police's own.

        The second wall says the same in SQL: migration `log_by_hand`.
        """
        reach = Reach.objects.of(user)
        unit = reach.filter(role__in=UNIT).values("school")
        leads = reach.filter(role=Role.PRINCIPAL).values("school")
        return self.filter(
            Q(officer__user_id=user.pk or 0)
            | Q(school__in=unit)
            | Q(school__in=leads) & ~Q(type__in=POLICE_ONLY)
        )

    def standing(self) -> "ActivityEntryQuerySet":
        """Without those that were taken out again."""
        return self.filter(removed_at=None)

    def for_list(self) -> "ActivityEntryQuerySet":
        return self.select_related("officer__user", "school").order_by("-on", "-id")


@track()
class ActivityEntry(models.Model):
    """One line of the log. Lines of other records (`source_*`) are theirs to change."""

    class Function(models.TextChoices):
        LAW_ENFORCEMENT = "law_enforcement", "Law enforcement"
        PRESENTATION = "presentation", "Presentation"
        ADVISING = "advising", "Advising"
        SCHOOL_ACTIVITY = "school_activity", "School activity"
        DIRECTED_DUTY = "directed_duty", "Directed duty"
        ADMINISTRATION = "administration", "Administration"

    class Type(models.TextChoices):
        CLASSROOM = "classroom", "Classroom lecture"
        ASSEMBLY = "assembly", "Assembly"
        STAFF_TRAINING = "staff_training", "Staff training given"
        PARENT_NIGHT = "parent_night", "Parent night"
        CLUB = "club", "Coaching or club"
        MENTORING = "mentoring", "Mentoring"
        SPECIAL_EVENT = "special_event", "Special school event"
        MEETING = "meeting", "Meeting attended"
        ADVICE_STUDENT = "advice_student", "Advisory session with a student"
        ADVICE_PARENT = "advice_parent", "Advisory session with a parent"
        ADVICE_STAFF = "advice_staff", "Advisory session with a teacher or staff"
        ASSIST_DEPUTIES = "assist_deputies", "Assist deputies"
        OFFENSE_REPORT = "offense_report", "Offense report"
        JUVENILE_REPORT = "juvenile_report", "Juvenile activity report"
        PETITION = "petition", "Juvenile petition or citation"
        VANDALISM = "vandalism", "Vandalism incident"
        CONFLICT = "conflict", "Conflict resolution"
        COURT = "court", "Court appearance"
        MEDICAL_ASSIST = "medical_assist", "Medical assist"
        MOTORIST_ASSIST = "motorist_assist", "Motorist assist"
        ARREST = "arrest", "Misdemeanor arrest at school"
        DOOR_CHECK = "door_check", "Door or perimeter check"
        TRAFFIC = "traffic", "Arrival or dismissal traffic"
        PRESENCE = "presence", "Lunch or hall presence"
        TRESPASS = "trespass", "Visitor or trespass contact"
        WELFARE_CHECK = "welfare_check", "Welfare check or home visit"
        TRUANCY = "truancy", "Truancy assist"
        THREAT_MEETING = "threat_meeting", "Threat-assessment meeting"
        DRILL = "drill", "Drill observed or led"
        TRAINING = "training", "Training received"
        REPORT_WRITING = "report_writing", "Report writing"
        TRAVEL = "travel", "Travel between campuses"
        DIRECTED = "directed", "Other duty directed"

    class Origin(models.TextChoices):
        SELF = "self", "Self"
        ADMINISTRATOR = "administrator", "Administrator"
        TEACHER = "teacher", "Teacher"
        STUDENT = "student", "Student"
        PARENT = "parent", "Parent"
        DISPATCH = "dispatch", "Dispatch"
        TIP = "tip", "Tip"
        AGENCY = "agency", "Agency"

    class With(models.TextChoices):
        STUDENTS = "students", "Students"
        PARENTS = "parents", "Parents"
        STAFF = "staff", "Teachers or staff"
        AGENCY = "agency", "Another agency"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.PositiveIntegerField(default=1)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="log")
    school = models.ForeignKey(School, models.PROTECT, related_name="log")
    on = models.DateField()
    started_at = models.DateTimeField(null=True, blank=True)
    function = models.CharField(max_length=16, choices=Function)
    type = models.CharField(max_length=16, choices=Type)
    origin = models.CharField(max_length=14, choices=Origin, default=Origin.SELF)
    minutes = models.PositiveSmallIntegerField()
    ended_at = models.DateTimeField(null=True, blank=True)
    with_whom = models.CharField(max_length=8, choices=With, blank=True)
    audience_count = models.PositiveSmallIntegerField(null=True, blank=True)
    place = models.CharField(max_length=80, blank=True)
    outcome = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=300, blank=True)
    elsewhere_because = models.CharField(
        "why at another school", max_length=120, blank=True
    )
    directive = models.ForeignKey(
        Directive, models.PROTECT, null=True, blank=True, related_name="lines"
    )
    source_kind = models.CharField(max_length=20, blank=True)
    source_id = models.UUIDField(null=True, blank=True)
    entered_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = ActivityEntryQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-on", "-id"]
        verbose_name_plural = "activity entries"
        indexes: ClassVar = [
            models.Index(fields=["school", "-on", "-id"], name="log_of_school"),
            models.Index(fields=["officer", "-on", "-id"], name="log_of_officer"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="log_line_took_time",
                condition=Q(minutes__range=(1, 1440)),
                violation_error_message="Minutes go from 1 to 1440.",
            ),
            models.UniqueConstraint(
                fields=["source_kind", "source_id"],
                condition=Q(source_id__isnull=False),
                name="log_line_of_a_source_once",
                violation_error_message="This is already in the log.",
            ),
            models.CheckConstraint(
                name="log_line_ends_after_it_starts",
                condition=Q(started_at=None)
                | Q(ended_at=None)
                | Q(ended_at__gt=F("started_at")),
                violation_error_message="The end must be after the start.",
            ),
            ExclusionConstraint(
                name="log_lines_follow_each_other",
                expressions=[
                    ("officer", RangeOperators.EQUAL),
                    (
                        TimeRange("started_at", "ended_at", RangeBoundary()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(
                    source_kind="",
                    removed_at=None,
                    started_at__isnull=False,
                    ended_at__isnull=False,
                ),
                violation_error_message=(
                    "Another line of yours is about the same time. Change one of them."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.get_type_display()}, {self.minutes} min"

    @property
    def is_police_only(self) -> bool:
        """May no school read this line?"""
        return self.type in POLICE_ONLY

    @property
    def is_by_hand(self) -> bool:
        """Entered by the officer; lines of other records are theirs to change."""
        return not self.source_kind


Function, Type = ActivityEntry.Function, ActivityEntry.Type
POLICE_ONLY = frozenset(
    {
        *(Type.ASSIST_DEPUTIES, Type.JUVENILE_REPORT, Type.PETITION),
        *(Type.ARREST, Type.COURT),
    }
)
"""What a principal does not read line by line (KRS 158.153, domain.md §3.7)."""
KINDS_OF = {
    Function.LAW_ENFORCEMENT: [
        *(Type.DOOR_CHECK, Type.TRESPASS, Type.WELFARE_CHECK, Type.TRUANCY),
        *(Type.MEDICAL_ASSIST, Type.MOTORIST_ASSIST, Type.VANDALISM),
        *(Type.OFFENSE_REPORT, Type.ASSIST_DEPUTIES, Type.JUVENILE_REPORT),
        *(Type.PETITION, Type.ARREST, Type.COURT),
    ],
    Function.PRESENTATION: [
        *(Type.CLASSROOM, Type.ASSEMBLY, Type.STAFF_TRAINING, Type.PARENT_NIGHT),
    ],
    Function.ADVISING: [
        *(Type.ADVICE_STUDENT, Type.ADVICE_PARENT, Type.ADVICE_STAFF),
        *(Type.CONFLICT, Type.MENTORING, Type.THREAT_MEETING),
    ],
    Function.SCHOOL_ACTIVITY: [
        *(Type.PRESENCE, Type.TRAFFIC, Type.SPECIAL_EVENT, Type.CLUB, Type.MEETING),
        Type.DRILL,
    ],
    Function.DIRECTED_DUTY: [Type.DIRECTED],
    Function.ADMINISTRATION: [Type.REPORT_WRITING, Type.TRAINING, Type.TRAVEL],
}
"""Which kinds of lines belong to which function, as the log offers them."""


def function_of(kind: str) -> str:
    """The function that a kind of line counts for."""
    return next(f for f, kinds in KINDS_OF.items() if kind in kinds)
