"""Campus memory: who writes and reads it, how it fades, both walls, its pages."""

from datetime import date, timedelta
from functools import partial

import pytest
import time_machine
from django.db import IntegrityError, ProgrammingError, connection, transaction

from schools.actions import memory as actions
from schools.models import PlaceNote
from sro_program.audit.models import AuditEvent
from sro_program.core.db import acting_as, acting_as_clock
from sro_program.core.errors import USED_FORM, NotAllowed, RuleBroken, Stale, WrongState
from sro_program.core.ids import uuid7
from tests.factories.schools import (
    FindingFactory,
    FloorPlanFactory,
    PinFactory,
    PlaceFactory,
    PlaceNoteFactory,
    SchoolEventFactory,
    SchoolFactory,
    SpotFactory,
)
from tests.schools.drilling import NOW
from tests.schools.pages import text, url
from tests.threads import as_, together

KEEPERS = ["officer", "commander", "principal"]
READERS = [*KEEPERS, "district"]
NOBODY = ["office", "counselor", "teacher"]
TODAY = date(2026, 11, 30)
TERM = timedelta(weeks=18)
STICKS = "Door 7 sticks when wet"


@pytest.fixture(autouse=True)
def _at_nine():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def known(school, people):
    """A note that is written already."""

    def noted(**said):
        with acting_as_clock():
            return PlaceNoteFactory(
                **{"school": school, "written_by": people["officer"], **said}
            )

    return noted


def verb(name, note):
    return url(name, note.school_id, note.pk)


# ---- Verbs ------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", KEEPERS)
def test_who_serves_a_campus_writes_confirms_and_ends(role, people, school, known):
    user, note = people[role], known(confirmed_on=TODAY - TERM)
    with acting_as(user):
        written = actions.add_note(school, by=user, record_id=uuid7(), text=STICKS)
        note = actions.confirm_note(note, by=user)
        note = actions.change_note(note, by=user, text="It was planed")
        ended = actions.end_note(written, by=user)

    assert (written.written_by, written.confirmed_on) == (user, TODAY)
    assert (note.text, note.confirmed_by, note.version) == ("It was planed", user, 3)
    assert ended.ended_by == user
    with acting_as_clock():
        verbs = AuditEvent.objects.filter(by=user).values_list("verb", flat=True)
        assert {"add_note", "confirm_note", "change_note", "end_note"} <= {*verbs}


@pytest.mark.parametrize("role", ["district", *NOBODY])
def test_nobody_else_writes(role, people, school, known):
    note = known()
    for act in (
        partial(actions.add_note, school, record_id=uuid7(), text=STICKS),
        partial(actions.change_note, note, text=STICKS),
        partial(actions.confirm_note, note),
        partial(actions.end_note, note),
    ):
        with pytest.raises(NotAllowed):
            act(by=people[role])


def test_sent_twice_it_is_one_note(people, school):
    add = partial(actions.add_note, school, by=people["officer"], record_id=uuid7())

    first, second = add(text=STICKS), add(text=STICKS)

    assert first == second == PlaceNote.objects.get()
    with pytest.raises(RuleBroken, match=USED_FORM):
        add(text="Something else")


def test_a_place_of_another_school_is_refused(people, school, known):
    elsewhere = PlaceFactory(school=SchoolFactory(district=school.district))
    by = people["officer"]
    for act in (
        partial(actions.add_note, school, record_id=uuid7()),
        partial(actions.change_note, known()),
    ):
        with pytest.raises(RuleBroken, match="another school"):
            act(by=by, text=STICKS, place=elsewhere)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_told_that_it_has_ended(people, known):
    by, note = people["officer"], known()

    said = together([as_(by, actions.end_note, note)] * 2)

    assert [one for one in said if one] == [actions.IS_ENDED]


def test_what_has_ended_stays_ended(people, known):
    note = actions.end_note(known(), by=people["officer"])
    for act in (
        actions.confirm_note,
        actions.end_note,
        partial(actions.change_note, text=STICKS),
    ):
        with pytest.raises(WrongState, match="no longer so"):
            act(note, by=people["officer"])


def test_an_older_version_is_not_confirmed(people, known):
    note = known()
    actions.change_note(note, by=people["officer"], text=STICKS)

    with pytest.raises(Stale):
        actions.confirm_note(note, by=people["principal"], version=1)


# ---- The database -----------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", [*READERS, *NOBODY])
def test_each_wall_alone_shows_it_to_those_who_read_plans(role, people, known):
    known()

    with acting_as(people[role]):
        second = PlaceNote.objects.count()
    with acting_as_clock():
        first = PlaceNote.objects.visible_to(people[role]).count()

    assert first == second == int(role in READERS)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", ["district", *NOBODY])
def test_the_second_wall_lets_nobody_else_write(role, people, school, known):
    known()
    user = people[role]

    with acting_as(user), connection.cursor() as cursor:
        cursor.execute("UPDATE schools_placenote SET text = 'x'")
        changed = cursor.rowcount
    with pytest.raises(ProgrammingError, match="row-level security"), acting_as(user):
        PlaceNoteFactory(school=school, written_by=user)

    assert changed == 0


@pytest.mark.django_db(transaction=True)
def test_nobody_writes_in_anothers_name(people, school, known):
    known()
    user, other = people["principal"], people["officer"]
    with pytest.raises(ProgrammingError, match="row-level security"), acting_as(user):
        PlaceNoteFactory(school=school, written_by=other)
    for forged in (
        f"confirmed_by_id = {other.pk}, confirmed_on = '2026-11-29'",
        f"ended_by_id = {other.pk}, ended_at = now()",
        "text = 'x'",
        f"written_by_id = {user.pk}",
        "written_at = now()",
    ):
        with pytest.raises(IntegrityError), acting_as(user), transaction.atomic():
            connection.cursor().execute(f"UPDATE schools_placenote SET {forged}")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("made", "by"),
    [
        (PlaceNoteFactory, "written_by"),
        (FindingFactory, "written_by"),
        (FloorPlanFactory, "added_by"),
        (SchoolEventFactory, "written_by"),
    ],
)
def test_nothing_is_parted_from_its_history_by_another_id(made, by, people, school):
    said = {"school": school, by: people["officer"]}
    with acting_as_clock():
        if made is FindingFactory:
            said["place"] = PlaceFactory(school=school)
        made(**said)

    with (
        pytest.raises(IntegrityError, match="id of a record stays"),
        acting_as(people["officer"]),
    ):
        made._meta.model.objects.update(id=uuid7())


@pytest.mark.django_db(transaction=True)
def test_what_has_ended_stays_and_none_is_deleted(people, known):
    actions_by = people["officer"]
    with acting_as(actions_by):
        actions.end_note(known(), by=actions_by)
    with (
        pytest.raises(IntegrityError, match="an ended note"),
        acting_as(actions_by),
        transaction.atomic(),
    ):
        connection.cursor().execute(
            f"UPDATE schools_placenote SET ended_at = NULL, ended_by_id = NULL, "
            f"confirmed_by_id = {actions_by.pk}"
        )
    with acting_as(actions_by), connection.cursor() as cursor:
        cursor.execute("DELETE FROM schools_placenote")
        assert cursor.rowcount == 0


@pytest.mark.django_db(transaction=True)
def test_a_note_keeps_to_its_school(people, school):
    with acting_as_clock():
        elsewhere = PlaceFactory(school=SchoolFactory(district=school.district))
    with pytest.raises(IntegrityError), acting_as_clock():
        PlaceNoteFactory(school=school, place=elsewhere, written_by=people["officer"])


# ---- Pages ------------------------------------------------------------------


@pytest.mark.parametrize("role", [*READERS, *NOBODY])
def test_the_pages_are_for_those_who_read_plans(role, sign_in, people, school, known):
    known(text=STICKS)
    client = sign_in(people[role])
    pages = [client.get(url(name, school.pk)) for name in ("memory", "handover")]

    assert [page.status_code == 200 for page in pages] == [role in READERS] * 2
    assert all((STICKS in text(page)) == (role in READERS) for page in pages)
    assert (STICKS in text(client.get(school.get_absolute_url()))) == (role in READERS)


def test_a_note_is_written_on_a_place(sign_in, people, school):
    door = PlaceFactory(school=school, kind="door", label="Door 7")
    client = sign_in(people["officer"])
    form = text(client.get(f"{url('add_note', school.pk)}?place={door.pk}"))
    sent = {"record_id": uuid7(), "place": door.pk, "text": STICKS}

    page = text(client.post(url("add_note", school.pk), sent, follow=True))

    assert f'<option value="{door.pk}" selected>' in form
    assert STICKS in page
    assert "Door 7" in page


def test_what_nobody_confirmed_for_a_term_asks_whether_it_holds(
    sign_in, people, school, known
):
    old, new = known(confirmed_on=TODAY - TERM - timedelta(days=1)), known()
    client = sign_in(people["principal"])
    asked = text(client.get(url("memory", school.pk)))

    page = text(client.post(verb("confirm_note", old), {"version": 1}, follow=True))

    assert asked.count("Does it still hold?") == 1
    assert "Does it still hold?" not in page
    assert list(PlaceNote.objects.faded(TODAY)) == []
    assert {*PlaceNote.objects.faded(TODAY + TERM + timedelta(days=1))} == {old, new}


def test_what_is_no_longer_so_is_shown_no_more(sign_in, people, school, known):
    note = known(text=STICKS)
    client = sign_in(people["officer"])

    page = text(client.post(verb("end_note", note), {"version": 1}, follow=True))

    assert STICKS not in page
    assert PlaceNote.objects.get().ended_by == people["officer"]


def test_a_note_is_said_anew_and_a_stale_form_shows_what_changed(
    sign_in, people, known
):
    note = known(text=STICKS)
    client = sign_in(people["officer"])
    client.post(
        verb("change_note", note), {"version": 1, "place": "", "text": "Planed"}
    )

    stale = client.post(
        verb("change_note", note), {"version": 1, "place": "", "text": "Other words"}
    )

    assert PlaceNote.objects.get().text == "Planed"
    assert stale.status_code == 409
    assert "Planed" in text(stale)
    assert "Other words" in text(stale)


@pytest.mark.parametrize("words", ["", "x" * 301])
def test_no_words_and_too_many_are_refused(words, sign_in, people, school):
    client = sign_in(people["officer"])

    refused = client.post(
        url("add_note", school.pk), {"record_id": uuid7(), "text": words}
    )

    assert refused.status_code == 422
    assert not PlaceNote.objects.exists()


def test_the_note_of_a_place_that_is_gone_goes_with_it(sign_in, people, school, known):
    door = PlaceFactory(school=school, kind="door", label="Door 7")
    known(text=STICKS, place=door)
    client = sign_in(people["officer"])
    client.post(url("archive_place", school.pk, door.pk))

    assert STICKS not in text(client.get(url("memory", school.pk)))


def test_the_hand_over_tells_a_stranger_what_to_know(
    sign_in, people, school, known, plan_with_a_door
):
    known(text=STICKS)
    with acting_as_clock():
        FindingFactory(school=school, written_by=people["officer"], what="Light out")

    page = text(sign_in(people["officer"]).get(url("handover", school.pk)))

    for words in (
        *(STICKS, "Light out", "Door 7", people["principal"].name),
        *(people["counselor"].name, "Who covers", "Presentations"),
    ):
        assert words in page
    assert people["teacher"].name not in page


@pytest.fixture
def plan_with_a_door(school, people):
    with acting_as_clock():
        door = PlaceFactory(school=school, kind="door", label="Door 7")
        pin = PinFactory(
            plan__school=school, plan__added_by=people["officer"], place=door
        )
    return pin.plan


def test_the_plan_shows_notes_beside_their_places(
    sign_in, people, known, plan_with_a_door
):
    plan = plan_with_a_door
    known(text=STICKS, place=plan.pins.get().place)

    assert STICKS in text(sign_in(people["officer"]).get(plan.get_absolute_url()))


def test_a_difference_from_the_building_is_a_task_on_the_plan(
    sign_in, people, school, plan_with_a_door
):
    plan = plan_with_a_door
    client = sign_in(people["officer"])
    sent = {
        "record_id": uuid7(),
        "what": "Door 7 is labelled 8",
        "severity": "low",
        "owner": "school",
        "due_on": "2026-12-10",
    }

    page = client.post(
        f"{url('add_finding', school.pk)}?plan={plan.pk}", sent, follow=True
    )

    assert page.redirect_chain == [(plan.get_absolute_url(), 302)]
    assert "Door 7 is labelled 8" in text(page)
    finding = plan.findings.get()
    assert plan.title in text(client.get(finding.get_absolute_url()))


@pytest.mark.django_db(transaction=True)
def test_a_finding_keeps_its_plan(people, school, plan_with_a_door):
    with acting_as_clock():
        FindingFactory(
            school=school, written_by=people["officer"], plan=plan_with_a_door
        )
    with (
        pytest.raises(IntegrityError, match="stay"),
        acting_as(people["officer"]),
        transaction.atomic(),
    ):
        connection.cursor().execute("UPDATE schools_finding SET plan_id = NULL")


def test_pages_with_more_ask_no_more(sign_in, people, school, known, queries_of):
    client = sign_in(people["officer"])
    pages = [url("memory", school.pk), url("handover", school.pk)]
    pages.append(school.get_absolute_url())
    known(place=PlaceFactory(school=school))
    few = [queries_of(client, page) for page in pages]
    for _ in range(3):
        known(place=SpotFactory(school=school))

    assert [queries_of(client, page) for page in pages] == few


# ---- Equipment and hazards --------------------------------------------------


def test_an_officer_adds_what_stands_at_a_spot(sign_in, people, school):
    client = sign_in(people["officer"])
    form = client.get(url("add_place", school.pk))
    kinds = dict(form.context["form"].fields["kind"].choices)["Equipment and hazards"]
    aed = next(key for key, name in kinds if name == "AED")

    client.post(url("add_place", school.pk), {"kind": aed, "label": "AED by the gym"})

    place = school.places.get(label="AED by the gym")
    assert (place.kind, place.what) == ("spot", "AED")
    assert "AED by the gym" in text(client.get(url("places", school.pk)))


def test_a_kind_that_is_offered_no_more_is_kept_by_what_has_it(sign_in, people, school):
    place = SpotFactory(school=school)
    place.spot.is_offered = False
    place.spot.save()
    client = sign_in(people["officer"])

    refused = client.post(
        url("add_place", school.pk), {"kind": place.spot.pk, "label": "Another"}
    )

    assert refused.status_code == 422
    assert "AED" in text(client.get(url("places", school.pk)))


@pytest.mark.parametrize("said", [{"kind": "spot"}, {"kind": "room", "spot": 1}])
def test_a_spot_says_what_stands_there_and_a_room_does_not(said, school):
    spot = SpotFactory(school=school).spot
    said = {**said, "spot": spot if "spot" in said else None}
    with pytest.raises(IntegrityError), transaction.atomic():
        school.places.create(label="Here", **said)
