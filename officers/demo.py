"""The unit of the demo programme: invented deputies on Calloway's campuses."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from django.utils.timezone import localdate

from officers.models import Absence, Assignment, CoverageApproval, Officer
from schools.calendar import add_school_days
from schools.models import Campus, District
from sro_program.accounts.models import PoliceAgency, User

SINCE = date(2026, 8, 3)


@dataclass(frozen=True, slots=True)
class Facts:
    """One invented deputy."""

    email: str
    name: str
    badge: str
    campus: str
    kind: Assignment.Kind = Assignment.Kind.PRIMARY
    since: date = SINCE
    funding: Assignment.Funding | Literal[""] = Assignment.Funding.SHARED


UNIT = [
    Facts(
        "officer@demo.example",
        "Dana Whitlow",
        "S-11",
        "Main campus",
        since=date(2022, 8, 1),
    ),
    Facts(
        "deputy.ellis@demo.example",
        "Marcus Ellis",
        "S-12",
        "Main campus",
        Assignment.Kind.SECONDARY,
        date(2023, 8, 7),
    ),
    Facts(
        "deputy.ortega@demo.example",
        "Rosa Ortega",
        "S-13",
        "North campus",
        since=date(2024, 8, 5),
    ),
    Facts(
        "deputy.hale@demo.example",
        "Benjamin Hale",
        "S-14",
        "East campus",
        since=date(2025, 8, 4),
        funding=Assignment.Funding.STATE,
    ),
    Facts("deputy.nguyen@demo.example", "Linh Nguyen", "S-15", "Southwest campus"),
    Facts(
        "deputy.pruitt@demo.example",
        "Caleb Pruitt",
        "S-16",
        "Day Treatment campus",
        Assignment.Kind.RELIEF,
        funding="",
    ),
]
AWAY = [
    ("S-15", Absence.Reason.SICK, 1, 8, 16),
    ("S-13", Absence.Reason.COURT, 3, 9, 12),
    ("S-14", Absence.Reason.TRAINING, 7, 8, 16),
    ("S-11", Absence.Reason.LEAVE, 15, 8, 16),
]
"""Badge, reason, school days from today, from and to hour."""


def make_unit(
    police_agency: PoliceAgency, district: District, password: str
) -> list[Officer]:
    """Six deputies with accounts, assignments and absences; again: nothing new."""
    officers = [_officer(police_agency, facts, password) for facts in UNIT]
    for officer, facts in zip(officers, UNIT, strict=True):
        _assignment(officer, district, facts)
    _absences({officer.badge: officer for officer in officers}, district)
    _approval(officers[0], district)
    return officers


def _approval(officer: Officer, district: District) -> None:
    """The smallest campus has only a relief: the state has approved it."""
    CoverageApproval.objects.get_or_create(
        campus=Campus.objects.get(district=district, name="Day Treatment campus"),
        number="Demo 1",
        defaults={
            "starts_on": SINCE,
            "ends_on": localdate() + timedelta(days=120),
            "document": "County archive",
            "recorded_by": officer.user,
        },
    )


def _officer(police_agency: PoliceAgency, facts: Facts, password: str) -> Officer:
    user = User.objects.filter(email=facts.email).first()
    user = user or User.objects.create_user(facts.email, facts.name, password)
    officer, _ = Officer.objects.get_or_create(
        user=user,
        defaults={
            "police_agency": police_agency,
            "badge": facts.badge,
            "employment": Officer.Employment.AGREEMENT,
            "phone": f"270-555-01{facts.badge[-2:]}",
        },
    )
    return officer


def _assignment(officer: Officer, district: District, facts: Facts) -> None:
    campus = Campus.objects.get(district=district, name=facts.campus)
    Assignment.objects.get_or_create(
        officer=officer,
        campus=campus,
        kind=facts.kind,
        defaults={"starts_on": facts.since, "funding": facts.funding},
    )


def _absences(unit: dict[str, Officer], district: District) -> None:
    if Absence.objects.filter(officer__in=unit.values()).exists():
        return
    today, school = localdate(), district.schools.order_by("pk")[0]
    for badge, reason, days, first, last in AWAY:
        on = add_school_days(school, today, days)
        assert on is not None  # noqa: S101  # the demo has the school year after this
        Absence.objects.create(
            officer=unit[badge],
            reason=reason,
            starts_at=datetime.combine(on, time(first), district.zone),
            ends_at=datetime.combine(on, time(last), district.zone),
            recorded_by=unit[badge].user,
        )
