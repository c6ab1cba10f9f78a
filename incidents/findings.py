"""The dry run: what sealing would take out now, by place and number, never its content.

Whose rows they are is not for whoever looks, so it is the clock that looks.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from incidents.masking import mask_of
from incidents.models import Attachment, Involvement, SealingName, SealingOrder
from incidents.sealing import PLACES, names_in, subject_of
from schools.models import OneRosterImport, Person, School
from sro_program.audit.names import Names, is_named_in, redact
from sro_program.audit.sealing import (
    Place,
    Step,
    Subject,
    counts_of,
    digest_of,
    steps_for,
    texts_of,
    without_names,
)
from sro_program.core.db import briefly_as_clock

FILES = "Files"
SHORT = 100
"""Columns up to this length hold a word or a number, not a sentence."""
CHOOSE_SOMEONE = "Choose at least one record that the order is about."
ON_HOLD = (
    "One of them is under a legal hold. Ask the court which of the two comes first."
)
ROSTER_WAITS = (
    "A roster file with this name waits to be applied. Apply or abandon it first."
)


@dataclass(frozen=True, slots=True)
class Findings:
    """What is to be erased; `mark` changes when any of it does."""

    subject: Subject
    names: Names
    steps: Sequence[Step]
    files: Sequence[Attachment]
    hindrances: Sequence[str]

    @property
    def counts(self) -> Mapping[str, int]:
        found = counts_of(self.steps)
        return {**found, FILES: len(self.files)} if self.files else found

    @property
    def mark(self) -> str:
        files = [str(file.pk) for file in self.files]
        return digest_of([without_names(self.steps), files])


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of the case files as it will read."""

    label: str
    text: str


def look(order: SealingOrder, *, subject: Subject | None = None) -> Findings:
    """Every place at which the identity stands now."""
    with briefly_as_clock():
        name = SealingName.objects.filter(order=order).first()
        subject = subject or subject_of(order, name)
        names = names_in(order, name)
        return Findings(
            subject,
            names,
            steps_for(subject, names),
            _files(order, subject, names),
            _hindrances(order, subject, names),
        )


def passages(found: Findings) -> list[Passage]:
    """Every text of the case files as it will read, for what no pattern finds.

    Only of case files, which the command reads anyway; other juveniles stay masked.
    """
    beside = Involvement.objects.filter(incident__in=found.subject.incidents)
    mask = mask_of(beside.exclude(pk__in=found.subject.involved))
    return [
        Passage(place.label, mask(redact(text, found.names.nearby)))
        for place in PLACES
        if place.near
        for row in _prose(place, place.near(found.subject))
        for text in row
        if text
    ]


def _prose(place: Place, rows: Q) -> Iterable[tuple[str, ...]]:
    """Columns long enough for a sentence; what juveniles said stays masked here."""
    skipped = {*place.identity, *place.kept}
    columns = [
        name
        for name in texts_of(place.model)
        if name not in skipped
        and (getattr(place.model._meta.get_field(name), "max_length", 0) or 0) > SHORT
    ]
    if not columns:
        return []
    if place.model is Involvement:
        rows &= Q(is_juvenile=False)
    found = place.model._base_manager.filter(rows).order_by("pk")
    return found.values_list(*columns)


def _files(order: SealingOrder, subject: Subject, names: Names) -> list[Attachment]:
    """Those that were chosen, and those that plainly say the name."""
    kept = Attachment.objects.filter(incident__in=subject.incidents).order_by("pk")
    return [
        file
        for file in kept
        if file.pk in order.attachments
        or redact(file.title, names.nearby) != file.title
        or is_named_in(_content(file), names.nearby)
    ]


def _content(file: Attachment) -> bytes:
    try:
        with file.file.open("rb") as opened:
            content: bytes = opened.read()
    except FileNotFoundError:
        return b""
    return content


def _hindrances(order: SealingOrder, subject: Subject, names: Names) -> list[str]:
    on_hold = Person.objects.filter(pk__in=subject.people, legal_hold=True)
    found = [
        (not (order.involved or order.people), CHOOSE_SOMEONE),
        (on_hold.exists(), ON_HOLD),
        (_waits_in_a_roster(subject, names), ROSTER_WAITS),
    ]
    return [sentence for is_so, sentence in found if is_so]


def _waits_in_a_roster(subject: Subject, names: Names) -> bool:
    districts = School.objects.filter(pk__in=subject.schools).values("district")
    waiting = OneRosterImport.objects.filter(~Q(file=""), district__in=districts)
    for roster in waiting:
        with roster.file.open("rb") as opened:
            if is_named_in(opened.read(), names.anywhere):
                return True
    return False
