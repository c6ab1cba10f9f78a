"""What a school employee reports to the officer (KRS 158.155)."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.timezone import now

from incidents.forms.begin import TO_COME, BeginForm, moment
from incidents.forms.schools import OwnSchoolField
from incidents.models import Incident, ReceivedReport
from incidents.received import Wanted
from schools.models import School
from schools.models.territory import SchoolQuerySet
from sro_program.core.forms import DAY, NewRecordForm, ProductForm, VersionedForm
from sro_program.core.times import FAR_AWAY, is_sensible

KNOWN_LATER = "It cannot be reported before anybody knew of it."
NO_NAMES = (
    "In a sentence or two, without names of children. The principal reads it; names "
    "belong in the incident report."
)
ANY = ("", "Any")


class ReceivedFields(ProductForm):
    """Who reports what, and when they knew of it."""

    category = forms.ChoiceField(
        label="What it is about",
        choices=ReceivedReport.Category.choices,
        widget=forms.RadioSelect,
    )
    reporter = forms.CharField(
        label="Who reports",
        max_length=120,
        help_text="A school employee, with their office: “Pat Lee, teacher”.",
    )
    reporter_email = forms.EmailField(
        label="Their e-mail",
        required=False,
        help_text="For a receipt with the times and the category, nothing else.",
    )
    known_at = moment("When they learned of it")
    reported_at = moment("When they told you")
    summary = forms.CharField(
        label="What they reported",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NO_NAMES,
    )

    def clean(self) -> dict[str, Any]:
        """Known first, told after, and both are past."""
        data = super().clean()
        known, told = data.get("known_at"), data.get("reported_at")
        for name in ("known_at", "reported_at"):
            if data.get(name) and data[name] > now():
                self.add_error(name, TO_COME)
        if known and told and told < known:
            self.add_error("reported_at", KNOWN_LATER)
        return data


def received_fields() -> list[Any]:
    """In the order in which the reporter is asked."""
    return [
        Div("category", css_class="tiles"),
        Div("known_at", "reported_at", css_class="field-row"),
        Div("reporter", "reporter_email", css_class="field-row"),
        "summary",
    ]


class TakeReportForm(ReceivedFields, NewRecordForm):
    """A new one; the officer is being told just now."""

    submit = "Take it down"
    keep = "received"

    school = OwnSchoolField()

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  # Django's signature
        schools: SchoolQuerySet,
        known: SchoolQuerySet,
        **kwargs: Any,  # noqa: ANN401  # Django's signature
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].offer(schools, known)  # type: ignore[attr-defined]  # an OwnSchoolField
        self.initial.setdefault("reported_at", now())
        self.helper.layout = Layout("record_id", "school", *received_fields())


class ChangeReceivedForm(ReceivedFields, VersionedForm):
    """Mend what was taken down."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("version", *received_fields())


class BeginFromReceivedForm(BeginForm):
    """The first step of the incident report, filled from what the school reported."""

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  # Django's signature
        report: ReceivedReport,
        schools: SchoolQuerySet,
        **kwargs: Any,  # noqa: ANN401  # Django's signature
    ) -> None:
        initial = {
            "occurred_from": report.known_at,
            "reported_at": report.reported_at,
            "initiated_by": Incident.Initiator.STAFF,
            "discovered": Incident.Discovery.TOLD,
            "school_report": report.summary,
        }
        super().__init__(
            *args,
            school=report.school,
            schools=schools.filter(pk=report.school_id),
            initial=initial,
            **kwargs,
        )


class ReceivedFilterForm(forms.Form):
    """Sent with GET, so that a filtered list can be linked."""

    school = forms.ModelChoiceField(
        queryset=School.objects.none(), required=False, empty_label="All"
    )
    category = forms.ChoiceField(
        choices=[ANY, *ReceivedReport.Category.choices], required=False
    )
    since = forms.DateField(label="From", widget=DAY, required=False)
    until = forms.DateField(label="To", widget=DAY, required=False)

    def __init__(self, *args: Any, schools: SchoolQuerySet, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = schools  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean(self) -> dict[str, Any]:
        """Days of this century, so that a day after them is one as well."""
        for name in ("since", "until"):
            day = self.cleaned_data.get(name)
            if day and not is_sensible(day):
                self.add_error(name, FAR_AWAY)
        return self.cleaned_data

    def wanted(self) -> Wanted:
        """As far as it could be read; what could not is said at its field."""
        self.is_valid()
        said: dict[str, Any] = getattr(self, "cleaned_data", {})
        return Wanted(
            school=said.get("school"),
            category=said.get("category") or "",
            since=said.get("since"),
            until=said.get("until"),
        )
