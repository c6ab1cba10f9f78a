"""The buttons beside certificates and hours: confirm, take out, take along."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from officers import actions, policy
from officers.models import Certificate, TrainingHours
from sro_program.core.files import download
from sro_program.core.forms import shown_version
from sro_program.core.http import access, get_visible_or_404


@require_POST
@access(policy.can_oversee_training)
def confirm_certificate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The command has seen the proof."""
    one = get_visible_or_404(Certificate.objects, request.user, pk=pk)
    return _confirm(request, one)


@require_POST
@access(policy.can_oversee_training)
def confirm_hours(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The command has seen the proof."""
    one = get_visible_or_404(TrainingHours.objects, request.user, pk=pk)
    return _confirm(request, one)


@require_POST
@access(policy.can_open_training)
def remove_certificate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take it out of the record again."""
    one = get_visible_or_404(Certificate.objects, request.user, pk=pk)
    return _remove(request, one)


@require_POST
@access(policy.can_open_training)
def remove_hours(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take them out of the record again."""
    one = get_visible_or_404(TrainingHours.objects, request.user, pk=pk)
    return _remove(request, one)


@require_safe
@access(policy.can_open_training)
def certificate_document(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The paper itself; taking it along is on record."""
    one = get_visible_or_404(Certificate.objects, request.user, pk=pk, struck_at=None)
    return _document(request, one, str(one))


@require_safe
@access(policy.can_open_training)
def hours_document(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The paper itself; taking it along is on record."""
    one = get_visible_or_404(TrainingHours.objects, request.user, pk=pk, struck_at=None)
    return _document(request, one, one.course)


def _confirm(request: HttpRequest, one: Certificate | TrainingHours) -> HttpResponse:
    actions.confirm_training(one, by=request.user, version=shown_version(request))
    messages.success(request, "Confirmed.")
    return redirect("officers:training", pk=one.officer_id)


def _remove(request: HttpRequest, one: Certificate | TrainingHours) -> HttpResponse:
    actions.remove_training(one, by=request.user, version=shown_version(request))
    messages.success(request, "Taken out. The history keeps that it was there.")
    return redirect("officers:training", pk=one.officer_id)


def _document(
    request: HttpRequest, one: Certificate | TrainingHours, title: str
) -> HttpResponse:
    if not one.document:
        raise Http404
    actions.open_training_document(one, by=request.user)
    return download(  # type: ignore[return-value]  # the middleware treats a stream alike
        one.document, title=title, media_type=one.document_type
    )
