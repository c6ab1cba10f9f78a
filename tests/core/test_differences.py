"""What a record says by now, under the fields of a form that went out of date."""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.http import QueryDict

from schools.models import School
from sro_program.core.differences import in_words, show_differences
from sro_program.core.forms import VersionedForm
from tests.factories.schools import SchoolFactory

KINDS = [("a", "Apple"), ("More", [("b", "Pear"), ("c", "Plum")])]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        (forms.CharField(), "", "nothing"),
        (forms.CharField(), None, "nothing"),
        (forms.CharField(), "As it was", "As it was"),
        (forms.BooleanField(), True, "yes"),
        (forms.BooleanField(), False, "no"),
        (forms.DateField(), date(2026, 11, 3), "Nov. 3, 2026"),
        (
            forms.DateTimeField(),
            datetime(2026, 11, 3, 15, 30, tzinfo=UTC),
            "Nov. 3, 2026, 9:30 a.m.",
        ),
        (forms.ChoiceField(choices=KINDS), "a", "Apple"),
        (forms.ChoiceField(choices=KINDS), "gone", "gone"),
        (forms.MultipleChoiceField(choices=KINDS), ["b", "c"], "Pear, Plum"),
        (forms.IntegerField(), 0, "0"),
    ],
    ids=range(11),
)
def test_each_value_is_said_as_a_person_reads_it(field, value, said):
    assert in_words(field, value) == said


@pytest.mark.django_db
def test_a_record_is_said_by_its_name_by_key_too():
    school = SchoolFactory(name="North")
    field = forms.ModelChoiceField(School.objects.all())

    assert in_words(field, school.pk) == in_words(field, school) == str(school)


class Note(VersionedForm):
    text = forms.CharField()
    reason = forms.CharField(required=False)


def test_only_what_differs_and_is_the_records_is_named():
    typed = QueryDict("version=1&text=Mine&reason=Because")
    form = Note(typed, initial={"version": 2, "text": "Theirs"})
    assert form.is_valid()

    show_differences(form)

    assert form.errors == {"text": ["By now it says: Theirs"]}
