"""Keeping the topic library: who may change it, and how.

Everyone with a role reads it; officers, commanders and the agency's office keep it.
A topic is never deleted, so that what was once given can still be looked up; each
change makes a new version, and the earlier ones stay readable.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import now

from presentations.models import Presentation, Topic, TopicMaterial
from presentations.states import Status
from sro_program import workflow
from sro_program.accounts.models import Role
from sro_program.accounts.roles import roles_of
from sro_program.audit.log import record
from sro_program.core.db import Actor, constraints_as_rules
from sro_program.core.errors import WrongState
from sro_program.core.files import CheckedFile, kept_with_its_record
from sro_program.core.policy import Verdict, allow_if, require

KEEPERS = frozenset({Role.OFFICER, Role.COMMANDER, Role.OFFICE})
ONLY_KEEPERS = "Only officers and the sheriff's office can change the topic library."
REMOVED = "This file has already been removed."
STAFF, PARENTS = "staff", "parents"
MOST_COUNTED = 100


@dataclass(frozen=True, slots=True)
class Band:
    """Who a topic is for, as the library is sorted: students by grade, or adults."""

    key: str
    label: str
    low: int = -1
    high: int = 12


PUPILS = [
    Band("k-2", "Grades Pre-K–2", -1, 2),
    Band("3-5", "Grades 3–5", 3, 5),
    Band("6-8", "Grades 6–8", 6, 8),
    Band("9-12", "Grades 9–12", 9, 12),
]
ADULTS = [Band(STAFF, "School staff"), Band(PARENTS, "Parents")]
BANDS = [*PUPILS, *ADULTS]


def band_of(topic: Topic) -> Band:
    """Where a topic stands in the library: by its lowest grade, or its adults."""
    if topic.for_adults:
        return ADULTS[1] if PARENTS in topic.tags else ADULTS[0]
    return next(band for band in PUPILS if topic.grade_low <= band.high)


def can_keep(user: Actor) -> Verdict:
    """May they add, change and switch off topics, and their files?"""
    return allow_if(bool(roles_of(user) & KEEPERS), ONLY_KEEPERS)


@transaction.atomic
def add_topic(*, by: Actor, **content: object) -> Topic:
    """Put a new topic into the library. Raises RuleBroken when its title is taken."""
    require(can_keep(by))
    topic = Topic(updated_by_id=by.pk, **content)
    with constraints_as_rules(Topic):
        topic.save(force_insert=True)
    record(by, "add", topic)
    return topic


@transaction.atomic
def edit_topic(topic: Topic, *, by: Actor, version: int, **content: object) -> Topic:
    """Change what a topic says. Raises Stale when someone else was faster."""
    require(can_keep(by))
    topic = workflow.lock(topic, version=version)
    _write(topic, "edit", by, **content)
    return topic


@transaction.atomic
def switch_topic(topic: Topic, *, by: Actor, version: int) -> Topic:
    """Take a topic out of what can be asked for, or put it back."""
    require(can_keep(by))
    topic = workflow.lock(topic, version=version)
    verb = "switch_off" if topic.is_active else "switch_on"
    _write(topic, verb, by, is_active=not topic.is_active)
    return topic


@transaction.atomic
def add_material(
    topic: Topic, *, by: Actor, title: str, file: CheckedFile
) -> TopicMaterial:
    """Add a checked file to a topic."""
    require(can_keep(by))
    topic = workflow.lock(topic)
    material = TopicMaterial(
        topic=topic,
        title=title,
        file=file.content,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        uploaded_by_id=by.pk,
    )
    with kept_with_its_record(material, "file"):
        material.save(force_insert=True)
        _write(topic, "add_material", by)
    return material


@transaction.atomic
def remove_material(material: TopicMaterial, *, by: Actor) -> None:
    """Take a file out of the library; it is kept for those who once used it.

    Raises WrongState when somebody already removed it.
    """
    require(can_keep(by))
    topic = workflow.lock(material.topic)
    current = TopicMaterial.objects.in_use().filter(pk=material.pk)
    if not current.update(removed_at=now()):
        raise WrongState(REMOVED)
    _write(topic, "remove_material", by)


def _write(topic: Topic, verb: str, by: Actor, **content: object) -> None:
    workflow.write(topic, updated_by_id=by.pk, updated_at=now(), **content)
    record(by, verb, topic, version=topic.version)


# Earlier versions


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a topic: who made it, when, and what it changed."""

    number: int
    by: str
    at: datetime
    changed: str


LABELS = {
    "title": "title",
    "summary": "summary",
    "objectives": "objectives",
    "outline": "outline",
    "grade_low": "grades",
    "grade_high": "grades",
    "for_adults": "audience",
    "minutes": "minutes",
    "sensitive": "sensitive mark",
    "tags": "tags",
    "standards": "standards",
    "is_active": "switched on or off",
}


def versions_of(topic: Topic) -> list[Version]:
    """All versions, newest first, from the history that the database keeps."""
    rows = topic.history.select_related("updated_by").order_by("version", "pgh_id")  # type: ignore[attr-defined]  # added by pghistory
    earlier = [None, *rows]
    pairs = zip(rows, earlier, strict=False)
    return [_version(row, before) for row, before in pairs][::-1]


def _version(row: Topic, before: Topic | None) -> Version:
    by = row.updated_by.name if row.updated_by else "The product"
    return Version(row.version, by, row.updated_at, _changed(row, before))


def _changed(row: Topic, before: Topic | None) -> str:
    if before is None:
        return "First version"
    names = (
        label
        for field, label in LABELS.items()
        if getattr(row, field) != getattr(before, field)
    )
    return ", ".join(dict.fromkeys(names)).capitalize() or "Files"


def tags_of(topics: Iterable[Topic]) -> list[str]:
    """Every tag in use, once, in order; the adults' own are bands, not tags."""
    return sorted({tag for topic in topics for tag in topic.tags} - {STAFF, PARENTS})


def chosen(topics: Iterable[Topic], *, q: str, band: str, tag: str) -> list[Topic]:
    """The topics that hold these words, in this band, with this tag; empty: all.

    The library is a few dozen topics: reading all of them is the cheapest search.
    """
    words = q.lower().split()
    return [
        topic
        for topic in topics
        if all(word in searched(topic) for word in words)
        and (not band or band_of(topic).key == band)
        and (not tag or tag in topic.tags)
    ]


def searched(topic: Topic) -> str:
    """Everything of a topic that a search looks at."""
    parts = [topic.title, topic.summary, topic.objectives, topic.outline, *topic.tags]
    return " ".join(parts).lower()


def banded(topics: Iterable[Topic]) -> list[tuple[Band, list[Topic]]]:
    """The topics by grade band, in the order of the library; no empty bands."""
    topics = list(topics)
    pairs = [(band, [t for t in topics if band_of(t) == band]) for band in BANDS]
    return [(band, found) for band, found in pairs if found]


def times_given(user: Actor, topic: Topic) -> str:
    """How often it was given at this person's schools, in words; capped."""
    given = Presentation.objects.visible_to(user).filter(
        topic=topic, status=Status.DELIVERED
    )
    number = given[: MOST_COUNTED + 1].count()
    if number > MOST_COUNTED:
        return f"More than {MOST_COUNTED} times at your schools"
    words = {0: "Not yet given at your schools", 1: "Once at your schools"}
    return words.get(number, f"{number} times at your schools")
