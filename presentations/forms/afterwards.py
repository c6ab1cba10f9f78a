"""What is asked after a talk, and of a district."""

from collections.abc import Mapping
from typing import Any

from django import forms

from presentations.forms.decisions import DecisionForm
from presentations.models.conflicts import Kind, Level
from presentations.states import DELIVER
from sro_program.core.forms import ProductForm, SeenForm

ANSWERS = [(5, "Yes, very"), (4, "Yes"), (3, "So-so"), (2, "Not really"), (1, "No")]
FITTED = [(5, "Yes, very well"), *ANSWERS[1:]]
AGAIN = [(5, "Yes, gladly"), (4, "Yes"), (3, "Perhaps"), (2, "Rather not"), (1, "No")]


class DeliverForm(DecisionForm):
    """How many, how long, and a note without names."""

    transition = DELIVER
    submit = "Save the record"

    head_count = forms.IntegerField(label="People present", min_value=1, max_value=5000)
    minutes = forms.IntegerField(min_value=1, max_value=480)
    note = forms.CharField(
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Name no student. What a child told you is reported, not noted here.",
    )

    def prepare(self) -> None:
        self.fields["head_count"].initial = self.presentation.expected_count
        self.fields["minutes"].initial = self.presentation.minutes


def answer(question: str, answers: list[tuple[int, str]]) -> forms.TypedChoiceField:
    """One of the three questions."""
    return forms.TypedChoiceField(
        label=question, choices=answers, coerce=int, widget=forms.RadioSelect
    )


class FeedbackForm(ProductForm):
    """Three questions, a count, and room for a sentence."""

    submit = "Send the answers"

    was_clear = answer("Was the talk clear?", ANSWERS)
    fitted_the_class = answer("Did it fit the class?", FITTED)
    would_ask_again = answer("Would you ask for it again?", AGAIN)
    student_count = forms.IntegerField(
        label="How many students took part",
        min_value=0,
        max_value=5000,
        required=False,
    )
    comment = forms.CharField(
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Name no student.",
    )


class LevelsForm(SeenForm):
    """One choice for each kind of conflict; made with the levels as `shown`."""

    submit = "Save the levels"

    def __init__(self, *args: Any, shown: Mapping[str, str], **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, shown=shown, initial=dict(shown), **kwargs)
        for kind in Kind:
            self.fields[kind.value] = forms.ChoiceField(
                label=kind.label, choices=Level.choices, widget=forms.RadioSelect
            )

    @property
    def levels(self) -> dict[str, str]:
        """The level chosen for each kind."""
        return {kind.value: self.cleaned_data[kind.value] for kind in Kind}
