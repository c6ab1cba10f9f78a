"""From what a person sent to what we keep."""

import hashlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar

import puremagic
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.db.models.fields.files import FieldFile

from sro_program.core.files.checks import (
    DAMAGED,
    EMPTY,
    MEGABYTE,
    TOO_LARGE,
    TOO_LARGE_FOR_ITS_KIND,
    WRONG_KIND,
    Refused,
    head_of,
)
from sro_program.core.files.kinds import HEAD, Kind, is_cut_off, kind_of, kinds_of
from sro_program.core.ids import uuid7

type Upload = UploadedFile[bytes]


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that passed: its content, and the name that we chose for it."""

    content: File[bytes]
    media_type: str
    size: int
    sha256: str

    @property
    def name(self) -> str:
        return self.content.name or ""


def check(
    upload: Upload,
    *,
    allowed: Collection[str] | None = None,
    max_size: int | None = None,
) -> CheckedFile:
    """The file, checked. Raises ValidationError with one sentence.

    `allowed` names extensions of kinds, recordings among them; without it, documents
    and pictures are taken. `max_size` is a limit below that of each kind.
    """
    kinds = kinds_of(allowed)
    max_size = max_size or max(kind.max_size for kind in kinds)
    try:
        kind, content = examine(upload, kinds, max_size)
    except Refused as refusal:
        raise ValidationError(
            str(refusal), params=said_about(upload, kinds, max_size)
        ) from refusal
    named = File(content.file, name=f"{uuid7()}{kind.extension}")
    return CheckedFile(named, kind.media_type, content.size, sha256_of(content))


def examine(
    upload: Upload, kinds: list[Kind], max_size: int
) -> tuple[Kind, File[bytes]]:
    """Its kind and the content to keep. Raises Refused."""
    if not upload.size:
        raise Refused(EMPTY)
    if upload.size > max_size:
        raise Refused(TOO_LARGE)
    kind = kind_of(upload)
    if kind is None and is_cut_off(upload, kinds):
        raise Refused(DAMAGED)
    if kind is None or kind not in kinds:
        raise Refused(WRONG_KIND)
    if upload.size > kind.max_size:
        raise Refused(TOO_LARGE_FOR_ITS_KIND)
    return kind, kind.checked(upload)


def said_about(upload: Upload, kinds: list[Kind], max_size: int) -> dict[str, str]:
    """What the sentences have to say about this file."""
    names = [kind.name for kind in kinds]
    kind = kind_of(upload) if upload.size else None
    limit = min(max_size, kind.max_size) if kind in kinds and kind else max_size
    return {
        "name": upload.name or "The file",
        "size": f"{(upload.size or 0) / MEGABYTE:.0f}",
        "limit": f"{limit / MEGABYTE:.0f}",
        "what": looks_like(upload),
        "allowed": " or ".join(filter(None, (", ".join(names[:-1]), names[-1]))),
    }


def looks_like(upload: Upload) -> str:
    """In words, what the content seems to be."""
    if kind := kind_of(upload):
        return kind.name
    head = head_of(upload, HEAD)
    guesses = puremagic.magic_string(head) if head else []
    return next((guess.name for guess in guesses if guess.name), "something unknown")


def sha256_of(content: File[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in content.chunks():
        digest.update(chunk)
    content.seek(0)
    return digest.hexdigest()


@contextmanager
def kept_with_its_record(record: models.Model, field: str) -> Iterator[None]:
    """Save the record with a new file in here: if that is refused, the file goes too.

    Files are written before their row, and no database takes them back.
    """
    try:
        yield
    except BaseException:
        file: FieldFile = getattr(record, field)
        file.delete(save=False)
        raise


class CheckedFileField(forms.FileField):
    """A form's field for one file; its clean value is a `CheckedFile`."""

    default_error_messages: ClassVar = {
        "required": "Choose a file.",
        "empty": "The file is empty.",
    }

    def __init__(
        self,
        *,
        allowed: Collection[str] | None = None,
        max_size: int | None = None,
        **kwargs: Any,  # noqa: ANN401  # Django's signature
    ) -> None:
        super().__init__(**kwargs)
        self.allowed, self.max_size = allowed, max_size
        kinds = kinds_of(allowed)
        self.widget.attrs["accept"] = ",".join(kind.extension for kind in kinds)
        limit = max_size or max(kind.max_size for kind in kinds)
        self.widget.attrs["data-limit"] = limit  # said before it is sent (forms.js)

    def clean(self, data: Any, initial: Any = None) -> CheckedFile | None:  # noqa: ANN401  # Django's signature
        upload = super().clean(data, initial)
        if not upload:
            return None
        return check(upload, allowed=self.allowed, max_size=self.max_size)
