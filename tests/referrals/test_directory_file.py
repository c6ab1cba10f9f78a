"""The directory as a file: written out, looked at, and taken over."""

import csv
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from referrals import directory_file
from referrals.directory_file import COLUMNS
from referrals.models import Agency
from sro_program.audit.models import AuditEvent, Kind
from tests.factories.referrals import AgencyFactory

LOOK, TAKE = "/referrals/directory/file/", "/referrals/directory/file/take/"


def file_of(*rows, header=None):
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header or COLUMNS.values())
    writer.writerows([[row.get(name, "") for name in COLUMNS] for row in rows])
    return text.getvalue()


def line(name, **content):
    return {
        "name": name,
        "kind": "Legal help",
        "services": "Free help.",
        "topics": "The law; Family",
        "phone": "270-555-0100",
        **content,
    }


@pytest.fixture
def look(sign_in, counselor, district):
    client = sign_in(counselor)

    def send(text, name="directory.csv"):
        content = text if isinstance(text, bytes) else text.encode()
        file = SimpleUploadedFile(name, content, "text/csv")
        return client.post(LOOK, {"district": district.pk, "file": file})

    send.client = client
    return send


def take(look, page):
    reading = page.context["reading"]
    return look.client.post(
        TAKE,
        {
            "district": page.context["district"].pk,
            "text": page.context["text"],
            "mark": reading.mark,
        },
        follow=True,
    )


def test_looking_changes_nothing(look):
    page = look(file_of(line("Legal Aid")))

    assert "Take over 1" in page.text
    assert not Agency.objects.exists()


def test_what_was_looked_at_is_taken_over(look, district, school, agency_entry):
    AgencyFactory(district=district, name="Same", services="As it is.", phone="1")
    text = file_of(
        line("Legal Aid"),
        line("Counselors", kind="In the school", school=school.name),
        line("four rivers", kind="Counseling", services="Changed."),
        line("Same", kind="Counseling", services="As it is.", phone="1", topics=""),
    )

    page = look(text)
    reading = page.context["reading"]
    assert (len(reading.new), len(reading.changed), reading.same) == (2, 1, 1)
    done = take(look, page)

    assert "3 entries are taken over" in done.text
    assert Agency.objects.get(name="Legal Aid").topics == ["law", "family"]
    assert Agency.objects.get(name="Counselors").school == school
    agency_entry.refresh_from_db()
    assert agency_entry.services == "Changed."


def test_what_is_written_out_is_read_back_as_it_was(look, district, school, counselor):
    AgencyFactory(
        district=district,
        name="=Formula & Co",
        services="Line one\nline two",
        topics=["law", "self_harm"],
        website="https://example.org/",
    )
    AgencyFactory(district=district, name="In it", kind="school", school=school)
    written = look.client.get("/referrals/directory/csv/").content.decode("utf-8-sig")

    reading = look(written).context["reading"]

    assert reading.problems == []
    assert [one.content["name"] for one in reading.changes] == ["=Formula & Co"]
    assert reading.changed[0].changed == ("Services",)  # a cell is one line
    assert AuditEvent.objects.get(kind=Kind.DISCLOSURE).by == counselor


def test_bad_lines_are_named_and_the_good_ones_can_be_taken(look):
    text = file_of(
        line("Good", services="Two\nlines."),
        line("", phone=""),
        line("Unknown kind", kind="Wizardry"),
        line("Unknown topic", topics="Dragons"),
        line("Unknown school", kind="In the school", school="Hogwarts"),
        line("good"),
    )

    page = look(text)

    wrong = [(one.line, one.sentence) for one in page.context["reading"].problems]
    assert (4, "Name: Fill this in.") in wrong
    assert (5, "Kind: Choose one from the list.") in wrong
    assert (6, "Helps with: Choose one from the list.") in wrong
    assert (7, "School: Choose one from the list.") in wrong
    assert (8, "This entry stands in the file twice, first in line 3.") in wrong
    take(look, page)
    assert [one.name for one in Agency.objects.all()] == ["Good"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The file is empty"),
        ("Name;Kind\nA;B\n", "The first line must name the columns"),
        ('Name\n"a', "The file is no CSV"),
        (b"\xff\xfe\x00", "no UTF-8 text"),
        (b"Name\x00", "no UTF-8 text"),
        ("x" * (256 * 1024 + 1), "larger than 256 KB"),
    ],
)
def test_what_is_no_list_is_refused_in_words(look, text, sentence):
    page = look(text)

    assert page.status_code in {200, 422}
    assert sentence in page.text.replace("submitted file", "file")
    assert not Agency.objects.exists()


def test_too_many_lines_are_refused(look, monkeypatch):
    monkeypatch.setattr(directory_file, "MOST_ROWS", 1)

    page = look(file_of(line("One"), line("Two")))

    assert "more than 1 lines" in page.text


def test_a_directory_that_has_changed_is_looked_at_again(look, agency_entry):
    page = look(file_of(line("Four Rivers", services="From the file.")))
    Agency.objects.update(version=2)

    again = take(look, page)

    assert again.status_code == 409
    assert "has changed since you looked" in again.text
    agency_entry.refresh_from_db()
    assert agency_entry.services == "Counseling."


def test_a_page_sent_half_is_refused(look):
    page = look.client.post(TAKE, {"text": "Name"}, follow=True)

    assert "Choose the file again" in page.text


def test_another_district_s_directory_is_not_changed(look, other_school):
    page = look.client.post(
        TAKE, {"district": other_school.district_id, "text": "Name", "mark": "x"}
    )

    assert page.status_code == 302
    assert not Agency.objects.exists()


def test_what_is_of_others_is_not_taken_over_from_an_export(look, agency_entry):
    AgencyFactory(district=None, kind="crisis", name="988")
    written = look.client.get("/referrals/directory/csv/").content.decode("utf-8-sig")

    reading = look(written).context["reading"]

    assert (reading.problems, reading.others, reading.changes) == ([], 1, [])


def test_no_change_is_said(look):
    page = look(file_of(line("Legal Aid")))
    take(look, page)

    assert "already says all of this" in look(file_of(line("Legal Aid"))).text
