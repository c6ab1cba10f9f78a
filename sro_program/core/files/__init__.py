"""Files that people send: judged by content, kept under a name of ours (trust.md §13).

What a file is called and what the browser says it is are ignored. Pictures are drawn
anew, so nothing that a camera wrote into them (place, time, device) is kept.
"""

from sro_program.core.files.checks import MAX_SIZE
from sro_program.core.files.downloads import download, safe_title
from sro_program.core.files.kinds import PICTURES
from sro_program.core.files.uploads import CheckedFile, CheckedFileField, check

__all__ = [
    "MAX_SIZE",
    "PICTURES",
    "CheckedFile",
    "CheckedFileField",
    "check",
    "download",
    "safe_title",
]
