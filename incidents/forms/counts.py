"""Which numbers are asked for, by their address. What makes no sense is left out."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from incidents.counts import MONTHS, Asked, Report, years
from schools.models import School

WHOLE_YEAR = (0, "The whole year")
EVERY_SCHOOL = (0, "Every school")


class PeriodForm(forms.Form):
    """A report and a school year; for the unit also a month and a school."""

    report = forms.ChoiceField(
        choices=Report.choices, required=False, widget=forms.HiddenInput
    )
    year = forms.TypedChoiceField(label="School year", coerce=int, required=False)
    month = forms.TypedChoiceField(
        coerce=int,
        required=False,
        choices=[WHOLE_YEAR, *((m, f"{date(2000, m, 1):%B}") for m in MONTHS)],
    )
    school = forms.TypedChoiceField(coerce=int, required=False)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  # Django's signature
        schools: Iterable[School],
        **kwargs: Any,  # noqa: ANN401  # Django's signature
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one, f"{one}–{one + 1}") for one in years()]
        self.fields["year"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        ours = [(one.pk, one.name) for one in schools]
        if not ours:
            del self.fields["month"], self.fields["school"]
            return
        self.fields["school"].choices = [EVERY_SCHOOL, *ours]  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def asked(self) -> Asked:
        """What was asked for; the ledger of this year where it made no sense."""
        self.is_valid()
        said = self.cleaned_data
        return Asked(
            report=said.get("report") or Report.LEDGER,
            year=said.get("year") or years()[0],
            month=said.get("month") or 0,
            school=said.get("school") or 0,
        )


class BehindForm(forms.Form):
    """Which number of a report is looked behind, and from which row on."""

    dimension = forms.CharField(max_length=20, required=False)
    key = forms.CharField(max_length=20, required=False)
    after = forms.UUIDField(required=False)

    def said(self, name: str) -> str:
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")
