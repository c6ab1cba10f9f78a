"""Who may do what with advice, referrals and the directory (product.md §2-3).

An officer records advice at the schools they serve; it is read by that officer and the
commander, never by the school. Everyone with a role reads the directory; officers,
their command and counselors keep it for their districts. A referral is read by its
sender and its receiver; only the receiver answers it (domain.md §2.3 and §3.4).
"""

from django.utils.timezone import now

from referrals.agents import Agent
from referrals.models import (
    Advice,
    Agency,
    Clock,
    Concern,
    MandatoryReport,
    Referral,
)
from referrals.states import UNANSWERED
from schools.models import District, School
from sro_program.accounts.models import Reach, Role
from sro_program.accounts.roles import holders, roles_at, roles_of
from sro_program.core.db import Actor
from sro_program.core.policy import ALLOWED, Verdict, allow_if, deny

KEEPERS = frozenset({Role.OFFICER, Role.COMMANDER, Role.OFFICE, Role.COUNSELOR})
READERS = frozenset({Role.OFFICER, Role.COMMANDER})
COUNTERS = frozenset({Role.COMMANDER, Role.OFFICE, Role.PRINCIPAL, Role.DISTRICT})
PARTIES = frozenset({Role.OFFICER, Role.COUNSELOR})

NO_ROLE = "You have no role in the program yet. Ask your administrator for one."
ONLY_KEEPERS = "Only officers, counselors and the sheriff's office keep the directory."
FOR_EVERYONE = "This entry is for every district; an administrator keeps it."
ELSEWHERE = "This entry is of a district that you do not serve."
ONLY_OFFICERS = "Only officers record advice."
ONLY_READERS = "Advice is confidential: the officer and the commander read it."
NOT_YOURS = "Only the officer who gave this advice can do this."
NO_LONGER = "You do not serve this school any more; its log stays as it is."
ALREADY_DONE = "This has been followed up already."
NOTHING_OWED = "There is nothing to follow up."
ONLY_PARTIES = "Referrals are confidential: officers and counselors work with them."
ONLY_COUNTERS = "Numbers are for the sheriff's office, principals and the district."
ONLY_RECEIVER = "Only the receiver answers a referral."
ONLY_SENDER = "Only who sent this referral can do this."
ONLY_COLLEAGUES = "Only a counselor of the same school takes a referral over."
IT_IS_YOURS = "This referral is yours already."
ONLY_BY_LINK = "This referral goes to an agency, which answers by its own link."


def can_open_directory(user: Actor) -> Verdict:
    """Everybody with a role may look up who helps with what."""
    return allow_if(bool(roles_of(user)), NO_ROLE)


def can_keep_directory(user: Actor) -> Verdict:
    """May they add, change and check entries anywhere?"""
    return allow_if(bool(roles_of(user) & KEEPERS), ONLY_KEEPERS)


def can_keep_in(user: Actor, district: District | None) -> Verdict:
    """Entries of a district are kept by those who serve it."""
    if not (may := can_keep_directory(user)):
        return may
    if district is None:
        return deny(FOR_EVERYONE)
    held = Reach.objects.of(user).filter(role__in=KEEPERS, school__district=district)
    return allow_if(held.exists(), ELSEWHERE)


def can_keep(user: Actor, agency: Agency) -> Verdict:
    """May they change, check or switch this entry?"""
    return can_keep_in(user, agency.district)


def can_open_advice(user: Actor) -> Verdict:
    """The pages about advice are the officers' and the commander's."""
    return allow_if(bool(roles_of(user) & READERS), ONLY_READERS)


def can_advise(user: Actor) -> Verdict:
    """May they record advice anywhere?"""
    return allow_if(Role.OFFICER in roles_of(user), ONLY_OFFICERS)


def can_advise_at(user: Actor, school: School) -> Verdict:
    """An officer advises at the schools of the own assignments."""
    serves = Role.OFFICER in roles_at(user, school.pk)
    return allow_if(serves, f"You are not assigned to {school}.")


def can_change(user: Actor, advice: Advice) -> Verdict:
    """What was said is told by the one who was there, while they serve the school."""
    if advice.officer.user_id != user.pk:
        return deny(NOT_YOURS)
    serves = Role.OFFICER in roles_at(user, advice.school_id)
    return allow_if(serves, NO_LONGER)


def can_follow_up(user: Actor, advice: Advice) -> Verdict:
    """May they tick off the follow-up? It is the officer's own."""
    if advice.officer.user_id != user.pk:
        return deny(NOT_YOURS)
    if advice.outcome != Advice.Outcome.FOLLOW_UP:
        return deny(NOTHING_OWED)
    return ALLOWED if advice.is_open else deny(ALREADY_DONE)


def can_open_referrals(user: Actor) -> Verdict:
    """The pages about referrals are the officers' and the counselors'."""
    return allow_if(bool(roles_of(user) & PARTIES), ONLY_PARTIES)


def can_open_counts(user: Actor) -> Verdict:
    """Numbers and times, for those who read no referral (domain.md §2.3)."""
    return allow_if(bool(roles_of(user) & COUNTERS), ONLY_COUNTERS)


def can_refer(user: Actor) -> Verdict:
    """May they refer someone anywhere?"""
    return allow_if(Role.OFFICER in roles_of(user), "Only officers refer someone.")


def can_refer_at(user: Actor, school: School) -> Verdict:
    """An officer refers at the schools of the own assignments."""
    serves = Role.OFFICER in roles_at(user, school.pk)
    return allow_if(serves, f"You are not assigned to {school}.")


def can_answer(user: Actor | Agent, referral: Referral) -> Verdict:
    """The receiver alone: this counselor while they serve the school, this agency."""
    if isinstance(user, Agent):
        return allow_if(user.holds(referral), ONLY_RECEIVER)
    if user.pk is None or referral.to_counselor_id != user.pk:
        return deny(ONLY_RECEIVER)
    counsels = Role.COUNSELOR in roles_at(user, referral.school_id)
    return allow_if(counsels, f"You are no counselor of {referral.school} any more.")


def can_hand_on(user: Actor, referral: Referral) -> Verdict:
    """A counselor hands a referral on; an agency declines it instead."""
    return can_answer(user, referral)


def can_take_over(user: Actor, referral: Referral) -> Verdict:
    """A colleague takes what has waited too long, or what nobody is left for.

    Before that its receiver hands it over: notes and content are theirs.
    """
    if not (may := can_be_given(user, referral)):
        return may
    if _has_waited(referral) or not _still_counsels(referral):
        return ALLOWED
    return deny(f"{referral.receiver} has time to answer, or can hand it over to you.")


def _has_waited(referral: Referral) -> bool:
    """Nobody has answered, and its receiver's time has run out."""
    rung = Clock.objects.filter(referral=referral, rung=Clock.Rung.RECEIVER)
    is_open = referral.status in UNANSWERED
    return is_open and rung.filter(due_at__lte=now()).exists()


def _still_counsels(referral: Referral) -> bool:
    """Is its receiver still there for the school?"""
    there = holders(Role.COUNSELOR, school=referral.school_id)
    return there.filter(pk=referral.to_counselor_id or 0).exists()


def can_be_given(user: Actor, referral: Referral) -> Verdict:
    """May this person become its receiver? A colleague who has not sent it."""
    if referral.to_counselor_id is None:
        return deny(ONLY_BY_LINK)
    if referral.to_counselor_id == user.pk:
        return deny(IT_IS_YOURS)
    if referral.referred_by_id == user.pk or referral.handed_on_by_id == user.pk:
        return deny("You sent this referral; someone else answers it.")
    counsels = Role.COUNSELOR in roles_at(user, referral.school_id)
    return allow_if(counsels, ONLY_COLLEAGUES)


def can_revoke(user: Actor, referral: Referral) -> Verdict:
    """Whoever sent it may take it back while it is open."""
    sent = user.pk in {referral.referred_by_id, referral.handed_on_by_id}
    return allow_if(user.pk is not None and sent, ONLY_SENDER)


def can_send_again(user: Actor, referral: Referral) -> Verdict:
    """The officer turns to someone else with what was declined or taken back."""
    if user.pk is None or referral.referred_by_id != user.pk:
        return deny(ONLY_SENDER)
    return can_refer_at(user, referral.school)


def can_renew_link(user: Actor, referral: Referral) -> Verdict:
    """Whoever sent it mails the agency a new link; the old one is dead then."""
    if referral.to_agency_id is None:
        return deny("A counselor needs no link.")
    return can_revoke(user, referral)


def can_write(user: Actor | Agent, referral: Referral) -> Verdict:
    """Both sides write to each other."""
    return allow_if(
        bool(can_answer(user, referral) or can_revoke(user, referral)),
        "Messages are between its sender and its receiver.",
    )


def reads_content(user: Actor, referral: Referral) -> Verdict:
    """The lens: who reads about whom it is and why, not only how far it is."""
    return allow_if(
        bool(can_answer(user, referral) or can_revoke(user, referral)),
        "What it says is read by its sender and its receiver.",
    )


def can_open_reports(user: Actor) -> Verdict:
    """Reports are opened by those who write them, and by the commander."""
    return allow_if(bool(roles_of(user) & (PARTIES | READERS)), ONLY_PARTIES)


def can_report(user: Actor, concern: Concern | None, advice: Advice | None) -> Verdict:
    """Whoever reads what it is about has the duty, each for themselves."""
    seen = (
        concern is not None
        and Concern.objects.visible_to(user).filter(pk=concern.pk).exists()
    ) or (advice is not None and advice.officer.user_id == user.pk)
    return allow_if(seen, "You report what you have learned of yourself.")


def can_change_report(user: Actor, report: MandatoryReport) -> Verdict:
    """A report is its author's."""
    return allow_if(
        user.pk is not None and report.written_by_id == user.pk,
        "Only who wrote this report changes it.",
    )


def can_print_report(user: Actor, report: MandatoryReport) -> Verdict:
    """Whoever reads it may carry it out on paper."""
    read = MandatoryReport.objects.visible_to(user).filter(pk=report.pk)
    return allow_if(read.exists(), "You do not read this report.")


def reports_as_officer(user: Actor, school: School) -> bool:
    """Do they report of this school as its officer? Then the commander reads it."""
    return Role.OFFICER in roles_at(user, school.pk)
