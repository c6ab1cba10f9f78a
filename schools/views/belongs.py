"""Does this person belong here? The name goes in the body: no address holds it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from schools import notice_policy as policy
from schools.belonging import SHOWN, look_up
from schools.forms.notices import BelongsForm
from sro_program.core.http import access


@require_http_methods(["GET", "HEAD", "POST"])
@access(policy.can_ask)
def belongs(request: HttpRequest) -> HttpResponse:
    """One box, and everybody whom it may mean."""
    form = BelongsForm(request.POST or None)
    is_asked = form.is_valid()
    said = form.cleaned_data["name"] if is_asked else ""
    if not is_asked:
        form.begin_here()
    answers = look_up(request.user, said) if is_asked else []
    context = {
        "form": form,
        "said": said,
        "answers": answers[:SHOWN],
        "has_more": len(answers) > SHOWN,
        "knows_all": policy.can_name_anybody(request.user),
        "keeps": policy.can_open_notices(request.user),
    }
    status = 422 if form.is_bound and not is_asked else 200
    return render(request, "schools/notices/belongs.html", context, status=status)
