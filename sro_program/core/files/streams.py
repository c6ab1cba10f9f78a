"""What is longer than any form takes is read past, so that its field can say so."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest


class KeepNoMore(FileUploadHandler):
    """Of a file with more than so many bytes only its name and its size arrive.

    It stands before the handlers that keep what is sent; a shorter file is theirs.
    """

    def __init__(self, request: HttpRequest, most: int) -> None:
        super().__init__(request)
        self.most = most
        self.others = request.upload_handlers[:]
        self.size = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().new_file(*args, **kwargs)
        self.size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        was_kept = self.size <= self.most
        self.size += len(raw_data)
        if self.size <= self.most:
            return raw_data
        if was_kept:
            self._let_go()
        return None

    def _let_go(self) -> None:
        """What the handlers behind have kept so far goes at once."""
        for handler in self.others:
            handler.upload_interrupted()

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        """Empty where it was too long, but with the size that it had."""
        if self.size <= self.most:
            return None
        return UploadedFile(
            BytesIO(), self.file_name, self.content_type, self.size, self.charset
        )
