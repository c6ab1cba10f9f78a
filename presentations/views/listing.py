"""The list of presentations, its saved views, and its files."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from presentations import policy
from presentations.coverage_map import SEES_COUNTS
from presentations.forms.listing import FilterForm
from presentations.listing import (
    CUT_SEARCH,
    MOST_FOUND,
    PAGE,
    Choices,
    Row,
    choices_for,
    count_of,
    find,
    page_of,
)
from presentations.listing.paging import rows_of
from sro_program.accounts import saved_views
from sro_program.accounts.models import Role
from sro_program.audit.log import record_disclosure
from sro_program.core.exports import MOST_ROWS, export
from sro_program.core.filters import SaveViewForm
from sro_program.core.http import access

COLUMNS = ["When", "Topic", "School", "Class", "Officer", "State", "Kind", "Address"]
BEGINS = {"request", "offer"}
CUT_OFF = f"The file holds the first {MOST_ROWS:,} rows; narrow the filter for more."


@require_safe
@access(policy.can_open)
def index(request: HttpRequest) -> HttpResponse:
    """The list, filtered by the address; htmx asks for its rows alone."""
    choices = choices_for(request.user)
    form = FilterForm(request.GET, choices=choices)
    wanted = form.wanted
    found = find(request.user, wanted, choices)
    page = page_of(found, wanted.sort, form.place)
    context = {
        "form": form,
        "wanted": wanted,
        "choices": choices,
        "page": page,
        "count": count_of(
            found,
            is_search=bool(wanted.words),
            is_wide=choices.has_many_schools,
        ),
        "steps": {
            "previous": step(form, "before", page.previous),
            "next": step(form, "after", page.next),
        },
        "tabs": tabs_for(choices, form.query),
        "ways": ways_on(choices),
    }
    template = "presentations/index.html"
    return render(
        request, template + "#results" if is_part(request) else template, context
    )


def is_part(request: HttpRequest) -> bool:
    """htmx replaces only the results; after "back" it needs the whole page."""
    headers = request.headers
    return bool(
        headers.get("HX-Request") and not headers.get("HX-History-Restore-Request")
    )


def step(form: FilterForm, direction: str, place: str) -> str:
    """The address of the page on that side, or nothing."""
    if not place:
        return ""
    kept = f"{form.query}&" if form.query else ""
    return f"{reverse(PAGE)}?{kept}{direction}={place.replace('+', '%2B')}"


def tabs_for(choices: Choices, query: str) -> list[dict[str, object]]:
    """Ready-made views first, then the person's own."""
    ready = [
        ("", "Coming up"),
        ("sort=newest", "All"),
        ("who=needs", "Needs me"),
        ("who=mine", "Mine"),
    ]
    own = [(saved.query, saved.name) for saved in choices.saved]
    return [
        {
            "url": f"{reverse(PAGE)}?{address}" if address else reverse(PAGE),
            "label": label,
            "is_current": address == query,
        }
        for address, label in [*ready, *own]
    ]


def ways_on(choices: Choices) -> list[dict[str, str]]:
    """Where this person can go from here; the pages behind ask their policies again."""
    roles = choices.reached.roles
    ways = [
        (roles & policy.MAY_REQUEST, "request", "Ask for a presentation"),
        (roles & {Role.OFFICER}, "offer", "Offer a presentation"),
        (roles, "topics", "Topic library"),
        (roles & SEES_COUNTS, "coverage_map", "Coverage of lessons"),
    ]
    return [
        {
            "url": reverse(f"presentations:{name}"),
            "label": label,
            "look": "primary" if name in BEGINS else "outline-primary",
        }
        for is_open, name, label in ways
        if is_open
    ]


@require_safe
@access(policy.can_open)
def export_list(request: HttpRequest, file_format: str) -> HttpResponse:
    """The filtered list as a file; who took it, and how much, is written down."""
    choices = choices_for(request.user)
    form = FilterForm(request.GET, choices=choices)
    wanted = form.wanted
    rows = rows_of(find(request.user, wanted, choices), wanted.sort, MOST_ROWS)
    record_disclosure(
        request.user,
        "export_presentations",
        request.user,  # type: ignore[arg-type]  # signed in: the view is not public
        rows=len(rows),
        format=file_format,
        filters=form.names,
    )
    root = request.build_absolute_uri("/").rstrip("/")
    cells = [cells_of(row, root) for row in rows]
    if said := cut_off(len(rows), is_search=bool(wanted.words)):
        cells.append([said, *[""] * (len(COLUMNS) - 1)])
    return export("Presentations", file_format, COLUMNS, cells)


def cut_off(number: int, *, is_search: bool) -> str:
    """Why a file of so many rows may lack some; nothing when it is whole."""
    if is_search and number == MOST_FOUND:
        return CUT_SEARCH
    return CUT_OFF if number == MOST_ROWS else ""


def cells_of(row: Row, root: str) -> list[str]:
    return [
        *(row.iso[:16].replace("T", " "), row.topic, row.school, row.class_name),
        *(row.officer, row.state, row.kind, f"{root}{row.url}"),
    ]


@require_POST
@access(policy.can_open)
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the filter that is shown under a name."""
    form = SaveViewForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Give the view a name of up to 60 letters.")
        return redirect(PAGE)
    given = QueryDict(form.cleaned_data["query"])
    query = FilterForm(given, choices=choices_for(request.user)).query
    saved_views.keep(request.user, PAGE, form.cleaned_data["name"], query)
    messages.success(request, f"Saved as “{form.cleaned_data['name']}”.")
    return to_list(query)


@require_POST
@access(policy.can_open)
def remove_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a saved view of one's own; the presentations stay."""
    saved_views.remove(request.user, PAGE, pk)
    messages.success(request, "The view is removed. Nothing else changed.")
    return redirect(PAGE)


def to_list(query: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse(PAGE)}?{query}" if query else reverse(PAGE))
