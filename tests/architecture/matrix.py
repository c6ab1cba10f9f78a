"""The files of the access matrix, and how one of their answers is got."""

from pathlib import Path

from django.db import transaction

from tests.architecture.world import EVERYONE

FILES = {
    "own": Path(__file__).with_name("access_matrix.txt"),
    "foreign": Path(__file__).with_name("access_matrix_next_door.txt"),
}
COLUMNS = ["anonymous", *EVERYONE]
AN_EMPTY_FORM = {"csrfmiddlewaretoken": "x"}
WIDEST = 44


def line_of(route, method):
    """The line of a file that is about this address."""
    return f"{route.name:<40}{method}"


def status(call, *arguments):
    """What one request changes is undone after it."""
    with transaction.atomic():
        response = call(*arguments)
        response.getvalue()  # a file is closed when it has been read
        transaction.set_rollback(True)
    return str(response.status_code)


def read(file):
    """A file as columns: person → line → status."""
    columns = {who: {} for who in COLUMNS}
    for line in file.read_text().splitlines()[1:] if file.exists() else []:
        statuses = line[WIDEST:].split()
        for who, code in zip(COLUMNS, statuses, strict=True):
            columns[who][line[:WIDEST].strip()] = code
    return columns
