"""What a phone kept without a signal: each line once, in any order, however often."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from officers.models import ActivityEntry
from sro_program.core.db import acting_as_clock
from tests.officers.conftest import MONDAY, at

NOON = at(12)
SEND = "/officers/log/device/send/"


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def kept(school, officer):
    """A line as the phone keeps it."""

    def make(**said):
        return {
            "record_id": str(uuid4()),
            "school": str(school.pk),
            "kind": "presence:30",
            "ended_at": at(10).isoformat(),
            "owner": str(officer.user.pk),
            "label": "Presence",
            **said,
        }

    return make


def send(client, lines, now=NOON):
    body = json.dumps({"now": now.isoformat(), "lines": lines})
    return client.post(SEND, body, content_type="application/json")


def test_lines_are_taken_and_each_is_answered(sign_in, officer, kept):
    lines = [kept(), kept(kind="traffic:20", note="North gate")]

    told = send(sign_in(officer.user), lines).json()

    assert [one["id"] for one in told["results"]] == [one["record_id"] for one in lines]
    assert {one["state"] for one in told["results"]} == {"saved"}
    assert told["minutes_today"] == 50
    entry = ActivityEntry.objects.get(pk=lines[1]["record_id"])
    assert (entry.type, entry.minutes, entry.note) == ("traffic", 20, "North gate")
    assert (entry.on, entry.ended_at) == (MONDAY, at(10))


def test_the_same_queue_sent_three_times_is_one(sign_in, officer, kept):
    client, lines = sign_in(officer.user), [kept() for _ in range(5)]

    answers = [send(client, lines).json()["results"] for _ in range(3)]

    assert ActivityEntry.objects.count() == 5
    assert answers[0] == answers[1] == answers[2]


def test_one_that_is_refused_holds_up_no_other(sign_in, officer, kept):
    lines = [kept(), kept(minutes="9999"), kept(kind="nonsense"), kept(school="0"), {}]
    lines += ["no line", None, 7, kept()]

    told = send(sign_in(officer.user), lines).json()["results"]

    states = [one["state"] for one in told]
    assert states == ["saved", *["refused"] * 7, "saved"]
    assert all(one["sentence"] for one in told)
    assert ActivityEntry.objects.count() == 2


def test_what_the_rules_refuse_stays_on_the_phone_with_its_sentence(
    sign_in, officer, kept
):
    old = kept(ended_at=at(10, on=MONDAY - timedelta(days=90)).isoformat())

    (told,) = send(sign_in(officer.user), [old]).json()["results"]

    assert told["state"] == "refused"
    assert "too long ago" in told["sentence"]


@pytest.mark.parametrize("hours", [-30, 3, 30])
def test_a_clock_that_is_wrong_is_put_right(sign_in, officer, kept, hours):
    off = timedelta(hours=hours)
    line = kept(ended_at=(at(10) + off).isoformat())

    told = send(sign_in(officer.user), [line], now=NOON + off).json()

    entry = ActivityEntry.objects.get()
    assert (entry.on, entry.ended_at) == (MONDAY, at(10))
    assert told["clock_behind"] == -hours * 60


def test_a_clock_a_little_off_is_let_be(sign_in, officer, kept):
    line = kept(ended_at=(NOON + timedelta(minutes=2)).isoformat())

    told = send(sign_in(officer.user), [line], NOON + timedelta(minutes=2)).json()

    assert told["clock_behind"] == 0
    assert ActivityEntry.objects.get().ended_at == NOON


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[]",
        "null",
        '{"lines": 3}',
        '{"lines": [], "x": 1}',
        "[" * 5_000,
        "\x00",
    ],
)
def test_what_cannot_be_read_is_said(sign_in, officer, body):
    answer = sign_in(officer.user).post(SEND, body, content_type="application/json")

    assert answer.status_code == 400
    assert "stay on your phone" in answer.json()["sentence"]


def test_a_form_where_lines_are_expected_is_said_too(sign_in, officer):
    answer = sign_in(officer.user).post(SEND, {"lines": "x"})

    assert answer.status_code == 400


@pytest.mark.parametrize("now", ["", "yesterday", "2026-02-30T00:00:00Z", "x" * 999])
def test_a_clock_that_says_nothing_moves_nothing(sign_in, officer, kept, now):
    body = json.dumps({"now": now, "lines": [kept()]})

    answer = sign_in(officer.user).post(SEND, body, content_type="application/json")

    assert answer.json()["clock_behind"] == 0
    assert ActivityEntry.objects.get().ended_at == at(10)


def test_a_queue_of_somebody_who_was_signed_out_is_not_taken(client, officer, kept):
    answer = send(client, [kept()])

    assert answer.status_code == 302
    assert not ActivityEntry.objects.exists()


def test_nor_of_an_officer_who_left(sign_in, officer, kept):
    client = sign_in(officer.user)
    officer.in_service = False
    officer.save()

    assert send(client, [kept()]).status_code == 403
    assert not ActivityEntry.objects.exists()


def test_a_line_of_another_officer_is_not_touched(
    sign_in, officer, other_officer, kept, client
):
    line = kept()
    send(sign_in(officer.user), [line])

    line["owner"] = str(other_officer.user.pk)
    (told,) = send(sign_in(other_officer.user), [line]).json()["results"]

    assert told["state"] == "refused"
    assert ActivityEntry.objects.get().officer == officer


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    batches=st.lists(st.lists(st.integers(0, 7), max_size=8), min_size=1, max_size=6)
)
def test_any_order_of_batches_makes_each_line_once(sign_in, officer, kept, batches):
    client = sign_in(officer.user)
    with acting_as_clock():
        ActivityEntry.objects.all().delete()
    lines = [kept(minutes=str(5 + number)) for number in range(8)]

    for batch in batches:
        send(client, [lines[number] for number in batch])

    sent = {number for batch in batches for number in batch}
    found = ActivityEntry.objects.values_list("id", "minutes")
    assert {(str(key), minutes) for key, minutes in found} == {
        (lines[number]["record_id"], 5 + number) for number in sent
    }


def test_the_phone_learns_who_is_signed_in_and_their_buttons(sign_in, officer, school):
    told = sign_in(officer.user).get(reverse("officers:device")).json()

    assert told["owner"] == str(officer.user_id)
    assert told["schools"] == [{"key": school.pk, "label": school.label}]
    assert told["tiles"][0]["value"] == "presence:30"


def test_the_shell_the_worker_and_the_manifest_hold_nothing_about_anybody(
    client, sign_in, officer
):
    """So that a phone may keep them: they are the same for everyone."""
    pages = [reverse("officers:offline"), "/worker.js", "/app.webmanifest"]

    for page in pages:
        anonymous = client.get(page)
        signed_in = sign_in(officer.user).get(page)
        client.logout()
        assert anonymous.status_code == 200
        assert anonymous.content == signed_in.content
        assert officer.user.name not in anonymous.text


def test_all_that_the_shell_is_made_of_is_there(client, db):
    files = json.loads(client.get("/worker.js").text.split(";")[0].split("=")[1])

    answers = {path: client.get(path) for path in files}

    assert {answer.status_code for answer in answers.values()} == {200}
    for answer in answers.values():
        answer.getvalue()


def test_a_line_tapped_in_another_account_is_not_taken_into_this_log(
    sign_in, officer, other_officer, kept
):
    lines = [kept(owner=str(other_officer.user.pk)), kept()]

    told = send(sign_in(officer.user), lines).json()

    assert [one["state"] for one in told["results"]] == ["refused", "saved"]
    assert "waits here for its officer" in told["results"][0]["sentence"]
    assert ActivityEntry.objects.get().pk.hex == lines[1]["record_id"].replace("-", "")


@pytest.mark.parametrize(
    "broken",
    [
        {"note": "\ud800"},
        {"ended_at": 5},
        {"ended_at": ["a"]},
        {"kind": {"a": 1}},
        {"school": None},
    ],
    ids=range(5),
)
def test_one_broken_line_holds_up_no_other(sign_in, officer, kept, broken):
    told = send(sign_in(officer.user), [kept(**broken), kept()]).json()

    assert told["results"][1]["state"] == "saved"


@pytest.mark.parametrize("now", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z"])
def test_a_clock_of_another_age_breaks_nothing(sign_in, officer, kept, now):
    body = json.dumps({"now": now, "lines": [kept()]})

    answer = sign_in(officer.user).post(SEND, body, content_type="application/json")

    assert answer.status_code == 200
    assert len(answer.json()["results"]) == 1
