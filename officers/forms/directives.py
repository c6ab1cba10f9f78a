"""What is asked when a directive is given or answered, and which are shown."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.timezone import localdate

from officers.models import Directive
from officers.states import Status
from schools.models import School
from sro_program.core.forms import (
    DAY,
    MOMENT,
    MOMENT_FORMATS,
    NewRecordForm,
    ProductForm,
    VersionedForm,
)

NO_NAMES = "In a few words. No names of students."
BOTH = "Give a last day where it repeats, and none where it does not."
STATES = [
    ("", "Open"),
    *((status.value, status.label) for status in Status),
]


def _tomorrow(hour: int) -> datetime:
    day: date = localdate() + timedelta(days=1)
    return datetime.combine(day, time(hour))


class GiveForm(NewRecordForm):
    """What, where and until when."""

    submit = "Give the directive"
    keep = "directive"

    school = forms.ModelChoiceField(queryset=School.objects.none(), empty_label=None)
    kind = forms.ChoiceField(choices=Directive.Kind.choices)
    what = forms.CharField(label="What", max_length=200, help_text=NO_NAMES)
    where = forms.CharField(label="Where", max_length=80, required=False)
    starts_at = forms.DateTimeField(
        label="From",
        widget=MOMENT,
        input_formats=MOMENT_FORMATS,
        required=False,
        help_text="Empty where only the end matters; then it takes no certain hours.",
    )
    due_at = forms.DateTimeField(
        label="Until, or done by", widget=MOMENT, input_formats=MOMENT_FORMATS
    )
    repeats = forms.ChoiceField(
        label="How often", choices=Directive.Repeats.choices, required=False
    )
    repeats_until = forms.DateField(
        label="Last day",
        widget=DAY,
        required=False,
        help_text="Only where it repeats.",
    )

    def __init__(self, *args: Any, schools: QuerySet[School], **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = schools  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["due_at"].initial = _tomorrow(15)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, due = cleaned.get("starts_at"), cleaned.get("due_at")
        if start and due and due <= start:
            self.add_error("due_at", "The end must be after the start.")
        if bool(cleaned.get("repeats")) != bool(cleaned.get("repeats_until")):
            self.add_error("repeats_until", BOTH)
        return cleaned


class ReasonForm(VersionedForm, ProductForm):
    """Why not; both superiors and the officer read it."""

    is_final = True

    reason = forms.CharField(
        label="Why",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The officer and both superiors read it. No names of students.",
    )


class DeclineForm(ReasonForm):
    submit = "Decline it"


class WithdrawForm(ReasonForm):
    submit = "Withdraw it"


class WhichForm(forms.Form):
    """Which directives are shown; open ones unless another state is asked for."""

    state = forms.ChoiceField(choices=STATES, required=False)


class WhichSchoolForm(forms.Form):
    """Whose ledger is shown."""

    school = forms.ModelChoiceField(queryset=School.objects.none(), empty_label=None)

    def __init__(self, *args: Any, schools: QuerySet[School], **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = schools  # type: ignore[attr-defined]  # a ModelChoiceField
