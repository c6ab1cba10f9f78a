"""Each verb's page: shown, acted on, refused in words with the content kept."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from presentations import actions
from presentations.models import (
    AdviceSlot,
    ConflictRule,
    Delivery,
    Feedback,
    Presentation,
    Topic,
)
from presentations.states import Status
from sro_program.audit.models import AuditEvent, Kind
from sro_program.core.ids import uuid7
from tests.factories.presentations import (
    BookedFactory,
    PresentationFactory,
    TopicFactory,
)
from tests.factories.schools import SchoolDayFactory
from tests.presentations.scene import TODAY, TUESDAY, ask, at
from tests.schools.pages import seen


def url(name, *args):
    return reverse(f"presentations:{name}", args=args)


def filled(**more):
    return {
        "record_id": str(uuid7()),
        "slots": [at(TUESDAY, 9).value],
        "class_name": "Health 9",
        "expected_count": "24",
        "staff_present": "Tara Teacher",
        "kind": "classroom",
        **more,
    }


@pytest.fixture
def form_url(topic, school):
    return f"{url('request')}?school={school.pk}&topic={topic.pk}"


def test_the_topics_come_first(sign_in, teacher, topic):
    page = sign_in(teacher).get(url("request"))

    assert page.status_code == 200
    assert "Vaping" in page.text


def test_a_teacher_sees_the_week_and_asks(sign_in, teacher, officer, form_url):
    client = sign_in(teacher)
    page = client.get(form_url)
    assert page.text.count('type="checkbox" name="slots"') == 20

    sent = client.post(form_url, filled(), follow=True)

    talk = Presentation.objects.get()
    assert sent.redirect_chain[-1][0] == talk.get_absolute_url()
    assert (talk.status, talk.class_name) == (Status.REQUESTED, "Health 9")
    assert talk.requested_by == teacher
    assert "It is sent" in sent.text


@pytest.mark.parametrize(
    ("hour", "said", "named"),
    [(9, "", "2. period"), (9, "Signed by the Sheriff", "2. period"), (14, "7th", "")],
)
def test_a_time_is_named_by_the_bells_and_not_by_the_form(
    sign_in, teacher, officer, form_url, hour, said, named
):
    slot = replace(at(TUESDAY, hour), period_name=said)

    sign_in(teacher).post(form_url, filled(slots=[slot.value]))

    assert Presentation.objects.get().period_name == named


def test_enter_sends_the_form_and_turns_no_week(sign_in, teacher, officer, form_url):
    """A browser presses the first button of a form when Enter is struck in a field."""
    page = sign_in(teacher).get(form_url).text
    form = page[page.index('id="request-form"') :]

    first = re.search(r'<(?:button|input)[^>]*type="submit"[^>]*>', form)[0]

    assert 'name="send"' in first


@pytest.mark.parametrize(
    ("change", "link"),
    [
        ({"slots": []}, '#div_id_slots">When: Tick a period'),
        ({"slots": [at(TODAY.date(), 8).value]}, '#div_id_slots">When: That time has'),
        (
            {"slots": [], "on": TODAY.date(), "starts": "08:00", "ends": "09:00"},
            '#div_id_on">Date: That time has passed',
        ),
    ],
)
def test_what_is_wrong_with_a_time_leads_to_where_it_is_chosen(
    sign_in, teacher, officer, form_url, change, link
):
    page = sign_in(teacher).post(form_url, filled(**change)).text

    assert link in page
    assert f'id="{link[1 : link.index(chr(34))]}"' in page


def test_a_used_form_is_not_a_matter_of_the_time(
    sign_in, teacher, officer, form_url, principal
):
    sent = filled()
    sign_in(principal).post(form_url, sent)

    page = sign_in(teacher).post(form_url, sent).text

    assert "This form was already used." in page
    assert "When: This form" not in page


def test_another_officer_shows_the_same_week(sign_in, teacher, officer, form_url):
    client = sign_in(teacher)
    week = {"week": "", "shown_week": "2027-03-01", "officer": officer.pk}

    strip = client.post(form_url, filled(**week), headers={"HX-Request": "true"})

    assert "March 1 to March 5, 2027" in strip.text
    assert f"Times of {officer}" in strip.text


def test_what_is_special_about_the_week_is_said_once(
    sign_in, teacher, officer, form_url, district
):
    for day in range(14, 19):
        on = TUESDAY.replace(day=day)
        SchoolDayFactory(
            district=district, school=None, on=on, kind="testing", label="Finals"
        )

    page = sign_in(teacher).get(f"{form_url}&week={TUESDAY}").text

    assert page.count("Finals") == 1
    assert "All week: Finals" in page


@pytest.mark.parametrize(
    ("week", "title"), [("2026-12-15", "Dec 14 – 18"), ("2026-12-02", "Nov 30 – Dec 4")]
)
def test_the_week_has_a_short_title(sign_in, teacher, officer, form_url, week, title):
    page = sign_in(teacher).get(f"{form_url}&week={week}").text

    assert f"<strong>{title}</strong>" in page


def test_a_room_may_be_left_open_in_words(sign_in, teacher, officer, form_url):
    page = sign_in(teacher).get(form_url)

    assert '<option value="" selected>Not said</option>' in page.text
    assert "Select an option" not in page.text


def test_the_only_grade_that_fits_is_ticked(sign_in, teacher, school, officer):
    topic = TopicFactory(grade_low=school.grade_high, grade_high=12)
    address = f"{url('request')}?school={school.pk}&topic={topic.pk}"

    page = sign_in(teacher).get(address)

    assert page.context["form"]["grades"].value() == [school.grade_high]


def test_a_link_from_a_gap_brings_its_grade(sign_in, teacher, officer, form_url):
    page = sign_in(teacher).get(f"{form_url}&grade=10")

    assert page.context["form"]["grades"].value() == [10]


def test_going_back_after_withdrawing_says_that_it_is_done(
    sign_in, teacher, officer, form_url
):
    client = sign_in(teacher)
    client.post(form_url, filled())
    talk = Presentation.objects.get()
    page, version = url("withdraw", talk.pk), {"version": talk.version}
    client.post(page, version)

    again = client.post(page, version)

    assert again.status_code == 409
    assert "You have already withdrawn this." in again.text
    assert "Someone was faster" not in again.text


@pytest.mark.parametrize("verb", ["withdraw", "decline", "cancel"])
def test_a_button_that_ends_something_has_the_colour_of_danger(
    sign_in, teacher, principal, officer, school, verb
):
    make = BookedFactory if verb == "cancel" else PresentationFactory
    talk = make(school=school, requested_by=teacher, officer=officer)
    who = teacher if verb == "withdraw" else principal

    page = sign_in(who).get(url(verb, talk.pk)).text

    assert re.search(r'<input type="submit"[^>]*btn-danger', page)


def test_several_periods_make_a_series(sign_in, teacher, officer, form_url):
    slots = [at(TUESDAY, 9).value, at(TUESDAY, 10).value]
    sent = filled(slots=slots, class_name="9A, 9B")
    sign_in(teacher).post(form_url, sent)

    names = Presentation.objects.order_by("starts_at").values_list("class_name")
    assert [name for (name,) in names] == ["9A", "9B"]


def test_a_double_click_makes_one(sign_in, teacher, officer, form_url):
    sent = filled()
    for _ in range(2):
        sign_in(teacher).post(form_url, sent)

    assert Presentation.objects.count() == 1


def test_turning_the_week_keeps_what_was_typed(sign_in, teacher, officer, form_url):
    sent = filled(week="2027-01-11")
    page = sign_in(teacher).post(form_url, sent)

    assert page.status_code == 200
    assert "January 11" in page.text
    assert "Also chosen" in page.text
    assert "Health 9" in page.text
    assert not Presentation.objects.exists()


def test_htmx_gets_the_strip_alone(sign_in, teacher, officer, form_url):
    sent = filled(week="2027-01-11")
    page = sign_in(teacher).post(form_url, sent, headers={"HX-Request": "true"})

    assert "<html" not in page.text
    assert "January 11" in page.text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"slots": []}, "Tick a period, or give your own time"),
        ({"slots": ["nonsense"]}, "could not be read"),
        ({"slots": [at(TODAY.date(), 8).value]}, "That time has passed"),
        ({"on": "2026-12-15", "starts": "10:00", "ends": "9:00"}, "end must be after"),
        ({"on": "2026-12-15", "starts": "10:00"}, "needs its date, its start and"),
        ({"slots": [at(TUESDAY.replace(day=19), 9).value]}, "There is no school"),
        ({"staff_present": ""}, "Fill this in."),
        ({"expected_count": "0"}, "Give at least 1."),
        ({"class_name": "x" * 130}, "at most 120"),
        ({"officer": "999999"}, "Choose one from the list."),
        ({"officer": "²"}, "Choose one from the list."),
        ({"on": "9999-12-31", "starts": "23:00", "ends": "23:30"}, "from 2000 to 2100"),
        ({"slots": ["0001-01-01T00:00Z/0001-01-01T01:00Z/x"]}, "could not be read"),
        (
            {"slots": ["2026-12-15T09:00+23:00/2026-12-15T10:00+23:00/x"]},
            "could not be",
        ),
    ],
)
def test_bad_input_is_refused_with_the_content_kept(
    sign_in, teacher, officer, form_url, change, sentence
):
    page = sign_in(teacher).post(form_url, filled(curriculum_link="kept", **change))

    assert page.status_code == 422
    assert sentence in page.text
    assert "kept" in page.text
    assert not Presentation.objects.exists()


def test_not_even_a_draft_lies_in_another_century(sign_in, teacher, officer, form_url):
    far = {"on": "9999-12-31", "starts": "23:00", "ends": "23:30", "draft": "yes"}

    page = sign_in(teacher).post(form_url, filled(slots=[], **far))

    assert page.status_code == 422
    assert sign_in(teacher).get(url("index")).status_code == 200


@pytest.mark.parametrize("year", [1999, 2101])
def test_the_database_takes_no_time_of_another_century(topic, school, year):
    with pytest.raises(IntegrityError, match="in_this_century"), transaction.atomic():
        PresentationFactory(
            school=school, topic=topic, starts_at=at(date(year, 6, 1), 9).starts_at
        )


def test_classes_must_match_the_times(sign_in, teacher, officer, form_url):
    times = [at(TUESDAY, hour).value for hour in (8, 9, 10)]
    page = sign_in(teacher).post(form_url, filled(slots=times, class_name="A, B"))

    assert page.status_code == 422
    assert "3 times and 2 classes" in page.text


def test_an_officer_offers(sign_in, officer, topic, school):
    there = f"{url('offer')}?school={school.pk}&topic={topic.pk}"
    client = sign_in(officer.user)
    assert client.get(there).status_code == 200

    client.post(there, filled())

    assert Presentation.objects.get().officer_signed_by == officer.user


def test_the_loop_in_pages(sign_in, talk, principal, officer, teacher, monday):
    approve, accept = url("approve", talk.pk), url("accept", talk.pk)
    assert "Vaping" in sign_in(principal).get(approve).text
    sign_in(principal).post(approve, {"version": talk.version})
    talk.refresh_from_db()
    sign_in(officer.user).get(accept)
    sign_in(officer.user).post(accept, {"version": talk.version})
    talk.refresh_from_db()
    assert talk.status == Status.SCHEDULED

    monday.move_to(talk.ends_at + timedelta(hours=1))
    deliver = url("deliver", talk.pk)
    assert sign_in(officer.user).get(deliver).status_code == 200
    record = {"version": talk.version, "head_count": "22", "minutes": "45"}
    sign_in(officer.user).post(deliver, record)
    assert Delivery.objects.get().head_count == 22

    feedback = url("give_feedback", talk.pk)
    assert sign_in(teacher).get(feedback).status_code == 200
    answers = {"was_clear": 5, "fitted_the_class": 4, "would_ask_again": 5}
    page = sign_in(teacher).post(feedback, answers, follow=True)
    assert "Thank you" in page.text
    assert "4 of 5" in page.text


def test_a_stale_decision_shows_what_changed(sign_in, talk, principal, officer):
    actions.accept(talk, by=officer.user)
    sent = {"version": talk.version, "reason": "A long reason"}
    page = sign_in(principal).post(url("decline", talk.pk), sent)

    assert page.status_code == 409
    assert "Signed by the officer" in page.text
    assert "A long reason" in page.text
    talk.refresh_from_db()
    assert f'value="{talk.version}"' in page.text


def test_a_stale_edit_keeps_the_text(sign_in, topic, teacher, school):
    talk = ask(teacher, school, topic, is_draft=True)
    actions.send(talk, by=teacher, slot=at(TUESDAY, 11), is_draft=True)
    sent = filled(version=talk.version, wishes="What I typed")
    page = sign_in(teacher).post(url("send", talk.pk), sent)

    assert page.status_code == 409
    assert "What I typed" in page.text


def test_a_draft_is_changed_and_sent(sign_in, topic, teacher, school):
    talk = ask(teacher, school, topic, is_draft=True)
    client = sign_in(teacher)
    assert "Save as a draft" in client.get(url("send", talk.pk)).text

    client.post(url("send", talk.pk), filled(version=talk.version, draft="yes"))
    talk.refresh_from_db()
    assert (talk.status, talk.class_name) == (Status.DRAFT, "Health 9")

    client.post(url("send", talk.pk), filled(version=talk.version))
    talk.refresh_from_db()
    assert talk.status == Status.REQUESTED


def test_changes_and_another_time(sign_in, talk, principal, teacher):
    asked = {
        "version": talk.version,
        "reason": "Not then.",
        "on": "2026-12-16",
        "starts": "09:00",
        "ends": "09:50",
    }
    sign_in(principal).post(url("ask_changes", talk.pk), asked)
    talk.refresh_from_db()
    choose = url("choose_slot", talk.pk)
    assert "Wednesday, December 16" in sign_in(teacher).get(choose).text

    slot = talk.proposed_slots.get()
    sign_in(teacher).post(choose, {"version": talk.version, "slot": slot.pk})

    talk.refresh_from_db()
    assert (talk.status, talk.starts_at) == (Status.REQUESTED, slot.starts_at)


@pytest.mark.parametrize("verb", ["approve", "accept", "decline", "ask_changes"])
def test_whoever_may_not_gets_no_form(sign_in, talk, teacher, verb):
    assert sign_in(teacher).get(url(verb, talk.pk)).status_code == 403


@pytest.mark.parametrize(
    "verb",
    ["detail", "sheet", "approve", "accept", "decline", "ask_changes", "send"]
    + ["withdraw", "cancel", "choose_slot", "deliver", "miss", "give_feedback"],
)
def test_a_stranger_finds_nothing(sign_in, talk, stranger, verb):
    assert sign_in(stranger).get(url(verb, talk.pk)).status_code == 404


def test_a_page_of_the_past_says_so(sign_in, scheduled, principal):
    page = sign_in(principal).get(url("approve", scheduled.pk))

    assert page.status_code == 409
    assert "already scheduled" in page.text


def test_cancel_withdraw_and_miss(
    sign_in, topic, talk, scheduled_too, teacher, principal, monday
):
    sign_in(teacher).get(url("withdraw", talk.pk))
    sign_in(teacher).post(url("withdraw", talk.pk), {"version": talk.version})
    cancel = url("cancel", scheduled_too.pk)
    page = sign_in(teacher).get(cancel)
    assert "Officer called out" not in page.text
    said = {"version": scheduled_too.version, "because": "weather", "reason": "Snow"}
    sign_in(teacher).post(cancel, said)

    talk.refresh_from_db()
    scheduled_too.refresh_from_db()
    assert (talk.status, scheduled_too.status) == ("withdrawn", "cancelled")


@pytest.fixture
def scheduled_too(talk, teacher, principal, officer, school):
    again = ask(teacher, school, talk.topic, at(TUESDAY, 11))
    actions.approve(again, by=principal)
    return actions.accept(again, by=officer.user)


def test_a_miss_is_noted_after_the_time_only(sign_in, scheduled, officer, monday):
    miss = url("miss", scheduled.pk)
    early = sign_in(officer.user).post(miss, {"version": scheduled.version})
    assert early.status_code == 403
    assert "You can record it from Tue Dec 15, 9:00 AM on." in early.text

    monday.move_to(scheduled.ends_at)
    sign_in(officer.user).post(miss, {"version": scheduled.version})

    scheduled.refresh_from_db()
    assert scheduled.status == Status.MISSED


def test_what_is_ahead_can_be_recorded_later(sign_in, scheduled, officer, principal):
    ahead = "You can record it from Tue Dec 15, 9:00 AM on."

    for person, count in ((officer.user, 2), (principal, 1)):
        page = sign_in(person).get(scheduled.get_absolute_url()).text
        first, _, others = page.partition("What others can do now")
        assert (first.count(ahead), others.count(ahead)) == (count, 0)


CONFLICT = "This is less than two weeks away."


@pytest.fixture
def soon(topic, teacher, principal, officer, school):
    """Asked for at short notice, which is a conflict; the officer is named."""
    slot = at(TODAY.date() + timedelta(days=8), 9)
    return ask(teacher, school, topic, slot, officer=officer)


def conflicts_on(client, talk, verb="detail"):
    page = client.get(url(verb, talk.pk))
    assert page.status_code == 200
    return CONFLICT in page.text


def test_conflicts_are_shown_to_those_who_sign(sign_in, soon, principal, officer):
    for verb in ("approve", "detail"):
        assert conflicts_on(sign_in(principal), soon, verb)
    assert conflicts_on(sign_in(officer.user), soon, "accept")
    for person in (principal, officer.user):
        for verb in ("decline", "ask_changes"):
            assert not conflicts_on(sign_in(person), soon, verb)


def test_the_requester_reads_what_the_others_see(sign_in, soon, teacher, principal):
    mine = sign_in(teacher).get(soon.get_absolute_url()).text
    theirs = sign_in(principal).get(soon.get_absolute_url()).text

    assert CONFLICT in mine
    assert "What the others will see" in mine
    assert "To know before you decide" in theirs


def test_no_conflict_is_shown_once_it_is_scheduled(
    sign_in, soon, principal, officer, monday
):
    actions.approve(soon, by=principal)
    talk = actions.accept(soon, by=officer.user)
    for verb in ("detail", "cancel"):
        assert not conflicts_on(sign_in(principal), talk, verb)

    monday.move_to(talk.ends_at)
    for verb in ("deliver", "miss", "cancel", "detail"):
        page = sign_in(officer.user).get(url(verb, talk.pk))
        assert page.status_code == 200
        assert "That time has passed" not in page.text


def test_another_time_is_chosen_without_a_word_on_the_old_one(
    sign_in, soon, principal, teacher
):
    slots = [at(TUESDAY, 10)]
    actions.ask_changes(soon, by=principal, reason="Later.", slots=slots)

    assert not conflicts_on(sign_in(teacher), soon, "choose_slot")


def test_what_is_withdrawn_keeps_no_reason_of_another(
    sign_in, talk, principal, teacher
):
    slots = [at(TUESDAY, 10)]
    actions.ask_changes(talk, by=principal, reason="Not then.", slots=slots)
    talk = actions.withdraw(talk, by=teacher)

    page = sign_in(teacher).get(talk.get_absolute_url()).text

    assert (talk.reason, talk.proposed_slots.count()) == ("", 0)
    assert "Proposed times" not in page
    assert page.count("Not then.") == 1  # it stays in what happened


def test_what_is_declined_proposes_no_times(talk, principal):
    slots = [at(TUESDAY, 10)]
    actions.ask_changes(talk, by=principal, reason="Not then.", slots=slots)

    assert not actions.decline(talk, by=principal, reason="No.").proposed_slots.exists()


@pytest.fixture
def handed_back(talk, principal):
    """With two times of another month."""
    slots = [at(date(2027, 1, 12), hour) for hour in (9, 10)]
    actions.ask_changes(talk, by=principal, reason="Not then.", slots=slots)
    talk.refresh_from_db()
    return talk


def test_the_proposed_times_are_there_when_it_is_changed(sign_in, handed_back, teacher):
    page = sign_in(teacher).get(url("send", handed_back.pk)).text

    assert "January 11 to January 15, 2027" in page
    assert "Tuesday, January 12, 9:00 – 9:50 AM" in page
    assert url("choose_slot", handed_back.pk) in page


def test_a_refused_change_shows_the_week_that_was_ticked(sign_in, handed_back, teacher):
    sent = filled(version=handed_back.version, staff_present="")
    page = sign_in(teacher).post(url("send", handed_back.pk), sent).text

    assert "December 14 to December 18, 2026" in page


def test_times_that_have_passed_are_proposed_no_more(
    sign_in, handed_back, teacher, monday
):
    monday.move_to(at(date(2027, 1, 13), 9).starts_at)
    page = sign_in(teacher).get(url("send", handed_back.pk)).text

    assert "Times that would suit" not in page


def primary_buttons(page):
    buttons = page.partition('<div class="actions no-print">')[2].partition("</div>")[0]
    return [part.partition("<")[0] for part in buttons.split('btn-primary" ')[1:]]


def test_a_proposed_time_is_the_one_thing_to_do(sign_in, handed_back, teacher):
    page = sign_in(teacher).get(handed_back.get_absolute_url()).text

    [button] = primary_buttons(page)
    assert "Choose another time" in button
    assert "Change and send" in page


def test_without_a_proposed_time_it_is_to_change_it(sign_in, talk, principal, teacher):
    actions.ask_changes(talk, by=principal, reason="Not then.")
    page = sign_in(teacher).get(talk.get_absolute_url()).text

    [button] = primary_buttons(page)
    assert "Change and send" in button


def pairs(talks):
    return [f"{talk.pk}:{talk.version}" for talk in talks]


def test_the_series_is_approved_on_the_page(sign_in, topic, teacher, principal, school):
    talk = ask(teacher, school, topic, at(TUESDAY, 9), at(TUESDAY, 10))
    client = sign_in(principal)
    assert "Approve all 2" in client.get(url("approve", talk.pk)).text

    sent = {"talks": pairs(actions.waiting_for_school(talk))}
    page = client.post(url("approve_series", talk.pk), sent, follow=True)

    assert "You approved 2 talks." in page.text
    assert "The series" in page.text


def test_the_detail_page_says_who_has_signed(sign_in, talk, principal, teacher):
    actions.approve(talk, by=principal)
    page = sign_in(teacher).get(talk.get_absolute_url()).text

    assert "signed by Paula Principal" in page
    assert "not signed yet" in page
    assert "Withdraw" in page
    assert "Signed for the school" in page


def test_the_sheet_prints(sign_in, scheduled, officer):
    page = sign_in(officer.user).get(url("sheet", scheduled.pk))

    assert page.status_code == 200
    assert "Signatures" in page.text


def test_the_detail_page_asks_the_same_however_long_the_series(
    sign_in, topic, teacher, principal, school, django_assert_num_queries
):
    short = ask(teacher, school, topic, at(TUESDAY, 8), at(TUESDAY, 9))
    slots = [at(TUESDAY.replace(day=16), hour) for hour in (8, 9, 10, 11)]
    long = ask(teacher, school, topic, *slots)
    client = sign_in(principal)
    client.get(short.get_absolute_url())

    with django_assert_num_queries(19):
        client.get(short.get_absolute_url())
    with django_assert_num_queries(19):
        client.get(long.get_absolute_url())


def test_levels_are_set_by_district_or_commander(
    sign_in, topic, district, district_user, commander, teacher
):
    there = url("levels", district.pk)
    assert sign_in(teacher).get(there).status_code == 403
    assert sign_in(commander).get(url("settings"), follow=True).status_code == 200
    client = sign_in(district_user)
    levels = dict.fromkeys(ConflictRule.Kind.values, "ignore") | seen(client.get(there))

    for _ in range(2):
        client.post(there, levels)

    assert ConflictRule.objects.get(kind="closed").level == "ignore"
    assert AuditEvent.objects.filter(verb="set_conflict_levels").count() == 1


def test_the_slower_of_two_who_set_levels_overwrites_nothing(
    sign_in, topic, district, district_user, commander
):
    there, client = url("levels", district.pk), sign_in(commander)
    shown = seen(client.get(there))
    levels = dict.fromkeys(ConflictRule.Kind.values, "ignore")
    sign_in(district_user).post(there, levels | shown)

    refused = client.post(there, dict.fromkeys(levels, "block") | shown)

    assert refused.status_code == 409
    assert "By now it says: Ignore" in refused.text
    assert set(ConflictRule.objects.values_list("level", flat=True)) == {"ignore"}


def test_a_sensitive_talk_keeps_time_for_advice(
    topic, teacher, principal, officer, counselor, school, monday
):
    topic.sensitive = True
    topic.save()
    talk = ask(teacher, school, topic)
    actions.approve(talk, by=principal)
    talk = actions.accept(talk, by=officer.user)
    monday.move_to(talk.ends_at)

    actions.deliver(talk, by=officer.user, head_count=20, minutes=45)

    assert AdviceSlot.objects.filter(officer=officer).count() == 2


def test_a_late_record_keeps_time_for_advice_that_is_still_to_come(
    scheduled, officer, monday
):
    Topic.objects.update(sensitive=True)
    late = scheduled.ends_at + timedelta(days=21)
    monday.move_to(late)

    actions.deliver(scheduled, by=officer.user, head_count=20, minutes=45)

    kept = AdviceSlot.objects.values_list("starts_at", flat=True)
    assert len(kept) == 2
    assert min(kept) > late


@pytest.fixture
def delivered(scheduled):
    """A talk that was given, about whatever its topic is."""
    Presentation.objects.filter(pk=scheduled.pk).update(status=Status.DELIVERED)
    return Presentation.objects.get(pk=scheduled.pk)


def note_down(talk, **written):
    shared = {"presentation": talk, "school": talk.school}
    Delivery.objects.create(
        **shared,
        head_count=24,
        minutes=50,
        recorded_by=talk.officer.user,
        note=written.get("note", ""),
    )
    Feedback.objects.create(
        **shared,
        was_clear=5,
        fitted_the_class=5,
        would_ask_again=5,
        given_by=talk.requested_by,
        comment=written.get("comment", ""),
    )


def openings():
    rows = AuditEvent.objects.filter(kind=Kind.READ)
    return list(rows.values_list("by", "object_type", "object_id", "detail"))


@pytest.mark.parametrize("written", [{"note": "A hard hour."}, {"comment": "Thanks."}])
def test_opening_words_after_a_sensitive_talk_is_written_down(
    sign_in, principal, delivered, written
):
    Topic.objects.update(sensitive=True)
    note_down(delivered, **written)

    page = sign_in(principal).get(delivered.get_absolute_url())

    assert next(iter(written.values())) in page.text
    about = ("presentations.presentation", str(delivered.pk), {})
    assert openings() == [(principal.pk, *about)]
    assert "Open" not in page.text.partition("What happened")[2]


@pytest.mark.parametrize(
    ("sensitive", "written"), [(False, {"note": "Went well."}), (True, {})]
)
def test_opening_an_ordinary_talk_leaves_no_trace(
    sign_in, principal, delivered, sensitive, written
):
    Topic.objects.update(sensitive=sensitive)
    note_down(delivered, **written)

    assert sign_in(principal).get(delivered.get_absolute_url()).status_code == 200

    assert openings() == []
