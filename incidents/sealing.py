"""Whose records an order to seal is about, and where their identity stands here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Model, Q

from incidents.models import (
    Attachment,
    CaseFile,
    HandBack,
    Incident,
    Interview,
    Involvement,
    Measure,
    ReceivedReport,
    Remark,
    SealingName,
    SealingOrder,
    Submission,
    Supplement,
)
from schools.models import Person, School
from sro_program.audit.names import Names, names_of
from sro_program.audit.sealing import Place, Subject, history_of

PARENT = Involvement.Role.PARENT
WHO = ("given_name", "family_name")


@dataclass(frozen=True, slots=True)
class Namesakes:
    """Who bears the name in the agency's records, by the ids of their rows.

    Found in history, so that whoever was taken out of a report, or was written down
    under a wrong name, is found as well. `same` are those whose birth date is the one
    of the order, or is not known.
    """

    involved: dict[UUID, dict[str, Any]]
    people: dict[UUID, dict[str, Any]]
    same: frozenset[UUID]


def schools_of(order: SealingOrder) -> tuple[int, ...]:
    """The schools whose records the order's agency keeps."""
    rows = School.objects.filter(district__police_agency=order.police_agency_id)
    return tuple(rows.order_by("pk").values_list("pk", flat=True))


def namesakes_of(order: SealingOrder, name: SealingName | None) -> Namesakes:
    """Rows under this name, with the parents in the same reports."""
    if name is None:
        return Namesakes({}, {}, frozenset())
    schools = schools_of(order)
    named = _is_called(name)
    involved = _latest(Involvement, named & Q(school__in=schools))
    born = name.birth_date
    same = {
        key
        for key, row in involved.items()
        if born is None or row["birth_date"] in (born, None)
    }
    reports = {involved[key]["incident_id"] for key in same}
    parents = _latest(Involvement, Q(role=PARENT, incident__in=reports))
    people = _latest(Person, named & Q(school__in=schools))
    return Namesakes(involved | parents, people, frozenset({*same, *parents, *people}))


def entries_of(order: SealingOrder) -> tuple[UUID, ...]:
    """The chosen entries, and those that are the same person: merged into one."""
    chosen = Person.objects.filter(pk__in=order.people)
    also = {one.merged_into_id for one in chosen if one.merged_into_id}
    stay = {*order.people, *also}
    out_of_sight = Person.objects.filter(merged_into__in=stay)
    return tuple(sorted({*stay, *out_of_sight.values_list("pk", flat=True)}))


def subject_of(order: SealingOrder, name: SealingName | None) -> Subject:
    """The chosen rows, and those of the same name that are somebody else's."""
    chosen = Involvement.pgh_event_model.objects.filter(pgh_obj__in=order.involved)  # type: ignore[attr-defined]  # track() adds it
    incidents = set(chosen.values_list("incident", flat=True))
    known, people = namesakes_of(order, name), entries_of(order)
    others = {
        row["incident_id"]
        for key, row in known.involved.items()
        if key not in order.involved
    }
    subjects = Involvement.objects.filter(
        incident__in=incidents, role=Involvement.Role.SUBJECT, is_sealed=False
    )
    shared = set(
        subjects.exclude(pk__in=order.involved).values_list("incident", flat=True)
    )
    return Subject(
        schools=schools_of(order),
        people=people,
        involved=tuple(order.involved),
        incidents=tuple(sorted(incidents)),
        alone_in=tuple(sorted(incidents - shared)),
        spared=tuple(sorted(others - incidents)),
        spared_people=tuple(key for key in known.people if key not in people),
    )


def names_in(order: SealingOrder, name: SealingName | None) -> Names:
    """Every form of the name: as ordered, and as the chosen rows have ever had it.

    A parent's name points to the child only in the child's own records.
    """
    found = Names()
    if name:
        said = (name.given_name, name.family_name, name.birth_date, name.others)
        found |= names_of(*said)
    for row in _versions(Involvement, order.involved, *WHO, "birth_date", "role"):
        given, family, born, role = row
        forms = names_of(given, family, born)
        found |= Names((), forms.full + forms.alone) if role == PARENT else forms
    for given, family in _versions(Person, entries_of(order), *WHO):
        found |= names_of(given, family)
    return found


def _is_called(name: SealingName) -> Q:
    """This name, or one of the other forms that has a first and a last part."""
    called = Q(given_name__iexact=name.given_name, family_name__iexact=name.family_name)
    for other in name.others:
        given, _, family = other.rpartition(" ")
        if given:
            called |= Q(given_name__iexact=given, family_name__iexact=family)
    return called


def _latest(model: type[Model], rows: Q) -> dict[UUID, dict[str, Any]]:
    """The last version of each record that ever was so; sealed ones are nobody."""
    history = history_of(model)._base_manager  # type: ignore[union-attr]  # both are tracked
    ever = history.filter(rows).values("pgh_obj_id")
    versions = history.filter(pgh_obj__in=ever).order_by("pgh_id").values()
    latest = {row["pgh_obj_id"]: row for row in versions}
    return {
        key: row
        for key, row in latest.items()
        if not (row.get("is_sealed") or row.get("sealed_at"))
    }


def _versions(
    model: type[Model], keys: Iterable[UUID], *columns: str
) -> Iterable[tuple[Any, ...]]:
    """All that these rows have ever said in these columns."""
    history = history_of(model)._base_manager  # type: ignore[union-attr]  # both are tracked
    rows = history.filter(pgh_obj__in=list(keys)).order_by()
    return rows.values_list(*columns).distinct()


def _of_incidents(label: str, model: type[Model], column: str = "incident") -> Place:
    """Rows of the chosen incidents; and the others, but those of a namesake."""
    return Place(
        label,
        model,
        near=_in(column, "incidents"),
        wide=lambda subject: (
            Q(school__in=subject.schools) & ~Q(**{f"{column}__in": subject.spared})
        ),
    )


def _in(column: str, ids: str) -> Callable[[Subject], Q]:
    return lambda subject: Q(**{f"{column}__in": getattr(subject, ids)})


def _received(subject: Subject) -> Q:
    became = Q(incident__isnull=False)
    return became & Q(incident__in=subject.incidents)


PLACES = [
    Place(
        "Incidents: people",
        Involvement,
        near=_in("id", "involved"),
        identity=(
            *("given_name", "family_name", "birth_date", "grade", "statement"),
            *("parent_told_by", "is_sealed"),
        ),
    ),
    Place(
        "Incidents: what others said",
        Involvement,
        near=lambda subject: (
            Q(incident__in=subject.incidents) & ~Q(id__in=subject.involved)
        ),
        wide=lambda subject: (
            Q(school__in=subject.schools)
            & ~Q(incident__in=subject.spared)
            & ~Q(id__in=subject.involved)
        ),
        kept=WHO,
    ),
    Place(
        "Incidents: numbers of court and case",
        CaseFile,
        near=_in("incident", "alone_in"),
        identity=("form_number", "rms_case_number"),
        kept=("narrative",),
    ),
    _of_incidents("Incidents: what the school reported", Incident, "id"),
    _of_incidents("Incidents: narratives", CaseFile),
    _of_incidents("Incidents: measures", Measure),
    _of_incidents("Incidents: interviews", Interview),
    _of_incidents("Incidents: titles of files", Attachment),
    _of_incidents("Incidents: narratives as submitted", Submission),
    _of_incidents("Incidents: supplements", Supplement),
    _of_incidents("Incidents: remarks of the command", Remark),
    _of_incidents("Incidents: slips to the school", HandBack),
    Place(
        "Reports of the school",
        ReceivedReport,
        near=_received,
        wide=lambda subject: (
            Q(school__in=subject.schools) & ~Q(incident__in=subject.spared)
        ),
    ),
]
