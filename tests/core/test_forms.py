"""What a form says when something is wrong with it."""

from django import forms

from sro_program.core.forms import ProductForm


class EveryField(ProductForm):
    name = forms.CharField(max_length=3)
    count = forms.IntegerField(min_value=1)
    on = forms.DateField()
    answer = forms.ChoiceField(choices=[("yes", "Yes")])
    reason = forms.CharField(error_messages={"required": "Say why."})
    other = forms.ChoiceField(choices=[("yes", "Yes")])


def test_a_form_speaks_plainly_and_keeps_what_a_field_says_itself() -> None:
    said = {"name": "long", "count": "0", "on": "soon", "other": "no"}

    assert EveryField(said).errors == {
        "name": ["Write at most 3 characters; here are 4."],
        "count": ["Give at least 1."],
        "on": ["Give a date."],
        "answer": ["Choose an answer."],
        "reason": ["Say why."],
        "other": ["Choose one from the list."],
    }
    assert EveryField({"count": "many"}).errors["count"] == ["Give a whole number."]
    assert EveryField({}).errors["name"] == ["Fill this in."]
