"""What an agency says on the page behind its link."""

from typing import Any

from django import forms

from referrals.forms.answers import WHY
from referrals.models import Referral
from sro_program.core.forms import VersionedForm
from sro_program.core.ids import uuid7

HOW = "Choose how it ended."
WRITE = "Write the message."


class LinkForm(VersionedForm):
    """One page, four buttons; each needs its own words or none."""

    record_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7)
    verb = forms.ChoiceField(
        choices=[
            ("accept", "Take it on"),
            ("decline", "Decline"),
            ("close", "Close"),
            ("message", "Send the message"),
        ]
    )
    reason = forms.CharField(
        label="Why",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-secret": ""}),
    )
    outcome = forms.ChoiceField(
        label="How it ended",
        choices=Referral.Outcome.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text="The sender learns this and nothing else.",
    )
    text = forms.CharField(
        label="Your message",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "data-secret": ""}),
        help_text="The sender reads it.",
    )

    def clean(self) -> dict[str, Any]:
        """The words that the pressed button needs."""
        data = super().clean()
        needs = {"decline": ("reason", WHY), "close": ("outcome", HOW)}
        needs["message"] = ("text", WRITE)
        name, sentence = needs.get(data.get("verb", ""), ("", ""))
        if name and not data.get(name) and name not in self.errors:
            self.add_error(name, sentence)
        return data
