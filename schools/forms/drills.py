"""What is asked about a drill, and which are shown."""

from typing import Any, cast
from uuid import UUID

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.db.models import QuerySet

from schools.calendar import day_status
from schools.drills import DutyState
from schools.forms.territory import DateInput, TimeInput
from schools.models import Drill, School
from schools.models.drills import MOST_PEOPLE, DrillKind, DrillWindow
from sro_program.accounts.models import User
from sro_program.core.filters import Filter
from sro_program.core.forms import NewRecordForm, ProductForm, VersionedForm

NO_NAMES = "No names of students."
OF_CHILDREN = (
    "Read by the principal, the officers of the school and their commander. No names."
)
BOTH = "Say which officer, and what they did."
IS_MEANT = "There is no school that day ({why}). Tick this if that day is meant."
LONGEST = 59
OWED = "owed"


def _words(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class OnASchoolDay(ProductForm):
    """Asks back where the day has no school; what is meant is taken."""

    kind = forms.ChoiceField(label="Kind", choices=DrillKind.choices)
    on = forms.DateField(label="Day", widget=DateInput)
    begins = forms.TimeField(label="From", widget=TimeInput)
    is_announced = forms.BooleanField(label="It was announced", required=False)
    no_school_meant = forms.BooleanField(
        label="The drill takes place although there is no school", required=False
    )

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.school = school

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        on = cleaned.get("on")
        status = day_status(self.school, on) if on else None
        if status and not status.is_instructional:
            self.helper.layout.insert(0, "no_school_meant")
            if not cleaned["no_school_meant"]:
                self.add_error("no_school_meant", IS_MEANT.format(why=status.label))
        return cleaned


class PlanDrillForm(OnASchoolDay, NewRecordForm):
    """A drill of a day to come."""

    submit = "Plan the drill"

    begins = forms.TimeField(label="At", widget=TimeInput, required=False)
    is_announced = forms.BooleanField(
        label="It is announced",
        required=False,
        initial=True,
        help_text="Without this, only the principal and the officers know of it.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        when = Div("on", "begins", css_class="drill-row")
        self.helper.layout = Layout("record_id", "kind", when, "is_announced")


class SaidOfDrill(OnASchoolDay):
    """How a drill went."""

    keep = "drill"

    ends = forms.TimeField(label="To", widget=TimeInput)
    students = forms.IntegerField(
        label="Students there", min_value=0, max_value=MOST_PEOPLE
    )
    staff = forms.IntegerField(label="Staff there", min_value=0, max_value=MOST_PEOPLE)
    minutes = forms.IntegerField(
        label="Secure after, minutes", min_value=0, max_value=LONGEST, required=False
    )
    seconds = forms.IntegerField(
        label="and seconds", min_value=0, max_value=LONGEST, required=False
    )
    doors_missed = forms.CharField(
        max_length=200,
        required=False,
        help_text="Which doors stayed open. Empty if none.",
    )
    responders = forms.ChoiceField(
        label="First responders", choices=Drill.Responders.choices, required=False
    )
    part_of_sro = forms.ChoiceField(
        label="The officer", choices=Drill.Part.choices, required=False
    )
    sro = forms.ModelChoiceField(
        label="Which officer",
        queryset=User.objects.none(),
        required=False,
        empty_label="Nobody",
        help_text="The drill writes its own line into their log.",
    )
    problems = forms.CharField(
        max_length=2000, required=False, widget=_words(3), help_text=NO_NAMES
    )
    reaction = forms.CharField(
        label="How the children took it",
        max_length=1000,
        required=False,
        widget=_words(),
        help_text=OF_CHILDREN,
    )
    needs = forms.CharField(
        label="What some of them need",
        max_length=1000,
        required=False,
        widget=_words(),
        help_text="Such as “a quiet room for one class”. Read by the same people.",
    )

    def __init__(self, *args: Any, officers: QuerySet[User], **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[User]", self.fields["sro"])
        field.queryset = officers
        self.helper.layout = self._layout()

    def _layout(self) -> Layout:
        return Layout(
            "version" if "version" in self.fields else "record_id",
            Fieldset(
                "What and when",
                "kind",
                Div("on", "begins", "ends", css_class="drill-row"),
                "is_announced",
            ),
            Fieldset(
                "Who took part",
                Div("students", "staff", css_class="drill-row"),
                "responders",
                Div("part_of_sro", "sro", css_class="drill-row"),
            ),
            Fieldset(
                "How it went",
                Div("minutes", "seconds", css_class="drill-row"),
                "doors_missed",
                "problems",
            ),
            Fieldset("About children", "reaction", "needs"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if begins and ends and ends <= begins:
            self.add_error("ends", "The end must be after the start.")
        if bool(cleaned.get("part_of_sro")) != bool(cleaned.get("sro")):
            self.add_error("sro", BOTH)
        minutes, seconds = cleaned.pop("minutes", None), cleaned.pop("seconds", None)
        cleaned["seconds_to_secure"] = (minutes or 0) * 60 + (seconds or 0) or None
        return cleaned


class RecordDrillForm(SaidOfDrill, NewRecordForm):
    submit = "Record the drill"


class HoldDrillForm(SaidOfDrill, VersionedForm):
    submit = "Record the drill"


class CorrectDrillForm(SaidOfDrill, VersionedForm):
    submit = "Correct it"


class TakeOutDrillForm(VersionedForm):
    """Why it does not count, or does not take place."""

    submit = "Take it out"
    is_final = True

    reason = forms.CharField(
        label="Why", max_length=300, widget=_words(3), help_text=NO_NAMES
    )


class BoardForm(Filter):
    """Which of what is owed is shown; what makes no sense is left out."""

    state = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[
            ("", "Everything"),
            (OWED, "What is owed"),
            (DutyState.OVERDUE.value, "What is overdue"),
        ],
    )
    kind = forms.ChoiceField(
        required=False, choices=[("", "All kinds"), *DrillKind.choices]
    )
    window = forms.ChoiceField(
        required=False, choices=[("", "Both windows"), *DrillWindow.choices]
    )
    after = forms.IntegerField(
        required=False, min_value=1, max_value=10**6, widget=forms.HiddenInput
    )


class LogPageForm(forms.Form):
    """Behind which drill of the log the page begins; nonsense is the first page."""

    after = forms.UUIDField(required=False)

    @property
    def place(self) -> UUID | None:
        """The last drill of the page before."""
        return self.cleaned_data["after"] if self.is_valid() else None
