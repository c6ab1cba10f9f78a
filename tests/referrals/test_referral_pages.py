"""The pages of referrals, as officers and counselors meet them."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localtime, now

from referrals import actions
from referrals.models import Concern, MandatoryReport, Note, Referral
from sro_program.accounts.models import Membership, Role
from sro_program.audit.models import AuditEvent, Disclosure
from sro_program.core.ids import uuid7
from tests.conftest import LONG_AGO, make_officer
from tests.factories.schools import CampusFactory, SchoolFactory
from tests.referrals.conftest import REPORTED, run_out

REFER = "/referrals/refer/"
LIST = "/referrals/"


@pytest.fixture
def filled(school, counselor):
    """What the officer's form sends."""
    return {
        "record_id": str(uuid7()),
        "school": school.pk,
        "about_kind": "student",
        "given_name": "Given-token",
        "family_name": "Family-token",
        "grade": "9",
        "reason": "grief",
        "urgency": "three_days",
        "facts": "facts-token",
        "guardian_told": "no",
        "agrees": "yes",
        "basis": "verbal",
        "to": f"counselor-{counselor.pk}",
        "no_discipline": "on",
    }


def page(referral, verb=""):
    route = f"referrals:{verb}" if verb else "referrals:referral"
    return reverse(route, args=[referral.pk])


def test_the_form_shows_each_receivers_open_load(
    client, officer, counselor, helper, refer
):
    refer()
    client.force_login(officer.user)

    text = client.get(REFER).text

    assert "Chris Counselor · 1 open" in text
    assert "Lakeside Counseling (help@lakeside.example) · nothing open" in text


def test_an_officer_refers_someone(client, officer, filled):
    client.force_login(officer.user)

    sent = client.post(REFER, filled)

    referral = Referral.objects.get()
    assert sent.url == referral.get_absolute_url()
    assert client.get(sent.url).status_code == 200
    assert str(referral.pk) == filled["record_id"]


@pytest.mark.parametrize(
    ("urgency", "is_due"), [("three_days", True), ("information", False)]
)
def test_after_sending_one_learns_until_when_the_answer_is_due(
    client, officer, filled, urgency, is_due
):
    client.force_login(officer.user)

    sent = client.post(REFER, {**filled, "urgency": urgency}, follow=True)

    due = Referral.objects.get().due_at
    assert "Sent to Chris Counselor." in sent.text
    assert ("An answer is due by" in sent.text) == is_due == bool(due)
    assert not due or f"due by {localtime(due):%a, %b %-d}" in sent.text


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"facts": ""}, "Fill this in."),
        ({"basis": "override"}, "Say why it is sent without consent."),
        ({"facts": "x" * 4001}, "at most 4000 characters"),
        ({"to": "counselor-0"}, "Choose one from the list."),
        ({"to": ""}, "Choose an answer."),
        ({"no_discipline": ""}, "goes to the principal"),
        ({"suspects_abuse": "on"}, "A referral is not a report."),
        ({"reason": "child_abuse"}, "A referral is not a report."),
        (
            {"reason": "child_abuse", "answer": "reported"},
            "Say to whom you reported it.",
        ),
        ({"reason": "child_abuse", "answer": "no_cause"}, "no reasonable cause."),
        (
            {
                "suspects_abuse": "on",
                "answer": "no_cause",
                "no_cause_because": "x" * 1001,
            },
            "at most 1000 characters",
        ),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_the_rest_kept(
    client, officer, filled, said, sentence
):
    client.force_login(officer.user)

    answer = client.post(REFER, {**filled, **said})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Family-token" in answer.text
    assert not Concern.objects.exists()


def test_another_school_shows_its_receivers_and_keeps_what_was_typed(
    client, officer, school, filled, make_counselor
):
    next_door = SchoolFactory(campus=school.campus, district=school.district)
    there = make_counselor(next_door)
    filled |= {"school": next_door.pk, "basis": "override", "suspects_abuse": "on"}
    client.force_login(officer.user)

    shown = client.post(REFER, {**filled, "show": "receivers"})

    assert shown.status_code == 200
    assert f"counselor-{there.pk}" in shown.text
    assert filled["to"] not in shown.text
    for typed in ("Family-token", "facts-token", filled["record_id"]):
        assert typed in shown.text
    assert re.search(r'value="override"[^>]*checked', shown.text)
    assert re.search(r'name="suspects_abuse"[^>]*checked', shown.text)
    assert "Fill this in." not in shown.text
    assert not Concern.objects.exists()


def test_a_receiver_of_the_school_chosen_before_is_refused_with_the_new_list(
    client, officer, school, filled, make_counselor
):
    next_door = SchoolFactory(campus=school.campus, district=school.district)
    there = make_counselor(next_door)
    client.force_login(officer.user)

    refused = client.post(REFER, {**filled, "school": next_door.pk})
    sent = client.post(
        REFER, {**filled, "school": next_door.pk, "to": f"counselor-{there.pk}"}
    )

    assert (refused.status_code, sent.status_code) == (422, 302)
    assert "Choose one from the list." in refused.text
    assert f"counselor-{there.pk}" in refused.text
    assert "facts-token" in refused.text
    assert Referral.objects.get().school == next_door


def test_who_serves_one_school_is_not_asked_for_it(
    client, officer, school, other_school
):
    client.force_login(officer.user)

    shown = client.get(REFER).text
    refused = client.post(REFER, {"school": other_school.pk})

    assert "Show this school’s receivers" not in shown
    assert refused.status_code == 422
    assert other_school.name not in refused.text


def test_one_tap_turns_advice_into_a_referral_prefilled(
    client, officer, advise, filled
):
    advice = advise(topics=["law", "self_harm"], note="note-token", grade=10)
    client.force_login(officer.user)
    address = f"{REFER}?advice={advice.pk}"
    assert address in client.get(advice.get_absolute_url()).text

    text = client.get(address).text
    client.post(address, filled)

    assert re.search(r'value="self_harm"\s+selected', text)
    assert "note-token" in text
    advice.refresh_from_db()
    assert advice.outcome == "referral"
    assert Referral.objects.get().concern.advice == advice


def test_advice_that_points_to_abuse_asks_for_the_duty_whatever_else_it_is_about(
    client, officer, advise, filled
):
    advice = advise(topics=["child_abuse", "self_harm"])
    client.force_login(officer.user)
    address = f"{REFER}?advice={advice.pk}"

    shown, sent = client.get(address).text, client.post(address, filled)

    assert re.search(r'name="suspects_abuse"[^>]*checked', shown)
    assert sent.status_code == 422
    assert "A referral is not a report" in sent.text.replace("&#x27;", "'")
    assert not Referral.objects.exists()


def test_advice_that_leads_to_a_referral_goes_straight_to_its_form(
    client, officer, said
):
    client.force_login(officer.user)

    sent = client.post("/referrals/advice/record/", {**said, "outcome": "referral"})

    assert sent.url.startswith(f"{REFER}?advice=")


def test_advice_of_a_school_that_one_has_left_leads_to_no_form(client, officer, advise):
    advice = advise()
    officer.assignments.update(ends_on=LONG_AGO + timedelta(days=1))
    client.force_login(officer.user)

    refused = client.get(f"{REFER}?advice={advice.pk}")

    assert refused.status_code == 403


def test_nobody_elses_advice_is_taken_over_into_a_referral(
    client, officer, advise, agency, campus
):
    other = make_officer(agency, campus, "Olga Officer")
    advice = advise(note="note-token")
    client.force_login(other.user)

    assert "note-token" not in client.get(f"{REFER}?advice={advice.pk}").text


def test_the_inbox_has_what_is_due_first_on_top(client, counselor, refer):
    late = refer(urgency="two_weeks", reason="needs")
    soon = refer(urgency="today", reason="grief")
    never = refer(urgency="information", reason="peers")
    client.force_login(counselor)

    text = client.get(LIST).text

    places = [text.index(one.get_absolute_url()) for one in (soon, late, never)]
    assert places == sorted(places)
    assert "New</a>" not in text or "count" in text


def test_one_click_takes_it_on(client, counselor, referral):
    client.force_login(counselor)
    text = client.get(LIST).text
    assert page(referral, "accept") in text

    client.post(page(referral, "accept"), {"version": referral.version})

    referral.refresh_from_db()
    assert referral.status == "accepted"


def test_the_inbox_is_narrowed_and_goes_on(client, counselor, refer, monkeypatch):
    monkeypatch.setattr("referrals.inbox.SIZE", 2)
    for reason in ("grief", "grief", "grief", "peers"):
        refer(reason=reason)
    client.force_login(counselor)

    first = client.get(LIST, {"reason": "grief"}).text
    address = re.search(r'rel="next" href="([^"]+)"', first).group(1)
    second = client.get(LIST + address.replace("&amp;", "&").rpartition("/")[2]).text

    keys = [
        set(re.findall(r"/referrals/([0-9a-f-]{36})/\"", t)) for t in (first, second)
    ]
    assert [len(found) for found in keys] == [2, 1]
    assert not keys[0] & keys[1]


@pytest.mark.parametrize("box", ["new", "work", "ended", "colleagues", "sent", "x"])
def test_each_box_opens(client, counselor, referral, box):
    client.force_login(counselor)

    assert client.get(LIST, {"box": box}).status_code == 200


def test_an_officer_who_also_commands_finds_referrals_once_and_its_numbers_there(
    client, officer, agency, referral
):
    commands = {"role": Role.COMMANDER, "police_agency": agency}
    Membership.objects.create(user=officer.user, starts_on=LONG_AGO, **commands)
    client.force_login(officer.user)

    shown = client.get(LIST)

    labels = [item.label for item in shown.context["navigation"]]
    assert labels.count("Referrals") == 1
    assert '"/referrals/counts/"' in shown.text
    assert client.get("/referrals/counts/").status_code == 200


def test_a_colleague_sees_how_far_it_is_and_nothing_it_says(
    client, referral, colleague
):
    client.force_login(colleague)
    assert "Take it over" not in client.get(page(referral)).text
    run_out(referral)

    text = client.get(page(referral)).text

    assert "Take it over" in text
    assert "-token" not in text
    assert "between its sender and its receiver" in text
    assert client.post(page(referral, "note"), {}).status_code == 403
    assert client.post(page(referral, "print_referral")).status_code == 403


def test_an_officer_who_left_the_school_follows_it_without_the_name(
    client, officer, referral, campus
):
    elsewhere = CampusFactory(district=campus.district)
    SchoolFactory(campus=elsewhere, district=campus.district)
    officer.assignments.update(campus=elsewhere)
    client.force_login(officer.user)

    answer = client.get(page(referral))

    assert answer.status_code == 200
    assert "Days open" in answer.text
    assert "Family-token" not in answer.text


def test_opening_it_is_written_down(client, counselor, referral):
    client.force_login(counselor)

    client.get(page(referral))

    assert AuditEvent.objects.filter(kind="read", by=counselor).count() == 1


def test_the_officer_reads_messages_and_never_a_note(
    client, referral, counselor, officer
):
    actions.accept(referral, by=counselor)
    actions.write_note(referral, by=counselor, text="note-secret", record_id=uuid7())
    actions.write_message(
        referral, by=counselor, text="message-shared", record_id=uuid7()
    )
    client.force_login(officer.user)

    text = client.get(page(referral)).text

    assert "message-shared" in text
    assert "note-secret" not in text
    assert "Wrote a note" not in text


def test_notes_and_messages_are_written_on_the_page(client, counselor, referral):
    actions.accept(referral, by=counselor)
    client.force_login(counselor)

    for what in ("note", "message"):
        data = {f"{what}-record_id": uuid7(), f"{what}-text": f"{what} said"}
        assert client.post(page(referral, what), data).status_code == 302

    text = client.get(page(referral)).text
    assert "note said" in text
    assert "message said" in text


def test_every_form_of_the_page_can_be_sent(counselor, referral):
    client = Client(enforce_csrf_checks=True)
    client.force_login(counselor)
    text = client.get(page(referral)).text
    forms = re.findall(r'<form [^>]*method="post".*?</form>', text, re.S)

    assert len(forms) > 4
    assert all("csrfmiddlewaretoken" in form for form in forms)


def test_a_note_that_is_too_long_is_kept_on_the_page(client, counselor, referral):
    client.force_login(counselor)

    answer = client.post(
        page(referral, "note"),
        {"note-record_id": uuid7(), "note-text": "kept" + "x" * 4000},
    )

    assert answer.status_code == 422
    assert "at most 4000 characters" in answer.text
    assert "kept" in answer.text
    assert not Note.objects.exists()


def test_a_message_to_what_has_ended_meanwhile_is_kept_on_the_page(
    client, counselor, officer, referral
):
    client.force_login(officer.user)
    actions.decline(referral, by=counselor, reason="Full.")

    answer = client.post(
        page(referral, "message"),
        {"message-record_id": uuid7(), "message-text": "my words"},
    )

    assert answer.status_code == 409
    assert "has ended" in answer.text
    assert "my words" in answer.text


def test_a_form_of_an_older_page_is_shown_again_with_what_was_typed(
    client, counselor, referral
):
    client.force_login(counselor)
    shown = referral.version
    actions.receive(referral, by=counselor)

    answer = client.post(
        page(referral, "decline"), {"version": shown, "reason": "my reason"}
    )
    referral.refresh_from_db()
    assert answer.status_code == 409
    assert "my reason" in answer.text
    assert f'value="{referral.version}"' in answer.text


def test_closing_asks_for_the_duty_when_something_was_learned(
    client, counselor, referral
):
    actions.accept(referral, by=counselor)
    referral.refresh_from_db()
    client.force_login(counselor)
    said = {
        "version": referral.version,
        "outcome": "contact",
        "learned_of_abuse": "on",
    }

    refused = client.post(page(referral, "close"), said)
    done = client.post(
        page(referral, "close"),
        {**said, **REPORTED, "reported_at": "2026-10-06T09:30"},
    )

    assert refused.status_code == 422
    assert "A referral is not a report." in refused.text
    assert done.status_code == 302
    assert MandatoryReport.objects.get().written_by == counselor


def test_a_hand_over_offers_colleagues_and_a_redirect_everyone_else(
    client, counselor, colleague, helper, referral
):
    client.force_login(counselor)

    over = client.get(page(referral, "hand_over")).text
    on = client.get(page(referral, "redirect")).text

    assert "Cora Colleague" in over
    assert "Lakeside" not in over
    assert "Chris Counselor ·" not in on
    assert "Cora Colleague · nothing open" in on
    assert "Lakeside Counseling (help@lakeside.example) · nothing open" in on


def test_who_hands_it_over_reads_it_no_more_and_the_colleague_does(
    client, counselor, colleague, referral
):
    """With both walls up: from the hand-over on, it is hidden from the giver."""
    client.force_login(counselor)
    said = {"to": colleague.pk, "version": referral.version}

    done = client.post(page(referral, "hand_over"), said)

    referral.refresh_from_db()
    assert (done.status_code, referral.to_counselor) == (302, colleague)
    facts = referral.concern.facts
    shown = client.get(page(referral)).text
    client.force_login(colleague)
    assert facts not in shown
    assert facts in client.get(page(referral)).text
    revealed = Disclosure.objects.get(what=Disclosure.What.TAKEN_OVER)
    assert (revealed.by, revealed.to_user) == (counselor, colleague)


def test_who_takes_it_over_reads_it_from_then_on(
    client, counselor, colleague, referral
):
    run_out(referral)
    client.force_login(colleague)

    done = client.post(page(referral, "take_over"), {"version": referral.version})

    referral.refresh_from_db()
    assert (done.status_code, referral.to_counselor) == (302, colleague)
    assert referral.concern.facts in client.get(page(referral)).text


def test_a_hand_over_does_not_offer_whoever_sent_it(
    client, counselor, colleague, make_counselor, school, referral
):
    third = make_counselor(school)
    following = actions.redirect(referral, by=counselor, to=colleague)
    client.force_login(colleague)

    text = client.get(page(following, "hand_over")).text

    offered = re.findall(r'name="to"[^>]*value="(\d+)"', text)
    assert offered == [str(third.pk)]


def test_a_redirect_says_until_when_the_answer_is_due(
    client, counselor, helper, referral
):
    client.force_login(counselor)

    sent = client.post(
        page(referral, "redirect"),
        {"version": referral.version, "to": f"agency-{helper.pk}"},
        follow=True,
    )

    assert "It is handed on. An answer is due by" in sent.text


def test_a_redirect_shows_the_chain_to_the_first_sender(
    client, counselor, officer, helper, referral
):
    client.force_login(counselor)
    client.post(
        page(referral, "redirect"),
        {"version": referral.version, "to": f"agency-{helper.pk}"},
    )
    client.force_login(officer.user)

    text = client.get(page(referral)).text

    assert "Where it went" in text
    assert "Lakeside Counseling" in text


def test_printing_and_the_register_are_written_down(client, officer, referral):
    client.force_login(officer.user)

    sheet = client.post(page(referral, "print_referral"))
    register = client.post(page(referral, "register"))

    assert "facts-token" in sheet.text
    assert Disclosure.objects.filter(what="printed").count() == 1
    assert Disclosure.objects.filter(what="register").count() == 1
    assert "Family-token" in register.text
    assert "Chris Counselor" in register.text
    assert "This register printed" in register.text


def test_a_report_is_begun_half_done_gone_on_with_and_printed(
    client, officer, referral
):
    client.force_login(officer.user)
    begin = page(referral, "report_on_referral")
    assert "Given-token Family-token" in client.get(begin).text
    client.post(begin, {"record_id": uuid7(), "known_at": "2026-10-06T09:00"})
    report = MandatoryReport.objects.get()
    address = report.get_absolute_url()
    assert client.get(begin).url == address

    kept = client.post(
        address,
        {
            "version": report.version,
            "known_at": "2026-10-06T09:00",
            "extent": "extent-words",
            **REPORTED,
            "reported_at": "2026-10-06T09:30",
            "written_asked": "on",
        },
    )

    report.refresh_from_db()
    assert kept.status_code == 302
    assert report.answer == "reported"
    assert report.history.count() == 2
    sheet = client.post(reverse("referrals:print_report", args=[report.pk])).text
    for part in ("The child", "Parents", "Nature and extent", "responsible", "4711"):
        assert part in sheet
    assert "Written report due" in client.get(address).text


def test_a_report_of_an_older_page_is_shown_again(client, officer, referral):
    report = actions.begin_report(
        by=officer.user,
        school=referral.school,
        concern=referral.concern,
        record_id=uuid7(),
        known_at=now() - timedelta(hours=1),
    )
    actions.change_report(report, by=officer.user, extent="newer")
    client.force_login(officer.user)

    answer = client.post(
        report.get_absolute_url(),
        {"version": 1, "known_at": "2026-10-06T09:00", "extent": "typed"},
    )

    assert answer.status_code == 409
    assert "typed" in answer.text


def test_a_commander_reads_the_units_reports_and_changes_none(client, commander, refer):
    refer(reason="child_abuse", report=REPORTED)
    report = MandatoryReport.objects.get()
    client.force_login(commander)

    assert "Child abuse hotline" in client.get(report.get_absolute_url()).text
    assert client.post(report.get_absolute_url(), {}).status_code == 403
    assert report.get_absolute_url() in client.get("/referrals/reports/").text


@pytest.mark.parametrize("who", ["counselor", "officer"])
def test_the_pages_ask_the_same_number_of_queries_however_much_there_is(
    request, client, refer, counselor, queries_of, who
):
    person = request.getfixturevalue(who)
    client.force_login(getattr(person, "user", person))
    referral = refer()
    few = [queries_of(client, LIST), queries_of(client, page(referral))]
    for _ in range(3):
        refer()
        actions.write_message(referral, by=counselor, text="Again", record_id=uuid7())
        actions.write_note(referral, by=counselor, text="Again", record_id=uuid7())

    many = [queries_of(client, LIST), queries_of(client, page(referral))]

    assert few == many


def test_the_sender_reads_the_address_to_which_an_agencys_link_goes(
    sign_in, refer, helper, officer
):
    referral = refer(to=helper)
    type(helper).objects.update(email="new@lakeside.example")

    page = sign_in(officer.user).get(referral.get_absolute_url()).text

    assert "Lakeside Counseling (help@lakeside.example)" in page
    assert "Mail a new link to new@lakeside.example" in page


def test_without_an_address_there_is_none_to_read(sign_in, refer, helper, officer):
    referral = refer(to=helper)
    type(helper).objects.update(email="")

    page = sign_in(officer.user).get(referral.get_absolute_url()).text

    assert "Mail a new link</" in " ".join(page.split()).replace(" </", "</")
