"""Names of juveniles in what somebody typed: found, and masked like the rest.

They are found in the same forms as sealing finds them: with another apostrophe, without
an accent, the last name first.
"""

import re
from collections.abc import Callable, Iterable

from incidents.juveniles import shown
from incidents.models import Incident, Involvement
from sro_program.audit.names import names_of

type Mask = Callable[[str], str]


def mask_of(people: Iterable[Involvement], *, everybody: bool = False) -> Mask:
    """Puts “Juvenile, grade 9” in the place of each juvenile's names in a text.

    With `everybody`, of adults' names as well. A full name is somebody's before a name
    alone is.
    """
    hidden = [
        (names_of(one.given_name, one.family_name), f"[{shown(one, unmasked=False)}]")
        for one in people
        if one.is_juvenile or everybody or one.role == Involvement.Role.PARENT
    ]
    forms = [
        *((form, mark) for names, mark in hidden for form in names.full),
        *((form, mark) for names, mark in hidden for form in names.alone),
    ]
    if not forms:
        return str
    either = "|".join(f"({form})" for form, _ in forms)
    pattern = re.compile(rf"(?<!\w)(?:{either})(?!\w)")
    return lambda text: pattern.sub(lambda found: forms[found.lastindex - 1][1], text)  # type: ignore[operator]  # one of them was found


def names_somebody(incident: Incident, *texts: str) -> bool:
    """Does a text for the school name anybody who is in the report?"""
    mask = mask_of(incident.people.all(), everybody=True)
    return any(mask(text) != text for text in texts)
