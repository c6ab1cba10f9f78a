"""The shape of input about calendars, bell schedules, rooms and imports."""

from datetime import date, time
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse

from schools import policy
from schools.actions.keeping import LONGEST_SPAN
from schools.models import (
    District,
    OneRosterImport,
    Place,
    School,
    SchoolDay,
    SchoolYear,
)
from schools.models.places import offered_spots
from schools.oneroster.manifest import read_manifest
from schools.oneroster.packages import open_package
from schools.oneroster.problems import Unreadable
from sro_program.core.db import Actor
from sro_program.core.forms import (
    NewRecordForm,
    ProductForm,
    SeenForm,
    VersionedForm,
)

MAX_UPLOAD = 100 * 1024 * 1024
NEEDS_A_TIME = "Give the time at which the school lets out."


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class DayForm(ProductForm):
    """What a marked day is."""

    kind = forms.ChoiceField(label="What is it?", choices=SchoolDay.Kind.choices)
    label = forms.CharField(
        label="In words", max_length=100, help_text="Such as “Winter break”."
    )
    early_release = forms.TimeField(
        label="Lets out at",
        required=False,
        widget=TimeInput,
        help_text="For an early release only.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_early = cleaned.get("kind") == SchoolDay.Kind.EARLY_RELEASE
        if not is_early:
            cleaned["early_release"] = None
        elif "early_release" not in self.errors and not cleaned.get("early_release"):
            self.add_error("early_release", NEEDS_A_TIME)
        return cleaned


class ChangeDayForm(DayForm, SeenForm):
    """Says something else about a day that is marked."""


class AddDaysForm(DayForm):
    """One day, or each weekday of a span."""

    submit = "Add to the calendar"
    field_order = ["first", "last", "kind", "label", "early_release"]

    first = forms.DateField(label="First day", widget=DateInput)
    last = forms.DateField(
        label="Last day",
        required=False,
        widget=DateInput,
        help_text="Leave empty for a single day.",
    )
    whole_district = forms.BooleanField(
        label="For every school of the district", required=False
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  # Django's signature
        user: Actor,
        school: School,
        **kwargs: Any,  # noqa: ANN401  # Django's signature
    ) -> None:
        super().__init__(*args, **kwargs)
        if not policy.can_keep_district(user, school):
            del self.fields["whole_district"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first: date | None = cleaned.get("first")
        last: date | None = cleaned.get("last") or first
        if first and last and last < first:
            self.add_error("last", "The last day is before the first.")
        elif first and last and last - first > LONGEST_SPAN:
            self.add_error("last", "Mark at most two months at once.")
        cleaned["last"] = last
        return cleaned


class PeriodForm(ProductForm):
    name = forms.CharField(
        max_length=40, help_text="As people here call it, such as “2nd period”."
    )
    starts_at = forms.TimeField(label="Starts", widget=TimeInput)
    ends_at = forms.TimeField(label="Ends", widget=TimeInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts: time | None = cleaned.get("starts_at")
        ends: time | None = cleaned.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", "A period must end after it starts.")
        return cleaned


class ChangePeriodForm(PeriodForm, SeenForm):
    """Renames or moves a period."""


class PlaceForm(ProductForm):
    label = forms.CharField(
        label="Label",
        max_length=80,
        help_text="What is written on the door, such as “Door 7” or “AED by the gym”.",
    )
    capacity = forms.IntegerField(
        label="Seats", required=False, min_value=1, max_value=20_000
    )


class RenamePlaceForm(PlaceForm, SeenForm):
    """Gives a place another label or number of seats."""


class AddPlaceForm(PlaceForm):
    submit = "Add"
    field_order = ["kind", "label", "parent", "capacity"]

    kind = forms.ChoiceField(label="What is it?")
    parent = forms.ModelChoiceField(
        label="Inside of",
        queryset=Place.objects.none(),
        required=False,
        empty_label="Not said",
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  # Django's signature
        school: School,
        **kwargs: Any,  # noqa: ANN401  # Django's signature
    ) -> None:
        super().__init__(*args, **kwargs)
        self.spots = {str(spot.pk): spot for spot in offered_spots()}
        spots = [(key, spot.name) for key, spot in self.spots.items()]
        kinds = [one for one in Place.Kind.choices if one[0] != Place.Kind.SPOT]
        choices = [("Parts of the school", kinds), ("Equipment and hazards", spots)]
        cast("forms.ChoiceField", self.fields["kind"]).choices = choices
        holds = [Place.Kind.BUILDING, Place.Kind.FLOOR]
        parents = Place.objects.of_school(school).in_use().filter(kind__in=holds)
        cast("forms.ModelChoiceField[Place]", self.fields["parent"]).queryset = parents

    def clean(self) -> dict[str, Any]:
        """A number stands for a kind of equipment or hazard."""
        cleaned = super().clean()
        cleaned["spot"] = self.spots.get(cleaned.get("kind", ""))
        if cleaned["spot"]:
            cleaned["kind"] = Place.Kind.SPOT
        return cleaned


class YearForm(forms.Form):
    """Which school year of the district to show."""

    year = forms.ModelChoiceField(queryset=SchoolYear.objects.none(), required=False)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  # Django's signature
        school: School,
        **kwargs: Any,  # noqa: ANN401  # Django's signature
    ) -> None:
        super().__init__(*args, **kwargs)
        years = SchoolYear.objects.of_school(school)
        cast("forms.ModelChoiceField[SchoolYear]", self.fields["year"]).queryset = years


class UploadForm(NewRecordForm):
    """A OneRoster package for one district."""

    submit = "Upload and check"

    district = forms.ModelChoiceField(queryset=District.objects.none())
    file = forms.FileField(
        label="OneRoster file",
        help_text="The zip that your school information system exports "
        "(OneRoster 1.2 or 1.1 CSV), at most 100 MB. Nothing changes yet: first you "
        "see what would.",
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  # Django's signature
        user: Actor,
        **kwargs: Any,  # noqa: ANN401  # Django's signature
    ) -> None:
        super().__init__(*args, **kwargs)
        mine = District.objects.importable_by(user)
        field = cast("forms.ModelChoiceField[District]", self.fields["district"])
        field.queryset = mine
        field.initial = mine.first()

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MAX_UPLOAD:
            raise forms.ValidationError("This file is larger than 100 MB.")
        try:
            _look_inside(file)
        except Unreadable as error:
            raise forms.ValidationError(str(error)) from error
        return file


def _look_inside(file: "UploadedFile[bytes]") -> None:
    """Refuse at once what is no package; the rows are read in a worker."""
    with NamedTemporaryFile(suffix=".zip") as copy:
        for chunk in file.chunks():
            copy.write(chunk)
        copy.flush()
        with open_package(Path(copy.name)) as package:
            read_manifest(package)
    file.seek(0)


class ApplyForm(VersionedForm):
    """How to apply a checked import."""

    submit = "Apply these changes"

    mode = forms.ChoiceField(
        label="When rows are bad",
        choices=[
            (OneRosterImport.Mode.ALL.value, "Apply all rows, or none"),
            (OneRosterImport.Mode.GOOD.value, "Apply the good rows only"),
        ],
        widget=forms.RadioSelect,
        initial=OneRosterImport.Mode.ALL,
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  # Django's signature
        package: OneRosterImport,
        **kwargs: Any,  # noqa: ANN401  # Django's signature
    ) -> None:
        super().__init__(*args, **kwargs)
        self.helper.form_action = reverse("schools:apply", args=[package.pk])
