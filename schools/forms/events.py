"""What is asked about a school event, and which of them are shown."""

from datetime import date, datetime, time, timedelta
from typing import Any, cast

from crispy_forms.layout import Div, Layout
from django import forms

from schools.events import CALLED_OFF, PAST
from schools.forms.territory import DateInput, TimeInput
from schools.models import Place, School, SchoolEvent
from schools.models.territory import SchoolQuerySet
from sro_program.core.filters import Filter
from sro_program.core.forms import NewRecordForm, ProductForm, VersionedForm

AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
NEEDS_A_START = "Give the time at which it begins, or tick whole days."
ENDS_FIRST = "It ends before it begins."
WHEN = [("", "Coming"), (PAST, "Past"), (CALLED_OFF, "Called off, coming")]


class SaidOfEvent(ProductForm):
    """What, when, where. An event without an end takes an hour."""

    keep = "event"

    title = forms.CharField(
        label="What is it?",
        max_length=200,
        help_text="Such as “Chess club” or “Football vs. Mayfield”. No student’s name.",
    )
    kind = forms.ChoiceField(
        label="Kind", choices=SchoolEvent.Kind.choices, widget=forms.RadioSelect
    )
    starts_on = forms.DateField(label="Day", widget=DateInput)
    begins = forms.TimeField(label="Begins", required=False, widget=TimeInput)
    ends = forms.TimeField(label="Ends", required=False, widget=TimeInput)
    ends_on = forms.DateField(
        label="Until", required=False, widget=DateInput, help_text="If on another day."
    )
    is_whole_days = forms.BooleanField(label="Whole days", required=False)
    place = forms.ModelChoiceField(
        label="Room",
        queryset=Place.objects.none(),
        required=False,
        empty_label="None of the rooms",
    )
    place_text = forms.CharField(
        label="Or where",
        max_length=120,
        required=False,
        help_text="Such as “Mayfield stadium”.",
    )

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.school = school
        places = cast("forms.ModelChoiceField[Place]", self.fields["place"])
        rooms = Place.objects.of_school(school)
        room = self.initial.get("place")
        kept = rooms.filter(pk=room.pk) if room else rooms.none()
        places.queryset = (rooms.in_use() | kept).for_list()
        self.initial.setdefault("kind", SchoolEvent.Kind.BALL_GAME)
        self.helper.layout = Layout(
            "version" if "version" in self.fields else "record_id",
            "title",
            Div("kind", css_class="tiles"),
            Div("starts_on", "begins", "ends", css_class="drill-row"),
            Div("ends_on", "is_whole_days", css_class="drill-row"),
            Div("place", "place_text", css_class="drill-row"),
        )

    def clean(self) -> dict[str, Any]:
        """Days and times become two moments, on the clock of the district."""
        said = super().clean()
        if self.errors:
            return said
        first, last = said.pop("starts_on"), said.pop("ends_on")
        begins, ends = said.pop("begins"), said.pop("ends")
        last = last or first
        if said["is_whole_days"]:
            starts_at, ends_at = self._at(first, time()), self._at(last + A_DAY, time())
        elif begins is None:
            self.add_error("begins", NEEDS_A_START)
            return said
        else:
            starts_at = self._at(first, begins)
            ends_at = self._at(last, ends) if ends else starts_at + AN_HOUR
        if ends_at <= starts_at:
            self.add_error("ends_on" if last < first else "ends", ENDS_FIRST)
        return {**said, "starts_at": starts_at, "ends_at": ends_at}

    def _at(self, on: date, clock: time) -> datetime:
        return datetime.combine(on, clock, self.school.district.zone)


class AddEventForm(SaidOfEvent, NewRecordForm):
    submit = "Add it"


class ChangeEventForm(SaidOfEvent, VersionedForm):
    submit = "Save"


class NameKindForm(VersionedForm):
    """Of an event that follows a feed: what kind it is."""

    submit = "Save"

    kind = forms.ChoiceField(
        label="Kind", choices=SchoolEvent.Kind.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("version", Div("kind", css_class="tiles"))


class WhichEventsForm(Filter):
    """Which are shown; what makes no sense is left out."""

    school = forms.ModelChoiceField(
        queryset=School.objects.none(), required=False, empty_label="All schools"
    )
    when = forms.ChoiceField(label="Show", required=False, choices=WHEN)
    kind = forms.ChoiceField(
        label="Kind",
        required=False,
        choices=[("", "Any"), *SchoolEvent.Kind.choices],
    )
    series = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    after = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, schools: SchoolQuerySet, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[School]", self.fields["school"])
        field.queryset = schools
