"""Certificates and hours of the demo's deputies: each on another step of the ladder."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate

from officers.actions import renew_dates
from officers.models import Certificate, Officer, TrainingHours
from sro_program.accounts.models import PoliceAgency, Role, User
from sro_program.accounts.roles import holders

Kind, Topic = Certificate.Kind, TrainingHours.Topic
EARNED = {
    "S-11": {Kind.SRO_1: 2023, Kind.SRO_2: 2024, Kind.SRO_3: 2025},
    "S-12": {Kind.SRO_1: 2024, Kind.SRO_2: 2025},
    "S-13": {Kind.SRO_1: 2025, Kind.SRO_2: 2026},
    "S-14": {Kind.SRO_1: 2026},
    "S-15": {},
}
"""By badge, the June in which each step was earned; S-12 is late with the third."""
SOON = timedelta(days=25)
COURSES = [
    ("Threat assessment in schools", Topic.THREAT),
    ("De-escalation", Topic.DE_ESCALATION),
    ("Youth mental health", Topic.MENTAL_HEALTH),
    ("Search and seizure at school", Topic.LAW),
    ("Vaping and drugs", Topic.DRUGS),
]
DAYS = {"S-11": 5, "S-12": 4, "S-13": 5, "S-14": 3, "S-15": 1}
"""How many courses of eight hours this year; last year had five."""


def make_training(police_agency: PoliceAgency) -> None:
    """Certificates, hours and the dates that come; run again it makes nothing new."""
    unit = Officer.objects.filter(police_agency=police_agency, badge__in=EARNED)
    if Certificate.objects.filter(officer__in=unit).exists():
        return
    commander = holders(Role.COMMANDER, police_agency=police_agency).get()
    for officer in unit:
        Certificate.objects.bulk_create(_certificates(officer, commander))
        TrainingHours.objects.bulk_create(_hours(officer, commander))
    for officer in Officer.objects.filter(police_agency=police_agency):
        renew_dates(officer)


def _certificates(officer: Officer, commander: User) -> list[Certificate]:
    by: dict[str, Any] = {"officer": officer, "recorded_by": commander}
    by["confirmed_by"] = commander
    today = localdate()
    steps = EARNED[officer.badge].items()
    found = [
        Certificate(kind=kind, earned_on=date(year, 6, 12), **by)
        for kind, year in steps
    ]
    ends = today + (SOON if officer.badge == "S-11" else timedelta(days=300))
    began = ends - timedelta(days=365)
    found.append(
        Certificate(kind=Kind.FIREARMS, earned_on=began, expires_on=ends, **by)
    )
    by |= {"recorded_by": officer.user, "confirmed_by": None}
    day = today - timedelta(days=40)
    last = day + timedelta(days=730)
    if officer.badge in {"S-13", "S-15"}:
        found.append(
            Certificate(kind=Kind.FIRST_AID, earned_on=day, expires_on=last, **by)
        )
    return found


def _hours(officer: Officer, commander: User) -> list[TrainingHours]:
    today = localdate()
    days = [(date(today.year - 1, 7, 7 + n), *one) for n, one in enumerate(COURSES)]
    for n, one in enumerate(COURSES[: DAYS[officer.badge]]):
        days.append((min(date(today.year, 1, 12 + n), today), *one))
    return [
        TrainingHours(
            on=on,
            hours=Decimal(8),
            course=course,
            topic=topic,
            provider="State training",
            officer=officer,
            recorded_by=commander,
            confirmed_by=commander,
        )
        for on, course, topic in days
    ]
