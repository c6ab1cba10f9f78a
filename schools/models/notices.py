"""Who does not belong at a school, or only under conditions (domain.md §3.12).

Every notice has its paper, a last day, and somebody who looks at it again. No photo, no
score, no result of school discipline; of an expulsion it says from when until when
somebody must not be on campus. A birth date stands here only where the paper needs it
to tell two people of one name apart: on a roster there is none.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.timezone import localdate, now

from schools.models.people import Person
from schools.models.territory import District, School
from schools.notice_states import NoticeStatus
from sro_program.accounts.models import Role
from sro_program.audit.history import track
from sro_program.core.db import Actor
from sro_program.core.ids import uuid7
from sro_program.core.ranges import DateRange
from sro_program.core.times import EARLIEST, FAR_AWAY, LATEST

KEEPERS = (Role.OFFICER, Role.COMMANDER, Role.PRINCIPAL)
"""Who reads notices and writes them."""
A_MONTH, A_WEEK = timedelta(days=30), timedelta(days=7)
"""So long before its last day somebody is reminded of a notice."""
NO_END = "The last day comes after the first one. No notice is without an end."
OVERLAPS = (
    "This person has a notice of this kind here in that time already. Renew or "
    "withdraw that one."
)


def today_at(district: str) -> Cast:
    """Today on the clock of a district; `district` is the path that leads to it."""
    moment = Func(
        F(f"{district}__time_zone"),
        Value(now(), models.DateTimeField()),
        function="timezone",
        output_field=models.DateTimeField(),
    )
    return Cast(moment, models.DateField())


@dataclass(frozen=True, slots=True)
class Standing:
    """How a notice stands on a day, as a badge says it."""

    status: str
    get_status_display: str


class AccessNoticeQuerySet(models.QuerySet["AccessNotice"]):
    def visible_to(self, user: Actor) -> "AccessNoticeQuerySet":
        """Of one's schools; and those that hold in one's whole district, until they are
        over: past ones are read where they were kept.

        The second wall says the same in SQL: migration `what_stays`.
        """
        mine = School.objects.reached_as(user, *KEEPERS)
        districts = District.objects.filter(pk__in=mine.values("district"))
        everywhere = Q(is_everywhere=True, school__district__in=districts.values("pk"))
        today = today_at("school__district")
        stands = Q(status=NoticeStatus.STANDING, ends_on__gte=today)
        return self.filter(Q(school__in=mine) | everywhere & stands, sealed_at=None)

    def at(self, school: School) -> "AccessNoticeQuerySet":
        """Those of a school, and those that hold in its whole district."""
        everywhere = Q(is_everywhere=True, school__district=school.district_id)
        return self.filter(Q(school=school) | everywhere)

    def in_force(self) -> "AccessNoticeQuerySet":
        """Those that hold today where they are kept."""
        today = today_at("school__district")
        return self.filter(
            status=NoticeStatus.STANDING, starts_on__lte=today, ends_on__gte=today
        )

    def not_over(self) -> "AccessNoticeQuerySet":
        """Those that hold, or will."""
        return self.filter(
            status=NoticeStatus.STANDING, ends_on__gte=today_at("school__district")
        )

    def over(self) -> "AccessNoticeQuerySet":
        """Those that have lapsed or were withdrawn."""
        lapsed = Q(ends_on__lt=today_at("school__district"))
        return self.filter(lapsed | Q(status=NoticeStatus.WITHDRAWN))

    def for_list(self) -> "AccessNoticeQuerySet":
        """With whom and what a row names."""
        return self.select_related("school__district", "reviewer", "written_by")


@track()
class AccessNotice(models.Model):
    """A paper about who may be at a school; what it says in a hallway, and why.

    It holds on its first and its last day. The name is the one on the paper: the
    person’s own may be spelled otherwise on a roster. `warned` is the last of the two
    reminders that went out, or that they wait for nobody any more.
    """

    class Kind(models.TextChoices):
        TRESPASS = "trespass", "Trespass or ban"
        CUSTODY = "custody", "Custody order"
        EXPULSION = "expulsion", "Expulsion"
        CONDITIONAL = "conditional", "Only under conditions"
        AUTHORISED = "authorised", "Authorized volunteer or contractor"

    class Warned(models.TextChoices):
        NO = "", "Not yet"
        MONTH = "month", "Within 30 days"
        WEEK = "week", "Within 7 days"
        OVER = "over", "It is over"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.PositiveIntegerField(default=1)
    school = models.ForeignKey(School, models.PROTECT, related_name="notices")
    person = models.ForeignKey(Person, models.PROTECT, related_name="notices")
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    born_on = models.DateField("date of birth", null=True)
    kind = models.CharField(max_length=11, choices=Kind)
    is_everywhere = models.BooleanField("at all schools of the district", default=False)
    basis = models.CharField(max_length=300)
    document = models.FileField(upload_to="notices/", max_length=200)
    document_type = models.CharField(max_length=100)
    starts_on = models.DateField("first day")
    ends_on = models.DateField("last day")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    what_to_do = models.CharField(max_length=200)
    pick_up = models.TextField("who may pick up, and who must not", max_length=500)
    status = models.CharField(
        max_length=9, choices=NoticeStatus, default=NoticeStatus.STANDING
    )
    because = models.CharField("why it was withdrawn", max_length=300, blank=True)
    warned = models.CharField(max_length=5, choices=Warned, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(default=now, editable=False)
    sealed_at = models.DateTimeField(null=True)

    objects = AccessNoticeQuerySet.as_manager()
    locked_with: ClassVar = ("school__district", "reviewer")

    class Meta:
        ordering: ClassVar = ["ends_on", "id"]
        indexes: ClassVar = [
            models.Index(fields=["school", "ends_on", "id"], name="notice_of_school"),
            models.Index(
                fields=["ends_on"],
                condition=Q(status=NoticeStatus.STANDING),
                name="notice_ending",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="notice_ends",
                condition=Q(ends_on__gt=F("starts_on")),
                violation_error_message=NO_END,
            ),
            models.CheckConstraint(
                name="notice_of_our_time",
                condition=Q(starts_on__gte=EARLIEST, ends_on__lte=LATEST),
                violation_error_message=FAR_AWAY,
            ),
            models.CheckConstraint(
                name="notice_withdrawn_for_a_reason",
                condition=Q(status=NoticeStatus.WITHDRAWN) & ~Q(because="")
                | Q(status=NoticeStatus.STANDING, because=""),
                violation_error_message="Say why it is withdrawn.",
            ),
            ExclusionConstraint(
                name="one_notice_of_a_kind_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("school", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (
                        DateRange(
                            "starts_on",
                            "ends_on",
                            RangeBoundary(inclusive_upper=True),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(status=NoticeStatus.STANDING),
                violation_error_message=OVERLAPS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("schools:notice", args=[self.school_id, self.pk])

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip() or "Sealed"

    @property
    def is_sensitive(self) -> bool:
        """Does it keep somebody out? Whoever is shown it is noted."""
        return self.kind != self.Kind.AUTHORISED

    @property
    def today(self) -> date:
        """On the clock of its district."""
        return localdate(timezone=self.school.district.zone)

    @property
    def is_over(self) -> bool:
        """Has its last day passed, or was it withdrawn?"""
        return self.status != NoticeStatus.STANDING or self.ends_on < self.today

    @property
    def standing(self) -> Standing:
        """In force, still to come, lapsed or withdrawn: today."""
        if self.status != NoticeStatus.STANDING:
            return Standing(self.status, self.get_status_display())
        if self.ends_on < self.today:
            return Standing("lapsed", "Lapsed")
        if self.starts_on > self.today:
            return Standing("planned", "Still to come")
        return Standing("active", self.get_status_display())
