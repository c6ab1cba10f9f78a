"""The list of incidents: what is in it for whom, in which order, page by page."""

from incidents.listing.choices import PAGE, Choices, choices_for
from incidents.listing.finding import Wanted, find, visible_rows
from incidents.listing.paging import (
    CUT_SEARCH,
    MOST_FOUND,
    SORTS,
    Behind,
    Page,
    Row,
    count_of,
    page_of,
    rows_of,
)

__all__ = [
    "CUT_SEARCH",
    "MOST_FOUND",
    "PAGE",
    "SORTS",
    "Behind",
    "Choices",
    "Page",
    "Row",
    "Wanted",
    "choices_for",
    "count_of",
    "find",
    "page_of",
    "rows_of",
    "visible_rows",
]
