"""Floor plans: who sees them, who keeps them, and places pinned to them."""

import re
import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from PIL import Image

from schools.actions import plans as actions
from schools.models import FloorPlan, Pin
from sro_program.audit.models import AuditEvent
from sro_program.core.db import acting_as_clock
from sro_program.core.errors import USED_FORM, NotAllowed, RuleBroken, WrongState
from sro_program.core.files import check, pages
from sro_program.core.ids import uuid7
from tests.factories.schools import (
    FloorPlanFactory,
    PinFactory,
    PlaceFactory,
    SchoolFactory,
)
from tests.schools.pages import text, url

READERS = ["commander", "officer", "principal", "district"]
OTHERS = ["office", "counselor", "teacher"]


def png(width=400, height=200) -> bytes:
    content = BytesIO()
    Image.new("RGB", (width, height)).save(content, "PNG")
    return content.getvalue()


def pdf(pages=1, width=600, height=400) -> bytes:
    """Pages of one colour each: red, then blue."""
    sheets = [Image.new("RGB", (width, height), one) for one in ("red", "blue")]
    content = BytesIO()
    sheets[0].save(content, "PDF", save_all=True, append_images=sheets[1:pages])
    return content.getvalue()


def claiming(width, height) -> bytes:
    """The head of a picture as large as that, which nobody has to draw first."""
    content = bytearray(png())
    content[16:24] = struct.pack(">II", width, height)
    content[29:33] = struct.pack(">I", zlib.crc32(content[12:29]))
    return bytes(content)


def kept_pictures():
    """The names of all pictures of plans on the disk."""
    folder = Path(default_storage.path("plans"))
    return sorted(one.name for one in folder.iterdir()) if folder.exists() else []


def upload(content=None, name="plan.png"):
    return SimpleUploadedFile(name, png() if content is None else content)


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
    assert (plan.width, plan.height, plan.added_by) == (400, 200, people["officer"])
    assert "Never compared with the building" in text(client.get(done.url))


@pytest.mark.parametrize("role", ["principal", "district", "teacher"])
def test_the_school_adds_none(role, client, people, school):
    client.force_login(people[role])

    refused = client.post(
        url("add_plan", school.pk),
        {"record_id": uuid7(), "title": "Mine", "picture": upload()},
    )

    assert refused.status_code == 403
    assert client.get(url("add_plan", school.pk)).status_code == 403
    assert not FloorPlan.objects.exists()


def test_a_page_of_a_pdf_is_kept_as_a_picture(client, people, school):
    client.force_login(people["officer"])

    client.post(
        url("add_plan", school.pk),
        {
            "record_id": uuid7(),
            "title": "East",
            "picture": upload(pdf(2), "plan.pdf"),
            "page": "2",
        },
    )

    plan = FloorPlan.objects.get()
    assert (plan.media_type, plan.width, plan.height) == ("image/png", 2400, 1600)
    with plan.picture.open() as file, Image.open(file) as picture:
        red, _, blue = picture.convert("RGB").getpixel((1200, 800))
    assert red < 50 < 200 < blue


def test_what_draws_a_page_is_told_no_password(tmp_path, monkeypatch):
    """A hostile file that takes over the drawing finds nothing there to take."""
    telling = tmp_path / "tells.py"
    telling.write_text("import os, sys\nsys.stderr.write(str(os.environ))\nsys.exit(3)")
    monkeypatch.setattr(pages, "PROGRAM", telling)
    monkeypatch.setenv("DATABASE_URL", "postgres://app:token@database")

    with pytest.raises(ValidationError) as refused:
        pages.drawn_page(check(upload(pdf(), "plan.pdf")), 1)

    assert "has no page 1" in str(refused.value)
    assert "DATABASE_URL" not in str(refused.value)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"picture": upload(b"%PDF-1.7\n%%EOF\n", "plan.png")}, "cannot be drawn"),
        ({"picture": upload(b"%PDF-1.7\n/Launch %%EOF\n")}, "starts a program"),
        ({"picture": upload(pdf(2)), "page": "3"}, "no page 3; it has 2"),
        ({"picture": upload(pdf(1)), "page": "0"}, "Give at least 1"),
        ({"picture": upload(b"GIF89a" + bytes(40), "plan.png")}, "Send"),
        ({"picture": upload(png()[:30])}, "damaged or cut off"),
        ({"picture": upload(png(1, 60_000))}, "at least 200 pixels on each side"),
        ({"picture": upload(png(60_000, 1))}, "60000 by 1 pixels"),
        ({"picture": upload(png(199, 300))}, "at least 200 pixels on each side"),
        ({"picture": upload(png(1001, 200))}, "at most five times the shorter one"),
        ({"picture": upload(claiming(60_000, 60_000))}, "too many pixels"),
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
    assert f'value="{plan.title}"' in text(refused)
    assert FloorPlan.objects.count() == 1


def test_of_a_refused_plan_no_picture_stays(client, people, plan):
    client.force_login(people["officer"])
    before = kept_pictures()

    client.post(
        url("add_plan", plan.school_id),
        {"record_id": uuid7(), "title": plan.title, "picture": upload()},
    )

    assert before
    assert kept_pictures() == before


@pytest.fixture
def form(client, people, school):
    """What the officer sends to add a plan, as it is said; else always the same."""
    client.force_login(people["officer"])
    said = {"record_id": uuid7(), "title": "East"}

    def send(at=school, content=None, **other):
        sent = {**said, **other, "picture": upload(content)}
        return client.post(url("add_plan", at.pk), sent)

    return send


@pytest.mark.parametrize(
    "other",
    [{"title": "West"}, {"content": png(300, 300)}, {"verified_on": "2026-10-01"}],
)
def test_a_used_form_that_says_something_else_is_not_lost_in_silence(form, other):
    form()
    before = kept_pictures()

    refused = form(**other)

    assert refused.status_code == 422
    assert USED_FORM in text(refused)
    assert f'value="{other.get("title", "East")}"' in text(refused)
    assert kept_pictures() == before
    assert FloorPlan.objects.get().title == "East"


def test_a_form_whose_plan_is_archived_by_now_is_used(form, people):
    form()
    actions.archive_plan(FloorPlan.objects.get(), by=people["officer"])

    refused = form()

    assert refused.status_code == 422
    assert USED_FORM in text(refused)


def test_an_id_of_a_plan_elsewhere_is_as_good_as_any(form, people, school):
    elsewhere = FloorPlanFactory(title="East", added_by=people["officer"])

    added = form(record_id=elsewhere.pk)

    plan = FloorPlan.objects.get(school=school)
    assert added.url == url("plan", school.pk, plan.pk)
    assert plan.pk != elsewhere.pk


def test_one_form_at_two_schools_makes_a_plan_of_each(form, school):
    next_door = SchoolFactory(campus=school.campus)

    form()
    form(at=next_door)

    assert FloorPlan.objects.filter(school=school).count() == 1
    assert FloorPlan.objects.filter(school=next_door).count() == 1


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


def test_an_archived_place_is_not_pinned(people, plan):
    place = PlaceFactory(school=plan.school, archived_at=plan.added_at)

    with pytest.raises(RuleBroken, match="that are in use"):
        actions.pin_place(plan, by=people["officer"], place=place, x=1, y=1)


def test_the_page_offers_the_places_of_its_school_alone(client, people, plan):
    client.force_login(people["officer"])
    own, foreign = PlaceFactory(school=plan.school), PlaceFactory()
    page = url("plan", plan.school_id, plan.pk)

    offered = text(client.get(page))
    refused = client.post(page, {"place": foreign.pk, "x": 1, "y": 1})

    assert own.label in offered
    assert foreign.label not in offered
    assert "Choose one from the list." in text(refused)


def test_a_pin_is_taken_off_its_own_plan_only(client, people, plan):
    client.force_login(people["officer"])
    west = FloorPlanFactory(school=plan.school, added_by=people["officer"])
    elsewhere = PinFactory(plan=west)

    taken = client.post(url("unpin", plan.school_id, plan.pk, elsewhere.pk))

    assert taken.status_code == 404
    assert Pin.objects.filter(pk=elsewhere.pk).exists()


def test_a_pin_that_is_off_already_cannot_be_taken_off(people, plan):
    pin = PinFactory(plan=plan)
    Pin.objects.all().delete()

    with pytest.raises(WrongState, match="taken off the plan meanwhile"):
        actions.unpin(pin, by=people["officer"])

    assert not AuditEvent.objects.filter(verb="unpin").exists()


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
    with pytest.raises(WrongState, match="archived meanwhile"):
        actions.archive_plan(plan, by=people["officer"])
    with pytest.raises(WrongState, match="archived meanwhile"):
        actions.pin_place(
            plan,
            by=people["officer"],
            place=PlaceFactory(school=plan.school),
            x=1,
            y=1,
        )
    FloorPlanFactory(school=plan.school, title=plan.title, added_by=people["officer"])


def test_a_page_with_more_places_asks_no_more(client, people, plan, queries_of):
    client.force_login(people["officer"])
    page = url("plan", plan.school_id, plan.pk)
    PinFactory(plan=plan)
    few = queries_of(client, page)

    PinFactory.create_batch(5, plan=plan)

    assert queries_of(client, page) == few


@pytest.mark.parametrize("spot", [(0, 0), (1000, 1000)])
def test_a_mark_on_the_edge_is_drawn_whole(client, people, plan, spot):
    PinFactory(plan=plan, x=spot[0], y=spot[1])
    client.force_login(people["officer"])

    page = text(client.get(url("plan", plan.school_id, plan.pk)))

    box = re.search(r'plan-show" viewBox="(.*?)"', page)[1]
    left, top, width, height = map(int, box.split())
    circle = re.search(r'cx="(\d+)" cy="(\d+)" r="(\d+)"', page)
    x, y, radius = map(int, circle.groups())
    assert left <= x - radius
    assert top <= y - radius
    assert x + radius <= left + width
    assert y + radius <= top + height


def test_the_picture_alone_asks_for_no_pins(client, people, plan):
    client.force_login(people["officer"])

    with CaptureQueriesContext(connection) as asked:
        client.get(url("plan_picture", plan.school_id, plan.pk)).getvalue()

    assert not [one for one in asked.captured_queries if "schools_pin" in one["sql"]]


def test_the_history_keeps_where_a_pin_was(people, plan):
    place = PlaceFactory(school=plan.school)
    for x in (1, 2):
        actions.pin_place(plan, by=people["officer"], place=place, x=x, y=1)

    with connection.cursor() as cursor:
        cursor.execute("SELECT x FROM schools_pinevent ORDER BY pgh_id")
        assert [x for (x,) in cursor.fetchall()] == [1, 2]
