"""Who asked whom, behind which door, and which rights were read."""

from typing import Any

from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.utils.timezone import now

from incidents.forms.begin import moment
from incidents.forms.parts import LINES, PartFields
from incidents.models import Interview
from incidents.models.interviews import is_joint
from sro_program.core.forms import NewRecordForm, VersionedForm

GUARD = "Say why it went on without a warning of rights. The command is told."
GUARD_NOTE = HTML('{% include "incidents/guard_note.html" only %}')
NO_RIGHTS = "Say who read the warning of rights."
NO_PARENT = "Say why no parent was contacted."


class InterviewFields(PartFields):
    """Who asked whom, and which rights were read (N.C. v. Commonwealth)."""

    at = moment("When it began")
    ended_at = moment("When it ended", required=False)
    where = forms.CharField(label="Where", max_length=80)
    door_open = forms.BooleanField(label="The door was open", required=False)
    led_by = forms.ChoiceField(
        label="Who led", choices=Interview.Leader.choices, widget=forms.RadioSelect
    )
    sro_present = forms.BooleanField(
        label="You were present", required=False, initial=True
    )
    present = forms.CharField(
        label="Who else was present", max_length=300, required=False
    )
    purpose = forms.ChoiceField(
        label="What it was about",
        choices=Interview.Purpose.choices,
        widget=forms.RadioSelect,
    )
    free_to_leave = forms.ChoiceField(
        label="Free to leave, and told so?",
        choices=Interview.Answer.choices,
        widget=forms.RadioSelect,
    )
    rights_read = forms.ChoiceField(
        label="Warning of rights read?",
        choices=Interview.Answer.choices,
        widget=forms.RadioSelect,
    )
    rights_by = forms.CharField(label="Who read it", max_length=120, required=False)
    rights_at = moment("When it was read", required=False)
    rights_waived = forms.BooleanField(label="The rights were waived", required=False)
    plain_words = forms.BooleanField(label="In words that fit the age", required=False)
    parent_contacted = forms.ChoiceField(
        label="Parent or guardian contacted?",
        choices=Interview.Parent.choices,
        widget=forms.RadioSelect,
    )
    parent_reason = forms.CharField(label="Why not", max_length=300, required=False)
    is_recorded = forms.BooleanField(label="It was recorded", required=False)
    joined_late = forms.BooleanField(
        label="You joined after it had begun", required=False
    )
    left_early = forms.BooleanField(
        label="You left when it was discipline only", required=False
    )
    guard_reason = forms.CharField(
        label="Why it went on without a warning of rights",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs=LINES),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.initial.setdefault("at", now())
        self.helper.layout = Layout(
            *self.unseen,
            "about",
            Div("at", "ended_at", "where", css_class="field-row"),
            Div("led_by", css_class="tiles"),
            Div("purpose", css_class="tiles"),
            Div("sro_present", "door_open", "is_recorded", css_class="field-row"),
            Div("joined_late", "left_early", css_class="field-row only-present"),
            "present",
            Div("free_to_leave", css_class="tiles"),
            Div("rights_read", css_class="tiles"),
            Div("rights_by", "rights_at", css_class="field-row only-read"),
            Div("rights_waived", css_class="only-read"),
            Div(GUARD_NOTE, "guard_reason", css_class="only-guarded"),
            "plain_words",
            Div("parent_contacted", css_class="tiles"),
            Div("parent_reason", css_class="only-not-contacted"),
        )

    def clean(self) -> dict[str, Any]:
        """The dangerous combination needs its reason; rights, who read them."""
        data = super().clean()
        read = data.get("rights_read") == Interview.Answer.YES
        not_told = data.get("parent_contacted") == Interview.Parent.NOT
        guarded = data.get("rights_read") == Interview.Answer.NO and is_joint(
            data.get("led_by", ""),
            bool(data.get("sro_present")),
            data.get("purpose", ""),
        )
        needed = [
            ("guard_reason", guarded, GUARD),
            ("rights_by", read, NO_RIGHTS),
            ("parent_reason", not_told, NO_PARENT),
        ]
        for name, is_asked, sentence in needed:
            if is_asked and name in data and not data[name]:
                self.add_error(name, sentence)
            elif not is_asked:
                data[name] = ""
        if not read:
            data |= {"rights_at": None, "rights_waived": False}
        if not data.get("sro_present"):
            data |= {"joined_late": False, "left_early": False}
        return data


class AddInterviewForm(InterviewFields, NewRecordForm):
    submit = "Add the interview"
    keep = "interview"


class ChangeInterviewForm(InterviewFields, VersionedForm):
    keep = "interview"
