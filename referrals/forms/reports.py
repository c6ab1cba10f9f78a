"""The report of suspected abuse: what KRS 620.030 asks for. Half-done it is kept."""

from datetime import datetime
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.timezone import localtime, now

from referrals.actions.reporting import STAYS_ANSWERED
from referrals.forms.duty import DutyForm, answer_fields, answer_of
from referrals.models import MandatoryReport
from referrals.models.reports import KNOWN_FIRST
from sro_program.core.forms import (
    MOMENT,
    MOMENT_FORMATS,
    NewRecordForm,
    VersionedForm,
)

STATUTE = ("known_at", "child", "parents", "extent", "responsible", "other")
PAPER = ("written_asked", "written_sent_at")
TO_COME = "That is still to come."
NOT_ASKED = "Tick that a written report is asked for, or leave this empty."


def _lines(label: str, longest: int, rows: int = 2, hint: str = "") -> forms.CharField:
    """Several lines that tell of a child: nothing of them stays in the browser."""
    return forms.CharField(
        label=label,
        max_length=longest,
        required=False,
        widget=forms.Textarea(attrs={"rows": rows, "data-secret": ""}),
        help_text=hint,
    )


class ReportForm(DutyForm):
    """The statute's fields, the answer, and the written report."""

    known_at = forms.DateTimeField(
        label="When you learned of it", widget=MOMENT, input_formats=MOMENT_FORMATS
    )
    child = _lines("The child: name, address, age", 1000)
    parents = _lines("Parents or guardians: names, addresses", 1000)
    extent = _lines("Nature and extent, and earlier incidents", 4000, rows=4)
    responsible = _lines("Who is responsible, as far as you know", 1000)
    other = _lines("What else may help", 2000)
    written_asked = forms.BooleanField(
        label="A written report is asked for (due within 48 hours)", required=False
    )
    written_sent_at = forms.DateTimeField(
        label="Written report sent",
        widget=MOMENT,
        input_formats=MOMENT_FORMATS,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        if not self.initial.get("known_at"):
            self.fields["known_at"].initial = localtime().replace(
                second=0, microsecond=0
            )
        self.helper.layout = Layout(
            *self.before(),
            Fieldset("Reported?", *answer_fields()),
            Fieldset("What the statute asks for", *STATUTE),
            Fieldset("In writing", "written_asked", "written_sent_at"),
        )

    def before(self) -> list[str]:
        """The hidden fields of this kind of form."""
        return []

    def clean_known_at(self) -> datetime:
        moment: datetime = self.cleaned_data["known_at"]
        if moment > now():
            raise forms.ValidationError(TO_COME)
        return moment

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        known, reported = data.get("known_at"), data.get("reported_at")
        is_reported = data.get("answer") == MandatoryReport.Answer.REPORTED
        if is_reported and known and reported and known > reported:
            self.add_error("known_at", KNOWN_FIRST)
        sent = data.get("written_sent_at")
        if sent and not data.get("written_asked"):
            self.add_error("written_sent_at", NOT_ASKED)
        if sent and sent > now():
            self.add_error("written_sent_at", TO_COME)
        return data

    def as_action(self) -> dict[str, Any]:
        """What the actions take; of the other answer nothing is left."""
        return {**self.cleaned_data, **answer_of(self.cleaned_data)}


class NewReportForm(ReportForm, NewRecordForm):
    submit = "Keep the report"

    def before(self) -> list[str]:
        return ["record_id"]


class ChangeReportForm(ReportForm, VersionedForm):
    """A report that was answered stays answered."""

    submit = "Keep the change"

    def before(self) -> list[str]:
        return ["version"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.initial.get("answer") and data.get("answer") == "":
            self.add_error("answer", STAYS_ANSWERED)
        return data
