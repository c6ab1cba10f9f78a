"""The officer's referral: one form, from nothing or from advice that was given."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from referrals import actions, policy
from referrals.forms.refer import FROM_ADVICE, AdviceForm, ReferForm, gravest
from referrals.models import Advice
from referrals.receivers import receivers_at
from referrals.views.advice import chosen, panels, schools_of
from sro_program.core.errors import RuleBroken
from sro_program.core.http import access, form_response


@require_http_methods(["GET", "HEAD", "POST"])
@access(policy.can_refer)
def refer(request: HttpRequest) -> HttpResponse:
    """Hand someone on. The school and the advice stand in the address."""
    advice = _advice(request)
    schools = schools_of(request)
    school = advice.school if advice else chosen(request, schools, request.GET)
    form = ReferForm(
        request.POST or None,
        receivers=receivers_at(school),
        initial=_prefilled(advice) if advice else None,
    )
    if form.is_valid():
        try:
            sent = actions.send(
                by=request.user, school=school, advice=advice, **form.as_action()
            )
        except RuleBroken as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"Sent to {sent.receiver}.")
            return redirect(sent)
    context = {
        "advice": advice,
        "schools": [] if advice else schools,
        **panels(school),
    }
    return form_response(request, "referrals/refer.html", form, context)


def _advice(request: HttpRequest) -> Advice | None:
    """The advice that the address names, if it is this officer's own."""
    mine = Advice.objects.visible_to(request.user).filter(
        officer__user_id=request.user.pk or 0
    )
    form = AdviceForm(
        request.GET, advice=mine.select_related("school__district", "officer")
    )
    return form.cleaned_data["advice"] if form.is_valid() else None


def _prefilled(advice: Advice) -> dict[str, object]:
    """What the advice says already; the officer looks it over before it is sent."""
    return {
        "about_kind": FROM_ADVICE[Advice.With(advice.with_whom)],
        "grade": advice.grade,
        "reason": gravest(advice.topics),
        "suspects_abuse": advice.has_duty,
        "facts": advice.note,
    }
