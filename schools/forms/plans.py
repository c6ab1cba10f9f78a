"""The shape of input about floor plans."""

from typing import Any, cast

from crispy_forms.layout import Div, Layout
from django import forms
from django.core.files.images import get_image_dimensions
from django.utils.timezone import localdate

from schools.forms.territory import DateInput
from schools.models import Place, School
from schools.models.plans import EDGE
from sro_program.core.files import (
    MAX_SIZE,
    PDF,
    PICTURES,
    CheckedFile,
    CheckedFileField,
    drawn_page,
)
from sro_program.core.forms import NewRecordForm, ProductForm
from sro_program.core.times import EARLIEST

TO_COME = "That day is still to come."
SHORTEST = 200
"""Pixels of a side, below which nobody can tell a room."""
LONGEST = 5
"""So many times as long as wide; a longer one cannot be shown with its marks."""
TOO_SMALL = (
    "This picture has {0} by {1} pixels. Send one of at least 200 pixels on each side."
)
TOO_LONG = (
    "This picture has {0} by {1} pixels. Cut it so that its longer side is at most "
    "five times the shorter one."
)


class AddPlanForm(NewRecordForm):
    """A picture of a floor, or the page of a PDF that shows it."""

    submit = "Add the plan"
    field_order = ("record_id", "title", "picture", "page", "verified_on")

    title = forms.CharField(
        label="Title", max_length=80, help_text="Such as “Main building, first floor”."
    )
    picture = CheckedFileField(
        label="Picture",
        allowed=PICTURES | {PDF.extension},
        max_size=MAX_SIZE,
        help_text="PNG, JPEG or a page of a PDF, up to 25 MB. The official map stays "
        "with the state.",
    )
    page = forms.IntegerField(
        label="Page of the PDF",
        min_value=1,
        max_value=1000,
        initial=1,
        required=False,
        help_text="Says nothing of a PNG or JPEG.",
    )
    verified_on = forms.DateField(
        label="Last compared with the building",
        required=False,
        widget=DateInput,
    )

    def clean(self) -> dict[str, Any]:
        """The page that was chosen, as a picture on which rooms can be told."""
        cleaned = super().clean()
        page = cleaned.pop("page", None) or 1
        if "page" in self.errors or not (file := cleaned.get("picture")):
            return cleaned
        is_pdf = file.media_type == PDF.media_type
        try:
            cleaned["picture"] = drawn_page(file, page) if is_pdf else file
            _refuse_shapeless(cleaned["picture"])
        except forms.ValidationError as error:
            self.add_error("picture", error)
        return cleaned

    def clean_verified_on(self) -> Any:  # noqa: ANN401  # Django's signature
        day = self.cleaned_data["verified_on"]
        if day and not EARLIEST <= day <= localdate():
            raise forms.ValidationError(TO_COME)
        return day


def _refuse_shapeless(picture: CheckedFile) -> None:
    """Of a shape on which rooms can be told and tapped."""
    size = get_image_dimensions(picture.content)
    short, long = sorted(side or 0 for side in size)
    if short < SHORTEST:
        raise forms.ValidationError(TOO_SMALL.format(*size))
    if long > LONGEST * short:
        raise forms.ValidationError(TOO_LONG.format(*size))


class PinForm(ProductForm):
    """Where on the plan a place is; a tap on the picture fills in the numbers."""

    submit = "Pin it here"

    place = forms.ModelChoiceField(
        queryset=Place.objects.none(), empty_label="Choose", label="Place"
    )
    x = forms.IntegerField(
        label="From the left", min_value=0, max_value=EDGE, help_text="0 to 1000"
    )
    y = forms.IntegerField(
        label="From the top", min_value=0, max_value=EDGE, help_text="0 to 1000"
    )

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Place]", self.fields["place"])
        field.queryset = Place.objects.of_school(school).in_use().for_list()
        self.helper.layout = Layout("place", Div("x", "y", css_class="field-row"))
