"""The ledger: each event with the three answers of KRS 158.449, for the unit alone."""

from datetime import UTC, datetime

import pytest

from incidents import actions
from incidents.ledger import SIZE
from incidents.models import Charge, Incident, Offence
from incidents.views import counts as views
from sro_program.audit.models import AuditEvent, Kind
from tests.factories.incidents import IncidentFactory, end

LEDGER = "/incidents/ledger/"
YEAR = 2026
WHEN = {"year": YEAR}


@pytest.fixture
def charged(begin, add_person, officer, code, agency):
    """A public offense that went to the court-designated worker on a charge."""
    incident = begin(initiated_by="sro")
    person = add_person(incident)
    charge = Charge.objects.create(
        police_agency=agency, code="00770", title="Assault 4th", statute="508.030"
    )
    Offence.objects.create(
        incident=incident,
        school=incident.school,
        code=code,
        charge=charge,
        about=person,
    )
    account = {"narrative": "x", "conduct": "public", "disposition": "cdw"}
    actions.change_case_file(incident, by=officer.user, **account)
    return actions.submit(incident, by=officer.user)


@pytest.fixture
def returned(discipline, officer):
    return actions.hand_back(discipline, by=officer.user, facts="Two pupils shouted.")


def lines(client, **asked):
    csv = client.get(f"{LEDGER}csv/", {**WHEN, **asked}).content.decode("utf-8-sig")
    return [line.strip('"').split('","') for line in csv.splitlines()[1:]]


def test_each_event_gives_the_three_answers(client, charged, returned, commander):
    client.force_login(commander)

    found = {line[0]: line[1:] for line in lines(client)}

    assert found[charged.number] == [
        "2026-10-06",
        charged.school.name,
        "The officer",
        "Public offense",
        "Court-designated worker",
        "508.030 Assault 4th",
        "Yes",
        "Complaint to the court-designated worker",
    ]
    assert found[returned.number][3:] == [
        "Misconduct without a crime",
        "Nobody: returned to the school",
        "",
        "No",
        "Returned to school",
    ]


@pytest.mark.parametrize(
    ("disposition", "went_to"),
    [
        ("cdw", "Court-designated worker"),
        ("arrest", "Law enforcement"),
        ("school", "Law enforcement"),
    ],
)
def test_where_it_went(client, submitted, commander, disposition, went_to):
    type(submitted.case_file).objects.update(disposition=disposition)
    client.force_login(commander)

    assert [line[5] for line in lines(client)] == [went_to]


def test_the_ledger_names_nobody(client, charged, officer):
    client.force_login(officer.user)

    page = client.get(LEDGER, WHEN).text
    file = client.get(f"{LEDGER}csv/", WHEN).content.decode()

    assert charged.number in page
    assert "508.030 Assault 4th" in page
    assert "-token" not in page + file


@pytest.mark.parametrize(
    "who", ["principal", "office", "district_user", "counselor", "teacher"]
)
@pytest.mark.parametrize("address", ["", "csv/", "xlsx/"])
def test_charges_are_for_no_one_outside_the_unit(
    request, client, charged, who, address
):
    """KRS 158.153; the office reads headers alone."""
    client.force_login(request.getfixturevalue(who))

    answer = client.get(f"{LEDGER}{address}", WHEN)

    assert answer.status_code == 403
    assert "Assault 4th" not in answer.text


def test_an_officer_elsewhere_reads_nothing_of_it(client, charged, other_officer):
    client.force_login(other_officer.user)

    assert lines(client) == []
    assert "No events in this time" in client.get(LEDGER, WHEN).text


def test_drafts_are_not_in_the_ledger(client, incident, officer):
    client.force_login(officer.user)

    assert lines(client) == []


def test_a_number_leads_to_its_events(client, charged, returned, commander):
    client.force_login(commander)
    number = {"report": "ledger", "dimension": "conduct", "key": "public"}

    page = client.get(LEDGER, {**WHEN, **number})

    assert charged.number in page.text
    assert returned.number not in page.text
    assert "behind one number" in page.text
    assert [line[0] for line in lines(client, **number)] == [charged.number]


def test_a_month_is_a_month(client, charged, commander):
    client.force_login(commander)

    assert lines(client, month=10)
    assert not lines(client, month=11)


def test_taking_the_ledger_along_is_a_disclosure(client, charged, commander):
    client.force_login(commander)

    lines(client, month=10)

    trail = AuditEvent.objects.get(kind=Kind.DISCLOSURE, verb="export_ledger")
    assert (trail.by, trail.detail["month"]) == (commander, 10)
    assert client.get(f"{LEDGER}xlsx/", WHEN).status_code == 200


@pytest.fixture
def many(officer, school, agency):
    at = datetime(2026, 10, 6, 15, tzinfo=UTC)
    for serial in range(100, SIZE + 105):
        incident = IncidentFactory(
            school=school,
            police_agency=agency,
            written_by=officer.user,
            serial=serial,
            occurred_from=at,
            reported_at=at,
        )
        end(incident, "submitted")


def test_the_ledger_comes_a_page_at_a_time_and_misses_nothing(client, many, commander):
    client.force_login(commander)

    first = client.get(LEDGER, WHEN).context["page"]
    second = client.get(LEDGER, {**WHEN, "after": first.after}).context["page"]

    found = [event.incident.pk for event in [*first.events, *second.events]]
    assert len(found) == len(set(found)) == SIZE + 5
    assert (len(first.events), second.after) == (SIZE, "")


def test_the_page_asks_as_much_for_many_as_for_one(
    client, queries_of, charged, many, commander
):
    client.force_login(commander)
    many_of_them = queries_of(client, f"{LEDGER}?year={YEAR}")
    assert many_of_them <= 8

    Incident.objects.filter(status="submitted").exclude(pk=charged.pk).update(
        occurred_from=datetime(2025, 10, 6, 15, tzinfo=UTC)
    )

    assert queries_of(client, f"{LEDGER}?year={YEAR}") == many_of_them


def test_where_there_are_very_many_schools_one_is_chosen(
    client, monkeypatch, charged, commander, school
):
    monkeypatch.setattr(views, "AT_ONCE", 0)
    client.force_login(commander)

    assert "Choose a school" in client.get(LEDGER, WHEN).text
    assert lines(client) == []
    assert lines(client, school=school.pk)


def test_what_makes_no_sense_is_left_out(client, charged, commander):
    client.force_login(commander)
    nonsense = {"year": "x", "month": "77", "school": "-1", "after": "y", "key": "z"}

    assert client.get(LEDGER, nonsense).status_code == 200
    assert client.get(LEDGER, {"dimension": "'; --", "key": "%"}).status_code == 200
