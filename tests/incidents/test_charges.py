"""The agency's own charges from a file: looked at, and taken over."""

import csv
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from incidents import actions, charge_file
from incidents.charge_file import COLUMNS
from incidents.models import Charge, Offence, OffenceCode
from sro_program.accounts.models import PoliceAgency
from sro_program.audit.models import AuditEvent
from sro_program.core.errors import NotAllowed
from tests.conftest import make_user

LOOK, TAKE = "/incidents/charges/", "/incidents/charges/take/"
ASSAULT = ["00770", "Assault, 4th degree", "508.030", "13B"]
THREAT = ["02676", "Terroristic threatening", "508.080", "13C"]


def file_of(*rows, header=COLUMNS):
    text = StringIO(newline="")
    csv.writer(text).writerows([header, *rows])
    return text.getvalue()


@pytest.fixture
def look(sign_in, office, agency):
    client = sign_in(office)

    def send(text, **said):
        content = text if isinstance(text, bytes) else text.encode()
        file = SimpleUploadedFile("charges.csv", content, "text/csv")
        return client.post(LOOK, {"agency": agency.pk, "file": file, **said})

    send.client = client
    return send


def take(look, page):
    shown = page.context
    return look.client.post(
        TAKE,
        {
            "agency": shown["agency"].pk,
            "text": shown["text"],
            "mark": shown["reading"].mark,
        },
        follow=True,
    )


def take_over(look, *rows):
    return take(look, look(file_of(*rows)))


def in_use():
    return sorted(Charge.objects.choosable().values_list("code", flat=True))


def test_looking_changes_nothing(look):
    page = look(file_of(ASSAULT))

    assert "Take over 1" in page.text
    assert not Charge.objects.exists()


def test_what_was_looked_at_is_taken_over(look, agency, office):
    done = take_over(look, ASSAULT, THREAT)

    assert "2 new, 0 changed, 0 switched off" in done.text
    charge = Charge.objects.get(code="00770")
    assert (charge.police_agency, charge.title) == (agency, "Assault, 4th degree")
    assert (charge.statute, charge.offence_code.code) == ("508.030", "13B")
    trail = AuditEvent.objects.get(verb="take_over_charges")
    assert (trail.by, trail.detail["new"]) == (office, 2)


def test_a_change_is_shown_with_what_was_and_what_will_be(look):
    take_over(look, ASSAULT, THREAT)

    page = look(file_of(["00770", "Assault, minor", "508.030", ""], THREAT))

    (change,) = page.context["reading"].changed
    assert change.changed == (
        "Title: Assault, 4th degree → Assault, minor",
        "NIBRS code: 13B Simple assault → none",
    )
    assert page.context["reading"].same == 1
    take(look, page)
    charge = Charge.objects.get(code="00770")
    assert (charge.title, charge.offence_code) == ("Assault, minor", None)


def test_what_the_file_no_longer_names_is_switched_off_and_kept(
    look, incident, add_person, officer, code
):
    take_over(look, ASSAULT, THREAT)
    charge = Charge.objects.get(code="00770")
    Offence.objects.create(
        incident=incident, school=incident.school, code=code, charge=charge
    )

    page = look(file_of(THREAT))
    assert [one.code for one in page.context["reading"].off] == ["00770"]
    assert "Switched off" in page.text
    take(look, page)

    assert in_use() == ["02676"]
    assert Offence.objects.get().charge == charge
    again = look(file_of(ASSAULT, THREAT))
    assert again.context["reading"].changed[0].changed == ("in use again",)
    take(look, again)
    assert in_use() == ["00770", "02676"]
    assert Charge.objects.count() == 2


def test_a_code_is_the_same_in_capitals(look):
    take_over(look, ["ab1", "Assault", "", ""])

    take_over(look, ["AB1", "Assault", "", ""])

    assert [charge.code for charge in Charge.objects.all()] == ["AB1"]


def test_bad_lines_are_named_by_line_column_and_reason(look):
    take_over(look, ASSAULT, THREAT)
    text = file_of(
        ["1", "Good", "", ""],
        ["", "No code", "", ""],
        ["2", "", "", ""],
        ["3" * 21, "t" * 201, "s" * 41, ""],
        ["00770", "Assault", "", "99Z"],
        ["1", "Good again", "", ""],
    )

    page = look(text)

    reading = page.context["reading"]
    wrong = [(one.line, one.column, one.sentence) for one in reading.problems]
    assert wrong == [
        (3, "Code", "Fill this in."),
        (4, "Title", "Fill this in."),
        (5, "Code", "Write at most 20 characters; here are 21."),
        (5, "Title", "Write at most 200 characters; here are 201."),
        (5, "Statute", "Write at most 40 characters; here are 41."),
        (6, "NIBRS code", "There is no code “99Z” in the national table."),
        (7, "Code", "This code stands in the file twice, first in line 2."),
    ]
    assert "Line 6, NIBRS code: There is no code" in page.text
    take(look, page)
    assert in_use() == ["00770", "1"], "a bad line leaves its charge as it is"


def test_a_code_out_of_use_is_no_code_for_a_charge(look):
    OffenceCode.objects.filter(code="13B").update(is_active=False)

    assert look(file_of(ASSAULT)).context["reading"].problems


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The file is empty"),
        ("Code;Title\nA;B\n", "The first line must name the columns"),
        ('Code\n"a', "The file is no CSV"),
        (b"\xff\xfe\x00", "no UTF-8 text"),
        ("x" * (1024 * 1024 + 1), "larger than 1024 KB"),
        (file_of(), "every charge would be switched off"),
    ],
)
def test_what_is_no_table_is_refused_in_words(look, text, sentence):
    take_over(look, ASSAULT)

    page = look(text)

    assert page.status_code in {200, 422}
    assert sentence in page.text.replace("submitted file", "file")
    assert "Take over" not in page.text
    assert in_use() == ["00770"]


def test_too_many_lines_are_refused(look, monkeypatch):
    monkeypatch.setattr(charge_file, "MOST_ROWS", 1)

    assert "more than 1 lines" in look(file_of(ASSAULT, THREAT)).text


def test_a_table_that_has_changed_is_looked_at_again(look):
    page = look(file_of(ASSAULT))
    Charge.objects.create(
        police_agency=page.context["agency"], code="9", title="By someone else"
    )

    again = take(look, page)

    assert again.status_code == 409
    assert "have changed since you looked" in again.text
    assert in_use() == ["9"]
    take(look, again)
    assert in_use() == ["00770"]


def test_a_page_sent_half_is_refused(look):
    page = look.client.post(TAKE, {"text": "Code"}, follow=True)

    assert "Choose the file again" in page.text


def test_what_is_written_out_is_read_back_as_it_was(look):
    take_over(look, ASSAULT, ["=1+1", "-Formula", "", ""])
    written = look.client.get("/incidents/charges/csv/").content.decode("utf-8-sig")

    page = look(written)

    assert page.context["reading"].number == 0
    assert "already says all of this" in page.text


def test_no_change_is_said_and_so_is_an_empty_table(look):
    assert "No charges yet" in look.client.get(LOOK).text

    take_over(look, ASSAULT)

    assert "1 charge in use" in look.client.get(LOOK).text


def test_another_agency_s_table_is_not_touched(look, other_school, office):
    foreign = PoliceAgency.objects.get(name="Graves Sheriff")
    theirs = Charge.objects.create(police_agency=foreign, code="00770", title="X")

    take_over(look, THREAT)
    page = look(file_of(ASSAULT), agency=foreign.pk)
    look.client.post(TAKE, {"agency": foreign.pk, "text": "Code", "mark": "x"})

    assert page.status_code == 422
    assert list(foreign.charges.choosable()) == [theirs]
    assert "00770" not in look.client.get("/incidents/charges/csv/").text
    with pytest.raises(NotAllowed, match="another agency"):
        actions.take_over_charges(foreign, by=office, text="", mark="")


def test_the_command_keeps_it_too_and_nobody_else(
    client, commander, officer, principal
):
    client.force_login(commander)
    assert client.get(LOOK).status_code == 200
    for person in (officer.user, principal):
        client.force_login(person)
        assert client.get(LOOK).status_code == 403
        assert client.get("/incidents/charges/csv/").status_code == 403


def test_a_large_table_is_read_in_a_few_statements(look, django_assert_max_num_queries):
    rows = [[str(n), f"Charge {n}", "1.1", "13B"] for n in range(3000)]
    page = look(file_of(*rows))

    with django_assert_max_num_queries(60):
        take(look, page)

    assert Charge.objects.count() == 3000


@pytest.mark.parametrize("table", ["offencecode", "charge"])
def test_administrators_keep_both_tables(sign_in, db, look, table):
    take_over(look, ASSAULT)
    administrator = make_user("admin@example.org", "Ada Admin")
    administrator.is_staff = True
    administrator.save(update_fields=["is_staff"])
    client = sign_in(administrator)
    row = {"offencecode": OffenceCode, "charge": Charge}[table].objects.first()

    listed = client.get(f"/admin/incidents/{table}/")
    form = client.get(f"/admin/incidents/{table}/{row.pk}/change/")

    assert (listed.status_code, form.status_code) == (200, 200)
    deleted = client.post(f"/admin/incidents/{table}/{row.pk}/delete/", {"post": "yes"})
    assert deleted.status_code == 403
