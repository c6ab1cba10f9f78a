"""The filter of the list: the only way for a query parameter to reach it."""

from typing import Any

from django import forms

from incidents.listing import Behind, Choices, Wanted
from incidents.listing.finding import NO_PLACE, SENT
from incidents.models import CaseFile, Incident
from incidents.places import school_years, this_year
from incidents.states import HIDDEN, Status
from sro_program.accounts.choices import Choice
from sro_program.core.filters import (
    NOT_LISTED,
    ListFilter,
    optional_choice,
    optional_key,
)

SHORTEST_WORD = 3
ANY = [("", "Any")]
STATES = [*ANY, (SENT, "All but drafts and discarded"), *Status.choices]
SORT_NAMES = [("newest", "Latest date first"), ("oldest", "Earliest date first")]
POLICE_ONLY = ("conduct", "disposition")
TOO_SHORT = "Search for at least one word of three letters or more."
NOT_YOURS = "You do not read the incidents of this school. Choose one of yours."
BROKEN_PLACE = "That page of the list no longer exists; this is the first one."


class FilterForm(ListFilter):
    """Sent with GET, so that a filtered list can be linked and saved.

    Class and disposition are asked only of those who read the police side.
    """

    q = forms.CharField(required=False, max_length=100, label="Search")
    school = optional_key("School")
    kind = optional_choice([*ANY, *Incident.SubPlace.choices], "Kind of place")
    place = optional_key("Place", least=NO_PLACE)
    state = optional_choice(STATES, "State")
    outcome = optional_choice([*ANY, *Incident.Outcome.choices], "Outcome")
    initiated_by = optional_choice([*ANY, *Incident.Initiator.choices], "Asked by")
    officer = optional_key("Officer")
    conduct = optional_choice([*ANY, *CaseFile.Conduct.choices], "Class")
    disposition = optional_choice([*ANY, *CaseFile.Disposition.choices], "Disposition")
    sort = optional_choice(SORT_NAMES, "Order")

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.offered = choices
        if not choices.is_police:
            for name in POLICE_ONLY:
                del self.fields[name]
            shown = [one for one in Status.choices if one[0] not in HIDDEN]
            self.fields["state"].choices = [*ANY, *shown]  # type: ignore[attr-defined]  # a ChoiceField

    def clean_q(self) -> str:
        search: str = self.cleaned_data["q"]
        if search and not any(len(word) >= SHORTEST_WORD for word in search.split()):
            raise forms.ValidationError(TOO_SHORT)
        return search

    def clean_school(self) -> int | None:
        many = self.offered.has_many_schools
        return self._offered("school", [] if many else self.offered.schools, many=many)

    def clean_officer(self) -> int | None:
        many = self.offered.has_many_officers
        return self._offered("officer", self.offered.officers, many=many)

    def _offered(self, name: str, choices: list[Choice], *, many: bool) -> int | None:
        chosen: int | None = self.cleaned_data[name]
        if chosen and not many and chosen not in [one.key for one in choices]:
            raise forms.ValidationError(NOT_LISTED)
        return chosen

    def clean_after(self) -> Behind | None:
        return self._behind("after", backwards=False)

    def clean_before(self) -> Behind | None:
        return self._behind("before", backwards=True)

    def _behind(self, name: str, *, backwards: bool) -> Behind | None:
        text: str = self.cleaned_data[name]
        if not text:
            return None
        try:
            return Behind.read(text, backwards=backwards)
        except (ValueError, OverflowError) as error:
            raise forms.ValidationError(BROKEN_PLACE) from error

    @property
    def wanted(self) -> Wanted:
        """What was asked for, without the parts that made no sense."""
        data = dict(self.sensible)
        words = tuple(data.pop("q", "").split())
        known: dict[str, Any] = {
            name: data[name] for name in Wanted.__slots__ if data.get(name)
        }
        if data.get("place") == NO_PLACE:
            known["place"] = NO_PLACE
        return Wanted(words=words, **known)

    @property
    def behind(self) -> Behind | None:
        return self.sensible.get("after") or self.sensible.get("before")


class PlacesForm(forms.Form):
    """Which school and which school year are counted."""

    school = optional_key("School")
    year = forms.TypedChoiceField(coerce=int, required=False, label="School year")

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.offered = choices
        years = [(one, f"{one}–{one + 1}") for one in school_years()]
        self.fields["year"].choices = years  # type: ignore[attr-defined]  # a ChoiceField

        self.fields["year"].error_messages["invalid_choice"] = NOT_LISTED

    def clean_school(self) -> int | None:
        """The one asked for; else the first of one's own."""
        asked: int | None = self.cleaned_data["school"]
        keys = [one.key for one in self.offered.schools]
        if asked and asked not in keys and not self.offered.has_many_schools:
            raise forms.ValidationError(NOT_YOURS)
        return asked or next(iter(keys), None)

    @property
    def chosen_school(self) -> int | None:
        """None where another one was asked for than is read, or there is none."""
        self.is_valid()
        return self.cleaned_data.get("school")

    @property
    def chosen_year(self) -> int:
        self.is_valid()
        return self.cleaned_data.get("year") or this_year()


class QueueForm(forms.Form):
    """Which reports of the queue are looked at."""

    school = optional_key("School")
    officer = optional_key("Officer")

    @property
    def asked(self) -> dict[str, int]:
        """What was asked for and makes sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
