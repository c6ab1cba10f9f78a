"""Pages as PDF: tagged, for screen readers too, with nothing fetched from anywhere."""

import logging
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.module_loading import import_string

from sro_program.core.errors import RuleBroken
from sro_program.core.files import safe_title

logger = logging.getLogger(__name__)
NO_PAPER = (
    "This server cannot make PDFs. Print the page instead, and choose “Save as PDF” "
    "there."
)
KIND = "pdf/ua-1"
"""Accessible PDF (ISO 14289-1)."""


def as_pdf(html: str) -> bytes:
    """This page, in the look of `static/css/paper.css`.

    The library is loaded when the first PDF is made: it takes seconds and needs Pango
    from the system. Raises RuleBroken where that is missing.
    """
    document, style, fetcher = _library()
    look = (settings.BASE_DIR / "static/css/paper.css").read_text(encoding="utf-8")
    nothing = fetcher(allowed_protocols=[])
    page = document(string=html, url_fetcher=nothing)
    written: bytes = page.write_pdf(
        stylesheets=[style(string=look, url_fetcher=nothing)], pdf_variant=KIND
    )
    return written


def pdf_response(title: str, html: str) -> HttpResponse:
    """A download of this page."""
    name = f'attachment; filename="{safe_title(title)}.pdf"'
    return HttpResponse(
        as_pdf(html),
        content_type="application/pdf",
        headers={"Content-Disposition": name},
    )


def _library() -> tuple[Any, Any, Any]:
    names = ("weasyprint.HTML", "weasyprint.CSS", "weasyprint.urls.URLFetcher")
    try:
        html, css, fetcher = map(import_string, names)
    except (ImportError, OSError) as missing:
        logger.warning("pdf_unavailable", extra={"why": str(missing)})
        raise RuleBroken(NO_PAPER) from missing
    return html, css, fetcher
