"""The list: what it holds for whom, in which order, page by page."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from io import BytesIO
from urllib.parse import parse_qs

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from django.utils.timezone import now
from openpyxl import load_workbook

from presentations import listing
from presentations.listing import PAGE, finding, paging
from presentations.listing.finding import matching
from presentations.models import Presentation
from presentations.states import Status
from sro_program.accounts import saved_views
from sro_program.accounts.models import SavedView
from sro_program.audit.models import AuditEvent, Kind
from sro_program.core.db import acting_as
from sro_program.core.errors import RuleBroken
from tests.factories.presentations import BookedFactory, PresentationFactory

ROLES = ["commander", "office", "principal", "counselor", "teacher", "district_user"]
INDEX = "/presentations/"
SOON = now() + timedelta(days=5)


@pytest.fixture
def talk(school, teacher, officer):
    return PresentationFactory(
        school=school,
        requested_by=teacher,
        officer=officer,
        search_text="vaping | high | health 9 | room 100% | owen officer",
    )


@pytest.fixture
def elsewhere(other_school, stranger):
    return PresentationFactory(
        school=other_school, requested_by=stranger, search_text="vaping | graves"
    )


def everything(user, **wanted):
    choices = listing.choices_for(user)
    return set(listing.find(user, listing.Wanted(**wanted), choices))


@pytest.mark.parametrize("role", [*ROLES, "officer", "stranger"])
@pytest.mark.parametrize("many", [60, 0])
def test_the_list_holds_exactly_what_is_visible(
    role, many, request, monkeypatch, talk, elsewhere
):
    monkeypatch.setattr("sro_program.accounts.reached.MANY_SCHOOLS", many)
    PresentationFactory(school=talk.school)
    person = request.getfixturevalue(role)
    person = getattr(person, "user", person)

    found = everything(person)

    assert found == set(Presentation.objects.visible_to(person))
    assert found == {talk} if role == "teacher" else found


def test_a_teacher_who_is_principal_elsewhere_sees_both(talk, other_school, teacher):
    teacher.memberships.create(role="principal", school=other_school)
    there = PresentationFactory(school=other_school)
    PresentationFactory(school=talk.school)

    assert everything(teacher) == {talk, there}


def test_someone_without_a_role_lists_nothing(talk, django_user_model):
    nobody = django_user_model.objects.create_user("n@example.org", "N", "a-password")

    assert everything(nobody) == set()


@pytest.mark.parametrize(
    ("wanted", "is_found"),
    [
        ({"status": "requested"}, True),
        ({"status": "delivered"}, False),
        ({"kind": "classroom"}, True),
        ({"kind": "club"}, False),
        ({"who": "mine"}, True),
        ({"since": SOON.date()}, True),
        ({"until": SOON.date()}, False),
    ],
)
def test_the_list_is_filtered(wanted, is_found, talk, teacher):
    assert everything(teacher, **wanted) == ({talk} if is_found else set())


def test_school_officer_and_topic_are_chosen_by_key(talk, principal):
    keys = {
        "school": talk.school_id,
        "officer": talk.officer_id,
        "topic": talk.topic_id,
    }

    assert everything(principal, **keys) == {talk}
    for name, key in keys.items():
        assert everything(principal, **{name: key + 1}) == set()


@pytest.mark.parametrize(
    ("person", "status", "is_asked"),
    [
        ("principal", Status.REQUESTED, True),
        ("officer", Status.REQUESTED, True),
        ("teacher", Status.REQUESTED, False),
        ("teacher", Status.CHANGES_REQUESTED, True),
        ("principal", Status.DRAFT, False),
    ],
)
def test_it_finds_what_needs_me(person, status, is_asked, request, talk):
    asked_at = None if status == Status.DRAFT else now()
    Presentation.objects.filter(pk=talk.pk).update(
        status=status, reason="x", requested_at=asked_at
    )
    user = request.getfixturevalue(person)
    user = getattr(user, "user", user)

    assert everything(user, who="needs") == ({talk} if is_asked else set())


def test_a_given_talk_without_a_record_needs_its_officer(talk, officer, principal):
    past = BookedFactory(
        school=talk.school, officer=officer, starts_at=now() - timedelta(days=1)
    )

    assert everything(officer.user, who="needs") == {past, talk}


# What is coming up


def days_from_now(school, *days):
    return [
        PresentationFactory(school=school, starts_at=now() + timedelta(days=day))
        for day in days
    ]


def shown(client, **query):
    rows = client.get(INDEX, query).context["page"].rows
    return [row.url for row in rows]


def urls_of(talks):
    return [talk.get_absolute_url() for talk in talks]


def test_the_next_talk_is_on_top(sign_in, school, officer, campus):
    second, past, first = days_from_now(school, 9, -3, 2)

    assert shown(sign_in(officer.user)) == urls_of([first, second])


def test_what_is_on_today_is_still_coming_up(sign_in, school, principal):
    with time_machine.travel(datetime(2026, 12, 1, 22, tzinfo=UTC), tick=False):
        [earlier, yesterday] = days_from_now(school, -0.25, -1)

        assert shown(sign_in(principal)) == urls_of([earlier])


def test_both_other_orders_hold_all_days(sign_in, school, principal):
    talks = days_from_now(school, -3, 2, 9)
    client = sign_in(principal)

    assert shown(client, sort="oldest") == urls_of(talks)
    assert shown(client, sort="newest") == urls_of(reversed(talks))


def test_a_filter_looks_at_all_days(sign_in, school, principal):
    talks = days_from_now(school, -3, 2)

    found = shown(sign_in(principal), state="requested")
    assert found == urls_of(reversed(talks))


def test_what_is_coming_up_can_be_filtered_and_searched(sign_in, school, principal):
    talks = days_from_now(school, -3, 2, 9)
    Presentation.objects.update(search_text="vaping")
    far = {"since": (now() + timedelta(days=5)).date().isoformat()}
    client = sign_in(principal)

    assert shown(client, sort="coming", q="vaping") == urls_of(talks[1:])
    assert shown(client, sort="coming", **far) == urls_of(talks[2:])


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ({}, "coming"),
        ({"q": "", "sort": "coming"}, "coming"),
        ({"state": "requested"}, "newest"),
        ({"state": "requested", "sort": "oldest"}, "oldest"),
    ],
)
def test_the_order_in_force_is_the_one_that_is_shown(sign_in, principal, query, order):
    page = sign_in(principal).get(INDEX, query).text

    chosen = re.findall(r'<option value="(\w*)" selected>', page.split('id="sort"')[1])
    assert chosen == [order]


def test_the_usual_order_alone_is_still_the_first_tab(sign_in, principal):
    page = sign_in(principal).get(INDEX, {"q": "", "state": "", "sort": "coming"})

    assert page.context["tabs"][0]["is_current"]
    assert "1 set" not in page.text
    assert "No presentations are coming up" in page.text


def test_a_filter_of_what_is_coming_leads_on_to_all_days(sign_in, school, principal):
    talks = days_from_now(school, -3)
    client = sign_in(principal)

    page = client.get(INDEX, {"state": "requested", "sort": "coming"}).text
    [there] = re.findall(r'href="/presentations/\?([^"]*)">Look at all days', page)

    assert shown(client, **parse_qs(unescape(there))) == urls_of(talks)


def test_the_next_page_goes_on_with_what_is_coming_up(
    sign_in, school, principal, small_pages
):
    talks = days_from_now(school, -3, 2, 5, 9)
    client = sign_in(principal)

    address = client.get(INDEX).context["steps"]["next"]
    rows = client.get(address).context["page"].rows

    assert [row.url for row in rows] == urls_of(talks[3:])


# Search goes through a door in the second wall


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        (["vaping"], True),
        (["vap", "health"], True),
        (["vaping", "zebra"], False),
        (["100%"], True),
        (["1_0%"], False),
        (["'; drop table x"], False),
        (["\\"], False),
        ([], True),
    ],
)
def test_all_words_must_occur_as_written(words, is_found, talk, principal):
    with acting_as(principal):
        found = everything(principal, words=tuple(words))

    assert found == ({talk} if is_found else set())


def through_the_door(words=("vaping",), school=None, since=None, until=None):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT presentations_search(%s::text[], %s, %s, %s, "
            "NULL, NULL, NULL, NULL, NULL)",
            [list(words), school, since, until],
        )
        return {key for (key,) in cursor.fetchall()}


@pytest.mark.parametrize("role", [*ROLES, "officer", "stranger"])
def test_the_door_hands_out_only_what_is_visible(role, request, talk, elsewhere):
    unseen = PresentationFactory(school=talk.school, search_text="vaping")
    person = request.getfixturevalue(role)
    person = getattr(person, "user", person)

    with acting_as(person):
        found = through_the_door()

    visible = set(Presentation.objects.visible_to(person).values_list("pk", flat=True))
    assert found == visible
    assert (unseen.pk in found) == (role not in {"teacher", "stranger"})


def test_nobody_gets_nothing_through_the_door(talk, django_user_model):
    nobody = django_user_model(pk=None)

    with acting_as(nobody):
        assert through_the_door() == set()
    assert through_the_door(words=()) == set()


def test_the_clock_searches_everywhere(talk, elsewhere):
    assert through_the_door() == {talk.pk, elsewhere.pk}


def test_the_door_narrows_by_school_and_days(talk, commander):
    with acting_as(commander):
        assert through_the_door(school=talk.school_id) == {talk.pk}
        assert through_the_door(school=talk.school_id + 1) == set()
        assert through_the_door(since=talk.starts_at) == {talk.pk}
        assert through_the_door(until=talk.starts_at) == set()


# Pages


@pytest.fixture
def small_pages(monkeypatch):
    monkeypatch.setattr(paging, "PAGE_SIZE", 2)


@pytest.mark.parametrize("sort", list(listing.SORTS))
def test_pages_go_there_and_back_without_loss(sort, small_pages, school, principal):
    talks = PresentationFactory.create_batch(5, school=school)
    same_time = talks[0].starts_at
    Presentation.objects.filter(pk__in=[t.pk for t in talks[:3]]).update(
        starts_at=same_time, ends_at=same_time + timedelta(hours=1)
    )
    rows = Presentation.objects.visible_to(principal)
    whole = [row.url for row in paging.rows_of(rows, sort, 100)]

    first = listing.page_of(rows, sort)
    second = listing.page_of(
        rows, sort, listing.Place.read(first.next, backwards=False)
    )
    third = listing.page_of(
        rows, sort, listing.Place.read(second.next, backwards=False)
    )
    back = listing.page_of(
        rows, sort, listing.Place.read(third.previous, backwards=True)
    )

    pages = [first, second, third]
    assert [row.url for page in pages for row in page.rows] == whole
    assert back == second
    assert (first.previous, third.next) == ("", "")


@pytest.mark.parametrize(
    "damaged",
    [
        "x",
        "requested_x_y",
        "wrong_2026-11-24T00:00:00+00:00_x",
        "requested_2026-11-24_x",
    ],
)
def test_a_damaged_page_link_leads_to_the_first_page(damaged, sign_in, principal, talk):
    page = sign_in(principal).get(INDEX, {"after": damaged})

    assert page.status_code == 200
    assert "That page of the list no longer exists" in page.content.decode()
    assert talk.topic.title in page.content.decode()


def test_a_count_stays_cheap(monkeypatch, school, principal):
    monkeypatch.setattr(paging, "COUNT_UP_TO", 1)
    rows = Presentation.objects.visible_to(principal)

    said = [listing.count_of(rows)]
    for _ in range(2):
        PresentationFactory(school=school)
        said.append(listing.count_of(rows))

    assert said == ["0 presentations", "1 presentation", "1+ presentations"]


def queries_of(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(14) as captured:
        client.get(INDEX)
    return len(captured)


def test_the_list_asks_the_same_for_one_row_and_for_three(
    sign_in, principal, school, django_assert_max_num_queries
):
    client = sign_in(principal)
    client.get(INDEX)
    PresentationFactory(school=school)
    one = queries_of(client, django_assert_max_num_queries)
    PresentationFactory.create_batch(2, school=school)

    assert queries_of(client, django_assert_max_num_queries) == one


def test_htmx_gets_the_results_alone(sign_in, principal, talk):
    part = sign_in(principal).get(INDEX, headers={"HX-Request": "true"})

    text = part.content.decode()
    assert text.strip().startswith('<section id="results"')
    assert talk.topic.title in text


def test_it_links_to_the_next_page_with_the_filter(
    sign_in, principal, school, small_pages
):
    PresentationFactory.create_batch(3, school=school)
    client = sign_in(principal)

    steps = client.get(INDEX, {"state": "requested"}).context["steps"]
    following = client.get(steps["next"])

    assert steps["next"].startswith("/presentations/?state=requested&after=requested_")
    assert len(following.context["page"].rows) == 1
    assert following.context["steps"]["previous"]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"q": "ab"}, "at least one word of three letters"),
        ({"school": "999"}, "Choose one from the list."),
        ({"officer": "999"}, "Choose one from the list."),
        ({"school": "1" * 30}, "School: Choose one from the list."),
        ({"state": "eaten"}, "State: Choose one from the list."),
        ({"since": "9999-12-31"}, "From: Give a day from 2000 to 2100."),
        ({"until": "soon"}, "To: Give a date."),
        ({"since": "2026-11-24", "until": "2026-11-23"}, "before the first one"),
    ],
)
def test_a_filter_that_makes_no_sense_gets_a_sentence(
    query, sentence, sign_in, principal, talk
):
    page = sign_in(principal).get(INDEX, query)

    assert page.status_code == 200
    assert sentence in page.content.decode()


def test_an_empty_list_says_what_to_do_next(sign_in, principal, school):
    client = sign_in(principal)

    assert "No presentations are coming up" in client.get(INDEX).content.decode()
    assert "Nothing fits" in client.get(INDEX, {"q": "zebra"}).content.decode()


def test_with_many_schools_they_are_found_by_search(
    sign_in, commander, talk, monkeypatch
):
    monkeypatch.setattr("sro_program.accounts.reached.MANY_SCHOOLS", 0)
    monkeypatch.setattr("presentations.listing.choices.MANY_OFFICERS", 0)

    page = sign_in(commander).get(
        INDEX, {"school": talk.school_id, "officer": talk.officer_id}
    )

    assert '<select id="school"' not in page.content.decode()
    assert talk.topic.title in page.content.decode()


# Saved views


def test_a_view_is_saved_used_and_removed(sign_in, principal, talk):
    client = sign_in(principal)

    client.post(
        reverse("presentations:save_view"),
        {"name": "Waiting", "query": "state=requested&evil=1&after=x"},
    )
    view = SavedView.objects.get()
    page = client.get(f"{INDEX}?{view.query}").content.decode()

    assert view.query == "state=requested"
    assert 'href="/presentations/?state=requested" aria-current="page">Waiting' in page
    client.post(reverse("presentations:remove_view", args=[view.pk]))
    assert not SavedView.objects.exists()


def test_a_view_that_is_too_long_is_refused(principal):
    with pytest.raises(RuleBroken, match="too long"):
        saved_views.keep(principal, PAGE, "Long", "q=" + "%F0%9F%9A%93" * 100)


def test_a_page_link_of_an_impossible_zone_leads_somewhere(sign_in, principal, talk):
    place = f"requested_2026-01-01T00:00:00+23:00_{talk.pk}"

    assert sign_in(principal).get(INDEX, {"after": place}).status_code == 200


def test_nobody_removes_the_view_of_another(sign_in, principal, teacher):
    view = saved_views.keep(teacher, PAGE, "Mine", "who=mine")

    sign_in(principal).post(reverse("presentations:remove_view", args=[view.pk]))

    assert SavedView.objects.get() == view


def test_a_view_needs_a_name(sign_in, principal, school):
    sign_in(principal).post(reverse("presentations:save_view"), {"name": ""})

    assert not SavedView.objects.exists()


def test_twenty_views_are_enough(monkeypatch, principal):
    monkeypatch.setattr(saved_views, "MOST_VIEWS", 1)
    saved_views.keep(principal, PAGE, "One", "")
    saved_views.keep(principal, PAGE, "One", "who=mine")

    with pytest.raises(RuleBroken, match="20 saved views"):
        saved_views.keep(principal, PAGE, "Two", "")


# Files


def test_the_filtered_list_is_a_file_and_the_export_is_written_down(
    sign_in, principal, talk
):
    PresentationFactory(school=talk.school, status=Status.DRAFT)
    response = sign_in(principal).get(
        reverse("presentations:export_csv"), {"q": "vaping", "state": "requested"}
    )

    lines = response.content.decode("utf-8-sig").splitlines()
    note = AuditEvent.objects.get(kind=Kind.DISCLOSURE)
    assert len(lines) == 2
    assert talk.topic.title in lines[1]
    assert note.by == principal
    assert note.detail == {"rows": 1, "format": "csv", "filters": ["q", "state"]}


def test_excel_gets_the_same_rows_and_says_when_it_is_cut_off(
    sign_in, principal, school, monkeypatch
):
    monkeypatch.setattr("presentations.views.listing.MOST_ROWS", 2)
    PresentationFactory.create_batch(3, school=school)

    response = sign_in(principal).get(reverse("presentations:export_xlsx"))

    sheet = load_workbook(BytesIO(response.content)).active
    assert sheet.max_row == 4
    assert "narrow the filter" in sheet["A4"].value


def test_days_begin_and_end_by_the_local_clock():
    day = datetime(2026, 7, 4, tzinfo=UTC).date()

    since, until = finding.span(listing.Wanted(since=day, until=day))

    assert since.isoformat() == "2026-07-04T00:00:00-05:00"
    assert until.isoformat() == "2026-07-05T00:00:00-05:00"


def test_the_filter_offers_no_list_with_one_choice(sign_in, talk, teacher):
    page = sign_in(teacher).get("/presentations/?state=requested&sort=oldest").text

    assert "Search and filter · 2 set" in page
    for name in ("school", "officer", "who"):
        assert f'<select id="{name}"' not in page


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (datetime(2027, 1, 4, 8), "Mon, Jan 4, 8:00 AM"),
        (datetime(2026, 6, 1, 13, 5), "Mon, Jun 1, 2026, 1:05 PM"),
    ],
)
def test_the_year_is_named_only_outside_of_this_school_year(day, words):
    with time_machine.travel("2026-11-24 18:00:00+00:00"):
        assert paging.in_words(day) == words


def test_the_door_looks_behind_the_newest_when_a_filter_leaves_little(
    talk, school, principal, teacher, monkeypatch
):
    """An own talk is found, however many newer ones of others hold the word."""
    newer = [
        PresentationFactory(
            school=school, search_text="vaping", status=Status.WITHDRAWN
        )
        for _ in range(3)
    ]
    monkeypatch.setattr("presentations.listing.paging.MOST_FOUND", len(newer))

    with acting_as(principal):
        withdrawn = everything(principal, words=("vaping",), status=Status.WITHDRAWN)
        rows = listing.find(
            principal,
            listing.Wanted(words=("vaping",), status=Status.WITHDRAWN),
            listing.choices_for(principal),
        )
        words = listing.count_of(rows, is_search=True)
    with acting_as(teacher):
        mine = everything(teacher, words=("vaping",), who=listing.MINE)

    assert withdrawn == set(newer)
    assert words.startswith("The newest 500 that match")
    assert mine == {talk}


@pytest.mark.parametrize("filters", [{"status": "requested"}, {"kind": "classroom"}])
def test_the_door_knows_the_filters_of_the_list(filters, talk, principal):
    PresentationFactory(
        school=talk.school,
        search_text="vaping",
        kind="assembly",
        status=Status.WITHDRAWN,
    )

    with acting_as(principal):
        keys = matching(principal, listing.Wanted(words=("vaping",), **filters))

    assert keys == f"{{{talk.pk}}}"


def test_the_door_knows_officer_topic_and_person(talk, principal, officer, teacher):
    PresentationFactory(school=talk.school, search_text="vaping")
    Presentation.objects.filter(pk=talk.pk).update(officer=officer)

    with acting_as(principal):
        by_officer = matching(
            principal, listing.Wanted(words=("vaping",), officer=officer.pk)
        )
        on_topic = matching(
            principal, listing.Wanted(words=("vaping",), topic=talk.topic_id)
        )
    with acting_as(officer.user):
        own = matching(
            officer.user, listing.Wanted(words=("vaping",), who=listing.MINE)
        )

    assert by_officer == on_topic == own == f"{{{talk.pk}}}"
