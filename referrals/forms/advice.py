"""What is asked about a session: a few taps on a phone."""

from datetime import datetime
from typing import Any

from crispy_forms.bootstrap import InlineCheckboxes
from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.utils.timezone import localdate, localtime, now

from referrals.models import Advice, Topic
from schools import grades
from schools.models import Place, School
from schools.models.territory import SchoolQuerySet
from sro_program.core.forms import (
    DAY,
    MOMENT,
    MOMENT_FORMATS,
    NewRecordForm,
    ProductForm,
    VersionedForm,
)

LENGTHS = [(n, f"{n} min") for n in (5, 10, 15, 20, 30, 45, 60, 90)]
CRISIS_PANEL = HTML('{% include "referrals/crisis_panel.html" %}')
DUTY_PANEL = HTML('{% include "referrals/duty_panel.html" %}')
WHICH_DAY = "Choose the day on which you follow up."
IN_THE_PAST = "Choose today or a later day."
NOT_YET = "That is still to come. Give the time at which it was."
ONE_PLACE = "Choose a room or write a place, not both."


class AdviceContentForm(ProductForm):
    """Who, about what, how long, and what is left to do."""

    with_whom = forms.ChoiceField(
        label="With whom",
        choices=Advice.With.choices,
        initial=Advice.With.STUDENT,
        widget=forms.RadioSelect,
    )
    topics = forms.MultipleChoiceField(
        label="About", choices=Topic.choices, widget=forms.CheckboxSelectMultiple
    )
    minutes = forms.TypedChoiceField(
        label="How long",
        choices=LENGTHS,
        coerce=int,
        initial=10,
        widget=forms.RadioSelect,
    )
    outcome = forms.ChoiceField(
        label="What is left to do",
        choices=Advice.Outcome.choices,
        initial=Advice.Outcome.ADVICE,
        widget=forms.RadioSelect,
    )
    follow_up_on = forms.DateField(label="Follow up on", widget=DAY, required=False)
    grade = forms.TypedChoiceField(
        choices=[("", "Not said"), *grades.CHOICES],
        coerce=int,
        empty_value=None,
        required=False,
    )
    place = forms.ModelChoiceField(
        queryset=Place.objects.none(),
        required=False,
        label="Room",
        empty_label="Not said",
    )
    place_text = forms.CharField(
        label="Place, if it is not in the list", max_length=80, required=False
    )
    note = forms.CharField(
        label="Confidential note",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-secret": ""}),
        help_text="You and your commander read it; nobody at the school does.",
    )

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        given = self.initial.get("place")
        kept = school.places.filter(pk__in=[given.pk] if given else [])
        self.fields["place"].queryset = school.places.in_use().rooms() | kept  # type: ignore[attr-defined]  # a ModelChoiceField
        self.helper.layout = Layout(
            *self.before(),
            Div("with_whom", css_class="tiles"),
            InlineCheckboxes("topics"),
            *(CRISIS_PANEL, DUTY_PANEL),
            Div("minutes", css_class="tiles"),
            Div("outcome", css_class="tiles"),
            Div("follow_up_on", css_class="only-follow-up"),
            *("grade", "place", "place_text", "note"),
        )

    def before(self) -> list[str]:
        """The fields that a form puts before all others."""
        return []

    def clean(self) -> dict[str, Any]:
        """A follow-up has a day to come; without one, a day left over is dropped."""
        data = super().clean()
        day = data.get("follow_up_on")
        if data.get("outcome") != Advice.Outcome.FOLLOW_UP:
            data["follow_up_on"] = None
        elif day is None and "follow_up_on" not in self.errors:
            self.add_error("follow_up_on", WHICH_DAY)
        elif day and day < localdate() and day != self.initial.get("follow_up_on"):
            self.add_error("follow_up_on", IN_THE_PAST)
        if data.get("place") and data.get("place_text"):
            self.add_error("place_text", ONE_PLACE)
        return data


class RecordAdviceForm(AdviceContentForm, NewRecordForm):
    """A new session; `school` is asked where the officer serves several."""

    keep = "advice"
    submit = "Save"

    school = forms.ModelChoiceField(queryset=School.objects.none())
    given_at = forms.DateTimeField(
        label="When", widget=MOMENT, input_formats=MOMENT_FORMATS
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  # Django's signature
        school: School,
        schools: SchoolQuerySet,
        **kwargs: Any,  # noqa: ANN401  # Django's signature
    ) -> None:
        super().__init__(*args, school=school, **kwargs)
        self.fields["school"].queryset = schools  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["school"].initial = school
        self.fields["given_at"].initial = localtime().replace(second=0, microsecond=0)
        if schools[:2].count() == 1:
            self.fields["school"].widget = forms.HiddenInput()

    def before(self) -> list[str]:
        return ["record_id", "school", "given_at"]

    def clean_given_at(self) -> datetime:
        """It has been given: what is to come is planned, not recorded."""
        given_at: datetime = self.cleaned_data["given_at"]
        if given_at > now():
            raise forms.ValidationError(NOT_YET)
        return given_at


class ChangeAdviceForm(AdviceContentForm, VersionedForm):
    """A session that was recorded, corrected."""

    submit = "Save the change"

    def before(self) -> list[str]:
        return ["version"]


class SchoolForm(forms.Form):
    """At which school advice is to be recorded, by address."""

    school = forms.ModelChoiceField(queryset=School.objects.none(), required=False)

    def __init__(self, *args: Any, schools: SchoolQuerySet, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = schools  # type: ignore[attr-defined]  # a ModelChoiceField
