"""The library: what an officer can talk about, to whom, and with which materials."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, Q
from django.db.models.functions import Lower
from django.urls import reverse

from schools import grades
from sro_program.accounts.models import Reach
from sro_program.audit.history import track
from sro_program.core.db import Actor
from sro_program.core.ids import uuid7


class TopicQuerySet(models.QuerySet["Topic"]):
    def visible_to(self, user: Actor) -> "TopicQuerySet":
        """The library is open to everyone with a role at a school."""
        return self.filter(Exists(Reach.objects.of(user)))

    def active(self) -> "TopicQuerySet":
        """Topics that can be asked for."""
        return self.filter(is_active=True)

    def for_grades(self, low: int, high: int) -> "TopicQuerySet":
        """Topics meant for at least one of these grades."""
        return self.filter(grade_low__lte=high, grade_high__gte=low)

    def for_list(self) -> "TopicQuerySet":
        return self.order_by("grade_low", "title", "pk")


@track()
class Topic(models.Model):
    """A talk of the library; each change of its content makes a new version."""

    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=300)
    objectives = models.TextField(blank=True)
    outline = models.TextField(blank=True)
    grade_low = models.SmallIntegerField("lowest grade", choices=grades.CHOICES)
    grade_high = models.SmallIntegerField("highest grade", choices=grades.CHOICES)
    for_adults = models.BooleanField("for staff or parents", default=False)
    minutes = models.PositiveSmallIntegerField(default=45)
    sensitive = models.BooleanField(
        default=False,
        help_text="Parents are told before; advice times are kept free after.",
    )
    tags = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    standards = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    is_active = models.BooleanField("can be asked for", default=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    updated_at = models.DateTimeField(auto_now=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["title"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("title"),
                name="topic_title_once",
                violation_error_message="There is already a topic with this title.",
            ),
            models.CheckConstraint(
                name="topic_grades_in_order",
                condition=Q(grade_low__lte=F("grade_high")),
                violation_error_message="The lowest grade is above the highest.",
            ),
            models.CheckConstraint(
                name="topic_takes_time",
                condition=Q(minutes__range=(5, 480)),
                violation_error_message="A talk takes between 5 minutes and 8 hours.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("presentations:topic", args=[self.pk])

    @property
    def grades(self) -> str:
        return grades.grade_range(self.grade_low, self.grade_high)


class TopicMaterialQuerySet(models.QuerySet["TopicMaterial"]):
    def visible_to(self, user: Actor) -> "TopicMaterialQuerySet":
        """As its topic."""
        return self.filter(Exists(Reach.objects.of(user)))

    def in_use(self) -> "TopicMaterialQuerySet":
        return self.filter(removed_at=None)


class TopicMaterial(models.Model):
    """A file of a topic: slides, a handout. Kept privately under a name of ours."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="materials")
    title = models.CharField(max_length=120)
    file = models.FileField(upload_to="materials/", max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(help_text="Bytes.")
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = TopicMaterialQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["title", "id"]

    def __str__(self) -> str:
        return self.title
