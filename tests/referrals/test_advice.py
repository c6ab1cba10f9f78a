"""Advice: recorded in a few taps, kept from everyone else, followed up."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate, now

from officers.models import ActivityEntry
from referrals import actions, policy
from referrals.models import Advice
from sro_program.audit.models import AuditEvent, Kind
from sro_program.core.errors import NotAllowed, RuleBroken, Stale
from sro_program.core.ids import uuid7
from tests.conftest import LONG_AGO, make_officer
from tests.factories.schools import CampusFactory, PlaceFactory

TOMORROW = localdate() + timedelta(days=1)


def owed(advise, **content):
    return advise(outcome="follow_up", follow_up_on=TOMORROW, **content)


def test_a_session_writes_its_own_line_in_the_log_without_its_note(advise, officer):
    advice = advise(note="note-token", place_text="Library", minutes=15)

    entry = ActivityEntry.objects.get(source_id=advice.pk)
    assert (entry.function, entry.type) == ("advising", "advice_student")
    assert (entry.minutes, entry.place, entry.note) == (15, "Library", "")
    assert (entry.officer, entry.on) == (officer, date(2026, 10, 6))


@pytest.mark.parametrize(
    ("with_whom", "line"),
    [
        ("student", "advice_student"),
        ("parent", "advice_parent"),
        ("teacher", "advice_staff"),
        ("staff", "advice_staff"),
    ],
)
def test_the_line_says_with_whom(advise, with_whom, line):
    advise(with_whom=with_whom)

    assert ActivityEntry.objects.get().type == line


def test_sent_twice_it_is_one_record(advise):
    key = uuid7()

    assert advise(record_id=key) == advise(record_id=key)
    assert (Advice.objects.count(), ActivityEntry.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ({"given_at": now() + timedelta(days=2)}, "after it was given"),
        ({"topics": []}, "at least one topic"),
        ({"minutes": 0}, "between 1 minute and 8 hours"),
        ({"outcome": "follow_up"}, "on which day"),
        ({"follow_up_on": TOMORROW}, "on which day"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_kept(advise, content, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        advise(**content)

    assert not Advice.objects.exists()
    assert not ActivityEntry.objects.exists()


@pytest.mark.parametrize("who", ["commander", "office", "principal", "counselor"])
def test_only_officers_record_advice(request, who, school):
    with pytest.raises(NotAllowed, match="not assigned"):
        actions.record_advice(
            by=request.getfixturevalue(who),
            school=school,
            given_at=now(),
            record_id=uuid7(),
            with_whom="student",
            topics=["law"],
            minutes=5,
        )


def test_an_officer_advises_only_where_they_serve(advise, other_school):
    with pytest.raises(NotAllowed, match="not assigned"):
        advise(school=other_school)


def test_a_correction_corrects_the_line(advise, officer):
    advice = advise()

    changed = actions.change_advice(
        advice,
        by=officer.user,
        version=1,
        with_whom="parent",
        minutes=45,
        topics=["law"],
    )

    entry = ActivityEntry.objects.get()
    assert (entry.type, entry.minutes) == ("advice_parent", 45)
    assert (changed.version, changed.minutes) == (2, 45)
    assert AuditEvent.objects.filter(verb="correct").exists()


def test_a_correction_of_an_old_page_is_refused(advise, officer):
    advice = advise()
    actions.change_advice(advice, by=officer.user, version=1, minutes=20)

    with pytest.raises(Stale):
        actions.change_advice(advice, by=officer.user, version=1, minutes=30)

    assert Advice.objects.get().minutes == 20


def test_a_line_that_makes_no_sense_is_refused_with_its_correction(advise, officer):
    advice = advise()

    with pytest.raises(RuleBroken, match="between 1 minute"):
        actions.change_advice(advice, by=officer.user, minutes=0)

    assert ActivityEntry.objects.get().minutes == 10


def test_nobody_else_corrects_it(advise, commander, agency, district):
    advice = advise()
    colleague = make_officer(agency, CampusFactory(district=district), "Olga Other")

    for person in (commander, colleague.user):
        with pytest.raises(NotAllowed, match="Only the officer who gave"):
            actions.change_advice(advice, by=person, minutes=20)


def test_an_officer_who_has_left_the_school_changes_nothing_there(advise, officer):
    advice = owed(advise)
    officer.assignments.update(ends_on=LONG_AGO + timedelta(days=1))

    with pytest.raises(NotAllowed, match="do not serve this school any more"):
        actions.change_advice(advice, by=officer.user, minutes=20)
    assert actions.follow_up(advice, by=officer.user).followed_up_at


def test_a_room_that_is_gone_stays_where_advice_was_given(
    sign_in, officer, advise, school
):
    room = PlaceFactory(school=school, archived_at=now())
    advice = advise(place=room)
    address = f"{advice.get_absolute_url()}change/"

    sent = {"version": 1, "with_whom": "parent", "topics": ["law"], "minutes": "30"}
    sign_in(officer.user).post(address, {**sent, "outcome": "advice", "place": room.pk})

    advice.refresh_from_db()
    assert (advice.minutes, advice.place) == (30, room)


def test_a_follow_up_is_due_on_its_day_and_done_once(advise, officer):
    advice = owed(advise)
    mine = Advice.objects.visible_to(officer.user)
    assert (list(mine.due(localdate())), list(mine.due(TOMORROW))) == ([], [advice])

    done = actions.follow_up(advice, by=officer.user, version=1)

    assert not done.is_open
    assert not mine.due(TOMORROW).exists()
    with pytest.raises(NotAllowed, match="already"):
        actions.follow_up(done, by=officer.user)


def test_a_new_day_opens_the_follow_up_again(advise, officer):
    advice = actions.follow_up(owed(advise), by=officer.user)

    moved = actions.change_advice(
        advice, by=officer.user, follow_up_on=TOMORROW + timedelta(days=7)
    )

    assert moved.is_open


def test_only_the_officer_follows_up_and_only_what_is_owed(advise, commander, officer):
    with pytest.raises(NotAllowed, match="Only the officer who gave"):
        actions.follow_up(owed(advise), by=commander)
    with pytest.raises(NotAllowed, match="nothing to follow up"):
        actions.follow_up(advise(), by=officer.user)


READS = {"officer": True, "commander": True}


@pytest.mark.parametrize(
    "who",
    ["officer", "commander", "office", "principal", "counselor", "teacher", "stranger"],
)
def test_the_officer_and_the_commander_read_it_and_nobody_else(request, who, advise):
    advice = advise()
    person = request.getfixturevalue(who)
    person = getattr(person, "user", person)

    seen = Advice.objects.visible_to(person)

    assert list(seen) == ([advice] if READS.get(who) else [])


def test_a_colleague_does_not_read_it(advise, agency, district):
    advise()
    colleague = make_officer(agency, CampusFactory(district=district), "Olga Other")

    assert not Advice.objects.visible_to(colleague.user).exists()


def test_policy_says_why_not(teacher, officer, commander):
    assert policy.can_open_advice(teacher).reason == policy.ONLY_READERS
    assert policy.can_advise(commander).reason == policy.ONLY_OFFICERS
    assert policy.can_advise(officer.user)
    assert policy.can_open_advice(commander)


# The pages


def test_three_taps_are_a_session(sign_in, officer, said):
    page = sign_in(officer.user).post("/referrals/advice/record/", said, follow=True)

    assert "Recorded; the line is in your activity log." in page.text
    assert Advice.objects.get().topics == ["law"]


def test_the_form_shows_the_way_out_of_a_crisis(sign_in, officer, counselor, school):
    page = sign_in(officer.user).get("/referrals/advice/record/").text

    assert "988" in page
    assert counselor.name in page
    assert f"/referrals/crisis/{school.pk}/" in page
    assert "KRS 620.030" in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"topics": []}, "Choose an answer."),
        ({"topics": ["nothing"]}, "Choose one from the list."),
        ({"given_at": "2099-01-01T09:00"}, "still to come"),
        ({"outcome": "follow_up"}, "Choose the day on which you follow up."),
        (
            {"outcome": "follow_up", "follow_up_on": "2020-01-01"},
            "Choose today or a later day.",
        ),
        ({"note": "x" * 4001}, "Write at most 4000 characters"),
        ({"school": "999999"}, "Choose one from the list."),
    ],
)
def test_a_wrong_form_says_so_and_keeps_what_was_typed(
    sign_in, officer, said, wrong, sentence
):
    sent = {**said, "place_text": "By the stairs", **wrong}

    page = sign_in(officer.user).post("/referrals/advice/record/", sent)

    assert page.status_code == 422
    assert sentence in page.text
    assert "By the stairs" in page.text
    assert not Advice.objects.exists()


def test_opening_a_session_is_written_down(sign_in, officer, commander, advise):
    advice = advise(note="note-token")

    page = sign_in(commander).get(advice.get_absolute_url())

    assert "note-token" in page.text
    assert AuditEvent.objects.get(kind=Kind.READ).by == commander


def test_the_list_shows_no_note(sign_in, commander, advise):
    advise(note="note-token")

    page = sign_in(commander).get("/referrals/advice/").text

    assert "a student" in page
    assert "note-token" not in page


def test_what_is_due_stands_on_the_officers_home_page(sign_in, officer, advise):
    advice = advise(outcome="follow_up", follow_up_on=localdate(), grade=9)

    home = sign_in(officer.user).get("/").text

    assert "Follow up with a student, grade 9" in home
    assert advice.get_absolute_url() in home


def test_one_tap_follows_up(sign_in, officer, advise):
    advice = owed(advise)
    address = f"{advice.get_absolute_url()}follow-up/"

    sign_in(officer.user).post(address, {"version": 1})

    assert Advice.objects.get().followed_up_at


def test_a_corrected_page_shows_what_was_recorded(sign_in, officer, advise):
    advice = advise(note="note-token", minutes=20)
    address = f"{advice.get_absolute_url()}change/"
    client = sign_in(officer.user)
    assert "note-token" in client.get(address).text

    sent = {"version": 1, "with_whom": "parent", "topics": ["vaping"], "minutes": "30"}
    client.post(address, {**sent, "outcome": "advice"})

    advice.refresh_from_db()
    assert (advice.with_whom, advice.topics, advice.minutes) == (
        "parent",
        ["vaping"],
        30,
    )


def test_the_next_page_goes_on_where_this_one_ended(sign_in, officer, advise):
    made = [advise() for _ in range(27)]
    client = sign_in(officer.user)

    first = client.get("/referrals/advice/")
    second = client.get(f"/referrals/advice/{first.context['page'].next}")

    shown = first.context["page"].rows + second.context["page"].rows
    assert sorted(one.pk for one in shown) == sorted(one.pk for one in made)
    assert second.context["page"].next == ""


def test_the_list_asks_as_much_for_many_as_for_one(
    sign_in, queries_of, officer, advise
):
    advise()
    client = sign_in(officer.user)
    few = queries_of(client, "/referrals/advice/")
    for _ in range(5):
        owed(advise)

    assert queries_of(client, "/referrals/advice/") == few
