"""A line of the log becomes a finding: what has to be mended, without retyping."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from officers import policy
from officers.actions.finding_line import find_from_line
from officers.models import ActivityEntry
from officers.promoting import line_named
from schools.forms.findings import AddFindingForm
from schools.models import Place
from sro_program.core.files import MAX_SIZE
from sro_program.core.http import (
    access,
    carried_out,
    form_response,
    takes_large_files,
)


@require_http_methods(["GET", "HEAD", "POST"])
@access(policy.can_keep_a_log)
@takes_large_files(MAX_SIZE)
def find(request: HttpRequest) -> HttpResponse:
    """What the line says, to be looked over."""
    line = line_named(request.user, request.GET.get("line", ""))
    if line is None:
        raise Http404
    form = AddFindingForm(
        request.POST or None,
        request.FILES or None,
        school=line.school,
        initial=_said_by(line),
    )
    act = partial(find_from_line, line, by=request.user)
    if found := carried_out(form, lambda: act(**form.cleaned_data)):
        messages.success(request, "Added. It waits for whoever it was given to.")
        return redirect(found)
    context = {
        "title": "To be mended",
        "school": line.school,
        "back_url": f"{reverse('officers:log')}?on={line.on:%Y-%m-%d}",
    }
    return form_response(request, "schools/form_in_rows.html", form, context)


def _said_by(line: ActivityEntry) -> dict[str, object]:
    """Its note, and its place where the school has a room of that name."""
    rooms = Place.objects.of_school(line.school).in_use()
    place = rooms.filter(label__iexact=line.place).first() if line.place else None
    return {"what": line.note, "place": place}
