"""The shape of an entry, the directory's filter, and a list of entries as a file."""

from typing import Any

from crispy_forms.bootstrap import InlineCheckboxes
from crispy_forms.layout import Layout
from django import forms
from django.core.validators import RegexValidator

from referrals.models import Agency, Topic
from schools.models import District, School
from sro_program.core.db import Actor
from sro_program.core.forms import ProductForm
from sro_program.core.sheets import SheetField, as_text

PHONE = RegexValidator(
    r"^[0-9+()./ ext-]*[0-9][0-9+()./ ext-]*$", "Give a phone number, with digits."
)
LONGEST_FILE = 256 * 1024
CONTENT = [
    *("school", "kind", "name", "services", "topics", "phone", "email", "website"),
    *("address", "hours", "area", "languages", "eligibility"),
]
REACH_IT = "Give a phone number, an e-mail, a website or an address."
IN_A_SCHOOL = "Choose the school."
NOT_IN_A_SCHOOL = "Only what is in a school names one; or choose “In the school”."


class AgencyForm(ProductForm):
    """What an entry says; `district` is asked where there are several."""

    keep = "agency"
    submit = "Save the entry"

    district = forms.ModelChoiceField(queryset=District.objects.none())
    kind = forms.ChoiceField(choices=Agency.Kind.choices)
    school = forms.ModelChoiceField(
        queryset=School.objects.none(),
        required=False,
        empty_label="Not in a school",
        help_text="Only for what is in a school, such as a counselor's office.",
    )
    name = forms.CharField(max_length=120)
    services = forms.CharField(
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What they do, in a sentence or two.",
    )
    topics = forms.MultipleChoiceField(
        label="Helps with",
        choices=Topic.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    phone = forms.CharField(max_length=40, required=False, validators=[PHONE])
    email = forms.EmailField(label="E-mail", max_length=254, required=False)
    website = forms.URLField(max_length=200, required=False, assume_scheme="https")
    address = forms.CharField(max_length=200, required=False)
    hours = forms.CharField(
        max_length=120, required=False, help_text="Such as “Mon–Fri 8–4:30”."
    )
    area = forms.CharField(label="Area served", max_length=120, required=False)
    languages = forms.CharField(max_length=120, required=False)
    eligibility = forms.CharField(label="Who can come", max_length=300, required=False)
    version = forms.IntegerField(
        widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1, required=False
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  # Django's signature
        user: Actor,
        agency: Agency | None = None,
        **kwargs: Any,  # noqa: ANN401  # Django's signature
    ) -> None:
        if agency:
            shown = {name: getattr(agency, name) for name in [*CONTENT, "version"]}
            kwargs["initial"] = shown
        super().__init__(*args, **kwargs)
        districts = District.objects.visible_to(user).order_by("name")
        schools = School.objects.visible_to(user).open().order_by("name")
        if agency:
            districts = districts.filter(pk__in=[agency.district_id or 0])
            schools = schools.filter(district=agency.district_id)
            self.fields["version"].required = True
        self._offer("school", schools)
        self._ask_district(districts)
        self.helper.layout = Layout(
            *("district", "kind", "school", "name", "services"),
            InlineCheckboxes("topics"),
            *("phone", "email", "website", "address", "hours"),
            *("area", "languages", "eligibility", "version"),
        )

    def _offer(self, name: str, rows: Any) -> None:  # noqa: ANN401  # a queryset of either
        self.fields[name].queryset = rows  # type: ignore[attr-defined]  # a ModelChoiceField

    def _ask_district(self, districts: Any) -> None:  # noqa: ANN401  # a queryset
        """One district needs no question."""
        self._offer("district", districts)
        only = list(districts[:2])
        if len(only) == 1:
            self.fields["district"].initial = only[0]
            self.fields["district"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """In a school or not, and by what means it is reached."""
        data = super().clean()
        is_in_school = data.get("kind") == Agency.Kind.SCHOOL
        school = data.get("school")
        if is_in_school and not school and "school" not in self.errors:
            self.add_error("school", IN_A_SCHOOL)
        if school and data.get("kind") and not is_in_school:
            self.add_error("school", NOT_IN_A_SCHOOL)
        district = data.get("district")
        if school and district and school.district_id != district.pk:
            self.add_error("school", f"{school} is in another district.")
        ways = ("phone", "email", "website", "address")
        if not any(data.get(way) or way in self.errors for way in ways):
            self.add_error("phone", REACH_IT)
        return data

    @property
    def content(self) -> dict[str, Any]:
        """What the entry says, without its district and version."""
        return {name: self.cleaned_data[name] for name in CONTENT}


class DirectoryForm(forms.Form):
    """The directory's filter, sent with GET."""

    q = forms.CharField(required=False, max_length=100, label="Search")
    kind = forms.ChoiceField(
        choices=[("", "All"), *Agency.Kind.choices], required=False, label="Kind"
    )
    topic = forms.ChoiceField(
        choices=[("", "Any"), *Topic.choices], required=False, label="Helps with"
    )
    stale = forms.BooleanField(required=False, label="Only those to check")
    off = forms.BooleanField(required=False, label="Also switched off")
    after = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=2**62,
        widget=forms.HiddenInput,
    )

    def asked(self, name: str) -> Any:  # noqa: ANN401  # of the field's own type
        """What was asked for, or nothing where it made no sense."""
        self.is_valid()
        return self.cleaned_data.get(name)


class DirectoryFileForm(ProductForm):
    """A file of entries for one district: first looked at, then taken over."""

    submit = "Look at the file"

    district = forms.ModelChoiceField(queryset=District.objects.none())
    file = SheetField(
        largest=LONGEST_FILE,
        label="CSV file",
        help_text="As the directory's own export has it; up to 256 KB.",
    )

    def __init__(self, *args: Any, user: Actor, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        districts = District.objects.visible_to(user).order_by("name")
        self.fields["district"].queryset = districts  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["district"].initial = districts.first()

    @property
    def text(self) -> str:
        """What the file says, line by line."""
        return as_text(self.cleaned_data["file"])


class TakeOverForm(forms.Form):
    """The text that was looked at, and the mark of what it would change."""

    district = forms.ModelChoiceField(
        queryset=District.objects.none(), widget=forms.HiddenInput
    )
    text = forms.CharField(
        widget=forms.HiddenInput, max_length=LONGEST_FILE, strip=False
    )
    mark = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, user: Actor, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = District.objects.visible_to(user)  # type: ignore[attr-defined]  # a ModelChoiceField
