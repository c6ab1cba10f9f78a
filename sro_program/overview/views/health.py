"""The page that machines read."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from sro_program.overview.health import health as ask


@require_safe
@login_not_required
def health(request: HttpRequest) -> JsonResponse:
    """200 while people can work, else 503; the content says what is away or late."""
    state = ask()
    content = {
        "status": state.status,
        "database": state.database,
        "broker": state.broker,
        "clock": state.clock,
        "oldest_unsent_seconds": state.oldest_unsent_seconds,
    }
    response = JsonResponse(content, status=200 if state.is_serving else 503)
    if not state.is_serving:
        response.headers["Retry-After"] = str(settings.RETRY_AFTER_SECONDS)
    return response


health.acts_alone = True  # type: ignore[attr-defined]  # read by the Acting middleware
