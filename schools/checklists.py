"""Which edition of a checklist is walked at a school, and how the next one is made."""

from datetime import date

from django.db import transaction
from django.db.models import Max

from schools.models import Checklist, ChecklistItem, District, School

type Layers = list[tuple[str, list[ChecklistItem]]]


def checklist_for(school: School, scale: str, today: date) -> Checklist | None:
    """The latest edition of its district; without one, everybody's."""
    editions = Checklist.objects.filter(scale=scale).in_use(today)
    return editions.for_district(school.district_id).first()


def could_be_walked(school: School, scale: str) -> list[Checklist]:
    """Every edition that a phone may have kept for this school."""
    editions = Checklist.objects.filter(scale=scale, valid_from__isnull=False)
    return list(editions.for_district(school.district_id))


def layers_of(items: list[ChecklistItem]) -> Layers:
    """By layer, from the outside in; within one, in the order of the list."""
    return [
        (str(layer.label), found)
        for layer in ChecklistItem.Layer
        if (found := [item for item in items if item.layer == layer])
    ]


@transaction.atomic
def next_edition(checklist: Checklist, district: District | None) -> Checklist:
    """A copy that may be changed and is not yet in use; without a district, for all."""
    family = Checklist.objects.filter(scale=checklist.scale, district=district)
    last = family.aggregate(last=Max("edition"))["last"] or 0
    items = list(checklist.items.all())
    copy = Checklist.objects.create(
        district=district,
        scale=checklist.scale,
        edition=last + 1,
        title=checklist.title,
    )
    for item in items:
        item.pk, item.checklist = None, copy
    ChecklistItem.objects.bulk_create(items)
    return copy
