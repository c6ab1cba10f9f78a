"""The list of incidents, its saved views and files, and where they happened."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from incidents import policy
from incidents.forms.listing import FilterForm, PlacesForm
from incidents.listing import (
    CUT_SEARCH,
    MOST_FOUND,
    PAGE,
    Choices,
    Row,
    choices_for,
    count_of,
    find,
    page_of,
    rows_of,
)
from incidents.listing.choices import places_of
from incidents.models import Incident
from incidents.places import ranked
from schools.plans import plans_of
from sro_program.accounts import saved_views
from sro_program.accounts.models import Role
from sro_program.audit.log import record_disclosure
from sro_program.core.exports import MOST_ROWS, export
from sro_program.core.filters import SaveViewForm
from sro_program.core.http import access

COLUMNS = ["Number", "When", "School", "Place", "Asked by", "State", "Outcome"]
POLICE_COLUMNS = ["Class", "Disposition"]
CUT_OFF = f"The file holds the first {MOST_ROWS:,} rows; narrow the filter for more."


@require_safe
@access(policy.can_open)
def incidents(request: HttpRequest) -> HttpResponse:
    """What happened, filtered by the address; one's own unfinished reports on top."""
    choices = choices_for(request.user)
    form = FilterForm(request.GET, choices=choices)
    wanted = form.wanted
    found = find(request.user, wanted, choices)
    page = page_of(found, wanted.sort, choices, form.behind)
    is_bare = not form.query and form.behind is None
    context = {
        "form": form,
        "wanted": wanted,
        "choices": choices,
        "places": places_of(request.user, wanted.school, choices),
        "page": page,
        "steps": {
            "previous": step(form, "before", page.previous),
            "next": step(form, "after", page.next),
            "count": count_of(
                found,
                is_search=bool(wanted.words),
                is_wide=choices.has_many_schools,
            ),
        },
        "drafts": drafts_of(request) if is_bare and choices.serves else [],
        "ways": ways_on(choices, form.query),
    }
    return render(request, "incidents/incidents.html", context)


def step(form: FilterForm, direction: str, place: str) -> str:
    """The address of the page on that side, or nothing."""
    if not place:
        return ""
    kept = f"{form.query}&" if form.query else ""
    return f"{reverse(PAGE)}?{kept}{direction}={place.replace('+', '%2B')}"


def drafts_of(request: HttpRequest) -> list[Incident]:
    """What this officer has begun and not handed in."""
    own = Incident.objects.visible_to(request.user).filter(
        written_by_id=request.user.pk or 0
    )
    return list(own.writable().for_list()[:MOST_FOUND])


def ways_on(choices: Choices, query: str) -> dict[str, object]:
    """Where this person can go from here; the pages behind ask their policies again."""
    roles = choices.reached.roles
    return {
        "can_write": Role.OFFICER in roles,
        "can_review": Role.COMMANDER in roles,
        "can_open_received": bool(roles & policy.TAKERS),
        "can_keep_charges": bool(roles & policy.KEEPERS),
        "can_open_counts": bool(roles & policy.COUNTERS),
        "tabs": [
            {
                "url": f"{reverse(PAGE)}?{address}" if address else reverse(PAGE),
                "label": label,
                "is_current": address == query,
            }
            for address, label in [
                ("", "All"),
                *((saved.query, saved.name) for saved in choices.saved),
            ]
        ],
    }


@require_safe
@access(policy.can_open)
def export_list(request: HttpRequest, file_format: str) -> HttpResponse:
    """The filtered list as a file, without names or narrative; it is on record."""
    choices = choices_for(request.user)
    form = FilterForm(request.GET, choices=choices)
    wanted = form.wanted
    found = find(request.user, wanted, choices)
    rows = rows_of(found, wanted.sort, choices, MOST_ROWS)
    record_disclosure(
        request.user,
        "export_incidents",
        request.user,  # type: ignore[arg-type]  # signed in: the view is not public
        rows=len(rows),
        format=file_format,
        filters=form.names,
    )
    columns = [*COLUMNS, *(POLICE_COLUMNS if choices.is_police else [])]
    cells = [cells_of(row)[: len(columns)] for row in rows]
    if said := cut_off(len(rows), is_search=bool(wanted.words)):
        cells.append([said, *[""] * (len(columns) - 1)])
    return export("Incidents", file_format, columns, cells)


def cut_off(number: int, *, is_search: bool) -> str:
    """Why a file of so many rows may lack some; nothing when it is whole."""
    if is_search and number == MOST_FOUND:
        return CUT_SEARCH
    return CUT_OFF if number == MOST_ROWS else ""


def cells_of(row: Row) -> list[str]:
    return [
        *(row.number, row.iso[:16].replace("T", " "), row.school, row.where),
        *(row.asked_by, row.state, row.outcome, row.conduct, row.disposition),
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
    return HttpResponseRedirect(f"{reverse(PAGE)}?{query}" if query else reverse(PAGE))


@require_POST
@access(policy.can_open)
def remove_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a saved view of one's own; the incidents stay."""
    saved_views.remove(request.user, PAGE, pk)
    messages.success(request, "The view is removed. Nothing else changed.")
    return redirect(PAGE)


@require_safe
@access(policy.can_open)
def places(request: HttpRequest) -> HttpResponse:
    """Where it happens at one school, in one school year."""
    choices = choices_for(request.user)
    form = PlacesForm(request.GET, choices=choices)
    school, year = form.chosen_school, form.chosen_year
    counted = school if form.is_valid() else None
    found = ranked(request.user, choices, counted, year) if counted else None
    context = {
        "form": form,
        "choices": choices,
        "school": school,
        "year": year,
        "ranked": found,
        "plans": found.on(plans_of(request.user, school)) if found and school else [],
    }
    return render(request, "incidents/places.html", context)
