"""What is asked when someone decides, calls off, or chooses another time."""

from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from crispy_forms.layout import Div, Layout
from django import forms

from officers.coverage import officers_serving
from officers.models import Officer
from presentations import policy
from presentations.forms.fields import (
    SeriesField,
    date_field,
    own_time,
    time_field,
)
from presentations.models import Presentation, ProposedSlot
from presentations.slots import Slot
from presentations.states import (
    ACCEPT,
    APPROVE,
    ASK_CHANGES,
    CANCEL,
    CHOOSE_SLOT,
    DECLINE,
    MISS,
    WITHDRAW,
)
from sro_program.core.db import Actor
from sro_program.core.forms import VersionedForm
from sro_program.core.times import on_from_to
from sro_program.workflow import Transition

NO_NAMES = "It is mailed: name no student."


class DecisionForm(VersionedForm):
    """A verb on one presentation, in the version that was shown."""

    transition: ClassVar[Transition]

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  # Django's signature
        presentation: Presentation,
        user: Actor,
        **kwargs: Any,  # noqa: ANN401  # Django's signature
    ) -> None:
        kwargs["initial"] = {
            "version": presentation.version,
            **kwargs.get("initial", {}),
        }
        super().__init__(*args, **kwargs)
        self.presentation, self.user = presentation, user
        self.prepare()

    def prepare(self) -> None:
        """Fit the fields to the presentation."""


class SignatureForm(DecisionForm):
    """Yes to a time: its page shows what speaks against it."""


class ApproveForm(SignatureForm):
    """The principal may also say which officer."""

    transition = APPROVE
    submit = "Approve"

    officer = forms.ModelChoiceField(
        queryset=Officer.objects.none(),
        required=False,
        empty_label="Whoever of them accepts first",
    )

    def prepare(self) -> None:
        presentation = self.presentation
        if presentation.officer_id:
            del self.fields["officer"]
            return
        on = presentation.starts_at.astimezone(presentation.school.district.zone).date()
        serving = officers_serving(presentation.school, on)
        self.fields["officer"].queryset = serving  # type: ignore[attr-defined]  # a ModelChoiceField


class AcceptForm(SignatureForm):
    """The officer signs."""

    transition = ACCEPT
    submit = "Accept"


class WithdrawForm(DecisionForm):
    """The requester takes it back."""

    transition = WITHDRAW
    submit = "Withdraw"
    is_final = True


class ReasonForm(DecisionForm):
    """A no that says why."""

    reason = forms.CharField(
        label="Why",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=NO_NAMES,
        error_messages={"required": "Say why, so that the others can act on it."},
    )


class DeclineForm(ReasonForm):
    """No to this request."""

    transition = DECLINE
    submit = "Decline"
    is_final = True


class AskChangesForm(ReasonForm):
    """Hand it back, perhaps with up to two times that would suit."""

    transition = ASK_CHANGES
    submit = "Ask for changes"

    on = date_field("A time that would suit", required=False)
    starts = time_field("Starts")
    ends = time_field("Ends")
    on2 = date_field("Another one", required=False)
    starts2 = time_field("Starts")
    ends2 = time_field("Ends")

    def prepare(self) -> None:
        self.helper.layout = Layout(
            "version",
            "reason",
            Div("on", "starts", "ends", css_class="field-row"),
            Div("on2", "starts2", "ends2", css_class="field-row"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        zone: ZoneInfo = self.presentation.school.district.zone
        own = [
            own_time(self, zone, ("on", "starts", "ends")),
            own_time(self, zone, ("on2", "starts2", "ends2")),
        ]
        slots = list(dict.fromkeys(slot for slot in own if slot))
        return {
            "version": cleaned.get("version"),
            "reason": cleaned.get("reason", ""),
            "slots": slots,
        }


class CancelForm(ReasonForm):
    """Whose reason it is, and which."""

    transition = CANCEL
    submit = "Cancel the presentation"
    is_final = True

    because = forms.ChoiceField(label="Whose reason is it?", widget=forms.RadioSelect)

    def prepare(self) -> None:
        reasons = policy.reasons_to_cancel(self.user, self.presentation)
        self.fields["because"].choices = [(one.value, one.label) for one in reasons]  # type: ignore[attr-defined]  # a ChoiceField
        self.order_fields(["because", "reason"])


class MissForm(DecisionForm):
    """What happened, if there is something to say."""

    transition = MISS
    submit = "It did not take place"

    reason = forms.CharField(
        label="What happened", max_length=1000, required=False, help_text=NO_NAMES
    )


class ChooseSlotForm(DecisionForm):
    """One of the proposed times."""

    transition = CHOOSE_SLOT
    submit = "Ask for this time"

    slot = forms.ModelChoiceField(
        queryset=ProposedSlot.objects.none(),
        label="Which time suits?",
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def prepare(self) -> None:
        proposed = self.presentation.proposed_slots.to_come()
        field = self.fields["slot"]
        field.queryset = proposed  # type: ignore[attr-defined]  # a ModelChoiceField
        zone = self.presentation.school.district.zone
        field.label_from_instance = lambda slot: slot_in_words(slot, zone)  # type: ignore[attr-defined]  # a ModelChoiceField


def slot_in_words(slot: ProposedSlot | Slot, zone: ZoneInfo) -> str:
    """A proposed time as people read it."""
    start, end = slot.starts_at.astimezone(zone), slot.ends_at.astimezone(zone)
    return on_from_to(start, end, "%A, %B %-d")


class SeriesForm(forms.Form):
    """One button under the talks of a series; nothing else to fill in."""

    talks = SeriesField()


class LinkDecisionForm(DecisionForm):
    """The buttons of the page that a mail's link opens."""

    talks = SeriesField(required=False)
    verb = forms.ChoiceField(
        choices=[
            ("approve", "Approve"),
            ("approve_series", "Approve all"),
            ("ask_changes", "Ask for changes"),
            ("decline", "Decline"),
        ]
    )
    reason = forms.CharField(
        label="Why",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NO_NAMES,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        is_yes = cleaned.get("verb") in {"approve", "approve_series"}
        if not is_yes and cleaned.get("reason") == "":
            self.add_error("reason", "Say why, so that the others can act on it.")
        return cleaned
