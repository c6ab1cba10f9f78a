"""Fields that only presentations have: chosen periods, and a time of one's own."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from presentations.slots import Slot

NO_TALK = "This page named no talk. Open it again."
UNREADABLE = "One of the chosen times could not be read. Choose it again."


class SeriesField(forms.Field):
    """The talks that a page showed, each in its version: `id:version`, many times."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> dict[UUID, int]:  # noqa: ANN401  # Django's signature
        pairs = [str(text).partition(":") for text in value or []]
        try:
            return {UUID(key): int(version) for key, _, version in pairs}
        except ValueError as error:
            raise ValidationError(NO_TALK) from error


class ChosenTimes(forms.MultipleHiddenInput):
    """The ticked cells of the week strip, which the page itself draws.

    They can be seen, so that the summary of errors links to them.
    """

    is_hidden = False

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> list[str]:
        values = data.getlist(name) if isinstance(data, MultiValueDict) else []
        return list(dict.fromkeys(values))


class SlotsField(forms.Field):
    """Any number of periods, as the strip sends them."""

    widget = ChosenTimes

    def to_python(self, value: Any) -> list[Slot]:  # noqa: ANN401  # Django's signature
        try:
            return [Slot.parse(text) for text in value or []]
        except (ValueError, OverflowError) as error:
            raise ValidationError(UNREADABLE) from error


def date_field(label: str, **kwargs: Any) -> forms.DateField:  # noqa: ANN401  # Django's own arguments
    """A day, as browsers ask for it."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **kwargs)


def time_field(label: str) -> forms.TimeField:
    """A time of day that may be left empty."""
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, required=False)


def own_time(
    form: forms.Form, zone: ZoneInfo, names: tuple[str, str, str]
) -> Slot | None:
    """The time given by date, start and end; errors go to the field they are about."""
    day, start, end = names
    on: date | None = form.cleaned_data.get(day)
    begins: time | None = form.cleaned_data.get(start)
    ends: time | None = form.cleaned_data.get(end)
    if not (on or begins or ends):
        return None
    for name, value in zip(names, (on, begins, ends), strict=True):
        if value is None and name not in form.errors:
            form.add_error(name, "A time needs its date, its start and its end.")
    if not (on and begins and ends):
        return None
    if ends <= begins:
        form.add_error(end, "The end must be after the start.")
        return None
    return Slot(datetime.combine(on, begins, zone), datetime.combine(on, ends, zone))
