"""What a form says when something is wrong with it."""

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string

from schools.models import District
from sro_program.core.forms import ProductForm


class EveryField(ProductForm):
    name = forms.CharField(max_length=3)
    count = forms.IntegerField(min_value=1)
    on = forms.DateField()
    answer = forms.ChoiceField(choices=[("yes", "Yes")])
    reason = forms.CharField(error_messages={"required": "Say why."})
    other = forms.ChoiceField(choices=[("yes", "Yes")])
    page = forms.URLField(required=False)
    file = forms.FileField()


def test_a_form_speaks_plainly_and_keeps_what_a_field_says_itself() -> None:
    said = {"name": "long", "count": "0", "on": "soon", "other": "no", "page": "a b"}
    files = {"file": SimpleUploadedFile("empty.csv", b"")}

    assert EveryField(said, files).errors == {
        "name": ["Write at most 3 characters; here are 4."],
        "count": ["Give at least 1."],
        "on": ["Give a date."],
        "answer": ["Choose an answer."],
        "reason": ["Say why."],
        "other": ["Choose one from the list."],
        "page": ["Give the address of a page, such as https://example.org."],
        "file": ["The file is empty."],
    }
    assert EveryField({"count": "many"}).errors["count"] == ["Give a whole number."]
    assert EveryField({}).errors["name"] == ["Fill this in."]
    assert EveryField({}).errors["file"] == ["Choose a file."]


def test_a_list_in_which_nothing_is_chosen_says_so() -> None:
    class Places(ProductForm):
        district = forms.ModelChoiceField(queryset=District.objects.none())

    assert ">Choose</option>" in str(Places())


def test_a_label_that_is_a_sentence_gets_no_second_full_stop() -> None:
    class Ticks(ProductForm):
        sure = forms.BooleanField(label="I am sure.")
        where = forms.CharField(label="Where")

    page = render_to_string("components/error_summary.html", {"form": Ticks({})})

    assert "I am sure. Fill this in." in page
    assert "Where: Fill this in." in page
