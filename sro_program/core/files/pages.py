"""A page of a PDF that somebody sent, as a picture."""

import subprocess
import sys
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File

from sro_program.core.files.checks import Refused, head_of, redrawn_png
from sro_program.core.files.kinds import PNG
from sro_program.core.files.pdf_page import NO_SUCH_PAGE, SECONDS
from sro_program.core.files.uploads import CheckedFile, sha256_of
from sro_program.core.ids import uuid7

PROGRAM = Path(__file__).with_name("pdf_page.py")
UNREADABLE = "This PDF cannot be drawn. Save the page as a PNG picture, and send that."
NO_PAGE = "This PDF has no page {page}; it has {count}."


def drawn_page(pdf: CheckedFile, page: int) -> CheckedFile:
    """This page as a PNG picture. Raises ValidationError where it cannot be drawn."""
    content = head_of(pdf.content, pdf.content.size)
    try:
        done = subprocess.run(  # noqa: S603  # our own program, no shell
            [sys.executable, "-I", str(PROGRAM), str(page)],
            input=content,
            env={},  # where the passwords of the database and the keys stand
            capture_output=True,
            timeout=2 * SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ValidationError(UNREADABLE) from None
    if done.returncode == NO_SUCH_PAGE:
        raise ValidationError(NO_PAGE.format(page=page, count=done.stderr.decode()))
    if done.returncode or not done.stdout:
        raise ValidationError(UNREADABLE)
    return _checked(done.stdout)


def _checked(png: bytes) -> CheckedFile:
    try:
        picture = redrawn_png(ContentFile(png))
    except Refused:
        raise ValidationError(UNREADABLE) from None
    named = File(picture.file, name=f"{uuid7()}{PNG.extension}")
    return CheckedFile(named, PNG.media_type, picture.size, sha256_of(picture))
