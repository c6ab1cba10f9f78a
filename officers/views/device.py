"""What a phone needs to keep the log without a signal, and how it hands it over.

The shell and the service worker hold nothing about anybody, and are public; all else
is told to the officer who is signed in.
"""

import json
import zlib
from datetime import datetime, timedelta
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import (
    HttpRequest,
    HttpResponse,
    JsonResponse,
    RawPostDataException,
)
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware, now
from django.views.decorators.http import require_POST, require_safe

from officers import actions, policy
from officers.forms.log import TapForm
from officers.models import Officer
from officers.quick import me, quick_log_of, schools_open_to
from sro_program.core.errors import ProductError
from sro_program.core.http import access

MOST_AT_ONCE = 200
CLOCK_IS_RIGHT = timedelta(minutes=5)
A_WRONG_YEAR = timedelta(days=3650)
"""A clock that is off by more cannot be put right; its lines are refused in words."""
OF_ANOTHER = "This line was tapped in another account, and waits here for its officer."
UNREADABLE = "This cannot be read. Load the page again; the lines stay on your phone."
FILES = [
    *("bootstrap/css/bootstrap.min.css", "css/sro.css", "css/forms.css"),
    *("css/components.css", "css/log.css", "js/theme.js", "js/forms.js", "js/kept.js"),
    *("js/log.js", "css/walk.css", "js/walk.js", "django_htmx/htmx-4.min.js"),
    "img/mark.svg",
]
"""What the shells are made of."""
SHELLS = ["officers:offline", "schools:walk_offline"]
"""In the order in which the service worker knows them."""


@require_safe
@access(policy.can_keep_a_log)
def start(request: HttpRequest) -> HttpResponse:
    """Who is signed in, and the buttons of the log, for the phone to keep."""
    quick = quick_log_of(request.user)
    return JsonResponse(
        {
            "owner": str(request.user.pk),
            "token": get_token(request),
            "school": quick.school,
            "schools": [{"key": one.pk, "label": one.label} for one in quick.schools],
            "tiles": [
                {"value": tile.value, "label": tile.label, "minutes": tile.minutes}
                for tile in quick.tiles
            ],
        }
    )


@require_POST
@access(policy.can_keep_a_log)
def send(request: HttpRequest) -> HttpResponse:
    """Lines that a phone kept: what became of each, by the id that the phone made.

    Sent again, a line is the same line. One that is refused stays on the phone with
    the sentence that says why.
    """
    try:
        sent = json.loads(request.body)
        lines, told = list(sent["lines"])[:MOST_AT_ONCE], str(sent["now"])
    except (ValueError, TypeError, KeyError, RecursionError, RawPostDataException):
        return JsonResponse({"sentence": UNREADABLE}, status=400)
    officer = me(request.user)
    late = behind(told)
    results = [_take(request, officer, line, late) for line in lines]
    told_of = {
        "clock_behind": round(late / timedelta(minutes=1)),
        "minutes_today": quick_log_of(request.user).minutes_today,
    }
    return JsonResponse({"results": results, **told_of})


def behind(told: str) -> timedelta:
    """How far the phone's clock is behind ours; nothing when it is about right."""
    try:
        at = parse_datetime(told)
    except ValueError:
        at = None
    if not isinstance(at, datetime) or not is_aware(at):
        return timedelta()
    off = max(-A_WRONG_YEAR, min(now() - at, A_WRONG_YEAR))
    return off if abs(off) > CLOCK_IS_RIGHT else timedelta()


def _texts(line: object) -> dict[str, str]:
    """What a phone says of a line, as text whatever it is; half a sign becomes "?"."""
    said = line if isinstance(line, dict) else {}
    return {
        str(name): str(value).encode("utf-8", "replace").decode()
        for name, value in said.items()
        if value is not None
    }


def _take(
    request: HttpRequest,
    officer: Officer,
    line: object,
    late: timedelta,
) -> dict[str, str]:
    said = _texts(line)
    key = said.get("record_id", "")[:36]
    if said.get("owner", str(request.user.pk)) != str(request.user.pk):
        return {"id": key, "state": "refused", "sentence": OF_ANOTHER}
    form = TapForm(said, schools=schools_open_to(officer))
    if not form.is_valid():
        sentence = next(iter(form.errors.values()))[0]
        return {"id": key, "state": "refused", "sentence": str(sentence)}
    try:
        entry = actions.write_line(by=request.user, **form.as_line(late=late))
    except ProductError as refusal:
        return {"id": key, "state": "refused", "sentence": refusal.sentence}
    words = f"{entry.get_type_display()}, {entry.minutes} min"
    return {"id": key, "state": "saved", "sentence": words}


@login_not_required
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """The log where there is no signal; it holds nothing about anybody."""
    response = render(request, "officers/log/offline.html")
    response.headers["Cache-Control"] = "public, no-cache"
    return response


@login_not_required
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, from the root, so that it may answer for every page."""
    files = json.dumps([*map(reverse, SHELLS), *map(static, FILES)])
    code = Path(finders.find("js/worker.js") or "").read_text()
    mark = zlib.crc32(f"{files}{code}".encode())
    response = HttpResponse(
        f"const FILES = {files};\nconst CACHE = 'log-{mark}';\n{code}",
        content_type="text/javascript",
    )
    response.headers["Cache-Control"] = "no-cache"
    return response


@login_not_required
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to install the product on its home screen."""
    icons = [
        {"src": static(f"img/icon-{size}.png"), "sizes": f"{size}x{size}"}
        for size in (192, 512)
    ]
    return JsonResponse(
        {
            "name": "SRO Program",
            "short_name": "SRO",
            "start_url": "/",
            "display": "standalone",
            "background_color": "#f7f6f1",
            "theme_color": "#113a3b",
            "icons": [{**icon, "type": "image/png"} for icon in icons],
        },
        content_type="application/manifest+json",
    )
