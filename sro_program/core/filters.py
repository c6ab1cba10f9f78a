"""What the filters of all lists share: sent with GET, linked, and saved."""

from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.timezone import make_aware

from sro_program.core.forms import ProductForm, speak_plainly
from sro_program.core.times import EARLIEST, FAR_AWAY, LATEST

LARGEST_KEY = 2**62
YEARS = [MinValueValidator(EARLIEST), MaxValueValidator(LATEST)]
PAGING = ("after", "before")
NOT_LISTED = "Choose one from the list."
WRONG_WAY_ROUND = "This day is before the first one."


def optional_choice(choices: list[tuple[str, Any]], label: str) -> forms.ChoiceField:
    return forms.ChoiceField(choices=choices, required=False, label=label)


def optional_key(label: str, least: int = 1) -> forms.IntegerField:
    said = dict.fromkeys(("invalid", "min_value", "max_value"), NOT_LISTED)
    return forms.IntegerField(
        min_value=least,
        max_value=LARGEST_KEY,
        required=False,
        label=label,
        error_messages=said,
    )


def optional_day(label: str) -> forms.DateField:
    said = dict.fromkeys(("min_value", "max_value"), FAR_AWAY)
    return forms.DateField(
        required=False, label=label, validators=YEARS, error_messages=said
    )


class Filter(forms.Form):
    """Which rows of a list somebody wants; what makes no sense is left out."""

    @property
    def sensible(self) -> dict[str, Any]:
        """What was sent, less the fields that were refused."""
        self.is_valid()
        return self.cleaned_data

    def pages(self, after: str) -> dict[str, str]:
        """The filter as a query, and where the next page, which begins behind this
        key, and the first one are; empty where there is none.
        """
        asked = {
            name: getattr(value, "pk", value)
            for name, value in self.sensible.items()
            if value and name != "after"
        }
        query = urlencode(asked)
        is_behind = bool(self.sensible.get("after"))
        return {
            "query": query,
            "next": f"?{urlencode(asked | {'after': after})}" if after else "",
            "previous": f"?{query}" if is_behind else "",
        }


class PlainFilter(Filter):
    """A filter that says in our words what made no sense, and in which field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        speak_plainly(self)

    @property
    def problems(self) -> list[str]:
        """Each with the name of its field, but for what no field on the page says."""
        return [
            str(said) if name in PAGING else f"{self[name].label}: {said}"
            for name, errors in self.errors.items()
            for said in errors
        ]


class ListFilter(PlainFilter):
    """The filter of a list: the only way for a query parameter to reach it.

    What makes no sense is refused in words and left out; the rest still filters.
    """

    since = optional_day("From")
    until = optional_day("To")
    after = forms.CharField(required=False, max_length=120)
    before = forms.CharField(required=False, max_length=120)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", WRONG_WAY_ROUND)
        return data

    @property
    def query(self) -> str:
        """The filter as the query part of an address, without the page."""
        return urlencode(self.given)

    @property
    def names(self) -> list[str]:
        """Which filters are set; without what was looked for."""
        return sorted(self.given)

    @property
    def given(self) -> dict[str, Any]:
        """What was asked for, by field."""
        return {
            name: value
            for name, value in self.sensible.items()
            if value not in (None, "") and name not in PAGING
        }


def day_begins(day: date | None) -> datetime | None:
    """Its first moment, on the clock of the person who looks."""
    return make_aware(datetime.combine(day, time())) if day else None


def day_ends(day: date | None) -> datetime | None:
    """The first moment of the next day."""
    return day_begins(day + timedelta(days=1)) if day else None


class SaveViewForm(ProductForm):
    """Keeps the filter that is shown under a name of one's own."""

    submit = "Save view"

    name = forms.CharField(max_length=60, label="Name of this view")
    query = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput)
