"""Files of a report: added, named anew, given out."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_safe

from incidents import actions, policy
from incidents.forms.parts import AttachmentForm, FileTitleForm
from incidents.masking import mask_of
from incidents.models import Attachment
from incidents.views.common import add, change, known, part_of, to_write
from sro_program.core.files import MAX_RECORDING, download
from sro_program.core.http import access, takes_large_files
from sro_program.core.policy import require

form_view = require_http_methods(["GET", "HEAD", "POST"])


@form_view
@access(policy.can_open_police_side)
@takes_large_files(MAX_RECORDING)
def add_attachment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A photo, a PDF or a recording."""
    incident = to_write(request, pk)
    form = AttachmentForm(request.POST or None, request.FILES or None)
    template = "incidents/attachment_form.html"
    return add(request, incident, form, actions.add_attachment, "Add a file", template)


@form_view
@access(policy.can_open_police_side)
def change_attachment(request: HttpRequest, pk: UUID, part: UUID) -> HttpResponse:
    """Say anew what a file shows."""
    incident = to_write(request, pk)
    file = part_of(Attachment.objects.visible_to(request.user), incident, part)
    form = FileTitleForm(request.POST or None, initial=known(file, ["title"]))
    return change(request, file, form, actions.change_attachment, "What the file shows")


@require_safe
@access(policy.can_open_police_side)
def attachment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The file itself, for the police side alone."""
    found = get_object_or_404(
        Attachment.objects.visible_to(request.user).select_related("incident"), pk=pk
    )
    require(policy.reads_police_side(request.user, found.incident))
    actions.open_attachment(found, by=request.user)
    return download(  # type: ignore[return-value]  # the middleware treats a stream alike
        found.file,
        title=mask_of(found.incident.people.all())(found.title),
        media_type=found.media_type,
    )
