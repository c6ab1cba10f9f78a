"""What school employees must report (KRS 158.155): taken down, receipted, followed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import DatabaseError, connection
from django.urls import reverse
from django.utils.timezone import now

from incidents import actions
from incidents.models import Incident, ReceivedReport
from incidents.received import became
from sro_program.audit.models import AuditEvent
from sro_program.core.db import acting_as, acting_as_clock
from sro_program.core.errors import (
    NotAllowed,
    ProductError,
    RuleBroken,
    Stale,
    WrongState,
)
from sro_program.core.ids import uuid7
from sro_program.notifications.mailing import compose
from sro_program.notifications.models import Notification
from tests.conftest import make_officer
from tests.factories.incidents import ReceivedReportFactory
from tests.incidents.conftest import BEGAN, DISCIPLINE, POLICE, tables_with

pytestmark = pytest.mark.django_db
HEADER = {
    "occurred_from": BEGAN,
    "reported_at": BEGAN,
    "initiated_by": "staff",
    "discovered": "told",
    "sub_place": "hallway",
}


@pytest.fixture
def take(officer, school):
    """Take down a report as the officer."""

    def write(**said):
        content = {
            "category": "weapon",
            "reporter": "Pat Lee, teacher",
            "reporter_email": "",
            "known_at": BEGAN,
            "reported_at": BEGAN + timedelta(minutes=12),
            "summary": "summary-token",
            **said,
        }
        return actions.take_report(
            by=content.pop("by", officer.user),
            school=content.pop("school", school),
            record_id=content.pop("record_id", None) or uuid7(),
            **content,
        )

    return write


def begin_from(report, by, record_id=None, answers=POLICE):
    key = record_id or uuid7()
    return actions.begin_from_received(
        report, by=by, record_id=key, answers=answers, **HEADER
    )


def said_to(note):
    """All that a message says, in the program and by mail."""
    mail = compose(note)
    html = "".join(str(part.content) for part in mail.alternatives)
    return f"{note.summary} {mail.subject} {mail.body} {html}"


# Taking it down


def test_the_officer_takes_down_what_staff_report(take, officer, agency):
    report = take()

    assert report.taken_by == officer.user
    assert report.police_agency == agency
    assert report.elapsed_in_words == "12 minutes"


def test_an_officer_of_another_school_takes_nothing_down_here(take, other_school):
    with pytest.raises(NotAllowed, match="You are not assigned to"):
        take(school=other_school)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"reported_at": now() + timedelta(hours=3)}, "still to come"),
        ({"known_at": now() + timedelta(hours=3)}, "still to come"),
        ({"reported_at": BEGAN - timedelta(minutes=1)}, "before anybody knew"),
    ],
)
def test_times_that_cannot_be_are_refused(take, said, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        take(**said)

    assert not ReceivedReport.objects.exists()
    assert not Notification.objects.exists()


def test_sent_twice_it_is_one_report_with_one_receipt(take, principal):
    key = uuid7()

    assert take(record_id=key) == take(record_id=key)

    assert Notification.objects.filter(recipient=principal).count() == 1


# Receipts


def test_the_principal_has_a_receipt_that_opens_the_report(take, principal):
    report = take()

    note = Notification.objects.get(recipient=principal)
    assert note.url == report.get_absolute_url()
    assert note.mail_due_at
    for said in ("Firearm or deadly weapon", "Calloway County High", "12 minutes"):
        assert said in said_to(note)


def test_a_reporter_with_an_account_is_told_in_the_program_and_by_mail(take, teacher):
    take(reporter_email=teacher.email.upper())

    note = Notification.objects.get(recipient=teacher)
    assert not note.mail_only
    assert note.url == ""
    assert "Keep this as your receipt" in said_to(note)


def test_a_reporter_without_an_account_gets_a_mail(take, officer):
    take(reporter_email="pat@school.example")

    note = Notification.objects.get(mail_to="pat@school.example")
    assert note.recipient == officer.user
    assert note.mail_only
    assert compose(note).to == ["pat@school.example"]
    assert "Firearm or deadly weapon" in said_to(note)
    assert "role in the School Resource" not in said_to(note)


def test_a_reporter_without_an_address_gets_none(take, officer):
    take()

    assert not Notification.objects.exists()


def test_no_receipt_has_content(take, principal, teacher):
    take(reporter_email=teacher.email)
    take(reporter_email="pat@school.example")

    for note in Notification.objects.all():
        assert "summary-token" not in said_to(note)
        assert "Pat Lee" not in said_to(note)


def test_a_principal_who_reports_has_one_receipt(take, principal):
    take(reporter_email=principal.email)

    assert Notification.objects.filter(recipient=principal).count() == 1


# Mending it


def test_a_wrong_time_is_mended_and_the_receipt_sent_anew(take, officer, principal):
    report = take()

    actions.change_received(
        report, by=officer.user, version=1, reported_at=BEGAN + timedelta(hours=2)
    )

    latest = Notification.objects.filter(recipient=principal).latest("created_at")
    assert "was corrected" in latest.summary
    assert "2 hours" in said_to(latest)


def test_what_is_not_on_the_receipt_is_mended_without_a_new_one(
    take, officer, principal
):
    actions.change_received(take(), by=officer.user, summary="other")

    assert Notification.objects.filter(recipient=principal).count() == 1


def test_an_older_form_is_stale(take, officer):
    report = take()
    actions.change_received(report, by=officer.user, version=1, summary="other")

    with pytest.raises(Stale):
        actions.change_received(report, by=officer.user, version=1, summary="third")


def test_only_who_took_it_down_mends_it(take, agency, campus):
    colleague = make_officer(agency, campus, "Cole Colleague")

    with pytest.raises(NotAllowed, match="Only the officer who took"):
        actions.change_received(take(), by=colleague.user, summary="other")


def test_a_time_to_come_is_refused_when_it_is_mended_too(take, officer):
    with pytest.raises(RuleBroken, match="still to come"):
        actions.change_received(
            take(), by=officer.user, reported_at=now() + timedelta(days=1)
        )


# Becoming an incident


def test_it_becomes_an_incident_report_once(take, officer):
    report = take()

    incident = begin_from(report, officer.user)

    report.refresh_from_db()
    assert report.incident == incident
    with pytest.raises(WrongState, match="already become"):
        begin_from(report, officer.user)
    assert Incident.objects.count() == 1


def test_sent_twice_it_is_one_incident(take, officer):
    report, key = take(), uuid7()

    first, second = (begin_from(report, officer.user, key) for _ in range(2))

    assert first == second
    became = AuditEvent.objects.about(report).filter(verb="became_incident")
    assert became.count() == 1


def test_another_officer_of_the_school_may_write_it(take, agency, campus):
    colleague = make_officer(agency, campus, "Cole Colleague")

    assert begin_from(take(), colleague.user).written_by == colleague.user


def test_an_officer_elsewhere_may_not(take, other_officer):
    with pytest.raises(NotAllowed, match="You are not assigned to"):
        begin_from(take(), other_officer.user)


def test_it_is_not_changed_any_more(take, officer):
    report = take()
    begin_from(report, officer.user)

    with pytest.raises(WrongState, match="belongs there"):
        actions.change_received(report, by=officer.user, summary="other")


def test_after_its_draft_was_discarded_it_may_become_another(take, officer):
    report = take()
    actions.discard(begin_from(report, officer.user), by=officer.user)

    begin_from(report, officer.user)

    report.refresh_from_db()
    assert report.incident.status == "draft"


@pytest.mark.parametrize(
    ("first", "last", "stays"),
    [
        ("A phone is gone", "Given-token took it", "A name stood here."),
        ("Family-token took it", "A phone is gone", "A phone is gone"),
    ],
)
def test_when_it_returns_to_the_school_no_name_stays_in_it(
    take, officer, add_person, first, last, stays
):
    """Neither in its summary nor in what the summary was before."""
    report = take(summary=first)
    actions.change_received(report, by=officer.user, summary=last)
    incident = begin_from(report, officer.user, answers=DISCIPLINE)
    add_person(incident)

    actions.hand_back(incident, by=officer.user, facts="A phone was taken.")

    report.refresh_from_db()
    assert report.summary.startswith(stays)
    assert tables_with("Family-token") == tables_with("Given-token") == []


def test_without_a_name_it_stays_as_it_was_reported(take, officer, add_person):
    report = take()
    incident = begin_from(report, officer.user, answers=DISCIPLINE)
    add_person(incident)

    actions.hand_back(incident, by=officer.user, facts="A phone was taken.")

    report.refresh_from_db()
    assert report.summary == "summary-token"


def test_nobody_settles_the_summary_of_a_police_matter(take, officer):
    incident = begin_from(take(), officer.user)

    with (
        pytest.raises(DatabaseError, match="Only its author"),
        acting_as(officer.user),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT incidents_settle_summary(%s, 'x')", [incident.pk])


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_begin_one_incident(transactional_db, request):
    with acting_as_clock():
        names = ("take", "officer", "agency", "campus")
        take, officer, agency, campus = map(request.getfixturevalue, names)
        report = take()
        colleague = make_officer(agency, campus, "Cole Colleague")
    ready = Barrier(2)

    def begin(user):
        try:
            ready.wait()
            with acting_as(user):
                begin_from(report, user)
        except ProductError as refusal:
            return refusal.sentence
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(2) as pool:
        refused = list(pool.map(begin, [officer.user, colleague.user]))

    with acting_as_clock():
        assert [one for one in refused if one] == [
            "This report has already become an incident report."
        ]
        assert Incident.objects.count() == 1


# Pages


def page(client, user, name="received", *args, **asked):
    client.force_login(user)
    return client.get(reverse(f"incidents:{name}", args=args), asked)


@pytest.fixture
def form(school):
    return {
        "school": school.pk,
        "record_id": str(uuid7()),
        "category": "threat",
        "reporter": "Pat Lee, teacher",
        "known_at": "2026-10-06T09:30",
        "reported_at": "2026-10-06T09:42",
        "summary": "summary-token",
    }


def test_the_form_keeps_what_was_typed_when_it_refuses(client, officer, form):
    client.force_login(officer.user)

    answer = client.post(
        reverse("incidents:take_report"), {**form, "reported_at": "2026-10-06T09:10"}
    )

    assert answer.status_code == 422
    assert "before anybody knew of it" in answer.text
    assert "summary-token" in answer.text


def test_of_an_older_form_the_text_is_kept_and_can_be_sent_again(
    client, take, officer, form
):
    report = take()
    actions.change_received(report, by=officer.user, summary="meanwhile")
    client.force_login(officer.user)
    path = reverse("incidents:change_received", args=[report.pk])

    stale = client.post(path, {**form, "version": "1"})

    assert stale.status_code == 409
    assert "summary-token" in stale.text
    assert 'name="version" value="2"' in stale.text
    assert client.post(path, {**form, "version": "2"}).status_code == 302


def test_one_tap_opens_the_report_filled_from_it(client, take, officer):
    answer = page(client, officer.user, "begin_from_received", take().pk)

    assert "summary-token" in answer.text
    assert 'value="2026-10-06T09:30"' in answer.text
    assert 'value="2026-10-06T09:42"' in answer.text


def test_a_matter_of_discipline_goes_to_its_slip(client, take, officer, school):
    report = take()
    client.force_login(officer.user)

    answer = client.post(
        reverse("incidents:begin_from_received", args=[report.pk]),
        {
            **DISCIPLINE,
            "asked_to_discipline": "no",
            "record_id": str(uuid7()),
            "school": school.pk,
            "occurred_from": "2026-10-06T09:30",
            "reported_at": "2026-10-06T09:42",
            "initiated_by": "staff",
            "discovered": "told",
            "sub_place": "hallway",
        },
    )

    incident = Incident.objects.get()
    assert answer.url == reverse("incidents:hand_back", args=[incident.pk])


def test_it_is_not_returned_past_the_report_that_it_came_from(client, take, officer):
    """The one tap of the first step knows nothing of the report by the school."""
    answer = page(client, officer.user, "begin_from_received", take().pk)

    assert "This returns to the school." in answer.text
    assert reverse("incidents:return_request") not in answer.text


def test_what_became_of_it_is_told_by_lens(client, take, officer, principal):
    report = take()
    incident = begin_from(report, officer.user)

    as_author = page(client, officer.user, "received_report", report.pk)
    as_principal = page(client, principal, "received_report", report.pk)

    assert incident.number in as_author.text
    assert "Draft" in as_author.text
    assert incident.number not in as_principal.text
    assert "An incident report is being written" in as_principal.text


def test_a_draft_is_told_to_its_author_alone_by_the_first_wall_too(
    take, officer, principal
):
    report = take()
    incident = begin_from(report, officer.user)
    report.refresh_from_db()

    assert became(report, officer.user) == incident
    assert became(report, principal) is None


def test_the_principal_sees_its_number_once_it_is_submitted(
    client, take, officer, principal, write_up
):
    report = take()
    incident = begin_from(report, officer.user)
    actions.submit(write_up(incident), by=officer.user)

    answer = page(client, principal, "received_report", report.pk)

    assert incident.number in answer.text
    assert "Submitted" in answer.text


def test_the_list_is_narrowed_by_category_school_and_day(client, take, principal):
    take(category="weapon", summary="w")
    take(
        category="threat",
        known_at=BEGAN - timedelta(days=10),
        reported_at=BEGAN - timedelta(days=10),
    )

    def listed(**asked):
        rows = page(client, principal, **asked).context["page"].rows
        return [row.category for row in rows]

    assert listed() == ["weapon", "threat"]
    assert listed(category="threat") == ["threat"]
    assert listed(since="2026-10-06") == ["weapon"]
    assert listed(until="2026-10-05") == ["threat"]
    assert listed(until="2026-10-06", since="2026-10-06") == ["weapon"]
    assert listed(since="nonsense") == ["weapon", "threat"]


def test_a_list_without_reports_says_so(client, principal):
    empty = page(client, principal)
    none_fits = page(client, principal, category="threat")

    assert "No reports yet" in empty.text
    assert "Nothing of that kind" in none_fits.text


@pytest.fixture
def many(school, agency, officer):
    """So many reports, a minute apart."""

    def make(count):
        for minute in range(count):
            at = BEGAN + timedelta(minutes=minute)
            ReceivedReportFactory(
                school=school,
                police_agency=agency,
                taken_by=officer.user,
                known_at=at,
                reported_at=at,
            )

    return make


def test_the_list_is_read_a_page_at_a_time(client, principal, many):
    many(60)
    client.force_login(principal)
    here = reverse("incidents:received")
    path, seen = f"{here}?category=threat", []

    while path:
        shown = client.get(path).context["page"]
        seen += [row.pk for row in shown.rows]
        path = shown.next_url and here + shown.next_url

    assert len(seen) == len(set(seen)) == 60


def test_more_reports_ask_no_more_of_the_database(client, principal, many, queries_of):
    client.force_login(principal)
    many(2)
    few = queries_of(client, reverse("incidents:received"))
    many(30)

    assert queries_of(client, reverse("incidents:received")) == few


def test_a_school_elsewhere_reads_nothing(client, take, stranger):
    report = take()

    assert page(client, stranger, "received_report", report.pk).status_code == 404
    assert not page(client, stranger).context["page"].rows
