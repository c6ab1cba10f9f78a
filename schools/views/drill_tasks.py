"""What is to be mended after a drill: given, done, looked at again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from schools import drill_policy as policy
from schools.actions import drill_tasks as actions
from schools.forms.drills import DrillTaskForm
from schools.models import DrillTask
from schools.views.drills import visible_drill
from sro_program.core.forms import shown_version
from sro_program.core.http import access, carried_out, form_response
from sro_program.core.policy import require


@require_http_methods(["GET", "HEAD", "POST"])
@access(policy.can_keep_some_drills)
def add_drill_task(request: HttpRequest, pk: int, drill: UUID) -> HttpResponse:
    """What, whose, until when."""
    found = visible_drill(request.user, pk, drill)
    require(policy.can_keep_drills(request.user, found.school))
    form = DrillTaskForm(request.POST or None, school=found.school)
    if task := carried_out(
        form,
        lambda: actions.add_drill_task(found, by=request.user, **form.cleaned_data),
    ):
        messages.success(request, "Added. It waits for whoever it was given to.")
        return redirect(task)
    context = {
        "title": f"A task after: {found}",
        "school": found.school,
        "back_url": found.get_absolute_url(),
    }
    return form_response(request, "schools/form.html", form, context)


@require_POST
@access(policy.can_mend_some)
def finish_drill_task(
    request: HttpRequest, pk: int, drill: UUID, drill_task: UUID
) -> HttpResponse:
    """It is done."""
    task = _task(request, pk, drill, drill_task)
    actions.finish_drill_task(task, by=request.user, version=shown_version(request))
    messages.success(request, "Done. Somebody else looks whether it is mended.")
    return redirect(task)


@require_POST
@access(policy.can_mend_some)
def check_drill_task(
    request: HttpRequest, pk: int, drill: UUID, drill_task: UUID
) -> HttpResponse:
    """Somebody else has looked: it is mended."""
    task = _task(request, pk, drill, drill_task)
    actions.check_drill_task(task, by=request.user, version=shown_version(request))
    messages.success(request, "Mended, and looked at by two.")
    return redirect(task)


@require_POST
@access(policy.can_mend_some)
def reopen_drill_task(
    request: HttpRequest, pk: int, drill: UUID, drill_task: UUID
) -> HttpResponse:
    """Somebody else has looked: it is not mended."""
    task = _task(request, pk, drill, drill_task)
    actions.reopen_drill_task(task, by=request.user, version=shown_version(request))
    messages.success(request, "Open again. Whoever it waits for is told.")
    return redirect(task)


def _task(request: HttpRequest, pk: int, drill: UUID, task: UUID) -> DrillTask:
    rows = DrillTask.objects.visible_to(request.user).for_list()
    return get_object_or_404(rows, school=pk, drill=drill, pk=task)
