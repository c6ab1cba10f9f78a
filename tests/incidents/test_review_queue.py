"""The queue of the command: what waits, for how long, and the way through it."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from incidents import actions
from incidents.queue import queue_of, steps_from
from tests.conftest import make_officer
from tests.factories.incidents import HandBackFactory, end

REVIEWS = "/incidents/reviews/"


@pytest.fixture
def waits(happened):
    """A report that was submitted so many days ago."""

    def make(days=0, alerts=(), **said):
        submitted_at = now() - timedelta(days=days)
        return happened(
            **{"submitted_at": submitted_at, "case_file__alerts": [*alerts], **said}
        )

    return make


@pytest.fixture
def colleague(agency, campus):
    return make_officer(agency, campus, "Cora Colleague")


def keys_of(user, **asked):
    return [one.pk for one in queue_of(user, asked).reports]


def test_alerts_stand_on_top_then_what_has_waited_longest(waits, commander):
    young, old = waits(1), waits(5)
    urgent = waits(0, ["force"])
    older_urgent = waits(2, ["injury", "guard"])

    expected = [older_urgent.pk, urgent.pk, old.pk, young.pk]
    assert keys_of(commander) == expected


def test_the_page_says_how_long_each_waits_and_why_at_once(sign_in, waits, commander):
    waits(0), waits(1), waits(5, ["force"])
    shown = sign_in(commander).get(REVIEWS).content.decode()

    assert [word in shown for word in (">today<", ">1 day<", ">5 days<")] == [True] * 3
    assert "Force was used" in shown


def test_only_what_is_submitted_and_not_ones_own_waits(
    waits, commander, other_school, other_officer, agency
):
    waits(status="draft"), waits(status="returned"), waits(written_by=commander)
    waits(
        school=other_school,
        police_agency=other_school.district.police_agency,
        written_by=other_officer.user,
    )

    assert keys_of(commander) == []


def test_it_is_filtered_by_school_and_officer(
    sign_in, waits, commander, colleague, school, officer
):
    mine, theirs = waits(2), waits(1, written_by=colleague.user)

    assert keys_of(commander, officer=colleague.user.pk) == [theirs.pk]
    assert keys_of(commander, school=school.pk) == [mine.pk, theirs.pk]
    assert keys_of(commander, school=school.pk + 1) == []
    shown = sign_in(commander).get(f"{REVIEWS}?officer={officer.user.pk}&school=x")
    assert [one.pk for one in shown.context["queue"].reports] == [mine.pk]
    assert f"{mine.get_absolute_url()}?officer={officer.user.pk}" in (
        shown.content.decode()
    )


def test_an_empty_queue_says_so(sign_in, commander, waits):
    assert "No report waits" in sign_in(commander).get(REVIEWS).content.decode()
    waits()
    shown = sign_in(commander).get(f"{REVIEWS}?school=999").content.decode()
    assert "Nothing of these waits" in shown


@pytest.mark.parametrize("role", ["officer", "principal", "office"])
def test_only_the_command_opens_the_queue(role, request, sign_in):
    user = request.getfixturevalue(role)

    assert sign_in(getattr(user, "user", user)).get(REVIEWS).status_code == 403


# From one to the next


def test_a_report_leads_to_those_before_and_behind_it(sign_in, waits, commander):
    first, second, third = waits(3), waits(2), waits(1)
    steps = steps_from(commander, second, {})

    assert (steps.previous, steps.next) == (
        first.get_absolute_url(),
        third.get_absolute_url(),
    )
    assert steps_from(commander, first, {}).previous == ""
    assert steps_from(commander, third, {}).next == ""
    shown = sign_in(commander).get(second.get_absolute_url()).content.decode()
    assert f'rel="prev" href="{first.get_absolute_url()}"' in shown
    assert f'rel="next" href="{third.get_absolute_url()}"' in shown
    assert "js/steps" in shown


def test_the_filter_of_the_queue_goes_with_the_steps(
    sign_in, waits, commander, colleague, officer
):
    first, third = waits(3), waits(1)
    waits(2, written_by=colleague.user)
    address = f"{first.get_absolute_url()}?officer={officer.user.pk}"

    steps = sign_in(commander).get(address).context["steps"]

    assert steps.next == f"{third.get_absolute_url()}?officer={officer.user.pk}"
    assert steps.queue == f"{REVIEWS}?officer={officer.user.pk}"


def test_from_an_approved_report_the_first_that_waits_is_next(
    sign_in, waits, commander
):
    done, waiting = waits(3), waits(1)
    client = sign_in(commander)
    client.post(f"{done.get_absolute_url()}approve/", {"version": done.version})

    steps = client.get(done.get_absolute_url()).context["steps"]

    assert (steps.previous, steps.next) == ("", waiting.get_absolute_url())


def test_whoever_does_not_review_it_is_shown_no_steps(
    sign_in, waits, officer, commander
):
    report, draft = waits(), waits(status="draft")

    url = report.get_absolute_url()
    assert sign_in(officer.user).get(url).context["steps"] is None
    url = draft.get_absolute_url()
    assert sign_in(commander).get(url).context["steps"] is None


def test_the_queue_asks_the_database_as_often_for_many(
    sign_in, waits, commander, queries_of
):
    client = sign_in(commander)
    report = waits(9)
    few = queries_of(client, REVIEWS), queries_of(client, report.get_absolute_url())
    for _ in range(5):
        waits(1, ["force"])

    many = queries_of(client, REVIEWS), queries_of(client, report.get_absolute_url())
    assert many == few


# The home page


def home_of(sign_in, user):
    return sign_in(user).get("/")


def test_the_command_is_told_of_reports_and_alerts(sign_in, waits, commander):
    calm, urgent = waits(4), waits(0, ["force"])
    begun = waits(status="draft", submitted_at=None, case_file__alerts=["injury"])
    home = home_of(sign_in, commander)
    shown = home.content.decode()

    assert f"Force was used: {urgent.number}" in shown
    assert f"Someone was injured: {begun.number}" in shown
    assert f"Report to review: {calm.number}" in shown
    assert f"Report to review: {urgent.number}" not in shown
    assert "waiting 4 days" in shown
    number = home.context["home"].numbers[0]
    assert (number.number, number.url) == (2, REVIEWS)
    assert number.note == "2 with something to know at once"


def test_an_approved_alert_is_no_longer_shown(sign_in, waits, commander):
    urgent = waits(0, ["force"])
    actions.approve(urgent, by=commander)

    home = home_of(sign_in, commander)
    assert "Force was used" not in home.content.decode()
    assert home.context["home"].numbers[0].note == ""


def test_an_officer_is_told_of_own_drafts_and_returned_reports(
    sign_in, waits, officer, colleague
):
    draft, back = waits(status="draft"), waits(status="returned")
    others = waits(status="draft", written_by=colleague.user)
    shown = home_of(sign_in, officer.user).content.decode()

    assert f"Report being written: {draft.number}" in shown
    assert f"Report returned to you: {back.number}" in shown
    assert others.number not in shown


def test_a_principal_is_told_of_a_slip_until_it_is_signed(sign_in, happened, principal):
    report = happened(status="draft")
    slip = HandBackFactory(incident=report)
    end(report, "handed_back", outcome="school")
    shown = home_of(sign_in, principal).content.decode()
    assert f"A matter returned to your school: {report.number}" in shown

    actions.sign_slip(slip, by=principal)

    assert "A matter returned" not in home_of(sign_in, principal).content.decode()


@pytest.mark.parametrize("role", ["commander", "officer", "principal"])
def test_the_home_page_stays_within_twelve_queries(
    role, request, sign_in, waits, happened, queries_of
):
    user = request.getfixturevalue(role)
    client = sign_in(getattr(user, "user", user))
    waits(0, ["force"]), waits(1), waits(status="draft"), waits(status="returned")

    assert queries_of(client, "/") <= 12


@pytest.mark.parametrize("role", ["commander", "officer", "principal", "office"])
def test_incidents_stand_in_the_navigation(role, request, sign_in, school):
    user = request.getfixturevalue(role)
    shown = home_of(sign_in, getattr(user, "user", user)).content.decode()

    assert 'href="/incidents/"' in shown


@pytest.mark.parametrize("role", ["teacher", "counselor", "district_user"])
def test_others_have_no_incidents_in_the_navigation(role, request, sign_in):
    shown = home_of(sign_in, request.getfixturevalue(role)).content.decode()

    assert 'href="/incidents/"' not in shown


def test_the_newest_alert_is_at_home_however_many_older_ones_there_are(
    sign_in, waits, commander
):
    for _ in range(6):
        waits(3, ["guard"])
    newest = waits(status="draft", submitted_at=None, case_file__alerts=["force"])

    home = sign_in(commander).get("/").text

    assert newest.number in home
    assert home.index(newest.number) < home.index("A joint interview went on")
    assert "2 more to be known at once" in home


def test_an_alert_in_a_draft_stands_in_the_queue_too(sign_in, waits, commander):
    early = waits(status="draft", submitted_at=None, case_file__alerts=["force"])
    calm = waits(status="draft", submitted_at=None)

    shown = sign_in(commander).get(REVIEWS).text

    assert "Still being written, and to be known at once" in shown
    assert early.number in shown
    assert calm.number not in shown
