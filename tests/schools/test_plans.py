"""Floor plans: who sees them, who keeps them, and places pinned to them."""

from functools import partial
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from PIL import Image

from schools.actions import plans as actions
from schools.models import FloorPlan, Pin
from sro_program.accounts.models import Role
from sro_program.audit.models import AuditEvent
from sro_program.core.db import acting_as, acting_as_clock
from sro_program.core.errors import NotAllowed, RuleBroken, WrongState
from sro_program.core.ids import uuid7
from tests.conftest import make_member
from tests.factories.schools import (
    FloorPlanFactory,
    PinFactory,
    PlaceFactory,
    SchoolFactory,
)
from tests.schools.pages import text, url
from tests.threads import as_, together

READERS = ["commander", "officer", "principal", "district"]
OTHERS = ["office", "counselor", "teacher"]


def png(width=8, height=4) -> bytes:
    content = BytesIO()
    Image.new("RGB", (width, height)).save(content, "PNG")
    return content.getvalue()


def upload(content=None, name="plan.png"):
    return SimpleUploadedFile(name, png() if content is None else content)


@pytest.fixture
def people(school, officer):
    """One in each role at the school."""
    agency, district = school.district.police_agency, school.district
    return {
        "officer": officer.user,
        **{role: make_member(Role(role), agency) for role in ("commander", "office")},
        **{
            role: make_member(Role(role), school)
            for role in ("principal", "counselor", "teacher")
        },
        "district": make_member(Role.DISTRICT, district),
    }


@pytest.fixture
def plan(school, people):
    with acting_as_clock():
        return FloorPlanFactory(school=school, added_by=people["officer"])


@pytest.mark.parametrize("role", READERS)
def test_the_unit_the_principal_and_the_district_see_the_plan(
    role, client, people, plan
):
    client.force_login(people[role])
    place = PinFactory(plan=plan).place

    page = client.get(url("plan", plan.school_id, plan.pk))
    picture = client.get(url("plan_picture", plan.school_id, plan.pk))

    assert place.label in text(page)
    assert plan.title in text(client.get(url("places", plan.school_id)))
    assert picture.getvalue().startswith(b"\x89PNG")
    assert picture.headers["Content-Type"] == "image/png"


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_learns_that_there_is_a_plan(role, client, people, plan):
    client.force_login(people[role])

    assert client.get(url("plan", plan.school_id, plan.pk)).status_code == 404
    assert client.get(url("plan_picture", plan.school_id, plan.pk)).status_code == 404
    assert plan.title not in text(client.get(url("places", plan.school_id)))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", OTHERS)
def test_the_second_wall_hides_plans_alone(role, people, plan):
    with acting_as_clock():
        PinFactory(plan=plan)

    with acting_as(people[role]):
        assert not FloorPlan.objects.exists()
        assert not Pin.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", ["principal", "district"])
def test_the_second_wall_lets_the_school_change_nothing(role, people, plan):
    with acting_as(people[role]):
        assert not FloorPlan.objects.update(title="Mine")


def test_the_address_of_another_school_leads_nowhere(client, people, plan):
    client.force_login(people["officer"])
    other = SchoolFactory(campus=plan.school.campus, district=plan.school.district)

    assert client.get(url("plan", other.pk, plan.pk)).status_code == 404


def test_an_officer_adds_a_plan_and_sends_it_twice(client, people, school):
    client.force_login(people["officer"])
    sent = {"record_id": uuid7(), "title": "Main building, first floor"}

    for _ in range(2):
        done = client.post(url("add_plan", school.pk), {**sent, "picture": upload()})

    plan = FloorPlan.objects.get()
    assert done.url == url("plan", school.pk, plan.pk)
    assert (plan.width, plan.height, plan.added_by) == (8, 4, people["officer"])
    assert "Never compared with the building" in text(client.get(done.url))


@pytest.mark.parametrize("role", ["principal", "district", "teacher"])
def test_the_school_adds_none(role, client, people, school):
    client.force_login(people[role])

    refused = client.post(
        url("add_plan", school.pk),
        {"record_id": uuid7(), "title": "Mine", "picture": upload()},
    )

    assert refused.status_code == 403
    assert not FloorPlan.objects.exists()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"picture": upload(b"%PDF-1.7\n%%EOF\n", "plan.png")}, "Send"),
        ({"picture": upload(png()[:30])}, "damaged or cut off"),
        ({"verified_on": "2999-01-01", "picture": upload()}, "still to come"),
        ({"verified_on": "1300-01-01", "picture": upload()}, "still to come"),
    ],
)
def test_what_is_no_plan_is_refused_in_words(sent, sentence, client, people, school):
    client.force_login(people["officer"])

    refused = client.post(
        url("add_plan", school.pk), {"record_id": uuid7(), "title": "East", **sent}
    )

    assert refused.status_code == 422
    assert sentence in text(refused)
    assert 'value="East"' in text(refused)


def test_a_title_in_use_is_refused_and_what_was_typed_is_kept(client, people, plan):
    client.force_login(people["officer"])

    refused = client.post(
        url("add_plan", plan.school_id),
        {"record_id": uuid7(), "title": plan.title, "picture": upload()},
    )

    assert refused.status_code == 422
    assert "Archive it first, or give another title." in text(refused)
    assert FloorPlan.objects.count() == 1


def test_a_place_is_pinned_moved_and_taken_off(client, people, plan):
    client.force_login(people["officer"])
    page = url("plan", plan.school_id, plan.pk)
    place = PlaceFactory(school=plan.school)

    client.post(page, {"place": place.pk, "x": 100, "y": 200})
    client.post(page, {"place": place.pk, "x": 300, "y": 400})
    pin = Pin.objects.get()
    assert (pin.x, pin.y) == (300, 400)
    assert 'cx="300" cy="200"' in text(client.get(page))

    client.post(url("unpin", plan.school_id, plan.pk, pin.pk))
    assert not Pin.objects.exists()
    verbs = AuditEvent.objects.values_list("verb", flat=True).order_by("pk")
    assert list(verbs) == ["pin", "pin", "unpin"]


def test_a_principal_pins_nothing(client, people, plan):
    client.force_login(people["principal"])
    pin = PinFactory(plan=plan)
    page = url("plan", plan.school_id, plan.pk)

    pinned = client.post(page, {"place": pin.place_id, "x": 1, "y": 1})
    taken = client.post(url("unpin", plan.school_id, plan.pk, pin.pk))
    archived = client.post(url("archive_plan", plan.school_id, plan.pk))
    verified = client.post(url("verify_plan", plan.school_id, plan.pk))

    codes = {one.status_code for one in (pinned, taken, archived, verified)}
    assert codes == {403}
    assert Pin.objects.get().x == pin.x
    assert "Pin a place" not in text(client.get(page))


@pytest.mark.parametrize("spot", [{"x": 1001, "y": 0}, {"x": -1, "y": 0}, {"x": ""}])
def test_a_spot_beside_the_plan_is_refused(spot, client, people, plan):
    client.force_login(people["officer"])
    place = PlaceFactory(school=plan.school)

    refused = client.post(
        url("plan", plan.school_id, plan.pk), {"place": place.pk, "y": 5, **spot}
    )

    assert refused.status_code == 422
    assert not Pin.objects.exists()


def test_a_place_of_another_school_is_not_pinned(people, plan):
    with pytest.raises(RuleBroken, match="not one of this school"):
        actions.pin_place(plan, by=people["officer"], place=PlaceFactory(), x=1, y=1)


def test_an_officer_of_another_school_keeps_no_plan_here(plan, other_officer):
    with pytest.raises(NotAllowed):
        actions.verify_plan(plan, by=other_officer.user)


def test_the_database_takes_no_pin_beside_the_plan(plan):
    with pytest.raises(IntegrityError), transaction.atomic():
        PinFactory(plan=plan, x=1001)


def test_a_plan_is_compared_with_the_building(client, people, plan):
    client.force_login(people["officer"])

    page = client.post(url("verify_plan", plan.school_id, plan.pk), follow=True)

    assert "Compared with the building on" in text(page)


def test_an_archived_plan_is_gone_and_takes_no_pin(client, people, plan):
    client.force_login(people["commander"])
    archive = url("archive_plan", plan.school_id, plan.pk)
    assert "Archive" in text(client.get(archive))

    client.post(archive)

    assert client.get(url("plan", plan.school_id, plan.pk)).status_code == 404
    with pytest.raises(WrongState, match="archived"):
        actions.pin_place(
            plan,
            by=people["officer"],
            place=PlaceFactory(school=plan.school),
            x=1,
            y=1,
        )
    FloorPlanFactory(school=plan.school, title=plan.title, added_by=people["officer"])


@pytest.mark.django_db(transaction=True)
def test_six_who_pin_one_place_at_once_leave_one_pin(people, plan):
    place = PlaceFactory(school=plan.school)
    pins = partial(as_, people["officer"], actions.pin_place, plan, place=place, y=1)

    refused = together([pins(x=x) for x in range(6)])

    assert refused == [None] * 6
    with acting_as_clock():
        assert Pin.objects.count() == 1


def test_a_page_with_more_places_asks_no_more(client, people, plan, queries_of):
    client.force_login(people["officer"])
    page = url("plan", plan.school_id, plan.pk)
    PinFactory(plan=plan)
    few = queries_of(client, page)

    PinFactory.create_batch(5, plan=plan)

    assert queries_of(client, page) == few


def test_the_history_keeps_where_a_pin_was(people, plan):
    place = PlaceFactory(school=plan.school)
    for x in (1, 2):
        actions.pin_place(plan, by=people["officer"], place=place, x=x, y=1)

    with connection.cursor() as cursor:
        cursor.execute("SELECT x FROM schools_pinevent ORDER BY pgh_id")
        assert [x for (x,) in cursor.fetchall()] == [1, 2]
