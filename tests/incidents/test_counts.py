"""Numbers of incidents: what counts, for whom, and the rows behind each number."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection

from incidents import actions, tasks
from incidents.counts import HIDDEN, Asked, Report, counts_of
from incidents.ledger import behind, schools_of
from incidents.models import CaseFile, Involvement, Offence, OffenceCode, Tally
from incidents.models.tallies import StaleTally
from schools.models import District
from sro_program.audit.models import AuditEvent
from sro_program.core.db import acting_as
from sro_program.core.ids import uuid7
from sro_program.core.times import school_year
from tests.factories.incidents import (
    IncidentFactory,
    InvolvementFactory,
    MeasureFactory,
    end,
)
from tests.factories.schools import SchoolFactory, SchoolYearFactory

PAGE = "/incidents/counts/"
THIS_YEAR = school_year(date.today())
LAST_YEAR = THIS_YEAR - 1
LAST_MARCH = datetime(LAST_YEAR + 1, 3, 2, 15, tzinfo=UTC)
"""A day of the school year before this one: all its months are over."""
numbers = count(1)


@pytest.fixture
def happen(officer, school, agency):
    """Something that was submitted in the school year before this one."""

    def make(*, conduct="status", disposition="advised", status="submitted", **said):
        at = said.pop("at", LAST_MARCH)
        incident = IncidentFactory(
            **{
                "school": school,
                "police_agency": agency,
                "written_by": officer.user,
                "year": LAST_YEAR,
                "serial": next(numbers),
                "occurred_from": at,
                "reported_at": at,
                "case_file__conduct": conduct,
                "case_file__disposition": disposition,
                **said,
            }
        )
        if status == "handed_back":
            end(incident, status, outcome="school")
        elif status != "draft":
            end(incident, status)
        return incident

    return make


@pytest.fixture
def involve(commander):
    """A student who is a subject; with `code`, of an offense."""

    def add(incident, *, code="", **said):
        person = InvolvementFactory(incident=incident, sex="male", race="white", **said)
        if code:
            Offence.objects.create(
                incident=incident,
                school=incident.school,
                code=OffenceCode.objects.get(code=code),
                about=person,
            )
        return person

    return add


def counted(user, report=Report.LEDGER, year=LAST_YEAR, **narrowed):
    with acting_as(user):
        return counts_of(Asked(report, year, **narrowed))


def table(user, title, **asked):
    """Line → its figures as (instances, students)."""
    found = {one.title: one for one in counted(user, **asked).tables}
    return {
        line.label: [(figure.instances, figure.students) for figure in line.figures]
        for line in found[title].lines
    }


def events(user, title, **asked):
    """Line → number, without those that are none."""
    found = table(user, title, **asked)
    return {line: one[0][0] for line, one in found.items() if one[0][0] != "0"}


def total(user, **asked):
    found = counted(user, **asked).total
    return found and found.instances


def rows_behind(user, figure_url, year=LAST_YEAR):
    """How many rows the list behind a number holds, read as this person."""
    said = {key: one[0] for key, one in parse_qs(urlsplit(figure_url).query).items()}
    asked = Asked(
        said["report"],
        int(said["year"]),
        month=int(said.get("month", 0)),
        school=int(said.get("school", 0)),
    )
    with acting_as(user):
        schools = schools_of(user)
        return behind(
            user, asked, said["dimension"], said.get("key", ""), schools
        ).count()


def test_drafts_and_what_was_thrown_away_are_not_counted(happen, commander):
    for status in ("draft", "discarded", "submitted", "returned", "handed_back"):
        happen(status=status)
    approved = happen()
    end(approved, "approved", approved_by=commander)

    assert total(commander) == "4"
    assert events(commander, "Report") == {
        "Submitted": "1",
        "Returned": "1",
        "Approved": "1",
        "Returned to school": "1",
    }


def test_the_ledger_counts_who_asked_what_it_was_and_where_it_went(happen, officer):
    happen(initiated_by="sro", conduct="public", disposition="arrest", outcome="police")
    happen(conduct="misconduct", disposition="", status="handed_back", outcome="school")

    assert events(officer.user, "Who turned to the police") == {
        "The officer": "1",
        "A teacher": "1",
    }
    assert events(officer.user, "What it was") == {
        "Public offense": "1",
        "Misconduct without a crime": "1",
    }
    assert events(officer.user, "How it was dealt with") == {
        "Arrest": "1",
        "Returned to school": "1",
    }
    assert events(officer.user, "Outcome") == {
        "The police handle it": "1",
        "The school handles it": "1",
    }
    assert events(officer.user, "Month") == {"March": "2"}


def test_a_month_and_a_school_can_be_asked_for_by_the_unit(
    happen, commander, district, school
):
    elsewhere = SchoolFactory(campus__district=district, district=district)
    happen()
    happen(school=elsewhere)
    happen(at=datetime(LAST_YEAR, 10, 1, 15, tzinfo=UTC))

    assert total(commander) == "3"
    assert total(commander, month=3) == "2"
    assert total(commander, month=3, school=school.pk) == "1"
    assert set(events(commander, "School")) == {school.name, elsewhere.name}


def test_a_school_year_begins_on_july_1_by_the_clock_of_the_district(
    happen, district, commander
):
    """Half past midnight in New York is still June in Chicago."""
    District.objects.update(time_zone="America/New_York")
    starts = datetime(LAST_YEAR, 7, 1, 4, tzinfo=UTC)
    for minutes in (-1, 30):
        happen(at=starts + timedelta(minutes=minutes))

    assert (total(commander, year=LAST_YEAR - 1), total(commander)) == ("1", "1")


def test_state_numbers_are_of_students_by_sex_race_and_grade(
    happen, involve, commander
):
    incident = happen(conduct="public", disposition="citation")
    involve(incident, code="13B")
    InvolvementFactory(incident=incident, role="witness")
    InvolvementFactory(incident=incident, is_student=False)

    found = table(commander, "Sex", report=Report.STATE)
    assert found["Male"] == [("1", "1"), ("0", ""), ("0", ""), ("1", "1"), ("0", "")]
    assert found["Not known"] == [("0", "")] * 5
    assert table(commander, "Grade", report=Report.STATE)["9"][0] == ("1", "1")
    assert table(commander, "Race", report=Report.STATE)["White"][0] == ("1", "1")
    assert events(commander, "Incidents with", report=Report.STATE) == {
        "Violence": "1",
        "Charges": "1",
    }


def test_what_is_not_known_stands_apart_from_none(happen, involve, commander):
    involve(happen(), grade=None, code="35A")
    Involvement.objects.update(sex="unknown", race="unknown")

    sexes = table(commander, "Sex", report=Report.STATE)
    grades = table(commander, "Grade", report=Report.STATE)

    assert (sexes["Not known"][2], sexes["Female"][2]) == (("1", "1"), ("0", ""))
    assert (grades["Not known"][2], grades["12"][2]) == (("1", "1"), ("0", ""))


@pytest.mark.parametrize(
    ("first", "second", "students"),
    [
        ({}, {}, "1"),
        ({"given_name": "José", "family_name": "Le Roy"}, {}, "2"),
        (
            {"given_name": "José", "family_name": "Le-Roy"},
            {"given_name": "jose", "family_name": "LEROY"},
            "1",
        ),
        ({}, {"birth_date": date(2012, 3, 5)}, "2"),
        ({"birth_date": None}, {"birth_date": None}, "1"),
        ({"birth_date": None}, {"birth_date": None, "grade": 10}, "2"),
        ({"family_name": "Unknown", "given_name": ""}, {}, "1"),
    ],
)
def test_one_student_twice_is_two_instances(
    happen, involve, commander, first, second, students
):
    named = {"given_name": "Given", "family_name": "Family", "birth_date": None}
    named["birth_date"] = date(2012, 3, 4)
    for said in (first, second):
        involve(happen(), code="13B", **{**named, **said})

    violence = table(commander, "Students", report=Report.STATE)["All"][0]

    assert violence == ("2", students)


def test_who_is_sealed_counts_as_an_event_and_as_nobody(happen, involve, commander):
    person = involve(happen(), code="13B")
    nobody = {"given_name": "", "family_name": "", "statement": "", "birth_date": None}
    Involvement.objects.filter(pk=person.pk).update(is_sealed=True, **nobody)

    found = table(commander, "Students", report=Report.STATE)

    assert found["All"][0] == ("1", "0")
    assert found["Not identified"][0][0] == "1"


def test_the_same_student_at_two_schools_is_two(happen, involve, commander, district):
    elsewhere = SchoolFactory(campus__district=district, district=district)
    same = {"given_name": "Given", "family_name": "Family"}
    involve(happen(), **same)
    involve(happen(school=elsewhere), **same)

    found = table(commander, "Students", report=Report.FEDERAL)

    assert found["All"][0] == ("2", "2")


@pytest.mark.parametrize(
    ("said", "referred"),
    [
        ({}, "1"),
        ({"initiated_by": "sro"}, "0"),
        ({"initiated_by": "sro", "disposition": "cdw"}, "1"),
        ({"sub_place": "online"}, "0"),
        ({"sub_place": "nearby", "on_bus": True}, "1"),
        ({"at": datetime(LAST_YEAR, 7, 9, 15, tzinfo=UTC)}, "0"),
        ({"disposition": "unfounded"}, "1"),
    ],
)
def test_what_the_federal_collection_calls_a_referral(
    happen, involve, commander, district, said, referred
):
    SchoolYearFactory(
        district=district,
        starts_on=date(LAST_YEAR, 8, 12),
        ends_on=date(LAST_YEAR + 1, 5, 26),
    )
    happen()
    involve(happen(**said))

    found = table(commander, "Students", report=Report.FEDERAL)

    assert found["All"][0][0] == referred


def test_only_subjects_who_are_students_are_referred(happen, involve, commander):
    incident = happen()
    involve(incident)
    involve(incident, role="victim")
    involve(incident, role="witness")
    involve(incident, is_student=False)

    found = table(commander, "Students", report=Report.FEDERAL)

    assert found["All"][0] == ("1", "1")


def test_pre_k_is_not_in_the_federal_numbers(happen, involve, commander):
    involve(happen(), grade=-1)
    involve(happen(), grade=0)

    found = table(commander, "Students", report=Report.FEDERAL)

    assert found["All"][0] == ("1", "1")


def test_arrested_is_who_was_taken_into_custody(happen, involve, commander):
    incident = happen(conduct="public", disposition="arrest", status="returned")
    taken, there = (involve(incident, grade=grade) for grade in (10, 11))
    assert table(commander, "Students", report=Report.FEDERAL)["All"][1][0] == "2"

    MeasureFactory(incident=incident, kind="custody", about=taken)

    grades = table(commander, "Grade", report=Report.STATE)
    assert (grades["10"][4][0], grades["11"][4][0]) == ("1", "0")


def test_offenses_count_once_for_each_incident_unless_unfounded(
    happen, involve, commander
):
    both = happen()
    for _ in range(2):
        involve(both, code="13B")
    involve(happen(disposition="unfounded"), code="520")

    assert events(commander, "Offenses (incidents)", report=Report.FEDERAL) == {
        "Attack without a weapon": "1"
    }


@pytest.fixture
def a_year(happen, involve, commander):
    """Something of everything: six people ask, in four ways it is dealt with."""
    ways = [
        ("teacher", "status", "advised", "13B"),
        ("teacher", "public", "cdw", "35A"),
        ("sro", "public", "arrest", "520"),
        ("sro", "status", "advised", ""),
        ("parent", "public", "citation", "13A"),
        ("teacher", "status", "unfounded", "13C"),
    ]
    for n, (asker, conduct, disposition, code) in enumerate(ways):
        incident = happen(
            initiated_by=asker,
            conduct=conduct,
            disposition=disposition,
            at=LAST_MARCH + timedelta(days=20 * n),
        )
        involve(incident, code=code, grade=9 + n % 4)
        involve(incident, family_name="Unknown", given_name="")
    happen(conduct="misconduct", disposition="", status="handed_back")
    happen(status="draft")


@pytest.mark.parametrize("is_kept", [False, True])
@pytest.mark.parametrize("report", Report)
@pytest.mark.parametrize("month", [0, 3])
def test_every_number_is_that_of_the_rows_behind_it(
    a_year, commander, report, month, is_kept
):
    """Counted when asked for, and from what the clock has kept."""
    if is_kept:
        tasks.count_anew()
    found = counted(commander, report=report, month=month)
    figures = [
        (table.by_student, line.label, figure)
        for table in found.tables
        for line in table.lines
        for figure in line.figures
        if figure.instances != "0"
    ]

    assert len(figures) >= 5
    assert rows_behind(commander, found.total.url) == int(found.total.instances)
    for by_student, label, figure in figures:
        rows = rows_behind(commander, figure.url)
        people = int(figure.instances)
        assert rows <= people if by_student else rows == people, (label, figure)


def test_rows_of_numbers_of_students_name_each_of_them(a_year, commander, involve):
    """Two subjects of one incident are two instances and one row."""
    (figure, *_) = next(
        line.figures
        for table in counted(commander, report=Report.STATE).tables
        if table.title == "Students"
        for line in table.lines
    )
    rows = rows_behind(commander, figure.url)
    with acting_as(commander):
        people = Involvement.objects.filter(
            incident__offences__code__is_violence=True, role="subject"
        ).exclude(incident__case_file__disposition="unfounded")
        named = [one for one in people if one.family_name != "Unknown"]

    assert (rows, figure.instances) == (2, str(len(named)))


@pytest.mark.parametrize("title", ["What it was", "Outcome", "Report", "Month"])
def test_the_lines_of_a_table_add_up_to_the_total(a_year, commander, title):
    found = events(commander, title)

    assert sum(map(int, found.values())) == int(total(commander)) == 7


def stale():
    return set(StaleTally.objects.values_list("school", "year"))


def all_numbers(user):
    return [
        counted(user, report=report, month=month)
        for report in Report
        for month in (0, 3)
    ]


def test_what_the_clock_keeps_is_what_is_counted_when_asked(a_year, commander, school):
    live = all_numbers(commander)
    assert stale() == {(school.pk, LAST_YEAR)}

    tasks.count_anew()

    assert not stale()
    assert Tally.objects.exists()
    assert all_numbers(commander) == live
    kept = set(Tally.objects.values_list("report", "month", "dimension", "key"))
    actions.count_anew()
    StaleTally.objects.create(school=school, year=LAST_YEAR)
    actions.count_anew()
    assert all_numbers(commander) == live
    assert kept == set(Tally.objects.values_list("report", "month", "dimension", "key"))


def test_a_change_is_in_the_numbers_at_once(happen, involve, commander, officer):
    incident = happen(status="returned")
    person = involve(incident, code="13B")
    draft = happen(status="draft")
    tasks.count_anew()
    change = {"by": officer.user}

    def state():
        return table(commander, "Students", report=Report.STATE)["All"][0][0]

    assert state() == "1"
    actions.change_case_file(incident, **change, disposition="unfounded")
    assert state() == "0"
    actions.change_case_file(incident, **change, disposition="none")
    Offence.objects.all().delete()
    assert state() == "0"
    Involvement.objects.filter(pk=person.pk).update(sex="female")
    actions.add_offence(
        incident,
        **change,
        record_id=uuid7(),
        code=OffenceCode.objects.get(code="13B"),
        charge=None,
        about=person,
        is_attempt=False,
    )
    assert table(commander, "Sex", report=Report.STATE)["Female"][0][0] == "1"
    tasks.count_anew()
    end(draft, "submitted")
    assert total(commander) == "2"
    actions.change_header(
        incident, **change, occurred_from=LAST_MARCH - timedelta(days=365)
    )
    assert total(commander) == "1"


@pytest.mark.parametrize("part", ["case file", "person", "offense", "measure"])
def test_each_part_of_a_report_makes_its_year_stale(happen, involve, school, part):
    """Whoever changes it, by whatever way: also when a court seals someone."""
    incident = happen(status="returned")
    person = involve(incident, code="13B")
    measure = MeasureFactory(incident=incident, about=person)
    tasks.count_anew()
    change = {
        "case file": lambda: CaseFile.objects.update(disposition="none"),
        "person": lambda: Involvement.objects.update(sex="female"),
        "offense": lambda: Offence.objects.all().delete(),
        "measure": measure.delete,
    }

    assert not stale()
    change[part]()

    assert stale() == {(school.pk, LAST_YEAR)}


def test_writing_a_draft_makes_nothing_stale(begin, write_up, officer):
    incident = write_up(begin())
    assert not stale()

    actions.submit(incident, by=officer.user)

    assert stale()


@pytest.mark.parametrize("what", ["code", "school year", "time zone"])
def test_what_numbers_rest_on_makes_them_stale(happen, district, what):
    happen()
    tasks.count_anew()
    change = {
        "code": lambda: OffenceCode.objects.filter(code="13B").update(is_weapon=True),
        "school year": lambda: SchoolYearFactory(district=district),
        "time zone": lambda: District.objects.update(time_zone="America/New_York"),
    }

    assert not stale()
    change[what]()

    assert stale()


def test_outside_the_unit_small_numbers_are_hidden_and_never_told_by_the_rest(
    happen, commander, officer, office, principal, district_user
):
    """2 are hidden; alone they would be told by the total, so 6 is hidden with them."""
    for asker in ["teacher"] * 6 + ["parent"] * 2:
        happen(initiated_by=asker)

    for person in (commander, officer.user):
        assert events(person, "Who turned to the police")["A teacher"] == "6"
    for person in (office, principal, district_user):
        assert total(person) == "8"
        assert set(events(person, "Who turned to the police").values()) == {HIDDEN}
        assert events(person, "What it was")["Status offense"] == "8"

    for _ in range(6):
        happen(initiated_by="staff")

    shown = events(principal, "Who turned to the police")
    assert [label for label, n in shown.items() if n != HIDDEN] == ["A teacher"]


def test_outside_the_unit_a_cell_is_weighed_by_its_students(
    happen, involve, commander, principal
):
    """Six events of one student are one student."""
    for n in range(6):
        involve(happen(), code="13B", given_name="Same", family_name=f"Name{n // 3}")

    inside = table(commander, "Students", report=Report.STATE)["All"][0]
    outside = table(principal, "Students", report=Report.STATE)["All"][0]

    assert (inside, outside) == (("6", "2"), (HIDDEN, ""))


def test_charges_and_how_it_was_dealt_with_are_told_to_the_unit_alone(
    happen, involve, office, principal, district_user, commander
):
    """KRS 158.153: a school acts on no charge, and nobody hands it one."""
    for n in range(6):
        involve(
            happen(conduct="public", disposition="citation"),
            code="13B",
            family_name=f"Name{n}",
        )

    assert events(commander, "How it was dealt with") == {"Citation": "6"}
    for person in (office, principal, district_user):
        titles = [one.title for one in counted(person).tables]
        assert "How it was dealt with" not in titles
        state = counted(person, report=Report.STATE).tables
        assert all("Charges" not in one.columns for one in state)
        assert [one.label for one in state[0].lines] == [
            "Violence",
            "Weapons",
            "Drugs",
            "Arrests",
        ]
    with acting_as(principal), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM incidents_counts(%s, 'state', 0, 0)", [LAST_YEAR])
        told = {(row[0], row[1]) for row in cursor.fetchall()}
    assert ("kind", "violence") in told
    assert not {one for one in told if "charges" in "".join(one)}


def test_nobody_outside_the_unit_asks_for_a_month_or_a_school(
    happen, district_user, district, school
):
    elsewhere = SchoolFactory(campus__district=district, district=district)
    for _ in range(5):
        happen()
        happen(school=elsewhere, at=LAST_MARCH - timedelta(days=60))

    assert total(district_user) == "10"
    assert total(district_user, month=3) == "10"
    assert total(district_user, school=school.pk) == "10"


def test_this_month_is_counted_for_the_unit_alone_and_students_after_the_year(
    happen, involve, commander, principal
):
    before = datetime.now(UTC).replace(day=1) - timedelta(days=2)
    year = school_year(before.date())
    for n in range(5):
        involve(happen(at=before), code="13B", family_name=f"Name{n}")
    happen(at=datetime.now(UTC) - timedelta(minutes=1))

    assert total(principal, year=year) == "5"
    if year == THIS_YEAR:
        assert total(commander, year=year) == "6"
        assert total(principal, report=Report.STATE, year=year) == HIDDEN


def test_next_door_is_counted_by_nobody_here(happen, other_school, commander, stranger):
    for _ in range(6):
        happen()

    assert total(commander, school=other_school.pk) is None
    assert total(stranger) == HIDDEN


def test_tables_of_numbers_are_read_through_the_door_alone(happen, principal):
    happen()
    tasks.count_anew()

    with acting_as(principal):
        assert not Tally.objects.exists()
        assert not StaleTally.objects.exists()
        assert actions.count_anew() == 0


@pytest.mark.parametrize("who", ["commander", "principal"])
def test_the_page_and_the_files_show_the_same(request, client, happen, who):
    for _ in range(6):
        happen()
    client.force_login(request.getfixturevalue(who))
    year = {"year": LAST_YEAR}

    text = client.get(PAGE, year).text
    csv = client.get(f"{PAGE}csv/", year).content.decode("utf-8-sig")

    assert ": 6</a>" in text or ">6</a>" in text
    assert '"Who turned to the police","A teacher","Incidents","6",""' in csv
    assert ("Outside the sheriff" in text) == (who == "principal")
    assert AuditEvent.objects.filter(verb="export_incident_counts").count() == 1
    assert client.get(f"{PAGE}xlsx/", year).status_code == 200


@pytest.mark.parametrize("report", Report)
@pytest.mark.parametrize("who", ["commander", "officer", "office", "district_user"])
def test_a_page_without_numbers_says_so(request, client, school, who, report):
    person = request.getfixturevalue(who)
    client.force_login(getattr(person, "user", person))

    text = client.get(PAGE, {"report": report}).text

    assert any(
        said in text
        for said in ("No incidents in this time", "Fewer than 5", "Nothing can be")
    )


def test_disability_is_not_counted_and_that_is_said(client, happen, commander):
    happen()
    client.force_login(commander)

    text = client.get(PAGE, {"year": LAST_YEAR, "report": "federal"}).text

    assert "Students with a disability" in text
    assert "known by the school" in text


def test_whoever_reads_headers_may_list_what_a_number_of_headers_is_made_of(
    client, happen, principal, district_user
):
    for _ in range(6):
        happen()
    behind_it = f"since={LAST_YEAR}-07-01&amp;until={LAST_YEAR + 1}-06-30"

    client.force_login(principal)
    text = client.get(PAGE, {"year": LAST_YEAR}).text
    assert f"/incidents/?{behind_it}&amp;initiated_by=teacher" in text
    assert "conduct=" not in text

    client.force_login(district_user)
    assert "/incidents/?" not in client.get(PAGE, {"year": LAST_YEAR}).text


@pytest.mark.parametrize("who", ["principal", "office"])
def test_a_number_of_headers_is_that_of_the_list_behind_it(
    request, client, happen, who
):
    for asker in ["teacher"] * 6 + ["tip"] * 5:
        happen(initiated_by=asker)
    happen(at=LAST_MARCH - timedelta(days=365))
    client.force_login(request.getfixturevalue(who))

    page = client.get(PAGE, {"year": LAST_YEAR}).context["counts"]
    figures = [
        page.total,
        *(one for each in page.tables for line in each.lines for one in line.figures),
    ]
    numbers = {figure.url: int(figure.instances) for figure in figures if figure.url}

    assert sorted(numbers.values()) == [5, 6, 11, 11]
    assert {
        url: len(client.get(url).context["page"].rows) for url in numbers
    } == numbers


@pytest.mark.parametrize("who", ["teacher", "counselor"])
def test_others_read_no_numbers(request, client, who):
    client.force_login(request.getfixturevalue(who))

    answer = client.get(PAGE)

    assert answer.status_code == 403
    assert "Numbers are for" in answer.text


@pytest.mark.parametrize("report", Report)
def test_the_page_asks_as_much_for_many_as_for_one(
    client, queries_of, happen, involve, commander, report
):
    client.force_login(commander)
    url = f"{PAGE}?year={LAST_YEAR}&report={report}"
    involve(happen(), code="13B")
    one = queries_of(client, url)
    for _ in range(5):
        involve(happen(), code="520")

    assert queries_of(client, url) == one <= 8
