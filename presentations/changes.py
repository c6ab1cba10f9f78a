"""What has changed in a presentation since someone looked at it."""

from dataclasses import dataclass

from presentations.actions.telling import facts
from presentations.models import Presentation


@dataclass(frozen=True, slots=True)
class Change:
    """One fact: what it was when it was shown, and what it is now."""

    term: str
    was: str
    now: str


def what_changed(presentation: Presentation, seen_version: int) -> list[Change]:
    """The facts that differ from the version that was shown; from its history."""
    now = shown(presentation)
    was = shown(as_it_was(presentation, seen_version))
    terms = dict.fromkeys([*was, *now])
    return [
        Change(term, was.get(term, "–"), now.get(term, "–"))
        for term in terms
        if was.get(term) != now.get(term)
    ]


def shown(presentation: Presentation) -> dict[str, str]:
    """The facts of a presentation, its state and its signatures."""
    return {
        **dict(facts(presentation)),
        "State": presentation.get_status_display(),
        "Signed for the school": str(presentation.school_signed_by or "not yet"),
        "Signed by the officer": str(presentation.officer_signed_by or "not yet"),
        "Reason": presentation.reason,
    }


def as_it_was(presentation: Presentation, version: int) -> Presentation:
    """The presentation in an earlier version; today's, if that version is unknown."""
    history = presentation.history.filter(version=version)  # type: ignore[attr-defined]  # made by pghistory
    row = history.order_by("-pgh_id").first()
    if row is None:
        return presentation
    names = [field.attname for field in Presentation._meta.concrete_fields]
    kept = {name: getattr(row, name) for name in names if hasattr(row, name)}
    return Presentation(**kept)
