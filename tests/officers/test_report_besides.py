"""What a duty report says besides the log: talks, referrals, incidents."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from officers import tasks
from officers.models import Lens
from sro_program.core.db import acting_as_clock
from tests.factories.incidents import IncidentFactory
from tests.factories.presentations import BookedFactory, PresentationFactory
from tests.factories.referrals import ReferralFactory
from tests.officers.reporting import SENT_ON, line, page, the_report

pytestmark = pytest.mark.usefixtures("school_year")
IN_THE_WEEK = datetime(2026, 11, 18, 16, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _on_a_monday():
    with time_machine.travel(SENT_ON, tick=False):
        yield


@pytest.fixture
def make(officer, school, counselor, agency):
    """Records of the other wings, of this officer at this school."""
    where = {"school": school, "officer": officer}

    def incident(**said):
        return IncidentFactory(
            school=school,
            police_agency=agency,
            written_by=officer.user,
            **{"occurred_from": IN_THE_WEEK, "status": "submitted", **said},
        )

    def talk(factory, after=timedelta(), **said):
        starts_at = IN_THE_WEEK + after
        ends_at = starts_at + timedelta(minutes=45)
        return factory(**where, starts_at=starts_at, ends_at=ends_at, **said)

    def referral(**said):
        said = {"sent_at": IN_THE_WEEK, "due_at": IN_THE_WEEK, **said}
        return ReferralFactory(
            school=school,
            referred_by=officer.user,
            to_counselor=counselor,
            **said,
        )

    return {"incident": incident, "talk": talk, "referral": referral}


def compiled(officer, school, lens):
    line(officer, school)
    tasks.send_reports()
    figures = page(the_report(), lens).figures
    return {
        f"{heading}: {words}": number
        for name in ("besides", "incidents")
        for heading, words, number in figures.get(name, [])
    }


@pytest.mark.parametrize("lens", Lens.values)
def test_both_read_the_talks_to_come_and_what_waits(officer, school, make, lens):
    with acting_as_clock():
        make["talk"](BookedFactory, timedelta(days=7))
        make["talk"](BookedFactory, timedelta(days=1))
        make["talk"](PresentationFactory, timedelta(days=8))

    said = compiled(officer, school, lens)

    assert said["Talks: To come"] == 1
    assert said["Talks: Requests that wait"] == 1
    assert said["Talks: Held"] == 0


@pytest.mark.parametrize(
    ("many", "shown"), [(0, 0), (1, "fewer than 5"), (4, "fewer than 5"), (5, 5)]
)
def test_how_few_referrals_there_were_is_not_told(officer, school, make, many, shown):
    with acting_as_clock():
        for _ in range(many):
            make["referral"]()

    said = compiled(officer, school, Lens.SCHOOL)

    assert said["Referrals: Sent"] == shown
    assert said["Referrals: Closed"] == 0


def test_incidents_are_for_the_command_alone(officer, school, make):
    with acting_as_clock():
        make["incident"](case_file__alerts=["force"])
        make["incident"](status="draft")
        make["incident"](occurred_from=IN_THE_WEEK - timedelta(days=7))

    said = compiled(officer, school, Lens.COMMAND)

    assert {key: said[key] for key in said if key[:2] in {"By", "Wh", "To"}} == {
        "By class: Status offense": 1,
        "By disposition: Advised": 1,
        "Who asked: A teacher": 1,
        "Told at once: Force was used": 1,
    }
    of_school = page(the_report(), Lens.SCHOOL).figures
    assert "incidents" not in of_school
    assert "Force" not in str(of_school)


def test_each_side_finds_them_on_its_page(
    sign_in, officer, school, make, commander, principal
):
    with acting_as_clock():
        make["incident"](case_file__alerts=["force"])
    compiled(officer, school, Lens.COMMAND)
    url = the_report().get_absolute_url()

    to_command = sign_in(commander).get(url).text
    to_school = sign_in(principal).get(url).text

    assert "Told at once: force was used" in to_command
    assert "Talks: to come" in to_school
    assert "force was used" not in to_school.lower()
    assert "By class" not in to_school
