"""The list of referrals, and one of them with all that belongs to it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from referrals import policy
from referrals.forms.answers import MessageForm, NoteForm
from referrals.forms.inbox import InboxForm
from referrals.inbox import EMPTY, LABELS, Box, boxes_for, counts_for, page_of, rows_of
from referrals.models import Concern, Message, Note, Referral
from referrals.offers import offers_for
from referrals.showing import about_facts, chain_of, content_of, header_facts
from referrals.timeline import timeline
from sro_program.accounts.models import Role
from sro_program.accounts.roles import roles_of
from sro_program.audit.log import record_view
from sro_program.core.db import Actor
from sro_program.core.http import access

SHOWN = (
    *("school__district", "referred_by", "handed_on_by"),
    *("to_counselor", "to_agency", "redirected_from"),
)


@require_safe
@access(policy.can_open_referrals)
def referrals(request: HttpRequest) -> HttpResponse:
    """What waits for a counselor, what is due first; what an officer has sent."""
    roles = roles_of(request.user)
    boxes = boxes_for(roles)
    form = InboxForm(request.GET, boxes=boxes)
    box = form.chosen
    rows = rows_of(request.user, box).filter(**form.wanted)
    page = page_of(rows, box, after=form.cleaned_data.get("after"))
    counts = counts_for(request.user) if Box.NEW in boxes else {}
    context = {
        "page": page,
        "next": _address(box, **form.wanted, after=str(page.after))
        if page.after
        else "",
        "box": box,
        "empty": EMPTY[box],
        "form": form,
        "tabs": [_tab(one, box, counts) for one in boxes],
        "can_refer": Role.OFFICER in roles,
        "can_count": policy.can_open_counts(request.user),
    }
    return render(request, "referrals/referrals.html", context)


def _tab(box: Box, current: Box, counts: dict[Box, int]) -> dict[str, object]:
    return {
        "url": _address(box),
        "label": LABELS[box],
        "is_current": box == current,
        "count": counts.get(box, 0),
    }


def _address(box: Box, **asked: str) -> str:
    return f"{reverse('referrals:referrals')}?{urlencode({'box': box, **asked})}"


@require_safe
@access(policy.can_open_referrals)
def referral(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One referral. A colleague sees how far it is; its two sides what it says."""
    return referral_page(request, visible(request.user, pk))


def referral_page(
    request: HttpRequest,
    found: Referral,
    *,
    note_form: NoteForm | None = None,
    message_form: MessageForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, perhaps with a form that could not be accepted."""
    concern = None
    if policy.reads_content(request.user, found):
        concern = concern_or_none(request.user, found)
    if concern and status == 200:
        record_view(request.user, found)
    answers = bool(policy.can_answer(request.user, found))
    context = {
        "referral": found,
        "facts": header_facts(found),
        "says": _says(concern),
        "chain": chain_of(request.user, found),
        "offers": offers_for(request.user, found),
        "events": timeline(found, with_own=answers),
        "both_sides": _both_sides(request.user, found, message_form),
        "own": _own(request.user, found, note_form),
    }
    return render(request, "referrals/referral.html", context, status=status)


def _says(concern: Concern | None) -> dict[str, object] | None:
    """Whom it is about, and what was seen, said and done; nothing for a colleague."""
    if concern is None:
        return None
    return {"about": about_facts(concern), "parts": content_of(concern)}


def _both_sides(
    user: Actor, found: Referral, form: MessageForm | None
) -> dict[str, object]:
    """What both sides wrote, apart from it why it ended, and a form to go on."""
    rows = Message.objects.visible_to(user).filter(referral=found)
    all_of_them = list(rows.select_related("written_by"))
    reasons = [one.text for one in all_of_them if one.kind == Message.Kind.REASON]
    writes = found.is_open and policy.can_write(user, found)
    return {
        "messages": [one for one in all_of_them if one.kind == Message.Kind.LINE],
        "reason": reasons[0] if reasons else "",
        "form": form or (MessageForm(referral=found) if writes else None),
    }


def _own(user: Actor, found: Referral, form: NoteForm | None) -> dict[str, object]:
    """The notes of the receiver's side, and a form for the next one."""
    rows = Note.objects.visible_to(user).filter(referral=found)
    answers = policy.can_answer(user, found)
    return {
        "notes": list(rows.select_related("written_by")) if answers else [],
        "form": form or (NoteForm(referral=found) if answers else None),
    }


def visible(user: Actor, pk: UUID) -> Referral:
    """The referral with what its pages show, or 404."""
    rows = Referral.objects.visible_to(user).select_related(*SHOWN)
    return get_object_or_404(rows.order_by(), pk=pk)


def concern_of(user: Actor, found: Referral) -> Concern:
    """What it says; for its two sides alone, else 404."""
    concern = concern_or_none(user, found)
    if concern is None:
        raise Http404
    return concern


def concern_or_none(user: Actor, found: Referral) -> Concern | None:
    """The same; an officer who has left the school reads no name there any more."""
    rows = Concern.objects.visible_to(user).select_related("about", "written_by")
    return rows.filter(pk=found.concern_id).first()
