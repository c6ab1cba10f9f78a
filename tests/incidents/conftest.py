"""An officer at a school, and something that happened there."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from incidents import actions
from incidents.models import OffenceCode
from sro_program.core.ids import uuid7
from tests.factories.incidents import IncidentFactory

BEGAN = datetime(2026, 10, 6, 14, 30, tzinfo=UTC)
"""Half past nine on a Tuesday in Kentucky's west."""
POLICE = {
    "possible_crime": "yes",
    "school_alone": "no",
    "asked_to_discipline": False,
    "decided_by": "officer",
}
DISCIPLINE = {**POLICE, "possible_crime": "no", "school_alone": "yes"}


@pytest.fixture
def begin(officer, school):
    """Begin a report as the officer."""

    def write(**said):
        header = {
            "occurred_from": BEGAN,
            "reported_at": BEGAN,
            "initiated_by": "teacher",
            "discovered": "called",
            "sub_place": "hallway",
            "school_report": "school-report-token",
        }
        return actions.begin(
            by=said.pop("by", officer.user),
            school=said.pop("school", school),
            record_id=said.pop("record_id", None) or uuid7(),
            answers=said.pop("answers", POLICE),
            **{**header, **said},
        )

    return write


@pytest.fixture
def incident(begin):
    """What may be a crime; nothing else is written yet."""
    return begin()


@pytest.fixture
def discipline(begin):
    """What is the school's, by the answers to the Line."""
    return begin(answers=DISCIPLINE)


@pytest.fixture
def add_person(officer):
    """Someone who was involved; a student of grade 9 unless it is said otherwise."""

    def add(incident, **said):
        content = {
            "role": "subject",
            "given_name": "Given-token",
            "family_name": "Family-token",
            "is_student": True,
            "grade": 9,
            **said,
        }
        return actions.add_person(
            incident, by=officer.user, record_id=uuid7(), **content
        )

    return add


@pytest.fixture
def add_measure(officer):
    def add(incident, kind, **said):
        return actions.add_measure(
            incident, by=officer.user, record_id=uuid7(), kind=kind, at=BEGAN, **said
        )

    return add


@pytest.fixture
def write_up(officer, add_person):
    """Everything that a report needs before it is submitted."""

    def write(incident, **said):
        add_person(incident)
        account = {
            "narrative": "narrative-token",
            "conduct": "status",
            "disposition": "advised",
            **said,
        }
        return actions.change_case_file(incident, by=officer.user, **account)

    return write


@pytest.fixture
def submitted(incident, write_up, officer):
    return actions.submit(write_up(incident), by=officer.user)


@pytest.fixture
def approved(submitted, commander):
    return actions.approve(submitted, by=commander)


@pytest.fixture
def code(db):
    """Simple assault."""
    return OffenceCode.objects.get(code="13B")


@pytest.fixture
def happened(school, agency, officer):
    """A report of this officer's, as it is said; submitted if nothing is said."""

    def make(**said):
        return IncidentFactory(
            **{
                "school": school,
                "police_agency": agency,
                "written_by": officer.user,
                "status": "submitted",
                "submitted_at": BEGAN,
                "occurred_from": BEGAN,
                "reported_at": BEGAN + timedelta(days=400),
                **said,
            }
        )

    return make


def tables_with(token):
    """Every table of the database in which this text stands."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                f'SELECT EXISTS (SELECT FROM "{table}" t WHERE t::text LIKE %s)',
                [f"%{token}%"],
            )
            if cursor.fetchone()[0]:
                found.append(table)
    return sorted(found)
