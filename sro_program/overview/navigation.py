"""Where each role can go from any page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from sro_program.accounts.models import Role, User

EVERYONE = frozenset(Role)
ALL_BUT_TEACHERS = EVERYONE - {Role.TEACHER}


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the main navigation, and the roles it is for.

    `below` is the part of the address under which the page counts as current, where no
    other place has a longer one; `short` is its name where a phone has no room for the
    whole.
    """

    route: str
    label: str
    icon: str
    roles: frozenset[str]
    below: str
    short: str = ""


PLACES = [
    Place("calendar", "Calendar", "calendar3", EVERYONE, "/calendar/"),
    Place(
        "presentations:index",
        "Presentations",
        "easel",
        EVERYONE,
        "/presentations/",
        "Talks",
    ),
    Place(
        "incidents:incidents",
        "Incidents",
        "shield",
        frozenset({Role.OFFICER, Role.COMMANDER, Role.OFFICE, Role.PRINCIPAL}),
        "/incidents/",
    ),
    Place(
        "incidents:counts",
        "Incidents",
        "shield",
        frozenset({Role.DISTRICT}),
        "/incidents/counts/",
    ),
    Place(
        "referrals:index",
        "Advice",
        "chat-left-dots",
        frozenset({Role.OFFICER, Role.COMMANDER}),
        "/referrals/advice/",
    ),
    Place(
        "referrals:referrals",
        "Referrals",
        "arrow-right-circle",
        frozenset({Role.OFFICER, Role.COUNSELOR}),
        "/referrals/",
    ),
    Place(
        "referrals:counts",
        "Referrals",
        "bar-chart",
        frozenset({Role.COMMANDER, Role.OFFICE, Role.PRINCIPAL, Role.DISTRICT}),
        "/referrals/counts/",
    ),
    Place("officers:board", "Coverage", "person-badge", ALL_BUT_TEACHERS, "/officers/"),
    Place("schools:index", "Schools", "building", ALL_BUT_TEACHERS, "/schools/"),
    Place(
        "schools:belongs",
        "Who belongs",
        "person-check",
        EVERYONE - {Role.OFFICE, Role.DISTRICT},
        "/schools/belongs/",
    ),
    Place(
        "referrals:directory",
        "Directory",
        "journal-text",
        EVERYONE,
        "/referrals/directory/",
    ),
]


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """One entry of the main navigation."""

    url: str
    label: str
    icon: str
    is_current: bool
    count: int = 0
    short: str = ""


def places_for(
    user: User, roles: frozenset[str], path: str
) -> Sequence[NavigationItem]:
    """Home first, then the places of these roles."""
    home = reverse("home")
    items = [NavigationItem(home, "Home", "house", path == home)]
    mine = _of_one_name_once(place for place in PLACES if roles & place.roles)
    here = max(
        (place for place in mine if path.startswith(place.below)),
        key=lambda place: len(place.below),
        default=None,
    )
    items += [_item(place, place is here) for place in mine]
    if user.is_staff:
        admin = reverse("admin:index")
        items.append(NavigationItem(admin, "Administration", "gear", False))
    return items


def _of_one_name_once(places: Iterable[Place]) -> list[Place]:
    """Who has two roles finds the first place of a name, which leads to the other."""
    first: dict[str, Place] = {}
    for place in places:
        first.setdefault(place.label, place)
    return list(first.values())


def _item(place: Place, is_current: bool) -> NavigationItem:
    url = reverse(place.route)
    return NavigationItem(url, place.label, place.icon, is_current, short=place.short)
