"""Days and moments that people type."""

from datetime import timedelta

import pytest
from django import forms
from django.utils.timezone import localdate

from sro_program.core.forms import MOMENT_FORMATS, BirthDateField, ProductForm

BORN = "Give a day from 1900 until today."


class Person(ProductForm):
    born = BirthDateField(required=False)
    seen = forms.DateTimeField(required=False, input_formats=MOMENT_FORMATS)
    hired = forms.DateField(required=False)


def errors(**typed):
    return Person(typed).errors


@pytest.mark.parametrize(
    ("born", "said"),
    [
        ("1899-12-31", [BORN]),
        ("1900-01-01", None),
        ("1980-02-03", None),
        (str(localdate()), None),
        (str(localdate() + timedelta(days=1)), [BORN]),
    ],
    ids=["1899", "1900", "1980", "today", "tomorrow"],
)
def test_people_are_born_from_1900_until_today(born, said):
    assert errors(born=born).get("born") == said


def test_any_other_day_is_one_of_this_century():
    assert errors(hired="1980-02-03")["hired"] == ["Give a day from 2000 to 2100."]


@pytest.mark.parametrize("typed", ["2027-03-14T02:30", "2026-11-01T01:30"])
def test_an_hour_in_which_the_clocks_change_is_refused_in_words(typed):
    said = "The clocks change in that hour of that day. Give another time."

    assert errors(seen=typed)["seen"] == [said]
