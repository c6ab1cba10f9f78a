"""The list of one's own messages. Looking changes nothing; opening one is a POST."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from sro_program.core.http import access, get_visible_or_404
from sro_program.notifications import actions, policy
from sro_program.notifications.forms import PageForm
from sro_program.notifications.models import Notification
from sro_program.notifications.paging import page_of


@require_safe
@access(policy.can_open)
def index(request: HttpRequest) -> HttpResponse:
    """What is new, then what was; a page at a time."""
    form = PageForm(request.GET)
    after = form.cleaned_data.get("after") if form.is_valid() else None
    mine = Notification.objects.visible_to(request.user)
    page = page_of(mine, after=after)
    context = {"page": page, "unread": mine.unread().count()}
    return render(request, "notifications/index.html", context)


@require_POST
@access(policy.can_open)
def mark_all_read(request: HttpRequest) -> HttpResponse:
    """Everything is seen."""
    count = actions.mark_all_read(request.user)
    messages.success(request, f"{count} marked as read." if count else "Nothing new.")
    return redirect("notifications:index")


@require_POST
@access(policy.can_open)
def open_note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Mark as seen and go to what it is about."""
    note = get_visible_or_404(Notification.objects, request.user, pk=pk)
    actions.mark_read(note)
    ours = url_has_allowed_host_and_scheme(note.url, allowed_hosts=None)
    return redirect(note.url if ours else "notifications:index")
