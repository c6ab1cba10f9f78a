"""Names of juveniles in what somebody typed: found, and masked like the rest."""

import re
from collections.abc import Callable, Iterable

from incidents.juveniles import shown
from incidents.models import Involvement

type Mask = Callable[[str], str]

NO_NAME = {"", "unknown"}


def mask_of(people: Iterable[Involvement], *, everybody: bool = False) -> Mask:
    """Puts “Juvenile, grade 9” in the place of each juvenile's names in a text.

    With `everybody`, of adults' names as well.
    """
    hidden = {
        name: f"[{shown(one, unmasked=False)}]"
        for one in people
        if one.is_juvenile or everybody or one.role == Involvement.Role.PARENT
        for name in _names_of(one)
    }
    if not hidden:
        return str
    longest_first = sorted(hidden, key=len, reverse=True)
    either = "|".join(re.escape(name) for name in longest_first)
    pattern = re.compile(rf"(?<!\w)(?:{either})(?!\w)")
    return lambda text: pattern.sub(lambda found: hidden[found[0]], text)


def _names_of(person: Involvement) -> set[str]:
    """As they are typed: alone, together, and in capitals."""
    given, family = person.given_name.strip(), person.family_name.strip()
    names = {given, family, f"{given} {family}".strip(), f"{family}, {given}"}
    known = {name for name in names if name.strip(", ").lower() not in NO_NAME}
    return known | {name.upper() for name in known}
