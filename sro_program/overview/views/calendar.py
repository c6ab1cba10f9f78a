"""The calendar over all wings."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sro_program.core.http import access
from sro_program.overview import policy
from sro_program.overview.calendar_page import Asked, page_for
from sro_program.overview.forms import CalendarForm

WHOLE = "overview/calendar.html"
NOT_GOOD = "Part of that address was not usable, so it was left out. {}"


@require_safe
@access(policy.can_be_home)
def calendar(request: HttpRequest) -> HttpResponse:
    """Everything with a date, as a month, a week, a day or an agenda."""
    chosen = {name: request.GET.get(name, "") for name in ("view", "date")}
    form = CalendarForm(request.GET, user=request.user, initial=chosen)
    if not form.is_valid():
        said = {str(error) for errors in form.errors.values() for error in errors}
        messages.warning(request, NOT_GOOD.format(" ".join(sorted(said))))
    page = page_for(request.user, Asked.of(form.cleaned_data))
    template = "overview/calendar.html#shown" if is_part(request) else WHOLE
    return render(request, template, {"page": page, "form": form})


def is_part(request: HttpRequest) -> bool:
    """htmx replaces the days alone; after "back" it needs the whole page."""
    headers = request.headers
    restores = headers.get("HX-History-Restore-Request")
    return bool(headers.get("HX-Request")) and not restores
