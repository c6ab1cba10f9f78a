"""Files that people send: judged by content, kept under a name of ours (trust.md §13).

What a file is called and what the browser says it is are ignored. Pictures are drawn
anew, so nothing that a camera wrote into them (place, time, device) is kept. Recordings
are kept bit by bit, and only where a form asks for them.
"""

from sro_program.core.files.checks import MAX_RECORDING, MAX_SIZE
from sro_program.core.files.downloads import download, safe_title
from sro_program.core.files.kinds import (
    EVIDENCE,
    PAPERS,
    PDF,
    PICTURES,
    RECORDINGS,
)
from sro_program.core.files.pages import drawn_page
from sro_program.core.files.uploads import (
    CheckedFile,
    CheckedFileField,
    check,
    kept_with_its_record,
)

__all__ = [
    "EVIDENCE",
    "MAX_RECORDING",
    "MAX_SIZE",
    "PAPERS",
    "PDF",
    "PICTURES",
    "RECORDINGS",
    "CheckedFile",
    "CheckedFileField",
    "check",
    "download",
    "drawn_page",
    "kept_with_its_record",
    "safe_title",
]
