"""Walkthroughs on their pages: the form, what a phone sends, lists, trend, exports."""

import json
from datetime import UTC, date, datetime, time
from functools import partial

import pytest
import time_machine

from schools.models import Checklist, Finding, Walkthrough
from sro_program.core.ids import uuid7
from tests.factories.schools import (
    FindingFactory,
    PlaceFactory,
    SchoolFactory,
    WalkAnswerFactory,
    WalkthroughFactory,
)
from tests.schools.drilling import NOW
from tests.schools.pages import text, url
from tests.schools.walking import item_of, shipped, typed

WALKERS = ["principal", "officer", "commander"]
READERS = [*WALKERS, "district"]
NOBODY = ["office", "counselor", "teacher"]


@pytest.fixture(autouse=True)
def _at_nine():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def walked(school, people):
    walk = WalkthroughFactory(school=school, walked_by=people["officer"])
    WalkAnswerFactory(walkthrough=walk, answer="finding")
    return walk


def handed_over(client, school, fields, scale="round"):
    """What a phone sends, and what it is told."""
    return client.post(
        url("send_walk", school.pk, scale),
        json.dumps({"fields": fields}),
        content_type="application/json",
    )


# ---- The form ---------------------------------------------------------------


@pytest.mark.parametrize("role", WALKERS)
def test_a_walk_is_sent_and_stands_there_with_what_was_found(
    role, sign_in, people, school
):
    client = sign_in(people[role])
    assert "Fences and gates" in text(client.get(url("walk", school.pk)))

    sent = client.post(url("walk", school.pk), typed(), follow=True)

    page = text(sent)
    assert "Sent." in page
    assert "Door 7 is propped" in page
    assert "Monday" not in page
    assert "Mon, Nov 30, 2026, 8:30 AM" in page
    finding = Finding.objects.get()
    assert "Found on a walkthrough" in text(client.get(finding.get_absolute_url()))


def test_sent_again_it_is_told_and_is_one(sign_in, people, school):
    client = sign_in(people["officer"])
    form = typed()

    client.post(url("walk", school.pk), form)
    again = client.post(url("walk", school.pk), form, follow=True)

    assert "was sent already" in text(again)
    assert Walkthrough.objects.count() == 1


def test_sent_from_another_page_with_other_answers_nothing_is_lost(
    sign_in, people, school
):
    client = sign_in(people["officer"])
    form = typed()
    client.post(url("walk", school.pk), form)

    other = client.post(url("walk", school.pk), {**form, "route": "inside"})

    assert other.status_code == 409
    assert "with other answers" in text(other)
    assert 'value="inside"' in other.text
    assert "Door 7 is propped" in other.text
    key = other.context["form"]["record_id"].value()
    client.post(url("walk", school.pk), {**form, "route": "inside", "record_id": key})
    assert sorted(walk.route for walk in Walkthrough.objects.all()) == [
        "inside",
        "outside",
    ]


def test_a_finding_says_what_it_is_and_the_rest_is_kept(sign_in, people, school):
    what = f"what-{item_of('Exterior doors are locked').pk}"

    answer = sign_in(people["officer"]).post(
        url("walk", school.pk), typed(**{what: " ", "route": "the roof"})
    )

    assert answer.status_code == 422
    assert "Say what has to be mended." in answer.text
    assert "the roof" in answer.text
    assert not Walkthrough.objects.exists()


@pytest.mark.parametrize(
    ("where", "what"),
    [("door 7", "Door 7 is propped"), ("Nowhere", "Nowhere: Door 7 is propped")],
)
def test_a_place_is_known_by_its_label_and_another_goes_into_the_words(
    where, what, sign_in, people, school
):
    door = PlaceFactory(school=school, label="Door 7")
    place = f"place-{item_of('Exterior doors are locked').pk}"

    sign_in(people["officer"]).post(url("walk", school.pk), typed(**{place: where}))

    finding = Finding.objects.get()
    assert (finding.what, finding.place) == (what, door if where == "door 7" else None)


def test_a_page_of_an_older_edition_is_taken_and_one_of_elsewhere_is_not(
    sign_in, people, school
):
    newer = Checklist.objects.create(
        district=school.district, title="Ours", valid_from=date(2026, 11, 1)
    )
    newer.items.create(text="Our gate", layer="campus", means="access")
    elsewhere = Checklist.objects.create(
        district=SchoolFactory().district, title="Theirs", valid_from=date(2026, 11, 1)
    )
    client = sign_in(people["officer"])

    assert "Our gate" in text(client.get(url("walk", school.pk)))
    client.post(url("walk", school.pk), typed())
    assert Walkthrough.objects.get().checklist == shipped()
    strange = client.post(url("walk", school.pk), typed(checklist=elsewhere.pk))
    assert strange.status_code == 422
    assert "no longer walked here" in text(strange)


def test_without_a_list_in_use_the_page_says_so(sign_in, people, school):
    Checklist.objects.update(valid_from=None)

    answer = sign_in(people["officer"]).get(url("walk", school.pk))

    assert answer.status_code == 404
    assert "No checklist is in use" in text(answer)


# ---- What a phone hands over ------------------------------------------------


def test_what_a_phone_kept_is_sent_once(sign_in, people, school):
    client = sign_in(people["officer"])
    fields = typed()

    first = handed_over(client, school, fields).json()
    second = handed_over(client, school, fields).json()

    assert (first["state"], second["state"]) == ("saved", "saved")
    assert first["url"] == second["url"] == Walkthrough.objects.get().get_absolute_url()
    assert "already" in second["sentence"]


@pytest.mark.parametrize(
    ("changes", "state", "sentence"),
    [
        ({"route": "inside"}, "otherwise", "Nothing of yours is lost"),
        ({"record_id": "x"}, "refused", "Enter a valid UUID"),
        ({"on": "2027-01-01", "record_id": str(uuid7())}, "refused", "still to come"),
        ({"begins": "", "record_id": str(uuid7())}, "refused", "From: Fill this in."),
    ],
)
def test_what_cannot_be_taken_is_told_to_the_phone(
    changes, state, sentence, sign_in, people, school
):
    client = sign_in(people["officer"])
    fields = typed()
    handed_over(client, school, fields)

    told = handed_over(client, school, {**fields, **changes}).json()

    assert told["state"] == state
    assert sentence in told["sentence"]
    assert Walkthrough.objects.count() == 1


def test_a_scale_that_is_not_there_and_what_cannot_be_read_are_refused(
    sign_in, people, school
):
    client = sign_in(people["officer"])

    assert handed_over(client, school, typed(), "hurried").json()["state"] == "refused"
    for body in ("", "[]", '{"fields": 3}', "{"):
        answer = client.post(
            url("send_walk", school.pk, "round"), body, content_type="application/json"
        )
        assert answer.status_code == 400
        assert "stays on your phone" in answer.json()["sentence"]


def test_half_a_sign_becomes_a_question_mark(sign_in, people, school):
    fields = typed(route="\ud83d", note=None)

    told = handed_over(sign_in(people["officer"]), school, fields).json()

    assert told["state"] == "saved"
    assert Walkthrough.objects.get().route == "?"


def test_a_phone_learns_who_is_signed_in(sign_in, people):
    told = sign_in(people["officer"]).get(url("walk_device")).json()

    assert told["owner"] == str(people["officer"].pk)


def test_the_shell_is_the_same_for_everybody_and_holds_nobody(client, db, school):
    answer = client.get(url("walk_offline"))

    assert answer.status_code == 200
    assert "no-cache" in answer.headers["Cache-Control"]
    assert school.name not in answer.text


# ---- Who --------------------------------------------------------------------


@pytest.mark.parametrize("role", NOBODY)
def test_who_does_not_read_plans_finds_nothing_of_it(
    role, sign_in, people, school, walked
):
    client = sign_in(people[role])
    pages = [
        url("walk_board"),
        url("walkthroughs", school.pk),
        url("walk_trend", school.pk),
        url("walkthrough", school.pk, walked.pk),
        url("assessments_csv"),
        url("walk", school.pk),
        url("walk_device"),
    ]

    assert {client.get(page).status_code for page in pages} == {403}
    assert handed_over(client, school, typed()).status_code == 403
    assert "Walkthroughs" not in client.get(url("detail", school.pk)).text


def test_the_district_reads_and_does_not_walk(sign_in, people, school, walked):
    client = sign_in(people["district"])

    assert walked.route in client.get(url("walkthrough", school.pk, walked.pk)).text
    assert "Walk through</a>" not in client.get(url("walkthroughs", school.pk)).text
    assert client.get(url("walk", school.pk)).status_code == 403


def test_a_stranger_finds_no_school_and_no_walk(sign_in, stranger, school, walked):
    client = sign_in(stranger)

    assert client.get(url("walkthrough", school.pk, walked.pk)).status_code == 404
    assert client.get(url("walk", school.pk)).status_code == 404
    assert handed_over(client, school, typed()).status_code == 404
    elsewhere = url("assessments_csv") + f"?school={school.pk}"
    assert client.get(elsewhere).status_code == 404


def test_the_address_of_another_school_leads_nowhere(sign_in, people, school, walked):
    other = SchoolFactory(campus=school.campus, district=school.district)
    client = sign_in(people["commander"])

    assert client.get(url("walkthrough", other.pk, walked.pk)).status_code == 404
    path = url("add_finding", other.pk) + f"?walk={walked.pk}"
    assert client.get(path).status_code == 404


# ---- To be read -------------------------------------------------------------


def test_what_was_found_later_is_added_to_the_walk(sign_in, people, school, walked):
    client = sign_in(people["principal"])
    form = {
        "record_id": uuid7(),
        "what": "The gate is open",
        "severity": "low",
        "owner": "school",
        "due_on": "2026-12-10",
    }

    page = client.post(
        url("add_finding", school.pk) + f"?walk={walked.pk}", form, follow=True
    )

    assert "The gate is open" in text(page)
    assert Finding.objects.get().walkthrough == walked


def test_the_school_lists_its_walks_the_latest_first_page_by_page(
    sign_in, people, school
):
    make = partial(WalkthroughFactory, school=school, walked_by=people["officer"])
    for day in range(1, 28):
        make(on=date(2026, 10, day))
        make(on=date(2026, 10, day), begins=time(14, 0))
    client = sign_in(people["principal"])

    first = client.get(url("walkthroughs", school.pk))
    second = client.get(url("walkthroughs", school.pk) + first.context["next"])

    shown = [*first.context["walks"], *second.context["walks"]]
    assert [len(page.context["walks"]) for page in (first, second)] == [50, 4]
    assert len({*shown}) == 54
    assert shown == sorted(shown, key=lambda one: (one.on, one.pk), reverse=True)
    nonsense = client.get(url("walkthroughs", school.pk) + "?after=x")
    assert nonsense.status_code == 200


def test_the_trend_counts_what_was_found_and_mended_month_by_month(
    sign_in, people, school, walked
):
    looked = {
        "status": "checked",
        "done_by": people["officer"],
        "done_at": NOW,
        "checked_by": people["principal"],
        "checked_at": datetime(2026, 10, 31, 12, tzinfo=UTC),
    }
    with time_machine.travel("2026-09-01T03:00Z", tick=False):  # August at the school
        FindingFactory(school=school, written_by=people["officer"])
        FindingFactory(school=school, written_by=people["officer"], **looked)
    client = sign_in(people["district"])

    trend = client.get(url("walk_trend", school.pk)).context["trend"]

    rows = {
        f"{month.first:%b}": (month.rounds, month.found, month.mended)
        for month in trend.months
    }
    assert rows == {
        "Jul": (0, 0, 0),
        "Aug": (0, 2, 0),
        "Sep": (1, 0, 0),
        "Oct": (0, 0, 1),
        "Nov": (0, 0, 0),
    }
    assert (trend.standing, trend.label) == (1, "2026–27")
    before = client.get(url("walk_trend", school.pk) + "?year=2025")
    assert "Nothing in this year" in text(before)
    assert len(before.context["trend"].months) == 12
    later = client.get(url("walk_trend", school.pk) + "?year=2099")
    assert later.context["trend"].year == 2026


def test_the_board_says_when_each_school_was_walked(sign_in, people, school, walked):
    client = sign_in(people["commander"])

    page = text(client.get(url("walk_board")))

    assert "Sep 3, 2026" in page
    assert "Not yet this year" in page


def test_the_last_assessment_of_the_year_is_a_sheet(sign_in, people, school):
    item = item_of("Staff trained", "assessment")
    for on, answer in [
        (date(2026, 6, 30), "future"),
        (date(2026, 9, 1), "in_progress"),
        (date(2026, 10, 1), "in_place"),
    ]:
        walk = WalkthroughFactory(
            school=school,
            walked_by=people["principal"],
            checklist=shipped("assessment"),
            on=on,
        )
        WalkAnswerFactory(walkthrough=walk, item=item, answer=answer, note="=1+1")
    client = sign_in(people["district"])

    sheets = [
        client.get(url("assessments_csv") + asked).content.decode()
        for asked in ("", f"?school={school.pk}", "?year=2025", "?year=nonsense")
    ]

    assert ["In place" in sheet for sheet in sheets] == [True, True, False, True]
    assert not any("In progress" in sheet for sheet in sheets)
    assert "Future" in sheets[2]
    assert "'=1+1" in sheets[0]
    assert "Training" in sheets[0]
    assert client.get(url("assessments_xlsx")).status_code == 200


def test_pages_with_more_ask_no_more(sign_in, people, school, walked, queries_of):
    client = sign_in(people["principal"])
    pages = [
        url("walk_board"),
        url("walkthroughs", school.pk),
        url("walk_trend", school.pk),
        url("walkthrough", school.pk, walked.pk),
        url("walk", school.pk),
        url("detail", school.pk),
        url("assessments_csv"),
    ]
    few = [queries_of(client, page) for page in pages]

    for item in walked.checklist.items.all()[1:4]:
        WalkAnswerFactory(walkthrough=walked, item=item)
        FindingFactory(
            school=school,
            written_by=people["officer"],
            walkthrough=walked,
            item=item,
            place=PlaceFactory(school=school),
        )
        WalkthroughFactory(school=school, walked_by=people["commander"])

    assert [queries_of(client, page) for page in pages] == few


def test_nothing_yet_says_where_it_comes_from(sign_in, people, school):
    principal = text(sign_in(people["principal"]).get(url("walkthroughs", school.pk)))
    district = text(sign_in(people["district"]).get(url("walkthroughs", school.pk)))

    assert "on your phone, door by door" in principal
    assert "an officer of the school walks through" in district
