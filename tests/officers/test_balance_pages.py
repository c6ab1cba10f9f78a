"""The balance of work on its pages: the picture, its table, goals and reasons."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from officers import actions
from officers.models import ActivityEntry, BalanceGoal, TiltReason
from sro_program.core.ids import uuid7
from tests.factories.officers import ActivityEntryFactory, AssignmentFactory
from tests.factories.schools import CampusFactory, SchoolFactory
from tests.officers.conftest import at

SHARES = {
    "law_enforcement": 40,
    "presentation": 20,
    "advising": 20,
    "other": 20,
    "margin": 10,
}


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(at(16), tick=False):
        yield


@pytest.fixture
def month(officer, school):
    for function, kind in [
        ("law_enforcement", "door_check"),
        ("presentation", "classroom"),
        ("advising", "advice_student"),
        ("school_activity", "traffic"),
    ]:
        ActivityEntryFactory(
            officer=officer, school=school, function=function, type=kind, minutes=60
        )


@pytest.fixture
def goal(officer, school, commander):
    return actions.propose_goals(
        officer, by=commander, school=school, starts_on=date(2026, 11, 1), **SHARES
    )


@pytest.fixture
def agreed(goal, principal):
    return actions.agree_goals(goal, by=principal)


def path(officer):
    return reverse("officers:balance", args=[officer.pk])


def page(client, user, officer, **asked):
    client.force_login(user)
    return client.get(path(officer), asked)


def verb(client, user, name, goal, **said):
    client.force_login(user)
    address = reverse(f"officers:{name}", args=[goal.pk])
    return client.post(address, said, follow=True)


def test_the_picture_stands_beside_its_table(client, month, agreed, officer, commander):
    shown = page(client, commander, officer).text

    assert '<rect class="part-presentation" width="25" height="10"/>' in shown
    assert '<rect class="goal" x="40" width="1" height="10"/>' in shown
    assert "<td>25 %<span" in shown
    assert "goal 40 %" in shown
    assert "Law enforcement: 15 points below the goal" in shown


def test_without_goals_nothing_tilts_and_the_page_says_so(
    client, month, officer, commander
):
    shown = page(client, commander, officer).text

    assert "have agreed on none yet" in shown
    assert "points below" not in shown


def test_without_a_line_the_page_says_so(client, officer, school, principal):
    shown = page(client, principal, officer).text

    assert "Nothing is logged in this month." in shown
    assert "Nothing is logged in this school year yet." in shown


def test_the_reason_is_given_on_the_page(client, month, agreed, officer, principal):
    client.force_login(principal)
    told = client.post(path(officer), {"why": "threats"}, follow=True).text

    assert "The reason stands with the month." in told
    assert "Why: Bomb threats or other threats" in told
    assert TiltReason.objects.get().side == "school"
    assert client.post(path(officer), {"why": "boredom"}).status_code == 422


def test_no_reason_stands_there_before_one_is_chosen(
    client, month, agreed, officer, principal
):
    form = page(client, principal, officer).context["form"]
    told = client.post(path(officer), {"why": form["why"].subwidgets[0].data["value"]})

    assert told.status_code == 422
    assert not TiltReason.objects.exists()


def test_who_may_not_explain_reads_that_none_is_given(
    client, month, agreed, officer, office
):
    shown = page(client, office, officer).text
    assert "No reason is given yet." in shown
    assert client.post(path(officer), {"why": "threats"}).status_code == 403


def test_a_month_in_balance_takes_no_reason(client, month, officer, school, commander):
    client.force_login(commander)
    client.post(path(officer), {"why": "threats"})

    assert not TiltReason.objects.exists()


def test_goals_are_proposed_agreed_and_changed_on_the_pages(
    client, month, officer, school, commander, principal
):
    client.force_login(commander)
    address = reverse("officers:propose_goals", args=[officer.pk])
    said = {"record_id": uuid7(), "starts_on": "2026-11-20", **SHARES}
    asked = client.post(address, said, follow=True).text
    assert "Proposed. The other side is asked." in asked
    assert "Withdraw them" in asked
    goal = BalanceGoal.objects.get()

    client.force_login(principal)
    assert ">Agree</button>" in client.get(goal.get_absolute_url()).text
    told = verb(client, principal, "agree_goals", goal, version=1).text
    assert "The goals hold from November 2026." in told

    form = client.get(address).text
    assert 'name="law_enforcement" value="40"' in form
    newer = client.post(
        address, {**said, "record_id": uuid7(), "advising": 10, "other": 30}
    )
    assert newer.status_code == 302
    assert BalanceGoal.objects.count() == 2


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"other": 50}, "must add up to 100; these add up to 130."),
        ({"other": -1}, "Give at least 0."),
        ({"margin": 99}, "Give at most 50."),
        ({"starts_on": "soon"}, "Give a date."),
    ],
)
def test_goals_that_make_no_sense_are_refused_in_words(
    client, officer, school, commander, said, sentence
):
    client.force_login(commander)
    address = reverse("officers:propose_goals", args=[officer.pk])
    content = {"record_id": uuid7(), "starts_on": "2026-11-01", **SHARES, **said}

    refused = client.post(address, content)

    assert (refused.status_code, BalanceGoal.objects.count()) == (422, 0)
    assert sentence in refused.text


def test_a_second_proposal_is_refused_with_what_was_typed(
    client, goal, officer, principal
):
    client.force_login(principal)
    address = reverse("officers:propose_goals", args=[officer.pk])
    said = {"record_id": uuid7(), "starts_on": "2026-11-01", **SHARES}

    refused = client.post(address, said)

    assert refused.status_code == 422
    assert "Goals are proposed already." in refused.text


def test_declining_says_why_and_withdrawing_needs_none(
    client, goal, commander, principal
):
    address = reverse("officers:decline_goals", args=[goal.pk])
    client.force_login(principal)
    assert client.get(address).status_code == 200
    assert client.post(address, {"version": 1}).status_code == 422
    told = verb(
        client, principal, "decline_goals", goal, version=1, reason="Too little advice"
    ).text
    assert "Too little advice" in told

    late = verb(client, commander, "withdraw_goals", goal, version=2)
    assert late.status_code == 409


def test_who_proposed_takes_them_back(client, goal, commander):
    assert "Withdrawn." in verb(client, commander, "withdraw_goals", goal).text


def test_somebody_who_was_faster_leaves_the_words(client, goal, commander, principal):
    actions.withdraw_goals(goal, by=commander)

    refused = verb(
        client, principal, "decline_goals", goal, version=2, reason="My words"
    )

    assert refused.status_code == 409
    assert "My words" in refused.text


@pytest.mark.parametrize(
    "asked", [{"month": "soon"}, {"school": "999"}, {"month": "2099-01-01"}]
)
def test_what_makes_no_sense_shows_this_month(client, month, officer, commander, asked):
    shown = page(client, commander, officer, **asked)

    assert shown.status_code == 200
    assert "<h2>November 2026</h2>" in shown.text


def test_one_school_at_a_time_is_chosen(client, month, officer, district, commander):
    north = SchoolFactory(campus=CampusFactory(district=district))
    AssignmentFactory(officer=officer, campus=north.campus, kind="secondary")

    shown = page(client, commander, officer, school=north.pk).text

    assert f'value="{north.pk}" selected' in shown
    assert "Nothing is logged in this month." in shown


def test_an_officer_s_page_leads_to_it_for_those_who_read_it(
    client, officer, school, commander, teacher
):
    for user, leads in [(commander, True), (officer.user, True), (teacher, False)]:
        client.force_login(user)
        shown = client.get(officer.get_absolute_url()).text
        assert (path(officer) in shown) is leads


def test_more_lines_and_goals_ask_no_more_of_the_database(
    month, agreed, officer, school, commander, principal, queries_of, sign_in
):
    client = sign_in(commander)
    few = queries_of(client, path(officer))
    for day in range(1, 9):
        ActivityEntryFactory(officer=officer, school=school, on=date(2026, 10, day))
    newer = actions.propose_goals(
        officer, by=principal, school=school, starts_on=date(2026, 12, 1), **SHARES
    )
    actions.agree_goals(newer, by=commander)

    assert queries_of(client, path(officer)) == few
    assert ActivityEntry.objects.count() == 12
