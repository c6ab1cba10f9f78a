"""The second wall alone: a finding is mended by one and looked at again by another."""

import pytest
import time_machine
from django.db import IntegrityError, ProgrammingError

from schools.models import Finding
from sro_program.core.db import acting_as, acting_as_clock
from tests.factories.schools import FindingFactory
from tests.schools.drilling import NOW

OPEN_AGAIN = {"status": "open", "done_by": None, "done_at": None}


@pytest.fixture(autouse=True)
def _at_nine():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def find(school, people):
    """One that is written already, and perhaps done."""

    def found(done_by=""):
        done = {"status": "done", "done_by": people.get(done_by), "done_at": NOW}
        with acting_as_clock():
            return FindingFactory(
                school=school, written_by=people["officer"], **(done if done_by else {})
            )

    return found


def write(user, **said):
    with acting_as(user):
        return Finding.objects.update(**said)


@pytest.mark.parametrize(
    "said",
    [
        {"written_by": "principal"},
        {"written_by": "officer", "status": "done", "done_by": "officer"},
    ],
)
def test_nobody_finds_for_another_or_what_is_done_already(said, people, school):
    said = {name: people.get(value, value) for name, value in said.items()}
    if "done_by" in said:
        said["done_at"] = NOW

    with (
        pytest.raises(ProgrammingError, match="row-level"),
        acting_as(people["officer"]),
    ):
        FindingFactory(school=school, **said)


def test_nobody_says_that_another_has_done_it(people, find):
    find()

    with pytest.raises(IntegrityError, match="says so themselves"):
        write(
            people["officer"],
            status="done",
            done_by=people["principal"],
            done_at=NOW,
        )
    mine = {"status": "done", "done_by": people["officer"], "done_at": NOW}
    assert write(people["officer"], **mine) == 1


def test_nobody_says_that_another_has_looked_again(people, find):
    find(done_by="officer")
    looked = {"status": "checked", "checked_at": NOW}

    with pytest.raises(IntegrityError, match="says so themselves"):
        write(people["commander"], **looked, checked_by=people["principal"])
    assert write(people["commander"], **looked, checked_by=people["commander"]) == 1


@pytest.mark.parametrize("change", [OPEN_AGAIN, {"done_by": "commander"}])
def test_who_has_done_it_does_not_look_again(change, people, find):
    find(done_by="officer")
    said = {name: people.get(value, value) for name, value in change.items()}

    with pytest.raises(IntegrityError, match=r"themselves|Somebody else"):
        write(people["officer"], **said)


def test_what_is_said_of_it_changes_while_it_is_open(people, find):
    find(done_by="officer")

    with pytest.raises(IntegrityError, match="while it is open"):
        write(people["principal"], what="Nothing to see")
    assert write(people["principal"], **OPEN_AGAIN) == 1
    assert write(people["principal"], what="Door 7 does not latch at all") == 1
