"""Directives on their pages: the list, one of them, its forms, and the ledger."""

import pytest
import time_machine
from django.urls import reverse

from officers.models import ActivityEntry, Directive
from sro_program.core.ids import uuid7
from tests.conftest import make_officer
from tests.factories.officers import ActivityEntryFactory, DirectiveFactory
from tests.factories.schools import AgreementFactory, CampusFactory, SchoolFactory
from tests.officers.conftest import MONDAY, at

LIST = "/officers/directives/"
LEDGER = "/officers/directives/minutes/"


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(at(8), tick=False):
        yield


@pytest.fixture
def given(officer, school, principal):
    """One from the principal to the officer, from nine to ten."""

    def make(**said):
        content = {
            "officer": officer,
            "school": school,
            "directed_by": principal,
            "side": "school",
            "starts_at": at(9),
            "due_at": at(10),
            **said,
        }
        return DirectiveFactory(**content)

    return make


@pytest.fixture
def of_command(given, commander):
    def make(**said):
        return given(**{"directed_by": commander, "side": "command", **said})

    return make


def address(verb, directive):
    return reverse(f"officers:{verb}", args=[directive.pk])


# The list


@pytest.mark.parametrize("who", ["officer", "commander", "office", "principal"])
def test_the_officer_and_both_superiors_find_what_is_open(
    sign_in, request, who, given, of_command
):
    ended = given(status="done")
    shown = [given(), of_command()]
    person = request.getfixturevalue(who)

    page = sign_in(getattr(person, "user", person)).get(LIST).text

    assert all(one.what in page for one in shown)
    assert ended.what not in page
    assert page.count("wants the officer in the same time") == 2


@pytest.mark.parametrize("who", ["teacher", "counselor", "district_user"])
def test_nobody_else_opens_it(sign_in, request, who, given):
    client = sign_in(request.getfixturevalue(who))

    assert client.get(LIST).status_code == 403
    assert client.get(address("directive", given())).status_code == 403


def test_the_principal_of_another_school_finds_nothing(sign_in, stranger, given):
    client, directive = sign_in(stranger), given()

    assert "Nothing is open" in client.get(LIST).text
    assert client.get(address("directive", directive)).status_code == 404


def test_a_state_is_chosen(sign_in, principal, given):
    declined = given(status="declined", reason="In court")
    open_one, client = given(), sign_in(principal)

    page = client.get(LIST, {"state": "declined"}).text

    assert declined.what in page
    assert open_one.what not in page
    assert "None in this state" in client.get(LIST, {"state": "done"}).text
    assert open_one.what in client.get(LIST, {"state": "nonsense"}).text


@pytest.mark.parametrize(
    ("who", "next_step"),
    [
        ("officer", "it stands here and on your home page"),
        ("principal", "Choose an officer"),
        ("office", "it stands here and on your home page"),
    ],
)
def test_where_nothing_is_open_the_page_says_what_comes_next(
    sign_in, request, who, next_step
):
    person = request.getfixturevalue(who)

    page = sign_in(getattr(person, "user", person)).get(LIST).text

    assert "Nothing is open" in page
    assert next_step in page


def test_a_long_list_says_that_it_is_cut(sign_in, commander, given, monkeypatch):
    for module in ("officers.directing", "officers.views.directives"):
        monkeypatch.setattr(f"{module}.SHOWN", 2)
    given()
    client = sign_in(commander)
    assert "These are the first" not in client.get(LIST).text

    given()
    given()

    assert "These are the first 2." in client.get(LIST).text


# One of them


def test_its_page_says_what_where_when_and_from_whom(sign_in, commander, given):
    directive = given(where="Door 4")

    page = sign_in(commander).get(address("directive", directive)).text

    for said in (
        directive.what,
        "Door 4",
        "Mon, Nov 30, 9:00 – 10:00 AM",
        "Paula Principal, school administration",
    ):
        assert said in page


@pytest.mark.parametrize(
    ("who", "verbs"),
    [
        ("officer", {"acknowledge", "finish", "decline"}),
        ("principal", {"withdraw"}),
        ("commander", set()),
        ("office", set()),
    ],
)
def test_each_is_offered_their_own_verbs(sign_in, request, who, verbs, given):
    directive, person = given(), request.getfixturevalue(who)

    page = sign_in(getattr(person, "user", person)).get(address("directive", directive))

    assert {offer.verb for offer in page.context["offers"]} == verbs


def test_what_ended_offers_nothing(sign_in, officer, given):
    directive = given(status="declined", reason="In court")

    page = sign_in(officer.user).get(address("directive", directive))

    assert not page.context["offers"]
    assert "In court" in page.text
    assert "Log minutes for it" not in page.text


@pytest.mark.parametrize("who", ["officer", "commander", "principal"])
def test_a_clash_is_read_by_all_three(sign_in, request, who, given, of_command):
    directive, other = given(), of_command(starts_at=at(9, 30), due_at=at(11))
    person = request.getfixturevalue(who)

    page = sign_in(getattr(person, "user", person)).get(address("directive", directive))

    assert "Agency command wants" in page.text
    assert address("directive", other) in page.text


# The verbs


@pytest.fixture
def press(sign_in, officer):
    def send(verb, directive, by=None, **said):
        fields = {"version": directive.version, **said}
        client = sign_in(by or officer.user)
        return client.post(address(verb, directive), fields, follow=True)

    return send


@pytest.mark.parametrize(
    ("verb", "state"), [("acknowledge", "acknowledged"), ("finish", "done")]
)
def test_an_answer_is_one_tap(press, given, verb, state):
    directive = given()

    page = press(verb, directive)

    directive.refresh_from_db()
    assert directive.status == state
    assert "Paula Principal is told." in page.text


def test_to_decline_takes_a_reason(press, given):
    directive = given()
    assert press("decline", directive).status_code == 422

    page = press("decline", directive, reason="In court until noon")

    directive.refresh_from_db()
    assert (directive.status, directive.reason) == ("declined", "In court until noon")
    assert "In court until noon" in page.text


def test_what_was_typed_stays_when_another_was_faster(press, given):
    directive = given()
    press("acknowledge", directive)

    page = press("decline", directive, reason="typed words")

    assert page.status_code == 409
    assert "typed words" in page.text
    assert 'name="version" value="2"' in page.text


def test_the_giver_withdraws_with_a_reason(press, given, principal):
    directive = given()

    page = press("withdraw", directive, principal, reason="Others are there")

    assert "Others are there" in page.text
    assert Directive.objects.get().status == "withdrawn"


def test_nobody_withdraws_for_another(press, given, commander):
    assert press("withdraw", given(), commander, reason="No").status_code == 403


# Giving


@pytest.fixture
def send(sign_in, officer, school):
    def give(by, **said):
        fields = {
            "record_id": uuid7(),
            "school": school.pk,
            "kind": "door",
            "what": "Guard the front door",
            "due_at": "2026-11-30T15:00",
            **said,
        }
        path = reverse("officers:give_directive", args=[officer.pk])
        return sign_in(by).post(path, fields, follow=True)

    return give


@pytest.mark.parametrize(
    ("who", "side"), [("commander", "command"), ("principal", "school")]
)
def test_one_is_given_from_the_officer_s_page(
    send, sign_in, request, officer, who, side
):
    person = request.getfixturevalue(who)
    path = reverse("officers:give_directive", args=[officer.pk])
    assert path in sign_in(person).get(officer.get_absolute_url()).text

    page = send(person)

    assert Directive.objects.get().side == side
    assert f"Given. {officer} is told." in page.text


def test_one_that_repeats_says_how_often_and_until_when(send, principal):
    again = {"repeats": "daily", "repeats_until": "2026-12-04"}
    hours = {"starts_at": "2026-11-30T12:00", "due_at": "2026-11-30T12:30"}

    page = send(principal, **hours, **again)

    assert "12:00 – 12:30 PM, each school day until Dec 4" in page.text


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"starts_at": "2026-11-30T16:00"}, "The end must be after the start."),
        ({"due_at": "2026-11-29T15:00"}, "That time is over."),
        ({"repeats": "daily"}, "Give a last day where it repeats"),
        ({"repeats_until": "2026-12-04"}, "and none where it does not"),
        ({"what": ""}, "Fill this in."),
        ({"school": "999999"}, "Choose one from the list."),
    ],
)
def test_what_cannot_be_comes_back_in_words(send, principal, said, sentence):
    page = send(principal, **said)

    assert page.status_code == 422
    assert sentence in page.text
    assert not Directive.objects.exists()


def test_the_form_is_for_who_directs_and_where_the_officer_serves(
    sign_in, officer, office, principal, agency, district
):
    path = reverse("officers:give_directive", args=[officer.pk])
    assert sign_in(office).get(path).status_code == 403
    assert path not in sign_in(office).get(officer.get_absolute_url()).text

    officer.assignments.update(ends_on=MONDAY)

    page = sign_in(principal).get(path)
    assert page.status_code == 403
    assert "serves no school at which you could direct them" in page.text
    assert path not in sign_in(principal).get(officer.get_absolute_url()).text
    elsewhere = make_officer(agency, CampusFactory(district=district), "Cole")
    path = reverse("officers:give_directive", args=[elsewhere.pk])
    assert sign_in(principal).get(path).status_code == 404


# In the log


def test_a_line_names_the_directive_it_was_done_for(sign_in, officer, school, given):
    client, directive = sign_in(officer.user), given()
    declined = given(status="declined", reason="In court")
    path = reverse("officers:add_line")

    form = client.get(path, {"directive": directive.pk, "type": "directed"})

    assert f'value="{directive.pk}" selected' in form.text
    assert declined.what not in form.text
    said = {
        "record_id": uuid7(),
        "type": "presence",
        "on": "2026-11-30",
        "minutes": "45",
        "origin": "self",
        "school": school.pk,
        "directive": directive.pk,
    }
    client.post(path, said)
    entry = ActivityEntry.objects.get()
    assert (entry.directive, entry.function) == (directive, "directed_duty")
    shown = client.get(reverse("officers:change_line", args=[entry.pk])).text
    assert f'value="{directive.pk}" selected' in shown


def test_corrected_a_line_keeps_the_directive_that_was_withdrawn(
    sign_in, officer, school, given
):
    directive = given(status="withdrawn", reason="Not needed")
    entry = ActivityEntryFactory(
        officer=officer, school=school, on=MONDAY, directive=directive
    )

    page = sign_in(officer.user).get(reverse("officers:change_line", args=[entry.pk]))

    assert f'value="{directive.pk}" selected' in page.text


def test_without_directives_the_form_does_not_ask(sign_in, officer):
    page = sign_in(officer.user).get(reverse("officers:add_line")).text

    assert "Done for a directive" not in page


# Home


def test_a_new_one_waits_on_the_officer_s_home_page(sign_in, officer, given):
    directive, answered = given(), given(status="acknowledged")

    page = sign_in(officer.user).get("/").text

    assert "Directive: Lunch monitor" in page
    assert address("directive", answered) not in page
    assert address("directive", directive) in page
    assert LIST in page


def test_every_home_leads_to_the_list_that_it_may_open(sign_in, request, officer):
    leads = {}
    for who in ("commander", "office", "principal", "counselor", "teacher"):
        page = sign_in(request.getfixturevalue(who)).get("/").text
        leads[who] = LIST in page

    assert leads == {
        "commander": True,
        "office": True,
        "principal": True,
        "counselor": False,
        "teacher": False,
    }


# The ledger


def test_the_ledger_shows_the_minutes_and_the_clause(
    sign_in, principal, officer, school, given
):
    agreement = AgreementFactory(district=school.district)
    ActivityEntryFactory(
        officer=officer,
        school=school,
        on=MONDAY,
        function="directed_duty",
        minutes=1234,
        directive=given(),
    )

    page = sign_in(principal).get(LEDGER).text

    assert "<td>1234</td>" in page
    assert "Lunch monitor" in page
    assert agreement.discipline_clause in page
    assert str(officer) not in page


def test_a_school_is_chosen_among_one_s_own(
    sign_in, commander, principal, officer, school, other_school
):
    second = SchoolFactory(district=school.district, name="Zz")
    client = sign_in(commander)

    assert client.get(LEDGER).context["ledger"].school == school
    chosen = client.get(LEDGER, {"school": second.pk})
    assert chosen.context["ledger"].school == second
    client = sign_in(principal)
    for key in (second.pk, other_school.pk, "nonsense"):
        page = client.get(LEDGER, {"school": key})
        assert page.context["ledger"].school == school


def test_an_empty_ledger_says_so_and_officers_have_none(sign_in, principal, officer):
    assert "No directed duty yet" in sign_in(principal).get(LEDGER).text
    assert sign_in(officer.user).get(LEDGER).status_code == 403


# Queries


@pytest.mark.parametrize("who", ["officer", "commander", "principal"])
def test_more_directives_ask_no_more_of_the_database(
    sign_in, request, queries_of, who, given, of_command, officer, school
):
    person = request.getfixturevalue(who)
    client, first = sign_in(getattr(person, "user", person)), given()
    of_command()
    pages = ["/", LIST, address("directive", first)]
    if who != "officer":
        pages.append(LEDGER)
    few = [queries_of(client, page) for page in pages]
    for kind in ("door", "patrol", "event"):
        one = given(kind=kind)
        of_command(kind=kind)
        ActivityEntryFactory(
            officer=officer,
            school=school,
            on=MONDAY,
            function="directed_duty",
            directive=one,
        )

    many = [queries_of(client, page) for page in pages]

    assert many == few
    assert few[0] <= 12
