"""What is asked about a certificate, and about hours of training."""

from decimal import Decimal
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from officers.models import Certificate, TrainingHours
from sro_program.core.files import PICTURES, CheckedFileField
from sro_program.core.forms import DAY, NewRecordForm, ProductForm, VersionedForm

PAPERS = PICTURES | {".pdf"}
QUARTER = Decimal("0.25")
IN_QUARTERS = "Give quarters of an hour, like 1.5 or 0.75."


class PaperForm(ProductForm):
    """A document may come along."""

    document = CheckedFileField(
        label="Document",
        required=False,
        allowed=PAPERS,
        help_text="The certificate or the roster: a PDF, PNG or JPEG up to 25 MB.",
    )


class CertificateForm(PaperForm):
    """What a certificate says."""

    kind = forms.ChoiceField(label="Certificate", choices=Certificate.Kind.choices)
    title = forms.CharField(
        label="Which other",
        max_length=80,
        required=False,
        help_text="Only for “Other”: what the certificate says.",
    )
    number = forms.CharField(max_length=40, required=False)
    earned_on = forms.DateField(label="Earned on", widget=DAY, initial=localdate)
    expires_on = forms.DateField(
        label="Expires on",
        widget=DAY,
        required=False,
        help_text="The last day on which it holds. Empty: it does not expire.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            *_hidden(self),
            "kind",
            "title",
            Div("earned_on", "expires_on", css_class="field-row"),
            "number",
            "document",
        )

    def clean(self) -> dict[str, Any]:
        """Each kind but "other" has a name of its own; expiry comes after earning."""
        said = super().clean()
        if said.get("kind") != Certificate.Kind.OTHER:
            said["title"] = ""
        elif not said.get("title") and "title" not in self.errors:
            self.add_error("title", "Say what certificate it is.")
        earned, expires = said.get("earned_on"), said.get("expires_on")
        if earned and expires and expires <= earned:
            self.add_error("expires_on", "It cannot expire before it was earned.")
        return said


class NewCertificateForm(CertificateForm, NewRecordForm):
    """A certificate that was earned."""

    submit = "Record the certificate"


class ChangeCertificateForm(CertificateForm, VersionedForm):
    """A correction; the history keeps what it said before."""

    submit = "Correct it"


class LostForm(VersionedForm):
    """When and why a certificate was lost."""

    submit = "Mark it as lost"
    is_final = True

    lost_on = forms.DateField(label="Lost on", widget=DAY, initial=localdate)
    lost_because = forms.CharField(label="Why", max_length=200)


class HoursForm(PaperForm):
    """What was learned on one day."""

    on = forms.DateField(label="Day", widget=DAY, initial=localdate)
    hours = forms.DecimalField(
        min_value=QUARTER,
        max_value=24,
        decimal_places=2,
        max_digits=4,
        help_text="In quarters: 1.5 or 0.75. A course of a week is one record a day.",
    )
    course = forms.CharField(max_length=120)
    topic = forms.ChoiceField(choices=TrainingHours.Topic.choices)
    provider = forms.CharField(label="Given by", max_length=80, required=False)
    counts = forms.BooleanField(
        label="Counts toward the 40 hours of the year", required=False, initial=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            *_hidden(self),
            Div("on", "hours", css_class="field-row"),
            "course",
            Div("topic", "provider", css_class="field-row"),
            "counts",
            "document",
        )

    def clean_hours(self) -> Decimal:
        hours: Decimal = self.cleaned_data["hours"]
        if hours % QUARTER:
            raise ValidationError(IN_QUARTERS)
        return hours


class NewHoursForm(HoursForm, NewRecordForm):
    """Hours that were not recorded yet."""

    submit = "Record the hours"


class ChangeHoursForm(HoursForm, VersionedForm):
    """A correction; the history keeps what it said before."""

    submit = "Correct it"


class KindForm(forms.Form):
    """Which certificate the form begins with, as a link names it."""

    kind = forms.ChoiceField(choices=Certificate.Kind.choices, required=False)


def _hidden(form: forms.Form) -> list[str]:
    return [name for name in ("record_id", "version") if name in form.fields]
