"""What is typed or pasted becomes text that every page, mail and sheet can hold."""

from datetime import date

import pytest
from django import forms

from sro_program.core.forms import ProductForm
from sro_program.core.text import in_lines, in_one_line


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("Safe\x0bDriving", "Safe Driving"),
        ("two\r\nlines  of\u2028text\u0085", "two lines of text"),
        ("\x01a\x00b\x9fc", "abc"),
        ("exe.\u202egpj", "exe.gpj"),
        ("Zoë O’Hara – 7ª 🚓", "Zoë O’Hara – 7ª 🚓"),
    ],
)
def test_a_line_is_one_line_that_can_be_seen(typed, line):
    assert in_one_line(typed) == line


def test_a_text_keeps_its_lines():
    assert in_lines("one\r\n\ttwo\x0bthree\x07") == "one\r\n\ttwo\nthree"


class ATalk(ProductForm):
    title = forms.CharField()
    note = forms.CharField(widget=forms.Textarea, required=False)
    password = forms.CharField(widget=forms.PasswordInput, required=False)
    on = forms.DateField(required=False)


def test_every_form_tidies_its_texts_and_leaves_passwords_alone():
    form = ATalk({"title": "Safe\x0bDriving", "note": "a\nb\x01", "password": "a\x01b"})

    assert form.is_valid()
    assert form.cleaned_data == {
        "title": "Safe Driving",
        "note": "a\nb",
        "password": "a\x01b",
        "on": None,
    }


def test_a_field_that_holds_nothing_to_see_is_empty():
    form = ATalk({"title": "\x01\x02"})

    assert form.errors == {"title": ["Fill this in."]}


@pytest.mark.parametrize("on", ["0001-01-01", "1999-12-31", "2101-01-01", "9999-12-31"])
def test_no_form_takes_a_date_of_another_century(on):
    assert "from 2000 to 2100" in ATalk({"title": "x", "on": on}).errors["on"][0]


def test_both_ends_of_the_century_are_in_it():
    for on in (date(2000, 1, 1), date(2100, 12, 31)):
        assert ATalk({"title": "x", "on": str(on)}).is_valid()
