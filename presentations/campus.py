"""The talks of a day at a school, for its page. Port of `schools`."""

from datetime import date

from presentations.models import Presentation
from schools.models import School
from schools.ports import Happening, OnCampus
from sro_program.core.db import Actor
from sro_program.core.times import from_to, moments_of


def talks_on(user: Actor, school: School, on: date) -> OnCampus:
    """What is scheduled, as far as this person sees it. One query."""
    zone = school.district.zone
    talks = Presentation.objects.visible_to(user).scheduled().filter(school=school)
    today = talks.touching(*moments_of(on, on, zone)).order_by("starts_at", "pk")
    lines = [
        Happening(
            f"{talk.topic}, {talk.where}" if talk.where else str(talk.topic),
            from_to(talk.starts_at.astimezone(zone), talk.ends_at.astimezone(zone)),
            talk.get_absolute_url(),
        )
        for talk in today.select_related("topic", "place", "school")
    ]
    return OnCampus("Presentations", lines, "None is scheduled today.")
