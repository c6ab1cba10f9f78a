"""What is asked about a day in court and about who stands in."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.timezone import make_aware, now

from officers.models import Officer
from schools.models import Campus
from sro_program.core.forms import DAY, NewRecordForm

CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
NINE, FOUR = time(9), time(16)


class SubpoenaForm(NewRecordForm):
    """When the officer is in court; nothing else is asked, so nothing is kept."""

    submit = "Record it"
    keep = "subpoena"

    on = forms.DateField(label="Day in court", widget=DAY)
    begins = forms.TimeField(label="Away from", widget=CLOCK, initial=NINE)
    ends = forms.TimeField(
        label="Back at",
        widget=CLOCK,
        initial=FOUR,
        help_text="With the way there and back. You can be back earlier.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if {"on", "begins", "ends"} <= cleaned.keys():
            self._refuse_impossible(cleaned)
        return cleaned

    def _refuse_impossible(self, said: dict[str, Any]) -> None:
        if said["ends"] <= said["begins"]:
            self.add_error("ends", "The end must be after the start.")
        elif self.span[1] <= now():
            self.add_error("on", "This day in court would be over already.")

    @property
    def span(self) -> tuple[datetime, datetime]:
        """From when until when, by the clock of the agency."""
        said = self.cleaned_data
        begins = datetime.combine(said["on"], said["begins"])
        return make_aware(begins), make_aware(
            datetime.combine(said["on"], said["ends"])
        )


class TakeReliefForm(forms.Form):
    """Which officer for which campus: a button's two keys."""

    campus = forms.ModelChoiceField(queryset=Campus.objects.none())
    officer = forms.ModelChoiceField(queryset=Officer.objects.none())

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  # Django's signature
        campuses: QuerySet[Campus],
        officers: QuerySet[Officer],
        **kwargs: Any,  # noqa: ANN401  # Django's signature
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["campus"].queryset = campuses  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["officer"].queryset = officers  # type: ignore[attr-defined]  # as above
