"""The officer's referral: one form, from nothing or from advice that was given."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from officers.promoting import line_named
from referrals import actions, policy
from referrals.forms.refer import FROM_ADVICE, SHOW, AdviceForm, ReferForm, gravest
from referrals.models import Advice
from referrals.receivers import receivers_at
from referrals.showing import answer_due
from referrals.views.advice import chosen, panels, schools_of
from schools.models import School
from schools.models.territory import SchoolQuerySet
from sro_program.core.errors import ProductError
from sro_program.core.http import access
from sro_program.core.policy import require


@require_http_methods(["GET", "HEAD", "POST"])
@access(policy.can_refer)
def refer(request: HttpRequest) -> HttpResponse:
    """Hand someone on, from nothing or from the advice that the address names."""
    advice = _advice(request)
    if advice and request.method != "POST":
        require(policy.can_refer_at(request.user, advice.school))
    schools = _schools(request, advice)
    school = (
        advice.school
        if advice
        else chosen(request, schools, request.POST or request.GET)
    )
    form = _form(request, schools, school, advice)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            sent = actions.send(by=request.user, advice=advice, **form.as_action())
        except ProductError as refusal:
            status = refusal.status
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"Sent to {sent.receiver}.{answer_due(sent)}")
            return redirect(sent)
    context = {"advice": advice, "form": form, **panels(school)}
    return render(request, "referrals/refer.html", context, status=status)


def _schools(request: HttpRequest, advice: Advice | None) -> SchoolQuerySet:
    """Where this officer refers; what advice led to stays at its school."""
    schools = schools_of(request)
    return schools.filter(pk=advice.school_id) if advice else schools


def _form(
    request: HttpRequest, schools: SchoolQuerySet, school: School, advice: Advice | None
) -> ReferForm:
    """The form as it was sent, or before that with what is known or typed already."""
    values: dict[str, object] = {"school": school}
    if SHOW in request.POST:
        values |= {**request.POST.dict(), "school": school}
    elif advice:
        values |= _prefilled(advice)
    elif line := line_named(request.user, request.GET.get("line", "")):
        values |= {"facts": line.note}
    is_sent = request.method == "POST" and SHOW not in request.POST
    return ReferForm(
        request.POST if is_sent else None,
        schools=schools,
        receivers=receivers_at(school),
        initial=values,
    )


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
