"""What is asked about assignments and absences."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate, now

from officers.models import Absence, Assignment
from schools.models import Campus
from sro_program.core.db import Actor
from sro_program.core.filters import YEARS, optional_day
from sro_program.core.forms import (
    DAY,
    MOMENT,
    MOMENT_FORMATS,
    NewRecordForm,
    ProductForm,
    SeenForm,
)
from sro_program.core.times import EARLIEST, LATEST


class DaysForm(ProductForm):
    """From–until in days; the end is the first day that no longer counts."""

    starts_on = forms.DateField(label="From", widget=DAY)
    ends_on = forms.DateField(
        label="Until",
        widget=DAY,
        required=False,
        help_text=(
            "The first day without the officer. Leave empty for “until further notice”."
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("starts_on"), cleaned.get("ends_on")
        if start and end and end <= start:
            self.add_error("ends_on", "The end must be after the start.")
        return cleaned


class PostForm(DaysForm):
    """In which days, and who pays."""

    funding = forms.ChoiceField(
        choices=[("", "Not recorded"), *Assignment.Funding.choices],
        label="Funding source",
        required=False,
        help_text="Stands in the placement report.",
    )


class ChangeAssignmentForm(PostForm, SeenForm):
    """Other days, or somebody else who pays."""


class AssignForm(PostForm):
    """Which campus, in which part, in which days, and who pays."""

    submit = "Assign"

    campus = forms.ModelChoiceField(queryset=Campus.objects.none())
    kind = forms.ChoiceField(choices=Assignment.Kind.choices, label="As")

    def __init__(self, *args: Any, user: Actor, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        campuses = Campus.objects.visible_to(user).select_related("district")
        self.fields["campus"].queryset = campuses  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["starts_on"].initial = localdate
        self.order_fields(["campus", "kind", "starts_on", "ends_on", "funding"])


class EndAssignmentForm(ProductForm):
    """The first day without the officer."""

    submit = "End assignment"

    ends_on = forms.DateField(
        label="Ends on", widget=DAY, help_text="The first day without the officer."
    )


class AbsenceForm(NewRecordForm):
    """When and why an officer is away."""

    submit = "Record absence"
    keep = "absence"

    reason = forms.ChoiceField(choices=Absence.Reason.choices)
    starts_at = forms.DateTimeField(
        label="From", widget=MOMENT, input_formats=MOMENT_FORMATS
    )
    ends_at = forms.DateTimeField(
        label="Until", widget=MOMENT, input_formats=MOMENT_FORMATS
    )
    note = forms.CharField(
        required=False,
        max_length=300,
        help_text="Only the officer and the sheriff's office read this.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        morning = datetime.combine(localdate() + timedelta(days=1), time(8))
        self.fields["starts_at"].initial = morning
        self.fields["ends_at"].initial = morning + timedelta(hours=8)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("starts_at"), cleaned.get("ends_at")
        if start and end and end <= start:
            self.add_error("ends_at", "The end must be after the start.")
        return cleaned

    def clean_ends_at(self) -> datetime:
        ends_at: datetime = self.cleaned_data["ends_at"]
        if ends_at < now():
            raise ValidationError("This absence would be over already.")
        return ends_at


class CallOutForm(NewRecordForm):
    """Nothing to fill in: from now until midnight."""

    submit = "I am called out now"
    is_final = True


class DayForm(forms.Form):
    """As of which day; without one, as of today."""

    on = optional_day("As of")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.fields["on"].widget = DAY

    @property
    def day(self) -> date:
        said = self.cleaned_data if self.is_valid() else {}
        return said.get("on") or localdate()


class YearForm(forms.Form):
    """Which school year the board shows, or which month of it by its weeks."""

    year = forms.IntegerField(
        required=False, min_value=EARLIEST.year, max_value=LATEST.year - 1
    )
    month = forms.DateField(required=False, validators=YEARS)


class WeekForm(forms.Form):
    """Which week the board shows."""

    week = forms.DateField(required=False)
