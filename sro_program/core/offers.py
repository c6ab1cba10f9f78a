"""What a page offers to do with a record: a button, or a link to a form."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Offer:
    """A verb as the page shows it: a button that acts, or a link to its form."""

    verb: str
    label: str
    url: str
    is_post: bool
    kind: str
