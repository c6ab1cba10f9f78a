"""What the unit of the demo knows of each campus: its doors, its gear, its quirks."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from django.utils.timezone import localdate

from schools.models import District, FloorPlan, Pin, Place, PlaceNote, School, SpotKind
from sro_program.accounts.models import User

DOORS = [("Door 1", 20, 500), ("Door 2", 500, 980), ("Door 3", 980, 500)]
SPOTS = [
    ("AED at the office", "AED", 130, 430),
    ("Key box at the front", "Key box", 60, 560),
    ("No radio by the stairs", "Radio dead spot", 860, 500),
]
NOTES = [
    ("Door 2", "Sticks when it is wet. Lift the handle, then push.", 20),
    ("Door 3", "Delivery vans prop it open on Tuesdays.", 200),
    ("No radio by the stairs", "Use the wall telephone beside the trophy case.", 45),
    ("", "Buses leave in two waves; the second blocks the staff lot until 3:20.", 10),
]
"""Of which place, what, and so many days old."""


def make_memory(district: District, by: User) -> None:
    """Doors, gear and notes of each school; a second call changes nothing."""
    kinds = {kind.name: kind for kind in SpotKind.objects.all()}
    for school in School.objects.filter(district=district, notes=None):
        places = _placed(school, kinds)
        plan = FloorPlan.objects.of_school(school).in_use().first()
        if plan:
            Pin.objects.bulk_create(_pins(plan, places))
        PlaceNote.objects.bulk_create(_notes(school, places, by))


def _placed(school: School, kinds: dict[str, SpotKind]) -> dict[str, Place]:
    building = school.places.filter(kind=Place.Kind.BUILDING).first()
    inside = partial(Place, school=school, parent=building)
    doors = [inside(kind=Place.Kind.DOOR, label=label) for label, *_ in DOORS]
    spots = [
        inside(kind=Place.Kind.SPOT, spot=kinds[kind], label=label)
        for label, kind, *_ in SPOTS
    ]
    made = Place.objects.bulk_create([*doors, *spots])
    return {place.label: place for place in made}


def _pins(plan: FloorPlan, places: dict[str, Place]) -> Iterator[Pin]:
    at = [*DOORS, *((label, x, y) for label, _, x, y in SPOTS)]
    for label, x, y in at:
        yield Pin(plan=plan, school=plan.school, place=places[label], x=x, y=y)


def _notes(school: School, places: dict[str, Place], by: User) -> Iterator[PlaceNote]:
    """One of them is older than a term and asks whether it still holds."""
    for label, text, days in NOTES:
        on = localdate() - timedelta(days=days)
        yield PlaceNote(
            school=school,
            place=places.get(label),
            text=text,
            written_by=by,
            confirmed_by=by,
            confirmed_on=on,
        )
