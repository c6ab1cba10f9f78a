"""What is asked about what has to be mended, and which of it is shown."""

from datetime import timedelta
from typing import Any, cast

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.timezone import localdate

from schools.finding_people import menders_at
from schools.finding_states import FindingStatus
from schools.findings import ALL
from schools.forms.territory import DateInput
from schools.models import Finding, Place, School
from schools.models.territory import SchoolQuerySet
from sro_program.accounts.models import User
from sro_program.core.files import MAX_SIZE, PICTURES, CheckedFileField
from sro_program.core.filters import Filter
from sro_program.core.forms import NewRecordForm, ProductForm, VersionedForm

A_FORTNIGHT = timedelta(days=14)
STATES = [("", "To be mended"), *FindingStatus.choices, (ALL, "All of it")]


class SaidOfFinding(ProductForm):
    """What, where, how urgent, whose, until when."""

    keep = "finding"

    what = forms.CharField(
        label="What has to be mended",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Such as “Door 7 does not latch”. No names of students.",
    )
    place = forms.ModelChoiceField(
        label="Where",
        queryset=Place.objects.none(),
        required=False,
        empty_label="Not said",
    )
    severity = forms.ChoiceField(
        label="How urgent",
        choices=Finding.Severity.choices,
        initial=Finding.Severity.MEDIUM,
        widget=forms.RadioSelect,
    )
    owner = forms.ChoiceField(
        label="Whose it is",
        choices=Finding.Owner.choices,
        initial=Finding.Owner.SCHOOL,
        widget=forms.RadioSelect,
    )
    person = forms.ModelChoiceField(
        label="Person",
        queryset=User.objects.none(),
        required=False,
        empty_label="Nobody in particular",
        help_text="Without a name it waits for the principal, or for the officers.",
    )
    due_on = forms.DateField(label="Done by", widget=DateInput)

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        people = cast("forms.ModelChoiceField[User]", self.fields["person"])
        people.queryset = menders_at(school)
        places = cast("forms.ModelChoiceField[Place]", self.fields["place"])
        rooms = Place.objects.of_school(school)
        room = self.initial.get("place")
        kept = rooms.filter(pk=room.pk) if room else rooms.none()
        places.queryset = (rooms.in_use() | kept).for_list()
        self.initial.setdefault("due_on", localdate() + A_FORTNIGHT)
        self.helper.layout = Layout(
            "version" if "version" in self.fields else "record_id",
            "what",
            "place",
            Div("severity", css_class="tiles"),
            Div("owner", css_class="tiles"),
            Div("person", "due_on", css_class="drill-row"),
            *(["photo"] if "photo" in self.fields else []),
        )


class AddFindingForm(SaidOfFinding, NewRecordForm):
    submit = "Add it"

    photo = CheckedFileField(
        label="Photo",
        allowed=PICTURES,
        max_size=MAX_SIZE,
        required=False,
        help_text="PNG or JPEG, up to 25 MB. Nobody on it.",
    )


class ChangeFindingForm(SaidOfFinding, VersionedForm):
    submit = "Save"


class WhichFindingsForm(Filter):
    """Which are shown; what makes no sense is left out."""

    school = forms.ModelChoiceField(
        queryset=School.objects.none(), required=False, empty_label="All schools"
    )
    state = forms.ChoiceField(label="Show", required=False, choices=STATES)
    severity = forms.ChoiceField(
        label="How urgent",
        required=False,
        choices=[("", "Any"), *Finding.Severity.choices],
    )
    owner = forms.ChoiceField(
        label="Whose", required=False, choices=[("", "Anybody"), *Finding.Owner.choices]
    )
    after = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, schools: SchoolQuerySet, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[School]", self.fields["school"])
        field.queryset = schools
