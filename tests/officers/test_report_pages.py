"""Duty reports on screen and on paper: the list, one of them, and its forms."""

import io
import re
from html import unescape
from unittest import mock

import pytest
import time_machine
from django.urls import reverse
from pypdf import PdfReader

from officers import tasks
from officers.models import DutyReportAnswer, Lens
from sro_program.audit.models import AuditEvent
from sro_program.core import paper
from tests.conftest import make_officer
from tests.officers.reporting import (
    POLICE,
    SENT_ON,
    Type,
    line,
    page,
    sent_week,
    the_report,
)

LIST = "/officers/reports/"
ASK = "/officers/reports/ask/"
WORDS = [kind.label for kind in POLICE]
MINUTES = ["41", "42", "43", "44", "45", "215", "265"]
"""Of the police work, their sum, and the sum of everything."""

pytestmark = pytest.mark.usefixtures("school_year")


@pytest.fixture(autouse=True)
def _on_a_monday():
    with time_machine.travel(SENT_ON, tick=False):
        yield


def address(verb, record):
    return reverse(f"officers:{verb}", args=[record.pk])


def figures_of(html):
    """What stands on the page before the sentence on what the other side sees."""
    return html.partition("What the other side sees")[0]


@pytest.mark.parametrize("who", ["commander", "office", "principal", "self"])
def test_both_superiors_the_office_and_the_officer_find_it(
    sign_in, request, officer, school, who
):
    user = officer.user if who == "self" else request.getfixturevalue(who)
    sent_week(officer, school)

    html = sign_in(user).get(LIST).text

    assert "Week of November 16, 2026" in html
    waits = "Waits for your signature" in html
    assert waits == (who in {"commander", "principal"})


@pytest.mark.parametrize("who", ["counselor", "teacher", "district_user"])
def test_nobody_else_opens_the_list(sign_in, request, who):
    assert sign_in(request.getfixturevalue(who)).get(LIST).status_code == 403


def test_one_who_has_signed_has_nothing_waiting(sign_in, officer, school, commander):
    report = sent_week(officer, school)
    client = sign_in(commander)
    client.post(address("sign_report", page(report, Lens.COMMAND)), {"version": 1})

    assert "Nothing waits for you" in client.get(f"{LIST}?state=waiting").text
    assert "Week of November 16" in client.get(LIST).text


def test_a_colleague_and_a_stranger_do_not_find_it(
    sign_in, officer, school, agency, campus, stranger
):
    report = sent_week(officer, school)
    colleague = make_officer(agency, campus, "Cora Colleague")

    for user in (colleague.user, stranger):
        assert sign_in(user).get(report.get_absolute_url()).status_code == 404
        assert "Week of November 16" not in sign_in(user).get(LIST).text


def test_the_command_reads_both_parts_and_their_sum(
    sign_in, officer, school, commander
):
    html = sign_in(commander).get(sent_week(officer, school).get_absolute_url()).text

    for words in WORDS:
        assert words in html
    for number in (">50</td>", ">215</td>", ">265</td>"):
        assert number in html


def test_the_principal_reads_the_first_part_alone(sign_in, officer, school, principal):
    html = sign_in(principal).get(sent_week(officer, school).get_absolute_url()).text

    assert ">50</td>" in html
    for words in WORDS:
        assert words not in html
    for number in MINUTES:
        assert f">{number}</td>" not in html


def test_the_command_sees_to_the_letter_what_the_principal_sees(
    sign_in, officer, school, commander, principal
):
    report = sent_week(officer, school)
    url = f"{report.get_absolute_url()}?lens=school"

    def panels(user):
        html = sign_in(user).get(url).text
        return html[html.index("<h2>Good contacts") : html.index("What the other side")]

    assert panels(commander) == panels(principal)


def test_each_side_is_told_what_the_other_reads(
    sign_in, officer, school, commander, principal
):
    url = sent_week(officer, school).get_absolute_url()

    for user in (commander, principal):
        html = sign_in(user).get(url).text
        assert "Only the command reads:" in html
        assert "Whether there were any is not told." in html


def test_the_principals_page_is_the_same_with_and_without_police_work(
    sign_in, officer, school, principal
):
    url = sent_week(officer, school, police=False).get_absolute_url()
    client = sign_in(principal)

    def said():
        client.cookies.pop("csrftoken", None)
        html = client.get(url).text
        return html[html.index("<main") : html.index("</main>")]

    before = said()
    line(officer, school, Type.ARREST, 90, 3)
    type(the_report()).objects.update(changed_at="2026-11-23T15:00Z")
    tasks.renew_reports()

    assert page(the_report(), Lens.COMMAND).edition == 2
    assert said() == before


def test_a_principal_opens_no_page_of_the_commands(sign_in, officer, school, principal):
    report = sent_week(officer, school)
    of_command = page(report, Lens.COMMAND)

    for verb in ("sign_report", "comment_report"):
        assert sign_in(principal).get(address(verb, of_command)).status_code == 404
    asked = f"{report.get_absolute_url()}?lens=command"
    assert WORDS[0] not in sign_in(principal).get(asked).text


# On paper


def words_of(response):
    return " ".join(
        text.extract_text() for text in PdfReader(io.BytesIO(response.content)).pages
    )


@pytest.mark.parametrize("who", ["commander", "principal"])
def test_the_paper_says_what_the_lens_says(sign_in, request, officer, school, who):
    report = sent_week(officer, school)
    user = request.getfixturevalue(who)

    response = sign_in(user).get(address("report_pdf", report))

    said = " ".join(words_of(response).split())
    assert "Mentoring" in said
    figures = said.partition("What the other side sees")[0]
    is_command = who == "commander"
    assert [words in said for words in WORDS] == [is_command] * len(WORDS)
    assert ("215" in figures, "265" in figures) == (is_command, is_command)
    assert AuditEvent.objects.filter(kind="disclosure", verb="pdf").count() == 1


def test_the_paper_has_a_title_and_a_language(sign_in, officer, school, principal):
    response = sign_in(principal).get(address("report_pdf", sent_week(officer, school)))

    document = PdfReader(io.BytesIO(response.content))

    assert response.headers["Content-Type"] == "application/pdf"
    assert "week of November 16, 2026" in document.metadata.title
    assert document.trailer["/Root"]["/Lang"] == "en"
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_where_no_pdf_can_be_made_the_page_says_so(
    sign_in, officer, school, principal, monkeypatch
):
    report = sent_week(officer, school)

    def without_pango(name):
        raise OSError(name)

    monkeypatch.setattr(paper, "import_string", without_pango)

    response = sign_in(principal).get(address("report_pdf", report))

    assert response.status_code == 422
    assert "Print the page instead" in response.text


# Its verbs


def test_both_sign_and_disagree_beside_it(
    sign_in, officer, school, commander, principal
):
    report = sent_week(officer, school)
    sign_in(commander).post(
        address("sign_report", page(report, Lens.COMMAND)), {"version": 1}
    )
    answered = sign_in(principal).post(
        address("sign_report", page(report, Lens.SCHOOL)),
        {"version": 1, "text": "The door check took longer."},
        follow=True,
    )

    for user in (commander, principal):
        html = sign_in(user).get(report.get_absolute_url()).text
        assert "Signed by Carla Commander" in html
        assert "Signed by Paula Principal" in html
        assert "The door check took longer." in html
    assert "Sign this page" not in answered.text


def test_whoever_comes_late_is_told_and_keeps_the_words(
    sign_in, officer, school, principal
):
    report = sent_week(officer, school)
    client, url = sign_in(principal), address("sign_report", page(report, Lens.SCHOOL))
    client.post(url, {"version": 1})

    response = client.post(url, {"version": 1, "text": "My words"})

    assert response.status_code == 409
    assert "My words" in response.text


def test_a_signature_without_a_version_is_none(sign_in, officer, school, principal):
    report = sent_week(officer, school)
    url = address("sign_report", page(report, Lens.SCHOOL))

    assert sign_in(principal).post(url, {"version": ""}).status_code == 422
    assert not DutyReportAnswer.objects.exists()


def test_the_commander_gets_no_form_for_the_page_of_the_school(
    sign_in, officer, school, commander
):
    url = address("sign_report", page(sent_week(officer, school), Lens.SCHOOL))

    assert sign_in(commander).get(url).status_code == 403


def test_the_officer_writes_beside_it(sign_in, officer, school):
    report = sent_week(officer, school)
    client, url = (
        sign_in(officer.user),
        address("comment_report", page(report, Lens.COMMAND)),
    )

    shown = client.get(url)
    client.post(url, {"record_id": str(report.pk), "text": "A quiet week."})
    client.post(url, {"record_id": str(report.pk), "text": "A quiet week."})

    assert "nothing of arrests" in shown.text
    assert client.get(report.get_absolute_url()).text.count("A quiet week.") == 1
    assert client.post(url, {"text": ""}).status_code == 422


def test_a_corrected_log_opens_it_visibly(sign_in, officer, school, principal):
    entry = line(officer, school, Type.DOOR_CHECK, 20)
    tasks.send_reports()
    report, client = the_report(), sign_in(principal)
    client.post(address("sign_report", page(report, Lens.SCHOOL)), {"version": 1})
    sign_in(officer.user).post(
        address("change_line", entry),
        {
            "version": 1,
            "school": school.pk,
            "on": entry.on,
            "type": Type.DOOR_CHECK,
            "minutes": 35,
            "origin": "self",
        },
    )
    tasks.renew_reports()
    client = sign_in(principal)

    html = client.get(report.get_absolute_url()).text
    earlier = client.get(f"{report.get_absolute_url()}?edition=1").text

    assert "Open again: the log was corrected on Nov 23, 2026" in html
    assert "Door or perimeter check: 20 → 35 min" in html
    assert "(edition 1)" in html
    assert "Sign this page" in html
    assert "An earlier edition" in earlier
    assert ">20</td>" in earlier
    assert "Sign this page" not in earlier


def test_how_many_editions_the_command_has_had_is_not_told_to_the_school(
    sign_in, officer, school, commander, principal
):
    entry = line(officer, school, Type.ARREST, 20)
    line(officer, school)
    tasks.send_reports()
    report = the_report()
    type(entry).objects.filter(pk=entry.pk).update(minutes=25)
    type(report).objects.update(changed_at="2026-11-23T15:00Z")
    tasks.renew_reports()
    of_command = page(report, Lens.COMMAND)
    sign_in(commander).post(
        address("comment_report", of_command),
        {"record_id": str(report.pk), "text": "Thank you."},
    )

    html = sign_in(principal).get(report.get_absolute_url()).text

    assert of_command.edition == 2
    assert "Thank you." in html
    assert "(edition 1)" in html
    assert "edition 2" not in html


def test_an_edition_that_never_was_is_not_found(sign_in, officer, school, principal):
    url = sent_week(officer, school).get_absolute_url()

    assert sign_in(principal).get(f"{url}?edition=7").status_code == 404


# Before its day


def test_a_report_before_its_day(sign_in, officer, school, principal):
    line(officer, school)
    client = sign_in(principal)
    choice = {"officer": officer.pk, "school": school.pk, "time": "week:2026-11-16"}

    assert "Week of November 16, 2026" in client.get(ASK).text
    response = client.post(ASK, choice, follow=True)
    assert "Week of November 16, 2026" in response.text
    nothing = client.post(ASK, {**choice, "time": "week:2026-11-09"})
    assert nothing.status_code == 422
    assert "Nothing was logged" in nothing.text
    assert client.post(ASK, {**choice, "time": "week:soon"}).status_code == 422


def test_an_empty_list_says_what_comes_when(sign_in, commander):
    assert "No reports yet" in sign_in(commander).get(LIST).text


# The list


def three_reports(officer, school):
    for day in (0, -7, -14):
        line(officer, school, day=day)
    tasks.send_reports()


def test_the_list_goes_on_page_by_page(sign_in, officer, school, principal):
    three_reports(officer, school)
    client = sign_in(principal)
    with mock.patch("officers.report_list.SIZE", 2):
        first = client.get(LIST)
        following = re.search(r'rel="next" href="([^"]+)"', first.text).group(1)
        second = client.get(LIST + unescape(following))

    found = [
        re.findall(r"Week of [A-Z][a-z]+ \d+", one.text) for one in (first, second)
    ]
    assert found == [
        ["Week of November 16", "Week of November 9"],
        ["Week of November 2"],
    ]
    assert 'rel="next"' not in second.text


@pytest.mark.parametrize(
    ("asked", "is_there"),
    [
        ("?period=week", True),
        ("?period=month", False),
        ("?state=waiting", True),
        ("?officer={officer}&school={school}", True),
        ("?officer={other}", True),
        ("?after=2026-11-01_nonsense", True),
        ("?after=2000-01-01_01936d5f-3c00-7000-8000-000000000000", False),
    ],
)
def test_the_list_is_narrowed_and_nonsense_is_left_out(
    sign_in, officer, other_officer, school, principal, asked, is_there
):
    """An officer of whom there is nothing to read is no choice of the list."""
    sent_week(officer, school, police=False)
    ids = {"officer": officer.pk, "school": school.pk, "other": other_officer.pk}

    html = sign_in(principal).get(LIST + asked.format(**ids)).text

    assert ("Week of November 16" in html) is is_there
    assert ("No such report" in html) is not is_there


# The home page


@pytest.mark.parametrize("who", ["commander", "principal"])
def test_home_says_what_waits_for_a_signature(sign_in, request, officer, school, who):
    user = request.getfixturevalue(who)
    client = sign_in(user)
    assert "Duty reports to sign" not in client.get("/").text
    sent_week(officer, school)

    html = client.get("/").text

    assert "Duty reports to sign" in html
    assert "1 waiting" in html


def test_home_says_nothing_to_the_office(sign_in, officer, school, office):
    sent_week(officer, school)

    assert "Duty reports to sign" not in sign_in(office).get("/").text


# How much it asks


@pytest.mark.parametrize("who", ["commander", "principal"])
def test_the_list_asks_as_much_for_one_as_for_three(
    sign_in, request, officer, school, queries_of, who
):
    client = sign_in(request.getfixturevalue(who))
    line(officer, school)
    tasks.send_reports()
    one = queries_of(client, LIST)
    line(officer, school, day=-7)
    line(officer, school, day=-14)
    tasks.send_reports()

    assert queries_of(client, LIST) == one
    assert one <= 8


@pytest.mark.parametrize("who", ["commander", "principal"])
def test_a_report_asks_as_much_for_few_lines_as_for_many(
    sign_in, request, officer, school, queries_of, who
):
    client = sign_in(request.getfixturevalue(who))
    url = sent_week(officer, school).get_absolute_url()
    few = queries_of(client, url)
    for day in range(5):
        line(officer, school, Type.CLUB, 10, day)
    type(the_report()).objects.update(changed_at="2026-11-23T15:00Z")
    tasks.renew_reports()

    assert queries_of(client, url) == few
    assert few <= 10
