"""One agreement of an agency and a district at a time, and which of them holds."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localdate

from schools.agreements import Clause, clause_of, clauses_for
from schools.demo import make_territory
from schools.models import Agreement
from sro_program.accounts.models import Role
from tests.conftest import make_member
from tests.factories.schools import (
    AgreementFactory,
    DistrictFactory,
    PoliceAgencyFactory,
    SchoolFactory,
)

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)
YEAR = {"valid_from": date(2026, 7, 1), "valid_until": date(2027, 6, 30)}


def write_down(district, agency, first, last, clause="c", review=None):
    """By SQL alone, past every form."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO schools_agreement (police_agency_id, district_id, title,
                valid_from, valid_until, review_on, clause_number,
                discipline_clause, document, paper, paper_type, version)
            VALUES (%s, %s, 't', %s, %s, %s, '', %s, '', '', '', 1)
            """,
            [agency.pk, district.pk, first, last, review, clause],
        )


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2027, 6, 30), date(2028, 6, 30)),
        (date(2025, 7, 1), date(2026, 7, 1)),
        (date(2026, 9, 1), None),
        (date(2020, 1, 1), None),
    ],
)
def test_two_of_one_agency_and_district_never_hold_on_one_day(
    district, agency, first, last
):
    AgreementFactory(district=district, **YEAR)

    with pytest.raises(IntegrityError, match="one_agreement_at_a_time"):
        write_down(district, agency, first, last)


def test_the_next_may_begin_the_day_after(district, agency):
    AgreementFactory(district=district, **YEAR)

    write_down(district, agency, YEAR["valid_until"] + A_DAY, None)

    assert Agreement.objects.count() == 2


def test_another_agency_or_district_has_its_own(district, agency):
    AgreementFactory(district=district, **YEAR)

    write_down(district, PoliceAgencyFactory(), YEAR["valid_from"], None)
    write_down(DistrictFactory(), agency, YEAR["valid_from"], None)

    assert Agreement.objects.count() == 3


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"last": date(2026, 7, 1)}, "ends_after_it_starts"),
        ({"last": date(2026, 6, 30)}, "ends_after_it_starts"),
        ({"first": date(1999, 1, 1)}, "is_of_our_time"),
        ({"last": date(9999, 1, 1)}, "is_of_our_time"),
        ({"review": date(9999, 1, 1)}, "is_of_our_time"),
        ({"clause": ""}, "says_who_disciplines"),
    ],
)
def test_the_database_refuses_what_no_agreement_says(district, agency, said, rule):
    fields = {"first": date(2026, 7, 1), "last": None, **said}

    with pytest.raises(IntegrityError, match=rule):
        write_down(district, agency, **fields)


def test_its_history_is_kept_by_the_database(district):
    agreement = AgreementFactory(district=district)
    said = agreement.discipline_clause

    Agreement.objects.update(discipline_clause="Other.")

    told = agreement.history.order_by("pgh_id")
    clauses = list(told.values_list("discipline_clause", flat=True))
    assert clauses == [said, "Other."]


@pytest.mark.parametrize(
    ("first", "last", "holds"),
    [
        (0, None, True),
        (-9, 0, True),
        (-9, 9, True),
        (1, None, False),
        (-9, -1, False),
    ],
)
def test_it_holds_from_its_first_day_to_its_last(district, first, last, holds):
    today = localdate()
    until = None if last is None else today + last * A_DAY
    AgreementFactory(
        district=district, valid_from=today + first * A_DAY, valid_until=until
    )

    assert Agreement.objects.in_force().exists() is holds


def test_one_with_an_agency_that_serves_the_district_no_more_holds_no_more(district):
    AgreementFactory(district=district, police_agency=PoliceAgencyFactory())

    assert not Agreement.objects.in_force().exists()


def test_each_reads_the_clause_of_the_own_district_alone(district, teacher, school):
    own = AgreementFactory(district=district)
    theirs = AgreementFactory()

    assert clauses_for(teacher) == [Clause(district, own)]
    assert clause_of(teacher, district) == Clause(district, own)
    assert clause_of(teacher, theirs.district) == Clause(theirs.district, None)


def test_who_serves_two_districts_reads_both_and_which_is_missing(agency):
    first, second = (
        SchoolFactory(campus__district=DistrictFactory(name=name, police_agency=agency))
        for name in "AB"
    )
    kept = AgreementFactory(district=second.district)
    commander = make_member(Role.COMMANDER, agency)

    found = clauses_for(commander)

    assert [(one.district.name, one.agreement) for one in found] == [
        (first.district.name, None),
        (second.district.name, kept),
    ]


def test_an_agreement_is_cited_by_its_title_and_the_number_of_its_clause():
    named = Agreement(title="Agreement of 2026", clause_number="4.2")

    assert named.clause_label == "Agreement of 2026, clause 4.2"
    assert Agreement(title="Agreement of 2026").clause_label == "Agreement of 2026"


def test_the_demo_has_one_that_says_it_is_invented(agency):
    for _ in range(2):
        district = make_territory(agency)

    agreement = Agreement.objects.in_force().get()
    assert agreement.district == district
    assert "invented" in agreement.title
