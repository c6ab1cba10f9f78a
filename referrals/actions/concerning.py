"""What an officer says about someone, and whether a form said it before."""

from typing import TypedDict

from referrals.models import Advice, Agency, Concern, Referral
from schools.actions.people import name_person
from schools.models import Person, School
from sro_program.accounts.models import User
from sro_program.core.db import Actor, constraints_as_rules

KINDS = {
    Concern.About.STUDENT: Person.Kind.STUDENT,
    Concern.About.FAMILY: Person.Kind.GUARDIAN,
    Concern.About.STAFF: Person.Kind.STAFF,
}


class Who(TypedDict):
    """About whom it is."""

    about_kind: str
    given_name: str
    family_name: str
    grade: int | None


class Content(TypedDict, total=False):
    """What the officer saw and did, and what allows to say so."""

    facts: str
    quote: str
    done: str
    strengths: str
    guardian_told: str
    guardian_told_by: str
    agrees: str
    basis: str
    basis_reason: str


def write_concern(
    by: Actor, school: School, who: Who, content: Content, advice: Advice | None
) -> Concern:
    """Keep what was seen, said and done, and about whom. Raises RuleBroken."""
    person = name_person(
        school,
        kind=KINDS[Concern.About(who["about_kind"])],
        given_name=who["given_name"],
        family_name=who["family_name"],
        grade=who["grade"],
    )
    concern = Concern(
        school=school,
        written_by_id=by.pk,
        about_kind=who["about_kind"],
        about=person,
        advice=advice,
        **content,
    )
    with constraints_as_rules(Concern):
        concern.save(force_insert=True)
    return concern


def says_the_same(
    sent: Referral,
    school: School,
    to: User | Agency,
    reason: str,
    urgency: str,
    who: Who,
    content: Content,
) -> bool:
    """Was a button pressed twice? Or did someone go back and write another one?"""
    concern, name = sent.concern, f"{who['given_name']} {who['family_name']}"
    return (
        to in (sent.to_counselor, sent.to_agency)
        and (sent.school, sent.reason, sent.urgency) == (school, reason, urgency)
        and str(concern.about).lower() == name.lower()
        and all(getattr(concern, part) == said for part, said in content.items())
    )
