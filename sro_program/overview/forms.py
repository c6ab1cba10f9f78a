"""What the calendar can be asked for by its address."""

import datetime as dt
from typing import Any

from django import forms

from officers.models import Officer
from schools.models import School
from sro_program.core.db import Actor
from sro_program.core.filters import PlainFilter

EARLIEST, LATEST = dt.date(2000, 1, 1), dt.date(2099, 12, 31)
MOST_CHOICES = 200
"""Longer lists are of no use; a school's own page leads to its calendar."""
VIEWS = [("month", "Month"), ("week", "Week"), ("day", "Day"), ("agenda", "Agenda")]
UNKNOWN = "That is not in the list of what you may see."


class CalendarForm(PlainFilter):
    """Which view of which days, of one school or officer or of all."""

    view = forms.ChoiceField(choices=VIEWS, required=False, widget=forms.HiddenInput)
    date = forms.DateField(
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid": "That is no date."},
    )
    school = forms.ModelChoiceField(
        School.objects.none(),
        required=False,
        empty_label="All schools",
        error_messages={"invalid_choice": UNKNOWN},
    )
    officer = forms.ModelChoiceField(
        Officer.objects.none(),
        required=False,
        empty_label="All officers",
        error_messages={"invalid_choice": UNKNOWN},
    )

    def __init__(self, *args: Any, user: Actor, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        schools = School.objects.visible_to(user).open().for_list()
        officers = Officer.objects.visible_to(user).in_service().for_list()
        self._offer("school", schools)
        self._offer("officer", officers)

    def _offer(self, name: str, rows: Any) -> None:  # noqa: ANN401  # of either model
        field = self.fields[name]
        field.queryset = rows  # type: ignore[attr-defined]  # a ModelChoiceField
        offered = [(row.pk, str(row)) for row in rows[:MOST_CHOICES]]
        field.widget.choices = [("", field.empty_label), *offered]  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean_date(self) -> dt.date | None:
        """Within a century, so that no arithmetic with it can fail."""
        on: dt.date | None = self.cleaned_data["date"]
        return min(max(on, EARLIEST), LATEST) if on else None
