"""What is asked about who does not belong, and what is looked for."""

from typing import Any, cast

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.timezone import localdate

from schools import grades
from schools.belonging import can_be_looked_for
from schools.forms.territory import DateInput
from schools.models import AccessNotice, Person, School
from schools.models.notices import NO_END
from schools.models.territory import SchoolQuerySet
from schools.notice_people import keepers_at
from schools.notices import PAST
from sro_program.accounts.models import User
from sro_program.core.files import MAX_SIZE, PAPERS, CheckedFileField
from sro_program.core.filters import Filter
from sro_program.core.forms import (
    BirthDateField,
    NewRecordForm,
    ProductForm,
    VersionedForm,
)

LINES = {"rows": 2}
NO_NAME = "Write at least two letters of a first or last name."
TOO_MUCH = "That is longer than a name. Write the first and the last name only."
LONGEST_NAME = 100
NEEDS_NAME = "Give the first and the last name as they stand on the paper."
GRADE_OF_STUDENTS = "Only a student has a grade."
KINDS_OF_PEOPLE = [
    ("", "Choose"),
    (Person.Kind.VISITOR, "Visitor, or somebody from outside"),
    (Person.Kind.GUARDIAN, "Parent or guardian"),
    (Person.Kind.STUDENT, "Student"),
    (Person.Kind.STAFF, "Member of staff"),
]


class BelongsForm(forms.Form):
    """Whom somebody stands in front of."""

    name = forms.CharField(
        label="First and last name",
        required=False,
        max_length=1000,
        widget=forms.TextInput(
            attrs={
                "type": "search",
                "autocomplete": "off",
                "autocapitalize": "words",
                "spellcheck": "false",
                "aria-describedby": "name-hint name-error",
            }
        ),
    )

    def begin_here(self) -> None:
        """Begin in the box; never beside an answer, which its keyboard would hide."""
        self.fields["name"].widget.attrs["autofocus"] = ""

    def clean_name(self) -> str:
        """Something that can be a name. Nothing of it is kept."""
        said: str = self.cleaned_data["name"]
        if len(said) > LONGEST_NAME:
            raise forms.ValidationError(TOO_MUCH)
        if not can_be_looked_for(said):
            raise forms.ValidationError(NO_NAME)
        return said


class SaidOfNotice(ProductForm):
    """Why, what to do, where, and who looks again."""

    what_to_do = forms.CharField(
        label="What to do",
        max_length=200,
        help_text="For whoever meets them in the hallway: “Do not let in. Call 911 and "
        "the office.”",
    )
    pick_up = forms.CharField(
        label="Who may pick up, and who must not",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs=LINES),
        help_text="In words, as a custody order has it. Empty where it says nothing.",
    )
    basis = forms.CharField(
        label="What it rests on",
        max_length=300,
        widget=forms.Textarea(attrs=LINES),
        help_text="The paper in words: “Trespass notice served on November 3”. No "
        "reason of school discipline.",
    )
    is_everywhere = forms.BooleanField(
        label="It holds at all schools of the district", required=False
    )
    reviewer = forms.ModelChoiceField(
        label="Who looks at it again",
        queryset=User.objects.none(),
        empty_label="Choose",
        help_text="Is reminded 30 and 7 days before its last day.",
    )

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        people = cast("forms.ModelChoiceField[User]", self.fields["reviewer"])
        people.queryset = keepers_at(school)


class AddNoticeForm(SaidOfNotice, NewRecordForm):
    """A new one with its paper; `person` is given where somebody was chosen."""

    submit = "Add the notice"

    person_kind = forms.ChoiceField(
        label="Who it is", choices=KINDS_OF_PEOPLE, required=False
    )
    given_name = forms.CharField(label="First name", max_length=100, required=False)
    family_name = forms.CharField(label="Last name", max_length=100, required=False)
    grade = forms.TypedChoiceField(
        label="Grade, of a student",
        choices=[("", "None"), *grades.CHOICES],
        coerce=int,
        empty_value=None,
        required=False,
    )
    born_on = BirthDateField(
        label="Date of birth",
        required=False,
        help_text="Only where the paper needs it to tell two people of one name apart.",
    )
    kind = forms.ChoiceField(
        label="Kind", choices=AccessNotice.Kind.choices, widget=forms.RadioSelect
    )
    starts_on = forms.DateField(label="First day", widget=DateInput)
    ends_on = forms.DateField(
        label="Last day", widget=DateInput, help_text="No notice is without an end."
    )
    document = CheckedFileField(
        label="The paper",
        allowed=PAPERS,
        max_size=MAX_SIZE,
        help_text="PDF, PNG or JPEG, up to 25 MB. It stays as it came.",
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  # Django's signature
        person: Person | None = None,
        **kwargs: Any,  # noqa: ANN401  # Django's signature
    ) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.initial.setdefault("starts_on", localdate())
        named = ["person_kind", "given_name", "family_name", "grade"]
        if person:
            for name in named:
                del self.fields[name]
        else:
            self.fields["person_kind"].required = True
            self.fields["given_name"].required = True
            self.fields["family_name"].required = True
        whom = [] if person else ["person_kind", Div(*named[1:], css_class="field-row")]
        self.helper.layout = Layout(
            "record_id",
            *whom,
            "born_on",
            Div("kind", css_class="tiles"),
            Div("starts_on", "ends_on", css_class="field-row"),
            *("what_to_do", "pick_up", "basis", "document", "is_everywhere"),
            "reviewer",
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last <= first:
            self.add_error("ends_on", NO_END)
        is_student = data.get("person_kind") == Person.Kind.STUDENT
        if data.get("grade") is not None and not is_student:
            self.add_error("grade", GRADE_OF_STUDENTS)
        return data

    @property
    def told(self) -> dict[str, Any]:
        """What the action is told: the person, or whom the paper names."""
        said = dict(self.cleaned_data)
        if self.person:
            return {**said, "whom": self.person}
        named = ("person_kind", "given_name", "family_name", "grade")
        return {"whom": {name: said.pop(name) for name in named}, **said}


class ChangeNoticeForm(SaidOfNotice, VersionedForm):
    submit = "Save"


class RenewNoticeForm(VersionedForm):
    """A later end, and why."""

    submit = "Renew"

    ends_on = forms.DateField(label="New last day", widget=DateInput)
    why = forms.CharField(
        label="Why it goes on",
        max_length=300,
        help_text="What was looked at, and which paper says so.",
    )


class WithdrawNoticeForm(VersionedForm):
    """Why it ends today."""

    submit = "Withdraw"
    is_final = True

    why = forms.CharField(label="Why it ends", max_length=300)


class WhichNoticesForm(Filter):
    """Which are shown; what makes no sense is left out."""

    school = forms.ModelChoiceField(
        queryset=School.objects.none(), required=False, empty_label="All schools"
    )
    kind = forms.ChoiceField(
        label="Kind",
        required=False,
        choices=[("", "Any"), *AccessNotice.Kind.choices],
    )
    state = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[("", "In force or to come"), (PAST, "Lapsed or withdrawn")],
    )
    after = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, schools: SchoolQuerySet, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[School]", self.fields["school"])
        field.queryset = schools
