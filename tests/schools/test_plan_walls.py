"""Floor plans: both walls, each alone, what the database refuses, and races."""

from concurrent.futures import ThreadPoolExecutor, wait
from copy import copy
from functools import partial

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils.timezone import now

from schools.actions import plans as actions
from schools.models import FloorPlan, Pin
from schools.plans import plans_of
from sro_program.audit.models import AuditEvent
from sro_program.core.db import acting_as, acting_as_clock
from sro_program.core.errors import NotAllowed, WrongState
from sro_program.core.files import CheckedFile
from sro_program.core.ids import uuid7
from tests.factories.schools import (
    FloorPlanFactory,
    PinFactory,
    PlaceFactory,
    SchoolFactory,
)
from tests.threads import as_, together

READERS = ["commander", "officer", "principal", "district"]
OTHERS = ["office", "counselor", "teacher"]
ROLES = [(role, True) for role in READERS] + [(role, False) for role in OTHERS]
ONLY_READ = ["principal", "district"]
PlanEvent, PinEvent = FloorPlan.pgh_event_model, Pin.pgh_event_model
INTO_HISTORY = """
    INSERT INTO {table} (pgh_created_at, pgh_label, pgh_obj_id, {columns})
    SELECT now(), 'insert', id, {columns} FROM {source}
"""


@pytest.fixture
def plan(school, people):
    with acting_as_clock():
        return FloorPlanFactory(school=school, added_by=people["officer"])


@pytest.fixture
def pin(plan):
    with acting_as_clock():
        return PinFactory(plan=plan)


@pytest.mark.parametrize(("role", "sees"), ROLES)
def test_the_first_wall_shows_plans_to_their_readers(role, sees, people, pin):
    person = people[role]

    assert FloorPlan.objects.visible_to(person).exists() == sees
    assert Pin.objects.visible_to(person).exists() == sees
    assert bool(plans_of(person, pin.school_id)) == sees


@pytest.mark.parametrize(("role", "sees"), ROLES)
def test_the_second_wall_shows_plans_and_their_history_to_their_readers(
    role, sees, people, pin
):
    with acting_as(people[role]):
        for model in (FloorPlan, Pin, PlanEvent, PinEvent):
            assert model.objects.exists() == sees, model


@pytest.mark.parametrize("role", ONLY_READ)
def test_the_second_wall_lets_the_school_change_and_remove_nothing(role, people, pin):
    with acting_as(people[role]):
        assert not FloorPlan.objects.update(title="Mine")
        assert not Pin.objects.update(x=1)
        assert Pin.objects.all()._raw_delete("default") == 0
        assert FloorPlan.objects.all()._raw_delete("default") == 0


@pytest.mark.parametrize("role", ONLY_READ)
def test_the_second_wall_lets_the_school_add_nothing(role, people, pin):
    place = PlaceFactory(school=pin.school)

    with pytest.raises(ProgrammingError, match="row-level"), acting_as(people[role]):
        FloorPlanFactory(school=pin.school, added_by=people[role])
    with pytest.raises(ProgrammingError, match="row-level"), acting_as(people[role]):
        Pin.objects.create(plan=pin.plan, school=pin.school, place=place, x=1, y=1)


@pytest.mark.parametrize("role", ["principal", "district", "officer"])
@pytest.mark.parametrize("model", [FloorPlan, Pin])
def test_nobody_writes_history_by_hand(role, model, people, pin):
    columns = [one.column for one in model._meta.fields]
    forged = INTO_HISTORY.format(
        table=model.pgh_event_model._meta.db_table,
        source=model._meta.db_table,
        columns=", ".join(f'"{name}"' for name in columns),
    )

    with (
        pytest.raises(ProgrammingError, match="row-level"),
        acting_as(people[role]),
        connection.cursor() as cursor,
    ):
        cursor.execute(forged)


def test_who_keeps_a_plan_writes_its_history(people, pin):
    with acting_as(people["officer"]):
        actions.pin_place(pin.plan, by=people["officer"], place=pin.place, x=7, y=7)

        assert PinEvent.objects.filter(x=7, pgh_label="update").exists()


def test_the_verb_alone_refuses_who_only_reads(people, school):
    picture = CheckedFile(None, "image/png", 1, "0" * 64)

    with pytest.raises(NotAllowed, match="floor plans"):
        actions.add_plan(
            school, by=people["principal"], record_id=uuid7(), title="", picture=picture
        )


# What the database refuses


@pytest.fixture
def elsewhere(school):
    """A school next door, which the same officer serves."""
    return SchoolFactory(campus=school.campus, district=school.district)


def test_a_pin_its_plan_and_its_place_are_of_one_school(people, plan, elsewhere):
    own, foreign = PlaceFactory(school=plan.school), PlaceFactory(school=elsewhere)
    wrong = [
        {"school": plan.school, "place": foreign},
        {"school": elsewhere, "place": foreign},
        {"school": elsewhere, "place": own},
    ]

    for said in wrong:
        with (
            pytest.raises(IntegrityError, match="of_its_school"),
            acting_as(people["officer"]),
        ):
            Pin.objects.create(plan=plan, x=1, y=1, **said)


def test_an_archived_plan_stays_as_it_is(people, pin):
    plan = pin.plan
    with acting_as(people["officer"]):
        actions.archive_plan(plan, by=people["officer"])

    for said in ({"archived_at": None}, {"title": "Other"}, {"archived_at": now()}):
        with (
            pytest.raises(IntegrityError, match="stays as it is"),
            acting_as(people["officer"]),
        ):
            FloorPlan.objects.filter(pk=plan.pk).update(**said)
    with (
        pytest.raises(IntegrityError, match="stay where they are"),
        acting_as(people["officer"]),
    ):
        Pin.objects.update(x=1)
    with (
        pytest.raises(IntegrityError, match="stay where they are"),
        acting_as(people["officer"]),
    ):
        Pin.objects.all()._raw_delete("default")


@pytest.mark.parametrize("said", [{"picture": "plans/other.png"}, {"width": 1}])
def test_another_picture_is_another_plan(people, plan, said):
    with (
        pytest.raises(IntegrityError, match="new picture is a new plan"),
        acting_as(people["officer"]),
    ):
        FloorPlan.objects.update(**said)


# At the same moment


@pytest.mark.django_db(transaction=True)
def test_six_who_pin_one_place_at_once_leave_one_pin(people, plan):
    with acting_as_clock():
        place = PlaceFactory(school=plan.school)
    pins = partial(as_, people["officer"], actions.pin_place, plan, place=place, y=1)

    refused = together([pins(x=x) for x in range(6)])

    assert refused == [None] * 6
    with acting_as_clock():
        assert Pin.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_four_who_take_off_one_pin_at_once_one_did(people, pin):
    refused = together(
        [as_(people["officer"], actions.unpin, copy(pin)) for _ in range(4)]
    )

    assert sorted(map(str, refused)) == ["None", *[actions.IS_OFF] * 3]
    with acting_as_clock():
        assert AuditEvent.objects.filter(verb="unpin").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_archive_at_once_one_did_and_the_other_is_told(people, plan):
    refused = together([as_(people["officer"], actions.archive_plan, plan)] * 2)

    assert sorted(map(str, refused)) == ["None", actions.IS_ARCHIVED]


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_again_while_it_is_being_sent_is_one_plan(people, school):
    user, said = people["officer"], {"record_id": uuid7(), "title": "East"}

    def send():
        try:
            with acting_as(user):
                return add(user, school, **said)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with acting_as(user):
            added = add(user, school, **said)
            again = pool.submit(send)
            assert wait([again], timeout=0.5).not_done

        assert again.result() == added


def add(user, school, **said):
    return actions.add_plan(school, by=user, picture=checked_picture(), **said)


def checked_picture() -> CheckedFile:
    content = FloorPlanFactory.build(school=None, added_by=None).picture
    content.file.name = f"{uuid7()}.png"
    return CheckedFile(content.file, "image/png", 1, "0" * 64)


@pytest.mark.django_db(transaction=True)
def test_who_pins_while_the_plan_is_being_archived_waits_and_is_refused(people, plan):
    with acting_as_clock():
        place = PlaceFactory(school=plan.school)
    user = people["commander"]

    def pin():
        try:
            with acting_as(user):
                actions.pin_place(plan, by=user, place=place, x=1, y=1)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with acting_as(people["officer"]):
            actions.archive_plan(plan, by=people["officer"])
            pinning = pool.submit(pin)
            assert wait([pinning], timeout=0.5).not_done
        with pytest.raises(WrongState, match="archived"):
            pinning.result()

    with acting_as_clock(), transaction.atomic():
        assert not Pin.objects.exists()
