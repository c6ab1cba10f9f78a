"""Who was involved: the least that serves."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.timezone import now

from incidents.forms.begin import TO_COME, moment
from incidents.models import Involvement
from schools import grades
from sro_program.core.forms import (
    BirthDateField,
    NewRecordForm,
    ProductForm,
    VersionedForm,
)

UNNAMED = "Give the last name, or “unknown”."
LINES = {"rows": 3}
PRIVATE = {"autocomplete": "off"}


class PersonFields(ProductForm):
    """Who was involved: the least that serves."""

    role = forms.ChoiceField(
        label="Part in it", choices=Involvement.Role.choices, widget=forms.RadioSelect
    )
    given_name = forms.CharField(
        label="First name",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs=PRIVATE),
    )
    family_name = forms.CharField(
        label="Last name",
        max_length=100,
        help_text="“unknown” if you do not know it.",
        widget=forms.TextInput(attrs=PRIVATE),
        error_messages={"required": UNNAMED},
    )
    is_student = forms.BooleanField(label="A student", required=False)
    grade = forms.TypedChoiceField(
        choices=[("", "Not said"), *grades.CHOICES],
        coerce=int,
        empty_value=None,
        required=False,
    )
    birth_date = BirthDateField(
        label="Birth date",
        required=False,
        help_text="If you know it: it says who is a juvenile.",
    )
    sex = forms.ChoiceField(
        choices=Involvement.Sex.choices, initial=Involvement.Sex.UNKNOWN
    )
    race = forms.ChoiceField(
        choices=Involvement.Race.choices,
        initial=Involvement.Race.UNKNOWN,
        help_text="Of subjects: the state asks for it every year.",
    )
    injury = forms.ChoiceField(
        choices=Involvement.Injury.choices,
        initial=Involvement.Injury.NONE,
        widget=forms.RadioSelect,
    )
    statement = forms.CharField(
        label="What they said",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs=LINES),
    )
    parent_told_at = moment("When a parent was told", required=False)
    parent_told_by = forms.CharField(label="By whom", max_length=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        hidden = [name for name in ("record_id", "version") if name in self.fields]
        self.helper.layout = Layout(
            *hidden,
            Div("role", css_class="tiles"),
            Div("given_name", "family_name", css_class="field-row"),
            "is_student",
            Div("grade", css_class="only-student"),
            "birth_date",
            Div("sex", "race", css_class="field-row"),
            Div("injury", css_class="tiles"),
            "statement",
            Div(
                "parent_told_at",
                "parent_told_by",
                css_class="field-row not-of-adults",
            ),
        )

    def clean(self) -> dict[str, Any]:
        """No parent is told in the future."""
        data = super().clean()
        told = data.get("parent_told_at")
        if told and told > now():
            self.add_error("parent_told_at", TO_COME)
        if not data.get("is_student"):
            data["grade"] = None
        return data


class AddPersonForm(PersonFields, NewRecordForm):
    submit = "Add the person"
    keep = "person"


class ChangePersonForm(PersonFields, VersionedForm):
    submit = "Save"
    keep = "person"
