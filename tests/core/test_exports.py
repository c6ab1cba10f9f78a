"""Files that a spreadsheet opens as they are, and never calculates."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from sro_program.core.exports import export, neutral

ROWS = [["Über–uns", 3], ["=1+1", 4]]


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("  =1", "'  =1"),
        ("\nx", "'\nx"),
        ("＝1+1", "'＝1+1"),
        ("﹢1", "'﹢1"),
        ("＠SUM(A1)", "'＠SUM(A1)"),
        ("\xa0=1", "'\xa0=1"),
        ("\u200b\ufeff=1", "'\u200b\ufeff=1"),
        ("\x0b=1", "'\n=1"),
        (";=1", "';=1"),
        ('",=1', "'\",=1"),
        ("a\x01b", "ab"),
        ("two\nlines", "two\nlines"),
        ("Grade 9-12", "Grade 9-12"),
        ("Über–uns", "Über–uns"),
        ("", ""),
        (-5, -5),
    ],
)
def test_no_cell_is_a_formula(cell, safe):
    assert neutral(cell) == safe


def test_a_csv_file_says_that_it_is_utf_8():
    response = export("List: of/talks", "csv", ["Name", "Number"], ROWS)

    assert response.content == (
        '\ufeff"Name","Number"\r\n"Über–uns","3"\r\n"\'=1+1","4"\r\n'.encode()
    )
    assert response["Content-Disposition"] == 'attachment; filename="List of talks.csv"'


def test_a_cell_stays_one_cell_whatever_parts_columns():
    response = export("Talks", "csv", ["Name"], [["a;=1"], ['a",=1']])

    assert response.text == '\ufeff"Name"\r\n"a;=1"\r\n"a"",=1"\r\n'


@pytest.mark.parametrize("sign", [*map(chr, range(0xA0)), "\ufffe", "\uffff"])
def test_no_character_breaks_an_excel_file(sign):
    response = export(f"Talks {sign}", "xlsx", ["Name"], [[f"a{sign}b"]])

    sheet = load_workbook(BytesIO(response.content)).active
    assert sheet["A2"].value.startswith("a")


def test_an_excel_file_holds_text_and_numbers():
    response = export("Talks", "xlsx", ["Name", "Number"], ROWS)

    sheet = load_workbook(BytesIO(response.content)).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells == [["Name", "Number"], ["Über–uns", 3], ["'=1+1", 4]]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
