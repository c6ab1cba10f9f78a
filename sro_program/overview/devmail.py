"""Every mail that a developer's machine or a demo has sent, with working links.

Reads the folder that Django's file backend writes. The pages exist only where the
settings name such a folder (`MAIL_FOLDER`); production's settings name none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

BETWEEN = b"\n" + b"-" * 79 + b"\n"
MOST = 200
FRAMED: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:"],
    "frame-ancestors": [CSP.SELF],
}


@dataclass(frozen=True, slots=True)
class Mail:
    """One sent mail."""

    key: str
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "(no subject)")

    @property
    def to(self) -> str:
        return str(self.message["To"] or "")

    @property
    def sent(self) -> str:
        return str(self.message["Date"] or "")

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def html(self) -> str:
        """Its links open in the whole window, not in the frame."""
        return self._part("html").replace("<head>", '<head><base target="_top">', 1)

    def _part(self, kind: str) -> str:
        body = self.message.get_body(preferencelist=(kind,))
        return str(body.get_content()) if body else ""


def urls() -> list[URLPattern]:
    """The pages, where mails go into a folder; else none."""
    if _folder() is None:
        return []
    return [
        path("mail/", mails, name="mails"),
        path("mail/<str:key>/", mail, name="mail"),
        path("mail/<str:key>/html/", mail_html, name="mail_html"),
    ]


@require_safe
@login_not_required
def mails(request: HttpRequest) -> HttpResponse:
    """All of them, the newest first."""
    found = list(islice(_sent(), MOST))
    return render(request, "overview/mails.html", {"mails": found})


@require_safe
@login_not_required
def mail(request: HttpRequest, key: str) -> HttpResponse:
    """One mail: its text with links, and how it looks in a mail program."""
    return render(request, "overview/mail.html", {"mail": _one(key)})


@require_safe
@login_not_required
@xframe_options_sameorigin
@csp_override(FRAMED)
def mail_html(request: HttpRequest, key: str) -> HttpResponse:
    """The mail's HTML for the frame, whose sandbox runs no script."""
    return HttpResponse(_one(key).html)


def _one(key: str) -> Mail:
    found = next((each for each in _sent() if each.key == key), None)
    if found is None:
        raise Http404
    return found


def _sent() -> Iterator[Mail]:
    folder = _folder()
    found = folder.glob("*.log") if folder else []
    files = sorted(found, key=_age, reverse=True)
    for file in files:
        parts = [part for part in file.read_bytes().split(BETWEEN) if part.strip()]
        for number in reversed(range(len(parts))):
            message = message_from_bytes(parts[number], policy=policy.default)
            yield Mail(f"{file.stem}-{number}", message)


def _folder() -> Path | None:
    folder = getattr(settings, "MAIL_FOLDER", None)
    return Path(folder) if folder else None


def _age(file: Path) -> tuple[float, str]:
    return file.stat().st_mtime, file.name
