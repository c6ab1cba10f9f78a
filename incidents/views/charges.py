"""The agency's own charges: what there is, and a new table from a file."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from incidents import actions, policy
from incidents.charge_file import COLUMNS, read, rows_of
from incidents.forms.charges import ChargeFileForm, ChargesTakenForm
from sro_program.accounts.models import PoliceAgency
from sro_program.core.errors import Stale
from sro_program.core.exports import export
from sro_program.core.http import access, form_response
from sro_program.core.policy import require
from sro_program.core.sheets import as_text


@require_http_methods(["GET", "HEAD", "POST"])
@access(policy.can_keep_charges)
def charges(request: HttpRequest) -> HttpResponse:
    """How many there are, and what a file would change; nothing is changed yet."""
    form = ChargeFileForm(
        request.POST or None, request.FILES or None, user=request.user
    )
    if form.is_valid():
        agency = form.cleaned_data["agency"]
        require(policy.can_keep_charges_of(request.user, agency))
        return _shown(request, agency, as_text(form.cleaned_data["file"]))
    agencies = policy.agencies_kept_by(request.user)
    context = {"agencies": [(one, one.charges.choosable().count()) for one in agencies]}
    return form_response(request, "incidents/charges.html", form, context)


@require_POST
@access(policy.can_keep_charges)
def take_over_charges(request: HttpRequest) -> HttpResponse:
    """Carry out what was looked at: all of its good lines, or nothing."""
    form = ChargesTakenForm(request.POST, user=request.user)
    if not form.is_valid():
        messages.error(request, "That page was not complete. Choose the file again.")
        return redirect("incidents:charges")
    said = form.cleaned_data
    agency, text = said["agency"], said["text"]
    try:
        reading = actions.take_over_charges(
            agency, by=request.user, text=text, mark=said["mark"]
        )
    except Stale as refusal:
        messages.warning(request, refusal.sentence)
        return _shown(request, agency, text, status=refusal.status)
    done = f"Done: {len(reading.new)} new, {len(reading.changed)} changed"
    messages.success(request, f"{done}, {len(reading.off)} switched off.")
    return redirect("incidents:charges")


@require_safe
@access(policy.can_keep_charges)
def export_charges(request: HttpRequest) -> HttpResponse:
    """The charges that can be chosen, as the import reads them."""
    agencies = policy.agencies_kept_by(request.user)
    rows = [row for agency in agencies for row in rows_of(agency)]
    return export("Charges", "csv", COLUMNS, rows)


def _shown(
    request: HttpRequest, agency: PoliceAgency, text: str, *, status: int = 200
) -> HttpResponse:
    context = {"reading": read(text, agency), "agency": agency, "text": text}
    return render(request, "incidents/charge_changes.html", context, status=status)
