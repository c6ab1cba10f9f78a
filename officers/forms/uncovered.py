"""Which days the report of uncovered minutes is about."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.timezone import localdate

from schools.models import Campus
from sro_program.core.filters import WRONG_WAY_ROUND, optional_day
from sro_program.core.forms import DAY, NewRecordForm, VersionedForm
from sro_program.core.times import JULY, school_year

LONGEST = timedelta(days=400)
TOO_LONG = "At most 400 days are shown at once."


class ApprovalForm(NewRecordForm):
    """What the marshal wrote; without an end nothing is approved."""

    submit = "Record the approval"

    campus = forms.ModelChoiceField(queryset=Campus.objects.none())
    number = forms.CharField(label="Number of the approval", max_length=60)
    starts_on = forms.DateField(label="First day", widget=DAY)
    ends_on = forms.DateField(label="Last day", widget=DAY)
    document = forms.CharField(label="Where the paper is kept", max_length=120)

    def __init__(self, *args: Any, campuses: QuerySet[Campus], **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.fields["campus"].queryset = campuses  # type: ignore[attr-defined]  # a ModelChoiceField


class ChangeApprovalForm(VersionedForm):
    """It ends on another day."""

    submit = "Change the last day"

    ends_on = forms.DateField(label="Last day", widget=DAY)


class SpanForm(forms.Form):
    """From a day to a day; without them this school year until today."""

    since = optional_day("From")
    until = optional_day("To")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget = DAY

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = self._span(data)
        if last < first:
            self.add_error("until", WRONG_WAY_ROUND)
        elif last - first > LONGEST:
            self.add_error("until", TOO_LONG)
        return data

    @property
    def span(self) -> tuple[date, date]:
        """What was asked for; the usual days where that made no sense."""
        return self._span(self.cleaned_data if self.is_valid() else {})

    def _span(self, data: dict[str, Any]) -> tuple[date, date]:
        today = localdate()
        begins = date(school_year(today), JULY, 1)
        last = data.get("until") or max(today, data.get("since") or today)
        return data.get("since") or min(begins, last), last
