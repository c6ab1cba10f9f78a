"""Sending a stored file to somebody who may have it."""

import re

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404


def download(file: FieldFile, *, title: str, media_type: str) -> FileResponse:
    """Send a stored file, never to be shown inside a page of ours.

    Check access first: this function does not. Raises Http404 when the file is gone.
    """
    try:
        content = file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    extension = re.search(r"\.\w+$", file.name or "")
    name = safe_title(title) + (extension.group() if extension else "")
    response = FileResponse(
        content, as_attachment=True, filename=name, content_type=media_type
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def safe_title(title: str) -> str:
    """A title as a file name that every system takes."""
    words = re.sub(r"[^\w\-. ]+", " ", title).split()
    return " ".join(words).strip(". ")[:80] or "file"
