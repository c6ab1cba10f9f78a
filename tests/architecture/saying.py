"""What an answer says to its reader, also where it is packed."""

import zipfile
from html import unescape
from io import BytesIO


def text_of(response):
    """The words of a page or a file; those of a spreadsheet are unpacked first."""
    body = response.getvalue() if response.streaming else response.content
    if not zipfile.is_zipfile(BytesIO(body)):
        return body.decode(errors="replace")
    with zipfile.ZipFile(BytesIO(body)) as packed:
        parts = [
            packed.read(name).decode(errors="replace") for name in packed.namelist()
        ]
    return unescape("\n".join(parts))
