"""What the receiver is asked, and what its sender is asked to take it back."""

from datetime import date
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localdate

from referrals.actions.working import TAKE_IT_FIRST
from referrals.forms.duty import DutyForm, duty_section
from referrals.models import Referral
from referrals.states import IN_WORK
from sro_program.accounts.models import User
from sro_program.core.forms import DAY, NewRecordForm, VersionedForm

WHY = "Say why, so that the others can act on it."
IN_THE_PAST = "Choose today or a later day."
NO_COLLEAGUE = "The school has no other counselor."


class ReasonForm(VersionedForm):
    """A no that says why."""

    is_final = True

    reason = forms.CharField(
        label="Why",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "data-secret": ""}),
        error_messages={"required": WHY},
    )


class DeclineForm(ReasonForm):
    submit = "Decline the referral"


class RevokeForm(ReasonForm):
    submit = "Take the referral back"


class CloseForm(DutyForm, VersionedForm):
    """The category that its sender learns, and the duty if it came up meanwhile."""

    submit = "Close the referral"

    outcome = forms.ChoiceField(
        label="How it ended",
        choices=Referral.Outcome.choices,
        widget=forms.RadioSelect,
        help_text="The officer learns this and nothing else.",
    )
    learned_of_abuse = forms.BooleanField(
        label="I learned of dependency, neglect, abuse or trafficking", required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            "version",
            Div("outcome", css_class="tiles"),
            "learned_of_abuse",
            duty_section(),
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self.ask(bool(data.get("learned_of_abuse")))
        return data

    def as_action(self) -> dict[str, Any]:
        """What `actions.close` takes."""
        report = self.take_answer()
        return {**self.cleaned_data, "report": report}


class HandOverForm(VersionedForm):
    """Which colleague works on it from now on."""

    submit = "Hand it over"

    to = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label="To which colleague",
        widget=forms.RadioSelect,
        empty_label=None,
        help_text="Your notes go along.",
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  # Django's signature
        colleagues: QuerySet[User],
        **kwargs: Any,  # noqa: ANN401  # Django's signature
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = colleagues  # type: ignore[attr-defined]  # a ModelChoiceField
        if not colleagues:
            self.fields["to"].help_text = NO_COLLEAGUE


class NoteForm(NewRecordForm):
    """For the receiver's side alone."""

    submit = "Keep the note"

    text = forms.CharField(
        label="Your note",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "data-secret": ""}),
        help_text="Only you, and a colleague who takes over, read it.",
    )
    look_again_on = forms.DateField(label="Look again on", widget=DAY, required=False)

    prefix = "note"

    def __init__(self, *args: Any, referral: Referral, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.referral = referral
        self.helper.form_action = reverse("referrals:note", args=[referral.pk])

    def clean_look_again_on(self) -> date | None:
        day: date | None = self.cleaned_data["look_again_on"]
        if day and day < localdate():
            raise forms.ValidationError(IN_THE_PAST)
        if day and self.referral.status not in IN_WORK:
            raise forms.ValidationError(TAKE_IT_FIRST)
        return day


class MessageForm(NewRecordForm):
    """For the other side."""

    submit = "Send the message"

    text = forms.CharField(
        label="Your message",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, "data-secret": ""}),
        help_text="The other side reads this.",
    )

    prefix = "message"

    def __init__(self, *args: Any, referral: Referral, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.helper.form_action = reverse("referrals:message", args=[referral.pk])
