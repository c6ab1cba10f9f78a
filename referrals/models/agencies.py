"""The directory: who helps with what, and when somebody last checked that."""

from datetime import date, timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Concat, Lower
from django.urls import reverse
from django.utils.timezone import localdate

from referrals.models.topics import Topic, in_words
from schools.models import District, School
from sro_program.accounts.models import Reach
from sro_program.audit.history import track
from sro_program.core.db import Actor
from sro_program.core.text import dialled

SEARCHED = [
    *("name", Value(" "), "services", Value(" "), "area", Value(" ")),
    *("languages", Value(" "), "eligibility"),
]
VERIFY_AFTER_DAYS = 365
"""Unless the district chose otherwise."""


class DirectoryRule(models.Model):
    """After how many days a district wants an entry to be checked again."""

    district = models.OneToOneField(
        District, models.CASCADE, primary_key=True, related_name="directory_rule"
    )
    verify_after_days = models.PositiveSmallIntegerField(default=VERIFY_AFTER_DAYS)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="directory_rule_is_sensible",
                condition=Q(verify_after_days__range=(30, 1095)),
                violation_error_message="Choose between 30 days and three years.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.district}: after {self.verify_after_days} days"


class AgencyQuerySet(models.QuerySet["Agency"]):
    def visible_to(self, user: Actor) -> "AgencyQuerySet":
        """Those of one's districts, and those for everybody; nothing without a role."""
        reached = Reach.objects.of(user).values("school__district")
        everywhere = Q(district=None) & Q(pk__isnull=not user.pk)
        return self.filter(Q(district__in=reached) | everywhere)

    def active(self) -> "AgencyQuerySet":
        """Those that can be turned to."""
        return self.filter(is_active=True)

    def serving(self, school: School) -> "AgencyQuerySet":
        """Open to this school: its own, its district's, and those for everybody."""
        ours = Q(school=None) | Q(school=school)
        near = Q(district=school.district_id) | Q(district=None)
        return self.filter(ours & near)

    def crisis_lines(self) -> "AgencyQuerySet":
        return self.filter(kind=Agency.Kind.CRISIS)

    def matching(self, words: list[str]) -> "AgencyQuerySet":
        """Those that hold every one of these words, or help with what it names."""
        held = Q()
        for word in map(str.lower, words):
            named = [topic for topic in Topic if word in topic.label.lower()]
            held &= Q(said__contains=word) | Q(topics__overlap=named)
        said = Lower(Concat(*SEARCHED, output_field=models.TextField()))
        return self.alias(said=said).filter(held)

    def for_list(self) -> "AgencyQuerySet":
        rows = self.select_related("district__directory_rule", "school", "verified_by")
        return rows.order_by(Lower("name"), "pk")


@track()
class Agency(models.Model):
    """Somebody to turn to. Switched off it stays readable and is chosen no more."""

    class Kind(models.TextChoices):
        SCHOOL = "school", "In the school"
        CRISIS = "crisis", "Crisis line"
        COUNSELING = "counseling", "Counseling"
        HEALTH = "health", "Health"
        SOCIAL = "social", "Social service"
        PROTECTION = "protection", "Child protection"
        VICTIMS = "victims", "Victim support"
        LEGAL = "legal", "Legal help"
        OTHER = "other", "Other"

    district = models.ForeignKey(
        District,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agencies",
        help_text="Empty: for every district, such as a national line.",
    )
    school = models.ForeignKey(
        School, models.PROTECT, null=True, blank=True, related_name="agencies"
    )
    version = models.PositiveIntegerField(default=1)
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=120)
    services = models.TextField(max_length=1000)
    topics = ArrayField(
        models.CharField(max_length=14, choices=Topic), default=list, blank=True
    )
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    website = models.URLField(blank=True)
    address = models.CharField(max_length=200, blank=True)
    hours = models.CharField(max_length=120, blank=True)
    area = models.CharField("area served", max_length=120, blank=True)
    languages = models.CharField(max_length=120, blank=True)
    eligibility = models.CharField("who can come", max_length=300, blank=True)
    verified_on = models.DateField("last checked on")
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="last checked by",
    )
    is_active = models.BooleanField("can be turned to", default=True)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        verbose_name_plural = "agencies"
        indexes: ClassVar = [
            models.Index("district", Lower("name"), "id", name="agency_of_a_district"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("name"),
                "district",
                "school",
                name="agency_name_once",
                nulls_distinct=False,
                violation_error_message="There is already an entry with this name.",
            ),
            models.CheckConstraint(
                name="agency_in_a_school_names_it",
                condition=Q(kind="school", school__isnull=False)
                | (~Q(kind="school") & Q(school__isnull=True)),
                violation_error_message="Choose the school for what is in a school.",
            ),
            models.CheckConstraint(
                name="agency_of_a_school_has_its_district",
                condition=Q(school=None) | Q(district__isnull=False),
                violation_error_message="A school's entry belongs to its district.",
            ),
            models.CheckConstraint(
                name="agency_can_be_reached",
                condition=~Q(phone="", email="", website="", address=""),
                violation_error_message=(
                    "Give a phone number, an e-mail, a website or an address."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("referrals:agency", args=[self.pk])

    @property
    def topics_in_words(self) -> str:
        return in_words(self.topics)

    @property
    def phone_link(self) -> str:
        """The number with digits only, as a telephone dials it."""
        return dialled(self.phone)

    @property
    def check_by(self) -> date:
        """The day on which somebody should check it again."""
        rule = getattr(self.district, "directory_rule", None) if self.district else None
        days = rule.verify_after_days if rule else VERIFY_AFTER_DAYS
        return self.verified_on + timedelta(days=days)

    @property
    def is_stale(self) -> bool:
        """Nobody has checked it for longer than the district wants."""
        return self.check_by <= localdate()
