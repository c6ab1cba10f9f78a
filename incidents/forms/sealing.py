"""An order to seal: what the paper says, which records it means, the two signatures."""

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.db.models import QuerySet
from django.utils.timezone import localdate

from sro_program.accounts.models import PoliceAgency
from sro_program.core.forms import DAY, BirthDateField, NewRecordForm, VersionedForm

NAME = ("given_name", "family_name", "birth_date", "other_names")
TO_COME = "An order is not dated in the future."
SECRET = {"data-secret": "", "autocomplete": "off"}

type Choices = Sequence[tuple[str, str]]


def other_names() -> forms.CharField:
    """Words that tell who it is, where the name does not stand."""
    return forms.CharField(
        label="Other forms of the name",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, **SECRET}),
        help_text="One a line: nicknames, an earlier name, a wrong spelling.",
    )


class BeginSealingForm(NewRecordForm):
    """The order, and whom it is about."""

    submit = "Look for the records"

    police_agency = forms.ModelChoiceField(
        label="Whose records", queryset=PoliceAgency.objects.none(), empty_label=None
    )
    court = forms.CharField(max_length=120)
    case_number = forms.CharField(label="Number of the case", max_length=60)
    ordered_on = forms.DateField(label="Date of the order", widget=DAY)
    document = forms.CharField(
        label="Where the order itself is kept",
        max_length=120,
        help_text="A file number or a place. It stays in the proof: no name in it.",
    )
    given_name = forms.CharField(
        label="First name", max_length=100, widget=forms.TextInput(attrs=SECRET)
    )
    family_name = forms.CharField(
        label="Last name", max_length=100, widget=forms.TextInput(attrs=SECRET)
    )
    birth_date = BirthDateField(label="Date of birth", required=False)
    other_names = other_names()

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  # Django's signature
        agencies: QuerySet[PoliceAgency],
        **kwargs: Any,  # noqa: ANN401  # Django's signature
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["police_agency"].queryset = agencies  # type: ignore[attr-defined]  # a ModelChoiceField
        self.helper.layout = Layout(
            "record_id",
            Fieldset(
                "The order",
                Div("police_agency", "court", css_class="field-row"),
                Div("case_number", "ordered_on", css_class="field-row"),
                "document",
            ),
            Fieldset(
                "Whom it is about",
                Div("given_name", "family_name", "birth_date", css_class="field-row"),
                "other_names",
            ),
        )

    def clean_ordered_on(self) -> Any:  # noqa: ANN401  # a date
        """Signed before it is carried out."""
        day = self.cleaned_data["ordered_on"]
        if day > localdate():
            raise forms.ValidationError(TO_COME)
        return day

    def as_action(self) -> dict[str, Any]:
        """What `actions.begin_sealing` takes."""
        said = dict(self.cleaned_data)
        name = {field: said.pop(field) for field in NAME}
        return {**said, "name": name}


class ChooseSealedForm(VersionedForm):
    """Which rows under this name are this person's."""

    submit = "Save the choice"

    involved = forms.TypedMultipleChoiceField(
        label="In incidents", required=False, widget=forms.CheckboxSelectMultiple
    )
    people = forms.TypedMultipleChoiceField(
        label="In the directory of people",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Whom the school still has on its roster comes back with the next "
        "roster file, as any student does, without what was sealed.",
    )
    attachments = forms.TypedMultipleChoiceField(
        label="Files to delete",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="A picture and a recording cannot be searched: look at each. What "
        "plainly says the name is deleted in any case.",
    )
    other_names = other_names()

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  # Django's signature
        choices: Mapping[str, Choices],
        **kwargs: Any,  # noqa: ANN401  # Django's signature
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]  # a choice field
            if not offered:
                del self.fields[name]
        self.helper.layout = Layout(
            "version", *(name for name in choices if choices[name]), "other_names"
        )


class SignSealingForm(VersionedForm):
    """One of the two signatures; it is about the dry run that was shown."""

    is_final = True

    mark = forms.CharField(widget=forms.HiddenInput, max_length=64)
    compared = forms.BooleanField(
        label="I have the court’s order before me, and have compared its number.",
        error_messages={"required": "Compare it with the order first."},
    )

    def __init__(self, *args: Any, submit: str, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        self.submit = submit
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("version", "mark", "compared")
