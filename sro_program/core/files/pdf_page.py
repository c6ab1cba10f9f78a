"""One page of a PDF as a PNG picture: from standard input to standard output.

A program of its own, told nothing but the number of the page: whatever a hostile file
does to the library that draws it, it does in a process that knows no record and has
little time and memory. It prints how many pages there are where that one is not there.
"""

import resource
import sys
from importlib import import_module

LONGEST_SIDE = 2400
"""Pixels: on a plan of that size a room's number can be read."""
SECONDS = 15
MEMORY = 2 * 1024**3
NO_SUCH_PAGE = 3
"""The exit code, with the number of pages on standard error."""


def main(page: int) -> int:
    """Draw the page, counted from 1; the exit code."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    library = import_module("pypdfium2")  # in this process alone
    document = library.PdfDocument(sys.stdin.buffer.read())
    if not 1 <= page <= len(document):
        sys.stderr.write(str(len(document)))
        return NO_SUCH_PAGE
    one = document[page - 1]
    scale = LONGEST_SIDE / max(one.get_size())
    picture = one.render(scale=scale).to_pil()
    picture.convert("RGB").save(sys.stdout.buffer, "PNG")
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
