"""What is asked when a talk is requested or offered."""

from contextlib import suppress
from datetime import date
from typing import Any
from uuid import UUID

from crispy_forms.bootstrap import InlineCheckboxes
from crispy_forms.layout import HTML, Div, Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import now

from officers.coverage import officers_serving
from officers.models import Officer
from presentations.asking import by_the_bells
from presentations.forms.fields import SlotsField, date_field, own_time, time_field
from presentations.models import Presentation, Topic
from presentations.slots import Slot
from schools import grades
from schools.models import Place, School
from sro_program.core.errors import USED_FORM, RuleBroken
from sro_program.core.forms import NewRecordForm, ProductForm, VersionedForm

DRAFT = (
    '<button type="submit" name="draft" value="yes" class="btn btn-outline-primary">'
    "Save as a draft</button>"
)
SUGGESTED = 200
"""Classes that the browser is given to suggest."""
OWN_TIME = ("on", "starts", "ends")
ENTER = (
    '<button type="submit" name="send" value="yes" class="visually-hidden" '
    'tabindex="-1" aria-hidden="true"></button>'
)
"""Enter presses a form's first button; without this one that turns the week."""
FOLLOW = {
    "hx-post": "", "hx-trigger": "change", "hx-vals": '{"week": ""}',
    "hx-target": "#div_id_slots", "hx-swap": "outerHTML", "hx-include": "closest form",
}  # fmt: skip
"""Another officer is chosen: the strip shows that one's times."""
CONTENT = [
    "kind", "officer", "place", "place_text", "class_name", "grades",
    "expected_count", "staff_present", "equipment", "shows_gear",
    "curriculum_link", "parents_told_on", "wishes",
]  # fmt: skip


class ContentForm(ProductForm):
    """A talk of one topic at one school; `slots` are ticked in the week strip."""

    keep = "presentation-request"
    submit = "Send the request"
    asks_officer = True
    may_be_draft = True

    slots = SlotsField(label="When", required=False)
    on = date_field("Date", required=False)
    starts = time_field("Starts")
    ends = time_field("Ends")
    officer = forms.ModelChoiceField(
        queryset=Officer.objects.none(), required=False, empty_label="No preference"
    )
    class_name = forms.CharField(
        label="Class or group",
        max_length=400,
        required=False,
        help_text="For several times: one for each, in order, separated by commas.",
    )
    expected_count = forms.IntegerField(
        label="How many people", min_value=1, max_value=5000, initial=25
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
    staff_present = forms.CharField(
        label="Staff member who stays in the room", max_length=120
    )
    kind = forms.ChoiceField(
        label="Kind of talk",
        choices=Presentation.Kind.choices,
        initial=Presentation.Kind.CLASSROOM,
        widget=forms.RadioSelect,
    )
    grades = forms.TypedMultipleChoiceField(
        coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    parents_told_on = date_field(
        "Parents told on",
        required=False,
        help_text="This topic is sensitive: parents are told before.",
    )
    equipment = forms.CharField(
        max_length=200, required=False, help_text="Projector, goggles, vehicle, …"
    )
    shows_gear = forms.BooleanField(
        label="Weapons, props or a K-9 are shown", required=False
    )
    curriculum_link = forms.CharField(
        label="How it fits the curriculum", max_length=300, required=False
    )
    wishes = forms.CharField(
        label="Anything else",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="No names of students.",
    )

    def __init__(self, *args: Any, school: School, topic: Topic, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.school, self.topic = school, topic
        self.leave_out: list[UUID] = []
        self.proposed: list[Slot] = []
        self._limit_to_the_school()
        if not topic.sensitive:
            del self.fields["parents_told_on"]
        if not self.asks_officer:
            del self.fields["officer"]
        self.helper.attrs["id"] = "request-form"
        self.helper.inputs = []
        self.helper.layout = self._layout()

    def allow_draft(self, is_draft: bool) -> None:
        """Only a draft can be kept as a draft."""
        self.may_be_draft = is_draft
        self.helper.layout = self._layout()

    def first_officer(self) -> Officer | None:
        """Whom most schools ask: the first who serves it."""
        officers = self.fields["officer"].queryset  # type: ignore[attr-defined]  # a ModelChoiceField
        found: Officer | None = officers.first()
        return found

    def _limit_to_the_school(self) -> None:
        school, topic = self.school, self.topic
        today = school_today(school)
        self.fields["officer"].queryset = officers_serving(school, today)  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["place"].queryset = school.places.in_use().rooms()  # type: ignore[attr-defined]  # a ModelChoiceField
        low = max(school.grade_low, topic.grade_low)
        high = min(school.grade_high, topic.grade_high)
        taught = [pair for pair in grades.CHOICES if low <= pair[0] <= high]
        self.fields["grades"].choices = taught or grades.CHOICES  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["grades"].initial = [low] if low == high else []
        self.fields["officer"].widget.attrs |= FOLLOW
        self.fields["class_name"].widget.attrs["list"] = "classes"

    def _layout(self) -> Layout:
        return Layout(
            HTML(ENTER),
            *(["officer"] if "officer" in self.fields else []),
            HTML('{% include "presentations/strip.html" %}'),
            Div("on", "starts", "ends", css_class="field-row"),
            Div("class_name", "expected_count", css_class="field-row"),
            InlineCheckboxes("grades"),
            Div("place", "place_text", css_class="field-row"),
            "staff_present",
            *(["parents_told_on"] if "parents_told_on" in self.fields else []),
            Div("kind", css_class="tiles"),
            HTML("<details class='more'><summary>More, if it matters</summary>"),
            "equipment", "shows_gear", "curriculum_link", "wishes",
            HTML("</details>"),
            *(name for name in ("record_id", "version") if name in self.fields),
            self._buttons(),
        )  # fmt: skip

    def _buttons(self) -> Div:
        draft = [HTML(DRAFT)] if self.may_be_draft else []
        return Div(
            Submit("send", self.submit, css_id="send"), *draft, css_class="actions"
        )

    def class_titles(self) -> list[str]:
        """What the browser suggests for the class; only classes that are held now."""
        titles = self.school.classes.current().order_by("title")
        return list(titles.values_list("title", flat=True)[:SUGGESTED])

    def chosen(self) -> list[str]:
        """The ticked times, also those of weeks that the strip does not show."""
        if not self.is_bound:
            return list(self.initial.get("slots", []))
        widget = self.fields["slots"].widget
        return list(widget.value_from_datadict(self.data, self.files, "slots"))

    def chosen_officer(self) -> Officer | None:
        """The officer whose week is shown, whether or not the form is complete."""
        if "officer" not in self.fields:
            return None
        value = self["officer"].value()
        if isinstance(value, Officer):
            return value
        with suppress(ValidationError):
            found: Officer | None = self.fields["officer"].clean(value)
            return found
        return None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        own = own_time(self, self.school.district.zone, OWN_TIME)
        slots = [*cleaned.get("slots", []), *([own] if own else [])]
        if not slots and not self.errors:
            self.add_error("slots", "Tick a period, or give your own time below.")
        if any(slot.ends_at <= slot.starts_at for slot in slots):
            self.add_error("slots", "The end must be after the start.")
        cleaned["slots"] = by_the_bells(self.school, slots)
        self._check_classes(cleaned)
        return cleaned

    def _check_classes(self, cleaned: dict[str, Any]) -> None:
        names = [part.strip() for part in cleaned.get("class_name", "").split(",")]
        count = len(cleaned["slots"])
        if count > 1 and len(names) not in {1, count}:
            said = f"There are {count} times and {len(names)} classes."
            self.add_error(
                "class_name", f"{said} Give one class, or one for each time."
            )
        elif count <= 1:
            names = [cleaned.get("class_name", "")]
        if any(len(name) > 120 for name in names):
            self.add_error("class_name", "A class has at most 120 characters.")
        cleaned["classes"] = names if len(names) == count else names * count

    def content(self) -> dict[str, Any]:
        """What an action takes besides school and times."""
        found = {
            name: self.cleaned_data[name] for name in CONTENT if name in self.fields
        }
        found["class_name"] = self.cleaned_data["classes"][0]
        return {**found, "topic": self.topic}

    def refuse(self, refusal: RuleBroken) -> None:
        """What speaks against a talk is its time, unless the form itself is used up."""
        own = "on" if self.cleaned_data.get("on") else "slots"
        name = None if refusal.sentence == USED_FORM else own
        self.add_error(name, refusal.sentence)

    @property
    def slot_list(self) -> list[Slot]:
        slots: list[Slot] = self.cleaned_data["slots"]
        return slots


class RequestForm(ContentForm, NewRecordForm):
    """A teacher asks."""


class OfferForm(ContentForm, NewRecordForm):
    """An officer offers; the officer is the person who fills it in."""

    submit = "Send the offer"
    asks_officer = False


class SendForm(ContentForm, VersionedForm):
    """What was drafted or handed back is changed and sent; one time only."""

    submit = "Send"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if len(cleaned.get("slots", [])) > 1:
            self.add_error("slots", "Choose one time; this is one talk.")
        return cleaned


class SendOfferForm(SendForm):
    """An officer changes an own offer."""

    asks_officer = False


def school_today(school: School) -> date:
    """Today at the school."""
    return now().astimezone(school.district.zone).date()
