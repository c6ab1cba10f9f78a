"""The list: what it holds for whom, filtered, page by page, as a file."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from incidents import listing
from incidents.listing import paging
from incidents.models import Incident
from incidents.places import Spot, without_small
from sro_program.accounts import saved_views
from sro_program.accounts.models import Membership, Role, SavedView
from sro_program.audit.models import AuditEvent, Kind
from tests.conftest import LONG_AGO
from tests.factories.incidents import end
from tests.factories.schools import PlaceFactory

INDEX = "/incidents/"
PLACES = "/incidents/places/"
BEGAN = datetime(2026, 10, 6, 14, 30, tzinfo=UTC)
ROLES = ["officer", "commander", "office", "principal", "stranger", "other_officer"]


@pytest.fixture
def elsewhere(happened, other_school, other_officer):
    return happened(
        school=other_school,
        police_agency=other_school.district.police_agency,
        written_by=other_officer.user,
    )


def everything(user, **wanted):
    choices = listing.choices_for(user)
    return set(listing.find(user, listing.Wanted(**wanted), choices))


def page(sign_in, user, address=INDEX):
    return sign_in(user).get(address).content.decode()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("many", [60, 0])
def test_the_list_holds_exactly_what_is_visible(
    role, many, request, monkeypatch, happened, elsewhere
):
    monkeypatch.setattr("sro_program.accounts.reached.MANY_SCHOOLS", many)
    happened(), happened(status="draft")
    end(happened(status="draft"), "discarded")
    person = request.getfixturevalue(role)
    person = getattr(person, "user", person)

    assert everything(person) == set(Incident.objects.visible_to(person))
    assert everything(person, disposition="advised") == set(
        Incident.objects.police_side(person)
    )


def test_a_report_stays_in_its_authors_list_after_the_assignment(happened, officer):
    written = happened()
    officer.assignments.all().delete()

    assert everything(officer.user) == {written}


@pytest.mark.parametrize(
    ("wanted", "is_found"),
    [
        ({"state": "submitted"}, True),
        ({"state": "approved"}, False),
        ({"kind": "hallway"}, True),
        ({"kind": "gym"}, False),
        ({"outcome": "open"}, True),
        ({"outcome": "police"}, False),
        ({"initiated_by": "teacher"}, True),
        ({"initiated_by": "tip"}, False),
        ({"conduct": "status"}, True),
        ({"conduct": "public"}, False),
        ({"disposition": "advised"}, True),
        ({"disposition": "arrest"}, False),
        ({"since": BEGAN.date(), "until": BEGAN.date()}, True),
        ({"since": BEGAN.date() + timedelta(days=1)}, False),
        ({"until": BEGAN.date() - timedelta(days=1)}, False),
        ({"place": 0}, True),
    ],
)
def test_the_list_is_filtered(wanted, is_found, happened, commander):
    found = happened()

    assert everything(commander, **wanted) == ({found} if is_found else set())


def test_school_place_and_officer_are_chosen_by_key(happened, school, commander):
    place = PlaceFactory(school=school)
    found = happened(place=place)
    keys = {"school": school.pk, "place": place.pk, "officer": found.written_by_id}

    assert everything(commander, **keys) == {found}
    assert everything(commander, place=0) == set()
    for name, key in keys.items():
        assert everything(commander, **{name: key + 1}) == set()


@pytest.mark.parametrize("role", ["principal", "office"])
def test_a_reader_of_headers_cannot_ask_for_class_or_disposition(
    role, request, sign_in, happened
):
    found = happened()
    reader = request.getfixturevalue(role)
    asked = page(sign_in, reader, f"{INDEX}?conduct=public&disposition=arrest")

    assert found.number in asked
    assert "Disposition" not in asked
    assert everything(reader, conduct="status") == set()
    assert everything(reader, disposition="advised") == set()


def test_the_command_reads_class_and_disposition_in_the_list(
    sign_in, happened, commander
):
    happened(case_file__conduct="public", case_file__disposition="citation")
    shown = page(sign_in, commander)

    assert '<td data-label="Class">Public offense</td>' in shown
    assert '<td data-label="Disposition">Citation</td>' in shown


def test_an_officer_who_is_of_the_office_elsewhere_reads_headers_there(
    sign_in, happened, other_school, other_officer, officer
):
    happened(
        school=other_school,
        police_agency=other_school.district.police_agency,
        written_by=other_officer.user,
        case_file__disposition="citation",
    )
    Membership.objects.create(
        user=officer.user,
        role=Role.OFFICE,
        police_agency=other_school.district.police_agency,
        starts_on=LONG_AGO,
    )
    shown = page(sign_in, officer.user)

    assert "Graves High School" in shown
    assert '<td data-label="Disposition"></td>' in shown


def test_no_name_of_a_juvenile_is_in_a_list_or_a_file(
    sign_in, submitted, officer, commander, principal
):
    for reader in (officer.user, commander, principal):
        client = sign_in(reader)
        for address in (INDEX, "/incidents/export/csv/", PLACES):
            shown = client.get(address).content.decode()
            assert "Family-token" not in shown
            assert "narrative-token" not in shown


def test_the_drafts_of_an_officer_stand_on_top(sign_in, incident, officer, commander):
    assert "Being written" in page(sign_in, officer.user)
    assert "Being written" not in page(sign_in, officer.user, f"{INDEX}?kind=hallway")
    assert "Being written" not in page(sign_in, commander)


# Pages


@pytest.mark.parametrize("sort", listing.SORTS)
def test_pages_lead_there_and_back_again(sort, happened, commander, monkeypatch):
    monkeypatch.setattr(paging, "PAGE_SIZE", 2)
    for day in (1, 2, 2, 3, 4):
        happened(occurred_from=BEGAN + timedelta(days=day))
    choices = listing.choices_for(commander)
    rows = listing.find(commander, listing.Wanted(), choices)

    def at(place="", *, backwards=False):
        behind = listing.Behind.read(place, backwards=backwards) if place else None
        return listing.page_of(rows, sort, choices, behind)

    whole = listing.rows_of(rows, sort, choices, 100)
    first = at()
    second = at(first.next)
    third = at(second.next)

    assert [*first.rows, *second.rows, *third.rows] == whole
    assert (first.previous, third.next) == ("", "")
    assert at(third.previous, backwards=True) == second
    assert at(second.previous, backwards=True).rows == first.rows


def test_the_page_links_to_the_next_with_its_filter(
    sign_in, happened, commander, monkeypatch
):
    monkeypatch.setattr(paging, "PAGE_SIZE", 1)
    happened(), happened(occurred_from=BEGAN - timedelta(days=1))
    client = sign_in(commander)
    first = client.get(f"{INDEX}?kind=hallway").context

    second = client.get(first["steps"]["next"]).context

    assert "kind=hallway&after=" in first["steps"]["next"]
    assert [row.url for row in second["page"].rows] != [
        row.url for row in first["page"].rows
    ]
    assert second["steps"]["next"] == ""


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("after=nowhere", "That page of the list no longer exists"),
        ("before=2026-10-06T14:30_zz", "That page of the list no longer exists"),
        ("school=999999", "Choose one from the list."),
        ("school=x", "Choose one from the list."),
        ("officer=999999", "Choose one from the list."),
        ("sort=evil", "Choose one from the list."),
        ("since=2026-10-06&until=2026-10-05", "This day is before the first one."),
        ("since=9999-12-31", "Give a day from"),
        ("q=ab", "at least one word of three letters"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(
    address, sentence, sign_in, happened, commander
):
    found = happened()
    shown = page(sign_in, commander, f"{INDEX}?{address}")

    assert 'role="alert"' in shown
    assert sentence in shown
    assert found.number in shown


def test_the_number_of_incidents_is_capped(happened, commander, monkeypatch):
    monkeypatch.setattr(paging, "COUNT_UP_TO", 1)
    happened()
    rows = listing.find(commander, listing.Wanted(), listing.choices_for(commander))
    assert listing.count_of(rows) == "1 incident"
    happened()

    assert listing.count_of(rows) == "1+ incidents"


@pytest.mark.parametrize("role", ["commander", "principal", "officer"])
@pytest.mark.parametrize("address", [INDEX, f"{INDEX}?q=pushed", PLACES])
def test_the_list_asks_the_database_as_often_for_many(
    role, address, request, sign_in, happened, school, queries_of
):
    person = request.getfixturevalue(role)
    client = sign_in(getattr(person, "user", person))
    happened(school_report="Two pushed each other.")
    few = queries_of(client, address)
    for _ in range(5):
        happened(place=PlaceFactory(school=school), school_report="Pushed.")

    assert queries_of(client, address) == few
    assert few <= 12


# Files


def test_a_principals_file_has_the_header_and_is_on_record(
    sign_in, happened, principal
):
    found = happened(case_file__disposition="citation", case_file__conduct="public")
    file = sign_in(principal).get("/incidents/export/csv/?kind=hallway").content
    header, line = file.decode("utf-8-sig").splitlines()

    assert header.endswith('"Asked by","State","Outcome"')
    assert line.startswith(f'"{found.number}","2026-10-06 09:30","High","Hallway"')
    assert "token" not in line
    assert "Citation" not in line
    event = AuditEvent.objects.get(kind=Kind.DISCLOSURE)
    assert (event.verb, event.by_id) == ("export_incidents", principal.pk)
    assert event.detail == {"rows": 1, "format": "csv", "filters": ["kind"]}


def test_the_file_of_the_command_has_class_and_disposition(
    sign_in, happened, commander
):
    happened(case_file__disposition="citation", case_file__conduct="public")
    file = sign_in(commander).get("/incidents/export/xlsx/").content
    rows = list(load_workbook(BytesIO(file)).active.values)

    assert rows[0][-2:] == ("Class", "Disposition")
    assert rows[1][-2:] == ("Public offense", "Citation")
    assert not [cell for cell in rows[1] if "token" in str(cell)]


def test_a_file_that_is_cut_says_so(sign_in, happened, commander, monkeypatch):
    monkeypatch.setattr("incidents.views.listing.MOST_ROWS", 1)
    happened(), happened()
    file = sign_in(commander).get("/incidents/export/csv/").content.decode()

    assert "narrow the filter for more" in file


# Saved views


def test_a_filter_is_saved_shown_as_a_tab_and_removed(sign_in, happened, commander):
    happened()
    client = sign_in(commander)
    client.post(
        reverse("incidents:save_view"),
        {"name": "Halls", "query": "kind=hallway&nonsense=1"},
    )
    view = SavedView.objects.get(user=commander)

    assert (view.page, view.query) == (listing.PAGE, "kind=hallway")
    assert 'aria-current="page">Halls' in page_text(client, f"{INDEX}?kind=hallway")

    client.post(reverse("incidents:remove_view", args=[view.pk]))
    assert not SavedView.objects.exists()


def test_a_view_without_a_name_is_refused(sign_in, commander):
    client = sign_in(commander)
    client.post(reverse("incidents:save_view"), {"name": "", "query": ""})

    assert not SavedView.objects.exists()
    assert "Give the view a name" in page_text(client, INDEX)


def test_views_of_another_list_are_not_removed_here(sign_in, commander):
    view = saved_views.keep(commander, "presentations:index", "Mine", "who=mine")
    sign_in(commander).post(reverse("incidents:remove_view", args=[view.pk]))

    assert SavedView.objects.filter(pk=view.pk).exists()


def page_text(client, address):
    return client.get(address).content.decode()


# Where it happens


def ranked_in(client, address=f"{PLACES}?year=2026"):
    return client.get(address).context["ranked"]


def test_places_are_ranked_and_each_number_is_that_of_its_list(
    sign_in, happened, school, commander
):
    gym = PlaceFactory(school=school, label="Old gym")
    for kind in ["hallway", "hallway", "gym"]:
        happened(sub_place=kind, place=gym if kind == "gym" else None)
    happened(occurred_from=BEGAN - timedelta(days=365))
    client = sign_in(commander)
    ranked = ranked_in(client)
    kinds, places = ranked.rankings

    assert [(one.label, one.number, one.share) for one in kinds.spots] == [
        ("Hallway", 2, 100),
        ("Gym", 1, 50),
    ]
    assert [one.label for one in places.spots] == ["No place named", "Old gym"]
    assert ranked.total == len(client.get(ranked.url).context["page"].rows) == 3
    for spot in [*kinds.spots, *places.spots]:
        assert len(client.get(spot.url).context["page"].rows) == spot.number


@pytest.mark.parametrize("role", ["officer", "commander", "principal"])
def test_neither_a_draft_nor_a_discarded_report_is_counted_at_a_place(
    role, sign_in, happened, request
):
    """For nobody, also not for who sees them; and the list behind agrees."""
    for _ in range(5):
        happened()
    happened(status="draft")
    end(happened(status="draft"), "discarded")
    person = request.getfixturevalue(role)
    client = sign_in(getattr(person, "user", person))
    ranked = ranked_in(client)

    assert ranked.total == ranked.rankings[0].spots[0].number == 5
    for address in (ranked.url, ranked.rankings[0].spots[0].url):
        assert len(client.get(address).context["page"].rows) == 5


def test_small_numbers_are_kept_from_the_principal(sign_in, happened, principal):
    for kind in ["hallway"] * 6 + ["gym"] * 5 + ["bus"] * 3:
        happened(sub_place=kind)
    ranked = ranked_in(sign_in(principal))

    assert ranked.total == 14
    assert [one.label for one in ranked.rankings[0].spots] == ["Hallway"]
    assert ranked.rankings[0].is_cut


def test_a_year_with_few_incidents_tells_the_principal_no_number(
    sign_in, happened, principal, commander
):
    happened()

    assert ranked_in(sign_in(principal)).total is None
    assert "Fewer than 5" in page(sign_in, principal, f"{PLACES}?year=2026")
    assert ranked_in(sign_in(commander)).total == 1
    assert ranked_in(sign_in(commander), f"{PLACES}?year=2024").total == 0


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ([6, 5], [6, 5]),
        ([6, 5, 4], [6]),
        ([6, 3, 2], [6]),
        ([9, 4], []),
        ([3], []),
        ([], []),
    ],
)
def test_no_hidden_number_can_be_told_from_the_total(numbers, shown):
    spots = [Spot(str(at), number, "") for at, number in enumerate(numbers)]

    assert [spot.number for spot in without_small(spots)] == shown


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("school={other}", "School"),
        ("school=x", "School"),
        ("year=1999", "School year"),
    ],
)
def test_of_what_is_not_offered_no_other_is_ranked(
    asked, field, sign_in, happened, other_school, commander
):
    """Nobody reads the numbers of one school under the name of another."""
    happened()
    address = f"{PLACES}?{asked.format(other=other_school.pk)}"
    answer = sign_in(commander).get(address)

    assert answer.context["ranked"] is None
    assert f"{field}: " in answer.text
