"""How the list of referrals is narrowed, by its address."""

from typing import Any

from django import forms

from referrals.inbox import Box
from referrals.models import Referral, Topic


class InboxForm(forms.Form):
    """Which box, and what of it; a damaged address shows all."""

    box = forms.ChoiceField(required=False, widget=forms.HiddenInput)
    urgency = forms.ChoiceField(
        label="How soon",
        choices=[("", "All"), *Referral.Urgency.choices],
        required=False,
    )
    reason = forms.ChoiceField(choices=[("", "All"), *Topic.choices], required=False)
    after = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, boxes: list[Box], **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.boxes = boxes
        self.fields["box"].choices = [(box, box) for box in boxes]  # type: ignore[attr-defined]  # a ChoiceField
        self.is_valid()

    @property
    def chosen(self) -> Box:
        """The box that is asked for, or the first."""
        return Box(self.cleaned_data.get("box") or self.boxes[0])

    @property
    def wanted(self) -> dict[str, str]:
        """What is asked for besides the box."""
        names = ("urgency", "reason")
        return {name: value for name in names if (value := self.cleaned_data.get(name))}
