"""Floor plans of the demo, drawn here: a corridor with rooms on both sides."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO

from django.core.files.base import ContentFile
from django.utils.timezone import localdate
from PIL import Image, ImageDraw, ImageFont

from schools.models import District, FloorPlan, Pin, Place, School
from schools.models.plans import EDGE
from sro_program.accounts.models import User

WIDE, HIGH = 1200, 800
TWO_MONTHS = timedelta(days=60)
MARGIN = 20
WING = 280
"""How wide the part with the wide rooms is."""
CORRIDOR = (360, 440)
PAPER, WALL, WORDS = "#ffffff", "#52605e", "#1b2a2b"
FLOOR, HALL = "#e2efec", "#f7f6f1"


@dataclass(frozen=True, slots=True)
class Box:
    """A room on the picture, in pixels."""

    place: Place
    left: int
    top: int
    right: int
    bottom: int

    @property
    def middle(self) -> tuple[int, int]:
        return (self.left + self.right) // 2, (self.top + self.bottom) // 2


def make_plans(district: District, by: User) -> None:
    """A plan of each school, with its rooms pinned; a second call changes nothing."""
    for school in School.objects.filter(district=district, plans=None):
        rooms = school.places.filter(archived_at=None, kind=Place.Kind.ROOM)
        boxes = list(laid_out(list(rooms.order_by("capacity", "label"))))
        picture = drawn(boxes)
        plan = FloorPlan.objects.create(
            school=school,
            title="Main building",
            picture=ContentFile(picture, name="plan.png"),
            media_type="image/png",
            sha256=hashlib.sha256(picture).hexdigest(),
            verified_on=localdate() - TWO_MONTHS,
            added_by=by,
        )
        Pin.objects.bulk_create(
            Pin(
                plan=plan,
                school=school,
                place=box.place,
                x=box.middle[0] * EDGE // WIDE,
                y=box.middle[1] * EDGE // HIGH,
            )
            for box in boxes
        )


def laid_out(rooms: list[Place]) -> Iterator[Box]:
    """Wide rooms one under the other on the left, classrooms along the corridor."""
    wide = [room for room in rooms if not room.label.startswith("Room")]
    small = [room for room in rooms if room.label.startswith("Room")]
    step = (HIGH - 2 * MARGIN) // max(len(wide), 1)
    for n, room in enumerate(wide):
        top = MARGIN + n * step
        yield Box(room, MARGIN, top, WING, top + step)
    first = WING if wide else MARGIN
    half = (len(small) + 1) // 2
    for row, (top, bottom) in enumerate([(MARGIN, CORRIDOR[0]), (CORRIDOR[1], 780)]):
        of_row = small[row * half : (row + 1) * half]
        width = (WIDE - MARGIN - first) // max(half, 1)
        for n, room in enumerate(of_row):
            left = first + n * width
            yield Box(room, left, top, left + width, bottom)


def drawn(boxes: list[Box]) -> bytes:
    """The picture, as PNG."""
    picture = Image.new("RGB", (WIDE, HIGH), PAPER)
    pen = ImageDraw.Draw(picture)
    font = ImageFont.load_default(size=20)
    outside = (MARGIN, MARGIN, WIDE - MARGIN, HIGH - MARGIN)
    pen.rectangle(outside, fill=HALL, outline=WALL, width=4)
    for box in boxes:
        corners = (box.left, box.top, box.right, box.bottom)
        pen.rectangle(corners, fill=FLOOR, outline=WALL, width=2)
        above = (box.middle[0], box.top + 24)
        words = box.place.label.removeprefix("Room ")
        pen.text(above, words, fill=WORDS, font=font, anchor="mm")
    content = BytesIO()
    picture.save(content, "PNG", optimize=True)
    return content.getvalue()
