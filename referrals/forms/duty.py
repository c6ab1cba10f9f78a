"""The answer to the duty: reported to … at …, number …, or why there is no cause."""

from collections.abc import Mapping
from typing import Any, cast

from crispy_forms.layout import HTML, Div
from django import forms
from django.utils.timezone import now

from referrals.actions.reporting import NO_ANSWER, NOT_A_REPORT, Answer
from referrals.models import MandatoryReport
from sro_program.core.forms import MOMENT, MOMENT_FORMATS, ProductForm

DUTY_PANEL = HTML('{% include "referrals/duty_panel.html" %}')
NOT_YET = "That is still to come. Give the time at which you reported it."
TO_WHOM = "Say to whom you reported it."
WHEN = "Say when you reported it."
NUMBER = "Give the number that they gave you, or “none given”."
BECAUSE = "Say why there is no reasonable cause."
FIELDS = tuple(NO_ANSWER)
BELONGS = {
    MandatoryReport.Answer.REPORTED: (
        *("reported_to", "reported_to_name", "reported_at", "intake_number"),
    ),
    MandatoryReport.Answer.NO_CAUSE: ("no_cause_because",),
}
"""What is asked for with each answer, in the order of the form."""


class DutyForm(ProductForm):
    """The fields of the answer, for every form that may have to ask for it."""

    answer = forms.ChoiceField(
        label="Have you reported it?",
        choices=MandatoryReport.Answer.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    reported_to = forms.ChoiceField(
        label="To whom",
        choices=[("", "Choose"), *MandatoryReport.To.choices],
        required=False,
    )
    reported_to_name = forms.CharField(
        label="Who took the report", max_length=120, required=False
    )
    reported_at = forms.DateTimeField(
        label="When", widget=MOMENT, input_formats=MOMENT_FORMATS, required=False
    )
    intake_number = forms.CharField(
        label="Number", max_length=60, required=False, help_text="As they gave it."
    )
    no_cause_because = forms.CharField(
        label="Because",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "data-secret": ""}),
    )

    def clean(self) -> dict[str, Any]:
        """A given answer is whole; what belongs to the other answer is dropped."""
        data = super().clean()
        answer = data.get("answer")
        if answer == MandatoryReport.Answer.REPORTED:
            self._whole_report(data)
        is_bare = data.get("no_cause_because") == ""
        if answer == MandatoryReport.Answer.NO_CAUSE and is_bare:
            self.add_error("no_cause_because", BECAUSE)
        return data

    def _whole_report(self, data: dict[str, Any]) -> None:
        missing = {
            "reported_to": TO_WHOM,
            "reported_at": WHEN,
            "intake_number": NUMBER,
        }
        for name, sentence in missing.items():
            if not data.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        at = data.get("reported_at")
        if at and at > now():
            self.add_error("reported_at", NOT_YET)

    def ask(self, is_asked: bool) -> None:
        """Refuse the form when the duty is there and not answered.

        When it is not there, its fields are hidden, and what stands in them counts
        for nothing.
        """
        if not is_asked:
            for name, nothing in NO_ANSWER.items():
                self.errors.pop(name, None)
                self.cleaned_data[name] = nothing
        elif not self.cleaned_data.get("answer"):
            self.add_error("answer", NOT_A_REPORT)

    def take_answer(self) -> Answer | None:
        """The answer as an action takes it; its fields leave the form's data."""
        given = {name: self.cleaned_data.pop(name) for name in FIELDS}
        return answer_of(given) if given["answer"] else None


def answer_of(given: Mapping[str, Any]) -> Answer:
    """What belongs to the answer that was chosen; the rest is empty."""
    names = ("answer", *BELONGS.get(given["answer"], ()))
    said = {name: given[name] for name in names}
    return cast("Answer", {**NO_ANSWER, **said})


def answer_fields() -> list[Any]:
    """The fields in order: what belongs to an answer is shown with it."""
    reported, no_cause = BELONGS.values()
    return [
        "answer",
        Div(*reported, css_class="only-reported"),
        Div(*no_cause, css_class="only-no-cause"),
    ]


def duty_section() -> Div:
    """The duty and its answer, shown as soon as something points to it."""
    return Div(DUTY_PANEL, *answer_fields(), css_class="only-duty")
