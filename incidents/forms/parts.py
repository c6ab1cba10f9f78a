"""Measures, offenses and files of a report."""

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.timezone import now

from incidents.forms.begin import ENDS_BEFORE, TO_COME, moment
from incidents.juveniles import shown
from incidents.models import Charge, Incident, Involvement, Measure, OffenceCode
from sro_program.core.files import EVIDENCE, CheckedFileField
from sro_program.core.forms import NewRecordForm, ProductForm, VersionedForm
from sro_program.core.templatetags.sro import initials

LINES = {"rows": 3}


class OneOfItsPeople(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic for mypy alone
    """Someone in the report; of a juvenile the initials tell one from another."""

    def label_from_instance(self, obj: Involvement) -> str:
        who = shown(obj, unmasked=False)
        marks = f" {initials(obj)}" if obj.is_juvenile else ""
        return f"{who}{marks} ({obj.get_role_display().lower()})"


class PartFields(ProductForm):
    """A part of a report that may name one of its people."""

    about = OneOfItsPeople(
        label="About whom",
        queryset=Involvement.objects.none(),
        required=False,
        empty_label="Not said",
    )

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.fields["about"].queryset = incident.people.all()  # type: ignore[attr-defined]  # a ModelChoiceField

    @property
    def unseen(self) -> list[str]:
        """What goes along with it: the id of a new part, or the version of another."""
        return [name for name in ("record_id", "version") if name in self.fields]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for name, field in self.fields.items():
            is_moment = isinstance(field, forms.DateTimeField)
            if is_moment and data.get(name) and data[name] > now():
                self.add_error(name, TO_COME)
        began, ended = data.get("at"), data.get("ended_at")
        if began and ended and ended < began:
            self.add_error("ended_at", ENDS_BEFORE)
        return data


ASKED: Mapping[str, Sequence[str]] = {
    Measure.Kind.ADVICE: ["note"],
    Measure.Kind.MEDIATION: ["note"],
    Measure.Kind.SEPARATED: ["note"],
    Measure.Kind.SEARCH: [
        *("done_by", "standard", "consent_by", "found", "note", "school_told_at"),
    ],
    Measure.Kind.SEIZURE: ["done_by", "found", "evidence_number", "note"],
    Measure.Kind.FORCE: [
        *("force_type", "power", "reason", "has_injury", "supervisor_told_at"),
        *("school_told_at", "note"),
    ],
    Measure.Kind.CUSTODY: ["reason", "ended_at", "taken_to", "school_told_at", "note"],
    Measure.Kind.TRANSPORT: ["taken_to", "ended_at", "note"],
}
"""What is asked about each kind of measure, in this order."""
NEEDED = {
    Measure.Kind.SEARCH: {"standard": "Say on which standard the search was made."},
    Measure.Kind.SEIZURE: {"found": "Say what was seized."},
    Measure.Kind.FORCE: {
        "force_type": "Say which force was used.",
        "power": "Say whether it was police action or a restraint by the school.",
        "reason": "Say why force was used.",
    },
    Measure.Kind.CUSTODY: {
        "about": "Say who was taken into custody.",
        "reason": "Say why.",
    },
    Measure.Kind.TRANSPORT: {"taken_to": "Say where the person was taken."},
}
NO_CONSENT = "Say who consented to the search."
LOOK = {"power": "tiles", "consent_by": "only-consent"}


class MeasureFields(PartFields):
    """One kind of measure with the facts that it needs."""

    at = moment("When")
    done_by = forms.ChoiceField(label="By whom", choices=Measure.Doer.choices)
    standard = forms.ChoiceField(
        label="On which standard",
        choices=[("", "Choose"), *Measure.Standard.choices],
        help_text="A school needs reasonable suspicion; the police, probable cause.",
    )
    consent_by = forms.CharField(label="Who consented", max_length=120)
    found = forms.CharField(label="What was found", max_length=500)
    evidence_number = forms.CharField(label="Evidence number", max_length=40)
    force_type = forms.ChoiceField(
        label="Kind of force", choices=[("", "Choose"), *Measure.ForceType.choices]
    )
    power = forms.ChoiceField(
        label="Police action, or a restraint by the school?",
        choices=Measure.Power.choices,
        widget=forms.RadioSelect,
        help_text="After a restraint the school tells the parents within 24 hours.",
    )
    reason = forms.CharField(
        label="Why", max_length=1000, widget=forms.Textarea(attrs=LINES)
    )
    has_injury = forms.BooleanField(label="Someone was injured")
    supervisor_told_at = moment("When your supervisor was told")
    ended_at = moment("Until when")
    taken_to = forms.CharField(label="Where to", max_length=120)
    school_told_at = moment("When the school was told")
    note = forms.CharField(
        label="What was done", max_length=1000, widget=forms.Textarea(attrs=LINES)
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.kind = Measure.Kind(kind)
        asked = ["at", "about", *ASKED[self.kind]]
        needed = NEEDED.get(self.kind, {})
        for name in set(self.fields) - {*self.unseen, *asked}:
            del self.fields[name]
        for name in asked[1:]:
            self.fields[name].required = name in needed
            self.fields[name].error_messages["required"] = needed.get(name, "")
        self.initial.setdefault("at", now())
        self.helper.layout = Layout(*self.unseen, *map(_laid_out, asked))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        by_consent = data.get("standard") == Measure.Standard.CONSENT
        if by_consent and not data.get("consent_by"):
            self.add_error("consent_by", NO_CONSENT)
        elif "consent_by" in data and not by_consent:
            data["consent_by"] = ""
        return {**data, "kind": self.kind}


def _laid_out(name: str) -> Any:  # noqa: ANN401  # a name or a part of a layout
    """Some fields have a look of their own, or are shown with one answer only."""
    look = LOOK.get(name)
    return Div(name, css_class=look) if look else name


class AddMeasureForm(MeasureFields, NewRecordForm):
    submit = "Add it"
    keep = "measure"


class ChangeMeasureForm(MeasureFields, VersionedForm):
    keep = "measure"


class OffenceFields(PartFields):
    """An offense by the national code, and the agency's charge if there is one."""

    code = forms.ModelChoiceField(label="Offense", queryset=OffenceCode.objects.none())
    charge = forms.ModelChoiceField(
        label="Charge",
        queryset=Charge.objects.none(),
        required=False,
        empty_label="No charge",
    )
    is_attempt = forms.BooleanField(label="Only attempted", required=False)

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, incident=incident, **kwargs)
        codes = OffenceCode.objects.visible_to(None)
        codes = codes.choosable(beside=self.initial.get("code"))
        charges = incident.police_agency.charges.choosable(
            beside=self.initial.get("charge")
        )
        self.fields["code"].queryset = codes  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["charge"].queryset = charges  # type: ignore[attr-defined]  # a ModelChoiceField


class AddOffenceForm(OffenceFields, NewRecordForm):
    submit = "Add the offense"
    keep = "offense"


class ChangeOffenceForm(OffenceFields):
    """It has no version: the last of two forms of its author holds."""

    keep = "offense"


class FileTitleForm(ProductForm):
    """What a file shows; the file itself stays as it is."""

    keep = "file"

    title = forms.CharField(
        label="What it shows",
        max_length=120,
        help_text="No names of children: “Damage to locker 114”.",
    )


class AttachmentForm(FileTitleForm, NewRecordForm):
    """A photo, a PDF or a recording."""

    submit = "Add the file"
    keep = ""

    file = CheckedFileField(
        label="File",
        allowed=EVIDENCE,
        help_text=(
            "A photo or a PDF, up to 25 MB; a recording (MP3, M4A, WAV, OGG), up to "
            "100 MB."
        ),
    )
