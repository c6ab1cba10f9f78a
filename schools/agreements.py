"""What the agreement of a district says today, and who has read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from schools.models import (
    Agreement,
    AgreementClause,
    AgreementReading,
    District,
    School,
)
from schools.models.agreements import READERS, AgreementQuerySet
from schools.models.clauses import DISCIPLINE, Subject
from schools.ports import ClauseScreen, clause_screens
from sro_program.accounts.models import Reach, User
from sro_program.core.db import Actor


@dataclass(frozen=True, slots=True)
class Clause:
    """A district, and the agreement that holds there today, if one is registered."""

    district: District
    agreement: Agreement | None


def clause_of(user: Actor, district: District) -> Clause:
    """Of the district of one school that this person reaches."""
    mine = Agreement.objects.visible_to(user).in_force()
    return Clause(district, mine.filter(district=district).first())


def clauses_for(user: Actor) -> list[Clause]:
    """Of each district that this person reaches, by name."""
    found = Agreement.objects.visible_to(user).in_force()
    in_force = {agreement.district_id: agreement for agreement in found}
    districts = District.objects.visible_to(user).order_by("name", "pk")
    return [Clause(one, in_force.get(one.pk)) for one in districts]


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody whom an agreement binds, and when they read it as it stands."""

    person: User
    read_at: datetime | None


def readers_of(district: District) -> QuerySet[User]:
    """The officers who serve a school of this district today, and its principals."""
    bound = Reach.objects.filter(school__district=district, role__in=READERS)
    people = User.objects.filter(pk__in=bound.values("user"), is_active=True)
    return people.order_by("name", "pk")


def who_read(user: Actor, agreement: Agreement) -> Sequence[Reader]:
    """Everybody whom it binds; those who have not read it yet are on top."""
    readings = AgreementReading.objects.visible_to(user).filter(
        agreement=agreement, version=agreement.version
    )
    read_at = dict(readings.values_list("reader", "read_at"))
    people = readers_of(agreement.district)
    readers = [Reader(one, read_at.get(one.pk)) for one in people]
    return sorted(readers, key=lambda one: one.read_at is not None)


def unread_by(user: Actor) -> AgreementQuerySet:
    """Those that bind this person today and that they have not read as they stand."""
    bound = School.objects.reached_as(user, *READERS).values("district")
    read = AgreementReading.objects.filter(
        agreement=OuterRef("pk"), version=OuterRef("version"), reader=user.pk or 0
    )
    return Agreement.objects.in_force().filter(~Exists(read), district__in=bound)


@dataclass(frozen=True, slots=True)
class Settled:
    """A subject, the clauses about it, and the screens on which it is lived."""

    subject: str
    clauses: Sequence[AgreementClause]
    screens: Sequence[ClauseScreen]


def discipline_screens() -> Sequence[ClauseScreen]:
    """Where the discipline clause is lived."""
    return [one for one in clause_screens if one.subject == DISCIPLINE]


def settled_by(agreement: Agreement) -> Sequence[Settled]:
    """Each subject of domain.md §3.10 but discipline, also where nothing is said of it:
    a gap is what a review looks for. One query."""
    clauses = list(agreement.clauses.all())
    return [
        Settled(
            subject.label,
            [clause for clause in clauses if clause.subject == subject],
            [screen for screen in clause_screens if screen.subject == subject],
        )
        for subject in Subject
        if subject != Subject.OTHER
        or any(clause.subject == subject for clause in clauses)
    ]
