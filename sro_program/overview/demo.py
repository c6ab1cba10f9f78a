"""The demo programme: invented people in every role, and how they sign in.

The password is public, so these accounts exist only where a demo or a developer's
machine was asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import now

from incidents.demo import make_incidents
from officers.demo import make_unit
from officers.demo_attendance import make_attendances
from officers.demo_balance import make_balance
from officers.demo_directives import make_directives
from officers.demo_log import make_log
from officers.demo_reports import make_reports
from officers.demo_reviews import make_reviews
from officers.demo_training import make_training
from presentations.demo import make_presentations
from presentations.demo_topics import make_topics
from referrals.demo import make_advice, make_directory
from referrals.demo_referrals import make_referrals
from schools.actions.agreements import acknowledge_agreement
from schools.agreements import readers_of
from schools.demo import make_territory
from schools.demo_drills import make_drills
from schools.demo_events import make_events
from schools.demo_memory import make_memory
from schools.demo_notices import make_notices
from schools.demo_plans import make_plans
from schools.demo_walks import make_walkthroughs
from schools.models import Agreement, District, School
from sro_program.accounts.demo import PASSWORD
from sro_program.accounts.models import Membership, PoliceAgency, Role, User
from sro_program.core.db import acting_as_clock
from sro_program.notifications.models import Notification

SINCE = date(2026, 7, 1)
AGENCY = "Calloway County Sheriff's Office"
HIGH = "Calloway County High School"
NORTH = "North Calloway Elementary School"


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person with a role; `school` only where the role holds for one."""

    email: str
    name: str
    role: Role
    school: str = ""


PEOPLE = [
    Person("commander@demo.example", "Ruth Calder", Role.COMMANDER),
    Person("office@demo.example", "Opal Jennings", Role.OFFICE),
    Person("principal@demo.example", "Paul Averitt", Role.PRINCIPAL, HIGH),
    Person("counselor@demo.example", "Carmen Doyle", Role.COUNSELOR, HIGH),
    Person("counselor.two@demo.example", "Cody Marsh", Role.COUNSELOR, HIGH),
    Person("teacher@demo.example", "Tess Holloway", Role.TEACHER, HIGH),
    Person("district@demo.example", "Donald Sayre", Role.DISTRICT),
    Person("principal.north@demo.example", "Peter Lindqvist", Role.PRINCIPAL, NORTH),
    Person("teacher.north@demo.example", "Tamika Rowe", Role.TEACHER, NORTH),
]


NOT_YET = "deputy.pruitt@demo.example"
"""Has not read the agreement."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """One line of what a newcomer is told."""

    role: str
    email: str
    to_try: str


SIGN_INS = [
    SignIn("Teacher", "teacher@demo.example", "ask for a presentation"),
    SignIn("Principal", "principal@demo.example", "approve it, from home or the mail"),
    SignIn("Officer", "officer@demo.example", "accept it; refer a student"),
    SignIn("Counselor", "counselor@demo.example", "take on a referral, write a note"),
    SignIn("Commander", "commander@demo.example", "see what is late; assign officers"),
    SignIn("Office", "office@demo.example", "import a roster, record an absence"),
    SignIn("District", "district@demo.example", "look at coverage and counts"),
    SignIn("Administrator", "admin@demo.example", "accounts, roles, reference lists"),
]


def load() -> None:
    """Make the demo, or complete it; a second call adds nothing."""
    with acting_as_clock():
        agency, _ = PoliceAgency.objects.get_or_create(
            name=AGENCY, defaults={"short_name": "Sheriff", "phone": "270-555-0110"}
        )
        district = make_territory(agency)
        for person in PEOPLE:
            _make_person(person, agency, district)
        _make_administrator()
        make_unit(agency, district, PASSWORD)
        commander = User.objects.get(email="commander@demo.example")
        make_plans(district, by=commander)
        make_memory(district, by=commander)
        make_drills(district, commander)
        make_walkthroughs(district, commander)
        make_notices(district, commander)
        make_log(district)
        make_events(district, commander)
        make_attendances(district)
        make_directives(district)
        make_balance(district)
        make_training(agency)
        make_topics()
        make_presentations(district)
        make_directory(district)
        make_advice(district)
        make_referrals(district)
        make_incidents(district)
        make_reports(district)
        make_reviews(district)
        _read_the_agreement(district)
        _read_old_news()


def _read_the_agreement(district: District) -> None:
    """All whom it binds have, but one who came late."""
    agreement = Agreement.objects.in_force().filter(district=district).first()
    if agreement and not agreement.readings.exists():
        for reader in readers_of(district).exclude(email=NOT_YET):
            acknowledge_agreement(agreement, by=reader)


def _read_old_news() -> None:
    """What needs nobody has been read: a newcomer's bell counts what waits."""
    news = Notification.objects.filter(needs_you=False, read_at=None)
    news.update(read_at=now())


def table(sign_ins: Sequence[SignIn] = SIGN_INS) -> str:
    """Who can sign in, in columns."""
    rows = [(each.role, each.email, each.to_try) for each in sign_ins]
    rows.insert(0, ("Role", "Sign in as", "Try"))
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    lines = [
        f"  {role:<{widths[0]}}  {email:<{widths[1]}}  {to_try}".rstrip()
        for role, email, to_try in rows
    ]
    return "\n".join([*lines, f"  The password of all of them: {PASSWORD}"])


def _make_person(person: Person, agency: PoliceAgency, district: District) -> None:
    user = User.objects.filter(email=person.email).first()
    if user is None:
        user = User.objects.create_user(person.email, person.name, PASSWORD)
    school = School.objects.filter(district=district, name=person.school).first()
    is_agency = person.role in {Role.COMMANDER, Role.OFFICE}
    Membership.objects.get_or_create(
        user=user,
        role=person.role,
        school=school,
        district=district if person.role == Role.DISTRICT else None,
        police_agency=agency if is_agency else None,
        defaults={"starts_on": SINCE},
    )


def _make_administrator() -> None:
    """Keeps accounts and lists, and sees no content."""
    email = "admin@demo.example"
    if not User.objects.filter(email=email).exists():
        User.objects.create_superuser(email, "Ada Keeper", PASSWORD)
