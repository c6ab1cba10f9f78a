"""The first step: where and when, and the four questions of the Line."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import HTML, Div, Fieldset, Layout
from django import forms
from django.utils.timezone import now

from incidents.forms.schools import OwnSchoolField
from incidents.models import CaseFile, Incident
from schools.models import Place, School
from schools.models.territory import SchoolQuerySet
from schools.plans import DrawnPlan
from sro_program.core.forms import (
    MOMENT,
    MOMENT_FORMATS,
    NewRecordForm,
    ProductForm,
    VersionedForm,
)

TO_COME = "That is still to come. Check the time."
NOT_THERE = (
    "This room is of another school, or no longer in use. Choose one of {0} from the "
    "list, or leave it open."
)
ENDS_BEFORE = "It cannot end before it begins."
TOLD_BEFORE = "The officer cannot learn of it before it begins."
ON_PLAN = HTML(
    '{% include "components/plan_picker.html" with plans=form.plans field="id_place" '
    "only %}"
)
LINE_RULE = HTML('{% include "incidents/line_rule.html" with clause=clause only %}')
IT_RETURNS = HTML(
    '{% include "incidents/it_returns.html" with one_tap=form.one_tap only %}'
)
QUESTIONS = ("possible_crime", "school_alone", "asked_to_discipline", "decided_by")


def moment(label: str, *, required: bool = True, help_text: str = "") -> forms.Field:
    """A time in the school's own time zone."""
    return forms.DateTimeField(
        label=label,
        widget=MOMENT,
        input_formats=MOMENT_FORMATS,
        required=required,
        help_text=help_text,
    )


class HeaderForm(ProductForm):
    """Where and when; the principal reads it, so it has no names."""

    occurred_from = moment("When it began")
    occurred_to = moment("When it ended", required=False)
    reported_at = moment("When you learned of it")
    initiated_by = forms.ChoiceField(
        label="Who asked for the police",
        choices=Incident.Initiator.choices,
        widget=forms.RadioSelect,
        help_text="Who turned to the police first; the state asks for it every year.",
    )
    discovered = forms.ChoiceField(
        label="How you learned of it",
        choices=Incident.Discovery.choices,
        widget=forms.RadioSelect,
    )
    sub_place = forms.ChoiceField(
        label="Kind of place", choices=[("", "Choose"), *Incident.SubPlace.choices]
    )
    place = forms.ModelChoiceField(
        queryset=Place.objects.none(),
        required=False,
        empty_label="Not said",
        label="Room or place",
    )
    in_school_hours = forms.BooleanField(
        label="During school hours", required=False, initial=True
    )
    at_function = forms.BooleanField(
        label="At a school-sponsored function", required=False
    )
    on_bus = forms.BooleanField(label="On a bus", required=False)
    school_report = forms.CharField(
        label="What the school reported",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="In a sentence, without names. The principal reads it.",
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  # Django's signature
        school: School,
        plans: Sequence[DrawnPlan] = (),
        **kwargs: Any,  # noqa: ANN401  # Django's signature
    ) -> None:
        super().__init__(*args, **kwargs)
        self.plans = plans
        places = Place.objects.of_school(school).in_use().for_list()
        self.fields["place"].queryset = places  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["place"].error_messages["invalid_choice"] = NOT_THERE.format(school)
        self.initial.setdefault("reported_at", now())
        self.initial.setdefault("occurred_from", now())

    def clean(self) -> dict[str, Any]:
        """It began, was learned of and ended in this order, and all of it is past."""
        data = super().clean()
        began = data.get("occurred_from")
        for name in ("occurred_from", "occurred_to", "reported_at"):
            if data.get(name) and data[name] > now():
                self.add_error(name, TO_COME)
        if began and data.get("occurred_to") and data["occurred_to"] < began:
            self.add_error("occurred_to", ENDS_BEFORE)
        if began and data.get("reported_at") and data["reported_at"] < began:
            self.add_error("reported_at", TOLD_BEFORE)
        return data


MORE = HTML(
    '<details class="more"{% if form.errors or form.version %} open{% endif %}>'
    "<summary>More, if it matters</summary>"
)
END_OF_MORE = HTML("</details>")


def header_fields() -> list[Any]:
    """Where and when, in the order in which one tells it; the rest is folded."""
    return [
        Div("sub_place", "place", css_class="field-row"),
        ON_PLAN,
        "occurred_from",
        Div("initiated_by", css_class="tiles"),
        Div("discovered", css_class="tiles"),
        "school_report",
        MORE,
        Div("reported_at", "occurred_to", css_class="field-row"),
        Div("in_school_hours", "at_function", "on_bus", css_class="field-row"),
        END_OF_MORE,
    ]


class BeginForm(HeaderForm, NewRecordForm):
    """A new report. The questions come first: they say whose matter it is."""

    submit = "Go on"
    keep = "begin"
    one_tap = ""
    """Where a request to discipline is returned at once, if nothing would be lost."""
    field_order = (
        *(*QUESTIONS, "school", "sub_place", "place", "occurred_from"),
        *("initiated_by", "discovered", "school_report"),
    )
    """As they stand on the page, for the summary of what is to be mended."""

    school = OwnSchoolField()
    possible_crime = forms.ChoiceField(
        label="1. Was it possibly a crime?",
        choices=CaseFile.Answer.choices,
        widget=forms.RadioSelect,
        help_text="Not whether it broke a school rule: whether a law may be broken.",
    )
    school_alone = forms.ChoiceField(
        label="2. Could the school handle it alone?",
        choices=[("yes", "Yes"), ("no", "No"), ("joint", "Only together")],
        widget=forms.RadioSelect,
        help_text="Had no officer been there: would the school have managed?",
    )
    asked_to_discipline = forms.TypedChoiceField(
        label="3. Were you asked to discipline?",
        choices=[("no", "No"), ("yes", "Yes: it returns to the school")],
        coerce=lambda answer: answer == "yes",
        initial="no",
        widget=forms.RadioSelect,
        help_text="To punish, to search for a broken rule, to enforce the dress code.",
    )
    decided_by = forms.ChoiceField(
        label="4. Who decided how it goes on?",
        choices=CaseFile.Decider.choices,
        initial=CaseFile.Decider.OFFICER,
        widget=forms.RadioSelect,
        help_text="Discipline is the school’s decision, the law is the officer’s.",
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  # Django's signature
        school: School,
        schools: SchoolQuerySet,
        known: SchoolQuerySet | None = None,
        **kwargs: Any,  # noqa: ANN401  # Django's signature
    ) -> None:
        super().__init__(*args, school=school, **kwargs)
        self.fields["school"].offer(schools, schools if known is None else known)  # type: ignore[attr-defined]  # an OwnSchoolField
        self.initial.setdefault("school", school.pk)
        self.fields["school"].widget.attrs["data-asks-anew"] = "place"
        self.helper.layout = Layout(
            "record_id",
            Fieldset(
                "Whose matter is it?",
                LINE_RULE,
                *(Div(name, css_class="tiles") for name in QUESTIONS[:3]),
                IT_RETURNS,
                Div(QUESTIONS[3], css_class="tiles"),
            ),
            Fieldset("Where and when", "school", *header_fields()),
        )

    def as_action(self) -> dict[str, Any]:
        """What `actions.begin` takes."""
        said = dict(self.cleaned_data)
        answers = {name: said.pop(name) for name in QUESTIONS}
        return {**said, "answers": answers}


class ChangeHeaderForm(HeaderForm, VersionedForm):
    """Mend where and when."""

    keep = "header"

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("version", *header_fields())
