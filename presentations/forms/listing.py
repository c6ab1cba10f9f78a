"""The filter of the list: the only way for a query parameter to reach it."""

from typing import Any
from urllib.parse import urlencode

from django import forms

from presentations.listing import COMING, MINE, NEEDS_ME, Choices, Place, Wanted
from presentations.models import Presentation
from presentations.states import Status
from sro_program.core.filters import (
    NOT_LISTED,
    ListFilter,
    optional_choice,
    optional_key,
)

SHORTEST_WORD = 3
ANY = [("", "Any")]
WHO = [("", "All"), (MINE, "Mine"), (NEEDS_ME, "Needs me")]
LATEST_FIRST = "newest"
SORT_NAMES = [
    (LATEST_FIRST, "Latest date first"),
    ("oldest", "Earliest date first"),
    (COMING, "Coming up, soonest first"),
    ("state", "By state"),
]
TOO_SHORT = "Search for at least one word of three letters or more."
BROKEN_PLACE = "That page of the list no longer exists; this is the first one."


class FilterForm(ListFilter):
    """Sent with GET, so that a filtered list can be linked and saved."""

    q = forms.CharField(required=False, max_length=100, label="Search")
    who = optional_choice(WHO, "Whose")
    state = optional_choice([*ANY, *Status.choices], "State")
    kind = optional_choice([*ANY, *Presentation.Kind.choices], "Kind")
    school = optional_key("School")
    officer = optional_key("Officer")
    topic = optional_key("Topic")
    sort = optional_choice(SORT_NAMES, "Order")

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.offered = choices

    def clean_q(self) -> str:
        search: str = self.cleaned_data["q"].lower()
        if search and not any(len(word) >= SHORTEST_WORD for word in search.split()):
            raise forms.ValidationError(TOO_SHORT)
        return search

    def clean_school(self) -> int | None:
        chosen: int | None = self.cleaned_data["school"]
        if chosen and not self.offered.has_many_schools:
            self._must_be_offered(chosen, [c.key for c in self.offered.schools])
        return chosen

    def clean_officer(self) -> int | None:
        chosen: int | None = self.cleaned_data["officer"]
        if chosen and not self.offered.has_many_officers:
            self._must_be_offered(chosen, [c.key for c in self.offered.officers])
        return chosen

    def _must_be_offered(self, chosen: int, keys: list[int]) -> None:
        if chosen not in keys:
            raise forms.ValidationError(NOT_LISTED)

    def clean_after(self) -> Place | None:
        return self._place("after", backwards=False)

    def clean_before(self) -> Place | None:
        return self._place("before", backwards=True)

    def _place(self, name: str, *, backwards: bool) -> Place | None:
        text: str = self.cleaned_data[name]
        if not text:
            return None
        try:
            return Place.read(text, backwards=backwards)
        except (ValueError, OverflowError) as error:
            raise forms.ValidationError(BROKEN_PLACE) from error

    @property
    def wanted(self) -> Wanted:
        """What was asked for, without the parts that made no sense.

        Whoever asks for nothing sees what is coming up; a filter looks at all days.
        """
        data = self.sensible
        return Wanted(
            words=tuple(data.get("q", "").split()),
            status=data.get("state", ""),
            kind=data.get("kind", ""),
            who=data.get("who", ""),
            school=data.get("school"),
            officer=data.get("officer"),
            topic=data.get("topic"),
            since=data.get("since"),
            until=data.get("until"),
            sort=data.get("sort") or (LATEST_FIRST if self.query else COMING),
        )

    @property
    def place(self) -> Place | None:
        return self.sensible.get("after") or self.sensible.get("before")

    @property
    def query_of_all_days(self) -> str:
        """The same filter, not only of what is coming up."""
        return urlencode({**self.given, "sort": LATEST_FIRST})

    @property
    def given(self) -> dict[str, Any]:
        """What was asked for; the usual order alone asks for nothing."""
        given = super().given
        return {} if given == {"sort": COMING} else given


class AfterForm(forms.Form):
    """Where a page of schools begins."""

    after = optional_key("After")
