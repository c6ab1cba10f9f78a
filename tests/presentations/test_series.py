"""One button for a series: under all that were shown, as they were shown, or none."""

import pytest

from presentations import actions
from presentations.actions.telling import DECIDE
from presentations.models import Presentation
from presentations.states import Status
from sro_program.core.errors import NotAllowed, RuleBroken
from tests.presentations.scene import TUESDAY, ask, at
from tests.presentations.test_actions_signing import shown_of
from tests.presentations.test_links import link
from tests.presentations.test_views import pairs, url


@pytest.fixture
def series(topic, teacher, principal, officer, school):
    """Three talks asked for together; each side still has to sign."""
    slots = [at(TUESDAY, hour) for hour in (8, 9, 10)]
    first = ask(
        teacher, school, topic, *slots, classes=["Class 9A", "Class 9B", "Class 9C"]
    )
    return actions.waiting_for_school(first)


def again(talks):
    return list(Presentation.objects.filter(pk__in=[t.pk for t in talks]))


def test_an_officer_accepts_them_all(sign_in, series, officer):
    client = sign_in(officer.user)
    assert "Accept all 3" in client.get(url("accept", series[0].pk)).text

    sent = {"talks": pairs(series)}
    page = client.post(url("accept_series", series[0].pk), sent, follow=True)

    assert "You accepted 3 talks." in page.text
    assert all(one.officer_signed_by == officer.user for one in again(series))


def test_both_sides_sign_the_whole_series(series, principal, officer):
    actions.approve_series(series[0], by=principal, shown=shown_of(series))
    waiting = actions.waiting_for_officer(series[0], officer.user)

    signed = actions.accept_series(series[0], by=officer.user, shown=shown_of(waiting))

    assert [one.status for one in signed] == [Status.SCHEDULED] * 3


def test_what_another_officer_was_asked_for_is_not_offered(
    series, principal, officer, make_colleague
):
    colleague = make_colleague("Olga Officer")
    actions.approve(series[1], by=principal, officer=colleague)

    waiting = actions.waiting_for_officer(series[0], officer.user)

    assert waiting == [series[0], series[2]]


@pytest.mark.parametrize("verb", ["approve_series", "accept_series"])
def test_one_that_changed_since_stops_them_all(
    sign_in, series, principal, officer, verb
):
    if verb == "approve_series":
        person = principal
        actions.accept(series[2], by=officer.user)
    else:
        person = officer.user
        actions.approve(series[2], by=principal)
    before = shown_of(again(series))

    page = sign_in(person).post(url(verb, series[0].pk), {"talks": pairs(series)})

    assert page.status_code == 409
    assert "A talk of this series has changed since you opened the page." in page.text
    assert shown_of(again(series)) == before


def test_only_what_was_shown_is_signed(series, principal):
    shown = shown_of(series[:2])

    signed = actions.approve_series(series[0], by=principal, shown=shown)

    assert signed == series[:2]
    assert actions.waiting_for_school(series[0]) == series[2:]


@pytest.mark.parametrize("talks", [[], ["nonsense"], ["x:1"], ["²:²"]])
def test_a_page_that_names_no_talk_is_refused(sign_in, series, principal, talks):
    page = sign_in(principal).post(
        url("approve_series", series[0].pk), {"talks": talks}
    )

    assert page.status_code == 422
    assert "Open it again" in page.text


def test_a_talk_of_another_series_is_not_signed(
    series, topic, teacher, school, principal
):
    other = ask(teacher, school, topic, at(TUESDAY, 11))

    for talk in (series[0], other):
        with pytest.raises(RuleBroken, match="not of one series"):
            actions.approve_series(
                talk, by=principal, shown=shown_of([series[0], other])
            )


def test_a_single_talk_has_no_series(talk, officer):
    assert actions.waiting_for_school(talk) == []
    assert actions.waiting_for_officer(talk, officer.user) == []


def test_nobody_else_signs_a_series(series, teacher, principal, officer):
    shown = shown_of(series)
    with pytest.raises(NotAllowed):
        actions.approve_series(series[0], by=officer.user, shown=shown)
    with pytest.raises(NotAllowed):
        actions.accept_series(series[0], by=principal, shown=shown)


# From the mail


@pytest.fixture
def decide(series, principal):
    return link(DECIDE, principal, series[0])


def all_of(talks, first):
    version = {"verb": "approve_series", "version": first.version}
    return {**version, "talks": pairs(talks)}


def test_the_mails_link_approves_them_all(client, series, decide, principal):
    page = client.get(decide)
    assert "Approve all 3" in page.text
    assert "Class 9C" in page.text

    done = client.post(decide, all_of(series, series[0]))

    assert "under the whole series" in done.text
    assert all(one.school_signed_by == principal for one in again(series))
    assert client.post(decide, all_of(series, series[0])).status_code == 410


def test_the_link_lists_only_what_was_not_sent_again(
    client, series, decide, principal, teacher
):
    actions.ask_changes(series[2], by=principal, reason="Later.")
    actions.send(series[2], by=teacher, slot=at(TUESDAY, 11))
    page = client.get(decide)
    assert "Approve all 2" in page.text
    assert "Class 9C" not in page.text

    forced = client.post(decide, all_of(again(series), series[0]))

    assert forced.status_code == 422
    assert actions.CHANGED in forced.text
    assert not any(one.school_signed_by for one in again(series))


def test_the_link_is_used_up_with_its_own_talk(client, series, decide):
    page = client.post(decide, all_of(series[1:], series[0]))

    assert page.status_code == 422
    assert not any(one.school_signed_by for one in again(series))


def test_the_link_signs_none_if_one_has_changed(client, series, decide, officer):
    actions.accept(series[1], by=officer.user)

    page = client.post(decide, all_of(series, series[0]))

    assert page.status_code == 422
    assert actions.CHANGED in page.text
    assert not any(one.school_signed_by for one in again(series))


def test_the_link_of_a_single_talk_has_one_button(client, talk, principal):
    page = client.get(link(DECIDE, principal, talk))

    assert "Approve all" not in page.text
    assert "shows only this talk" in page.text


def test_a_series_does_not_overlap_itself(topic, teacher, principal, officer, school):
    """The others of a series are no conflict, so nothing else would notice."""
    with pytest.raises(RuleBroken, match="overlap"):
        ask(teacher, school, topic, at(TUESDAY, 8), at(TUESDAY, 8, 30))

    assert not Presentation.objects.exists()
