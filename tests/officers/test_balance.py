"""The balance of work: shares through each lens, agreed goals, and why it tilted."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from officers import actions, balance_policy
from officers.balance import balance_of, in_percent
from officers.goal_states import GoalStatus
from officers.models import POLICE_ONLY, ActivityEntry, BalanceGoal, TiltReason
from sro_program.accounts.models import Role
from sro_program.core.db import acting_as
from sro_program.core.errors import NotAllowed, RuleBroken, Stale, WrongState
from sro_program.core.ids import uuid7
from sro_program.notifications.models import Notification
from tests.conftest import make_member, make_officer
from tests.factories.officers import (
    ActivityEntryFactory,
    BalanceGoalFactory,
    TiltReasonFactory,
)
from tests.officers.conftest import at
from tests.threads import as_, together

NOVEMBER = date(2026, 11, 1)
SHARES = {
    "law_enforcement": 40,
    "presentation": 20,
    "advising": 20,
    "other": 20,
    "margin": 10,
}
F, T = ActivityEntry.Function, ActivityEntry.Type


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(at(16), tick=False):
        yield


@pytest.fixture
def log(officer, school):
    def write(kind, minutes, function=F.LAW_ENFORCEMENT, on=date(2026, 11, 20)):
        return ActivityEntryFactory(
            officer=officer,
            school=school,
            type=kind,
            function=function,
            minutes=minutes,
            on=on,
        )

    return write


@pytest.fixture
def month(log):
    """Sixty minutes of each part; the rest of law enforcement is the police's own."""
    log(T.DOOR_CHECK, 60)
    log(T.CLASSROOM, 60, F.PRESENTATION)
    log(T.ADVICE_STUDENT, 60, F.ADVISING)
    log(T.TRAFFIC, 30, F.SCHOOL_ACTIVITY)
    log(T.DIRECTED, 20, F.DIRECTED_DUTY)
    log(T.TRAVEL, 10, F.ADMINISTRATION)


@pytest.fixture
def propose(officer, school, commander):
    def send(**said):
        content = {"school": school, "starts_on": date(2026, 11, 15), **SHARES, **said}
        by = content.pop("by", commander)
        return actions.propose_goals(officer, by=by, **content)

    return send


@pytest.fixture
def agreed(propose, principal):
    return actions.agree_goals(propose(), by=principal)


def seen_by(user, officer, school, on=NOVEMBER):
    """What this person's page counts, with both walls up."""
    side = balance_policy.picture_of(user, officer, school)
    with acting_as(user):
        return balance_of(user, officer, school, side, on).shown


def minutes_of(shown):
    return {part.key: part.minutes for part in shown.parts}


def page(client, user, officer, **asked):
    client.force_login(user)
    return client.get(reverse("officers:balance", args=[officer.pk]), asked)


# Shares


@pytest.mark.parametrize(
    ("numbers", "shares"),
    [
        ([0, 0, 0, 0], [0, 0, 0, 0]),
        ([1, 1, 1, 0], [34, 33, 33, 0]),
        ([60, 60, 60, 60], [25, 25, 25, 25]),
        ([1, 999, 0, 0], [0, 100, 0, 0]),
    ],
)
def test_shares_are_whole_and_add_up(numbers, shares):
    assert in_percent(numbers) == shares


def test_all_that_is_no_part_of_the_triad_is_other(month, officer, school, commander):
    shown = seen_by(commander, officer, school)

    assert minutes_of(shown) == {
        "law_enforcement": 60,
        "presentation": 60,
        "advising": 60,
        "other": 60,
    }
    assert [part.share for part in shown.parts] == [25, 25, 25, 25]


def test_only_lines_that_stand_of_this_officer_month_and_school_count(
    month, log, officer, school, other_school, commander, agency, campus
):
    log(T.DOOR_CHECK, 99, on=date(2026, 10, 31))
    ActivityEntry.objects.filter(pk=log(T.DOOR_CHECK, 99).pk).update(removed_at=at(9))
    sue = make_officer(agency, campus, "Sue Second")
    ActivityEntryFactory(officer=sue, school=school)
    ActivityEntryFactory(officer=officer, school=other_school)

    assert seen_by(commander, officer, school).minutes == 240


def test_a_month_without_a_line_is_empty_and_tilts_nothing(
    agreed, officer, school, commander
):
    shown = seen_by(commander, officer, school)

    assert (shown.minutes, shown.tilted, shown.wants_a_reason) == (0, [], False)


# What a principal's picture must not tell


def test_the_school_s_picture_is_the_same_whatever_the_police_did(
    client, month, agreed, log, officer, school, principal
):
    """Not a share, a sum, a tilt or a word changes (KRS 158.153)."""
    before = page(client, principal, officer).text
    for kind in POLICE_ONLY:
        log(kind, 500)
    actions.explain_tilt(
        officer,
        by=officer.user,
        school=school,
        month=NOVEMBER,
        side="command",
        why="serious",
    )

    after = page(client, principal, officer).text
    assert without_tokens(after) == without_tokens(before)
    assert seen_by(principal, officer, school).minutes == 240
    assert seen_by(officer.user, officer, school).minutes == 240 + 500 * len(
        POLICE_ONLY
    )


def without_tokens(page):
    lines = page.splitlines()
    return [line for line in lines if "csrf" not in line and "nonce" not in line]


def test_the_command_and_the_officer_read_all_of_it(
    month, log, officer, school, commander, office
):
    log(T.ARREST, 60)

    for user in (commander, office, officer.user):
        shown = seen_by(user, officer, school)
        assert minutes_of(shown)["law_enforcement"] == 120
        assert shown.parts[0].share == 40


def test_who_leads_both_reads_the_command_s_picture(
    month, officer, school, agency, principal
):
    both = make_member(Role.COMMANDER, agency)
    both.memberships.create(role=Role.PRINCIPAL, school=school)

    assert balance_policy.picture_of(both, officer, school) == "command"
    assert balance_policy.picture_of(principal, officer, school) == "school"


def test_a_reason_of_the_command_s_picture_is_not_the_school_s_to_read(
    officer, school, commander, principal
):
    TiltReasonFactory(officer=officer, school=school)
    own = TiltReasonFactory(officer=officer, school=school, side="school")

    with acting_as(principal):
        assert list(TiltReason.objects.all()) == [own]
    assert list(TiltReason.objects.visible_to(principal)) == [own]
    with acting_as(commander):
        assert TiltReason.objects.visible_to(commander).count() == 2


@pytest.mark.parametrize("who", ["teacher", "counselor", "district_user", "stranger"])
def test_nobody_else_reads_it(client, month, officer, school, who, request):
    user = request.getfixturevalue(who)

    assert page(client, user, officer).status_code in {403, 404}


def test_no_fellow_officer_reads_it(client, month, officer, school, agency, campus):
    sue = make_officer(agency, campus, "Sue Second")

    assert page(client, sue.user, officer).status_code == 404


def test_a_fellow_officer_has_no_picture_of_another(officer, school, agency, campus):
    sue = make_officer(agency, campus, "Sue Second")

    assert not balance_policy.can_read_balance(sue.user, officer, school)


# Goals that both agree on


def test_goals_hold_from_their_month_on_once_both_agreed(
    agreed, month, log, officer, school, commander
):
    log(T.DOOR_CHECK, 10, on=date(2026, 10, 5))

    assert agreed.status == GoalStatus.AGREED
    assert agreed.starts_on == NOVEMBER
    assert seen_by(commander, officer, school).goal == agreed
    assert seen_by(commander, officer, school, date(2026, 10, 1)).goal is None


def test_what_is_only_proposed_holds_nothing(
    propose, month, officer, school, commander
):
    propose()

    assert seen_by(commander, officer, school).goal is None


def test_a_change_is_a_new_version_and_the_old_one_stays(
    agreed, propose, month, officer, school, commander, principal
):
    newer = propose(by=principal, law_enforcement=30, other=30)
    actions.agree_goals(newer, by=commander)

    assert seen_by(commander, officer, school).goal == newer
    assert BalanceGoal.objects.filter(status=GoalStatus.AGREED).count() == 2


def test_declined_goals_leave_what_was_agreed(
    agreed, propose, month, officer, school, commander, principal
):
    newer = propose(by=principal)
    actions.decline_goals(newer, by=commander, reason="Too much of it")

    assert seen_by(commander, officer, school).goal == agreed


def test_nobody_answers_what_they_proposed_nor_does_the_same_side(
    propose, commander, agency, officer, office
):
    goal = propose()
    for user in (commander, make_member(Role.COMMANDER, agency), officer.user, office):
        with pytest.raises(NotAllowed):
            actions.agree_goals(goal, by=user)


def test_who_leads_both_does_not_answer_their_own(propose, agency, school):
    both = make_member(Role.COMMANDER, agency)
    both.memberships.create(role=Role.PRINCIPAL, school=school)
    goal = propose(by=both)

    with pytest.raises(NotAllowed, match="The other side answers"):
        actions.agree_goals(goal, by=both)


@pytest.mark.parametrize("who", ["office", "teacher", "district_user", "stranger"])
def test_only_the_two_superiors_propose(propose, who, request):
    with pytest.raises(NotAllowed):
        propose(by=request.getfixturevalue(who))


def test_an_officer_does_not_propose_for_themselves(propose, officer, agency):
    officer.user.memberships.create(role=Role.COMMANDER, police_agency=agency)

    with pytest.raises(NotAllowed, match="Your superiors"):
        propose(by=officer.user)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"other": 21}, "add up to 100"),
        ({"margin": 0}, "from 1 to 50"),
        ({"starts_on": date(1900, 1, 1)}, "2000 to 2100"),
    ],
)
def test_goals_that_cannot_be_are_refused(propose, said, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        propose(**said)


def test_one_proposal_at_a_time_and_sent_twice_it_is_one(propose, principal):
    key = uuid7()
    assert propose(record_id=key) == propose(record_id=key)

    with pytest.raises(RuleBroken, match="Goals are proposed already"):
        propose(by=principal)


def test_who_proposed_withdraws_and_nobody_else(propose, principal, commander):
    goal = propose()
    with pytest.raises(NotAllowed, match="Only who proposed"):
        actions.withdraw_goals(goal, by=principal)

    actions.withdraw_goals(goal, by=commander)

    with pytest.raises(WrongState):
        actions.agree_goals(goal, by=principal)


def test_an_older_version_is_stale_and_a_decline_says_why(propose, principal):
    goal = propose()
    with pytest.raises(Stale):
        actions.agree_goals(goal, by=principal, version=7)
    with pytest.raises(RuleBroken, match="Say why"):
        actions.decline_goals(goal, by=principal, reason="")


def test_the_database_refuses_what_one_alone_agreed(officer, school, commander):
    with pytest.raises(IntegrityError), transaction.atomic():
        BalanceGoalFactory(
            officer=officer,
            school=school,
            status=GoalStatus.AGREED,
            proposed_by=commander,
            answered_by=commander,
        )


def test_the_other_side_is_asked_and_all_learn_of_the_answer(
    propose, principal, commander, officer
):
    goal = propose()
    asked = Notification.objects.filter(template="balance_goals", needs_you=True)
    assert [note.recipient for note in asked] == [principal]

    actions.agree_goals(goal, by=principal)

    assert not asked.all().exists()
    told = Notification.objects.filter(summary__startswith="Agreed")
    assert {note.recipient for note in told} == {commander, officer.user}


@pytest.mark.django_db(transaction=True)
def test_two_who_propose_at_once_make_one_proposal(transactional_db, request):
    from_fixture = request.getfixturevalue
    officer, school = from_fixture("officer"), from_fixture("school")
    people = [from_fixture("commander"), from_fixture("principal")]

    said = together(
        [
            as_(
                person,
                actions.propose_goals,
                officer,
                school=school,
                starts_on=NOVEMBER,
                **SHARES,
            )
            for person in people
        ]
    )

    assert sorted(map(bool, said)) == [False, True]
    assert "Goals are proposed already" in next(filter(None, said))


# Why it tilted


def explain(officer, school, by, side="command", why="threats"):
    return actions.explain_tilt(
        officer, by=by, school=school, month=NOVEMBER, side=side, why=why
    )


def test_what_lies_within_the_margin_is_in_balance(
    agreed, log, officer, school, commander
):
    for kind, function, minutes in [
        (T.DOOR_CHECK, F.LAW_ENFORCEMENT, 50),
        (T.CLASSROOM, F.PRESENTATION, 10),
        (T.ADVICE_STUDENT, F.ADVISING, 20),
        (T.TRAFFIC, F.SCHOOL_ACTIVITY, 20),
    ]:
        log(kind, minutes, function)

    assert seen_by(commander, officer, school).tilted == []


def test_a_tilt_asks_for_a_reason_and_then_shows_it(
    agreed, month, officer, school, commander
):
    shown = seen_by(commander, officer, school)
    assert [part.in_words for part in shown.tilted] == [
        "Law enforcement: 15 points below the goal"
    ]
    assert shown.wants_a_reason

    explain(officer, school, commander)

    shown = seen_by(commander, officer, school)
    assert (shown.wants_a_reason, shown.reason.why) == (False, "threats")


def test_a_reason_said_anew_keeps_the_earlier_one_in_history(
    officer, school, commander
):
    explain(officer, school, commander)
    kept = explain(officer, school, officer.user, why="testing")
    again = explain(officer, school, commander, why="testing")

    assert (kept.pk, again.version, kept.history.count()) == (again.pk, 2, 2)


@pytest.mark.parametrize(
    ("who", "side", "may"),
    [
        ("commander", "command", True),
        ("commander", "school", False),
        ("principal", "school", True),
        ("principal", "command", False),
        ("office", "command", False),
        ("teacher", "school", False),
    ],
)
def test_each_superior_explains_their_own_picture(
    officer, school, who, side, may, request
):
    user = request.getfixturevalue(who)

    assert bool(balance_policy.can_explain(user, officer, school, side)) is may
    if not may:
        with pytest.raises(NotAllowed):
            explain(officer, school, user, side)


def test_the_officer_explains_both(officer, school):
    for side in ("command", "school"):
        assert explain(officer, school, officer.user, side).side == side


@pytest.mark.django_db(transaction=True)
def test_of_two_reasons_at_once_one_stands(transactional_db, request):
    get = request.getfixturevalue
    officer, school, commander = get("officer"), get("school"), get("commander")
    said = {"school": school, "month": NOVEMBER, "side": "command", "why": "threats"}

    refused = together(
        [
            as_(person, actions.explain_tilt, officer, **said)
            for person in (officer.user, commander)
        ]
    )

    assert [one for one in refused if one] in (
        [],
        ["Somebody has just given a reason. Look again."],
    )
    with acting_as(commander):
        assert TiltReason.objects.count() == 1
