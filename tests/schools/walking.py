"""What is said of a walk, to an action and in the form."""

from datetime import date, time

from schools.actions.walkthroughs import Found, Seen
from schools.models import Checklist
from sro_program.core.ids import uuid7


def shipped(scale="round"):
    """The list that everybody has."""
    return Checklist.objects.get(district=None, scale=scale, edition=1)


def item_of(words, scale="round"):
    return shipped(scale).items.get(text__startswith=words)


def said(**changes):
    """A round with one door that is propped."""
    door = item_of("Exterior doors are locked")
    return {
        "checklist": shipped(),
        "on": date(2026, 11, 30),
        "begins": time(8, 30),
        "route": "outside",
        "weather": "rain",
        "in_session": True,
        "note": "",
        "seen": [Seen(door, "finding", ""), Seen(item_of("Lights"), "ok", "")],
        "found": [Found(door, "Door 7 is propped", "high", "facilities", None)],
        **changes,
    }


def typed(**changes):
    """The same, as a browser sends it."""
    door, lights = item_of("Exterior doors are locked").pk, item_of("Lights").pk
    return {
        "record_id": str(uuid7()),
        "checklist": str(shipped().pk),
        "on": "2026-11-30",
        "begins": "08:30",
        "route": "outside",
        "weather": "rain",
        "in_session": "on",
        "note": "",
        f"answer-{door}": "finding",
        f"what-{door}": "Door 7 is propped",
        f"severity-{door}": "high",
        f"owner-{door}": "facilities",
        f"answer-{lights}": "ok",
        **changes,
    }
