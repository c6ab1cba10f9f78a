"""What is asked about campus memory."""

from typing import Any, cast

from crispy_forms.layout import Layout
from django import forms

from schools.models import Place, School
from sro_program.core.forms import NewRecordForm, ProductForm, VersionedForm


class SaidOfPlace(ProductForm):
    """Where, and what one knows of it."""

    keep = "note"

    place = forms.ModelChoiceField(
        label="Where",
        queryset=Place.objects.none(),
        required=False,
        empty_label="The campus as a whole",
    )
    text = forms.CharField(
        label="What a colleague should know",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Such as “Door 7 sticks when wet”. No names of students.",
    )

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Place]", self.fields["place"])
        field.queryset = Place.objects.of_school(school).in_use().for_list()
        key = "version" if "version" in self.fields else "record_id"
        self.helper.layout = Layout(key, "place", "text")


class AddNoteForm(SaidOfPlace, NewRecordForm):
    submit = "Write it down"


class ChangeNoteForm(SaidOfPlace, VersionedForm):
    submit = "Save"
