"""A district's levels for conflicts."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from presentations import actions, policy
from presentations.conflicts import levels_of
from presentations.forms.afterwards import LevelsForm
from presentations.views.common import form_view
from schools.models import District
from sro_program.core.http import access, carried_out, form_response
from sro_program.core.policy import require


@require_safe
@access(policy.can_set_levels)
def settings(request: HttpRequest) -> HttpResponse:
    """The districts whose levels one may set; straight on if there is one."""
    districts = list(District.objects.importable_by(request.user).order_by("name")[:50])
    if len(districts) == 1:
        return redirect("presentations:levels", pk=districts[0].pk)
    return render(request, "presentations/settings.html", {"districts": districts})


@form_view
@access(policy.can_set_levels)
def levels(request: HttpRequest, pk: int) -> HttpResponse:
    """How loudly this district hears of each kind of conflict."""
    mine = District.objects.importable_by(request.user)
    district = get_object_or_404(mine, pk=pk)
    require(policy.can_set_levels_of(request.user, district))
    form = LevelsForm(request.POST or None, shown=levels_of(district))
    if carried_out(form, lambda: _set(request, district, form)):
        messages.success(request, "The levels are saved.")
        return redirect("presentations:settings")
    context = {"district": district}
    return form_response(request, "presentations/levels.html", form, context)


def _set(request: HttpRequest, district: District, form: LevelsForm) -> bool:
    seen = form.cleaned_data["seen"]
    actions.set_levels(district, by=request.user, levels=form.levels, seen=seen)
    return True
