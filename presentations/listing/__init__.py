"""The list of presentations: what is in it, in which order, page by page."""

from presentations.listing.choices import PAGE, Choices, choices_for
from presentations.listing.finding import MINE, NEEDS_ME, Wanted, find, visible_rows
from presentations.listing.paging import (
    COMING,
    CUT_SEARCH,
    MOST_FOUND,
    SORTS,
    Page,
    Place,
    Row,
    count_of,
    page_of,
)

__all__ = [
    "COMING",
    "CUT_SEARCH",
    "MINE",
    "MOST_FOUND",
    "NEEDS_ME",
    "PAGE",
    "SORTS",
    "Choices",
    "Page",
    "Place",
    "Row",
    "Wanted",
    "choices_for",
    "count_of",
    "find",
    "page_of",
    "visible_rows",
]
