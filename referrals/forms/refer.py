"""The officer's referral: who, why, what was seen, said and done, and to whom."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import HTML, Div, Fieldset, Layout
from django import forms

from referrals.forms.duty import DutyForm, duty_section
from referrals.models import Advice, Agency, Concern, Referral, Topic
from referrals.models.advice import AdviceQuerySet
from referrals.models.topics import CRISIS, DUTY
from referrals.receivers import Receiver
from schools import grades
from schools.models import School
from schools.models.territory import SchoolQuerySet
from sro_program.accounts.models import User
from sro_program.core.forms import NewRecordForm, VersionedForm

SHOW = "show"
"""The button that asks for another school's receivers, and sends nothing."""
SHOW_BUTTON = HTML(
    '<button type="submit" class="btn btn-outline-primary" formnovalidate'
    f' name="{SHOW}" value="receivers">Show this school’s receivers</button>'
)
CRISIS_PANEL = HTML('{% include "referrals/crisis_panel.html" %}')
NOBODY = "Nobody can be turned to here yet: the school has no counselor."
NO_CONSENT = "Say why it is sent without consent."
TICK = "Confirm it: what is about discipline goes to the principal."
FROM_ADVICE = {
    Advice.With.STUDENT: Concern.About.STUDENT,
    Advice.With.PARENT: Concern.About.FAMILY,
    Advice.With.TEACHER: Concern.About.STAFF,
    Advice.With.STAFF: Concern.About.STAFF,
}


class ReceiverField(forms.ChoiceField):
    """One of those who can be turned to, each with the open load."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        kwargs.setdefault("label", "Who receives it")
        super().__init__(**kwargs)

    def offer(self, receivers: Sequence[Receiver]) -> None:
        self.choices = [(one.key, one.label) for one in receivers]
        if not receivers:
            self.help_text = NOBODY

    def clean(self, value: Any) -> Any:  # noqa: ANN401  # Django's signature
        """The person or the agency itself; what is allowed, the action says again."""
        kind, _, key = super().clean(value).partition("-")
        model: type[User | Agency] = User if kind == "counselor" else Agency
        return model._default_manager.get(pk=int(key))


class ReferForm(DutyForm, NewRecordForm):
    """A new referral. Nothing of it is kept in the browser: it tells of a child."""

    submit = "Send the referral"

    school = forms.ModelChoiceField(queryset=School.objects.none(), empty_label=None)
    about_kind = forms.ChoiceField(
        label="About",
        choices=Concern.About.choices,
        initial=Concern.About.STUDENT,
        widget=forms.RadioSelect,
    )
    given_name = forms.CharField(label="First name", max_length=100)
    family_name = forms.CharField(label="Last name", max_length=100)
    grade = forms.TypedChoiceField(
        choices=[("", "Not said"), *grades.CHOICES],
        coerce=int,
        empty_value=None,
        required=False,
    )
    reason = forms.ChoiceField(choices=[("", "Choose"), *Topic.choices])
    suspects_abuse = forms.BooleanField(
        label="It points to dependency, neglect, abuse or trafficking", required=False
    )
    urgency = forms.ChoiceField(
        label="How soon",
        choices=Referral.Urgency.choices,
        initial=Referral.Urgency.THREE_DAYS,
        widget=forms.RadioSelect,
    )
    facts = forms.CharField(
        label="What you saw",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "data-secret": ""}),
        help_text="Facts, not conclusions. At the school only the receiver reads it.",
    )
    quote = forms.CharField(
        label="What was said, in their words",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "data-secret": ""}),
    )
    done = forms.CharField(
        label="What was done so far",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "data-secret": ""}),
    )
    strengths = forms.CharField(
        label="Strengths, and who supports them",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "data-secret": ""}),
    )
    guardian_told = forms.ChoiceField(
        label="Parent or guardian told?",
        choices=Concern.Told.choices,
        initial=Concern.Told.UNKNOWN,
        widget=forms.RadioSelect,
    )
    guardian_told_by = forms.CharField(label="By whom", max_length=120, required=False)
    agrees = forms.ChoiceField(
        label="Does the person agree?",
        choices=Concern.Told.choices,
        initial=Concern.Told.UNKNOWN,
        widget=forms.RadioSelect,
    )
    basis = forms.ChoiceField(
        label="Consent",
        choices=Concern.Basis.choices,
        initial=Concern.Basis.VERBAL,
        widget=forms.RadioSelect,
    )
    basis_reason = forms.CharField(
        label="Why it is sent without consent",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "data-secret": ""}),
    )
    to = ReceiverField()
    no_discipline = forms.BooleanField(
        label="This is not about discipline.",
        error_messages={"required": TICK},
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  # Django's signature
        schools: SchoolQuerySet,
        receivers: Sequence[Receiver],
        **kwargs: Any,  # noqa: ANN401  # Django's signature
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = schools  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["to"].offer(receivers)  # type: ignore[attr-defined]  # a ReceiverField
        has_choice = schools[:2].count() > 1
        if not has_choice:
            self.fields["school"].widget = forms.HiddenInput()
        self.helper.layout = Layout(
            *("record_id", "school"),
            *([Div(SHOW_BUTTON, css_class="actions")] if has_choice else []),
            CRISIS_PANEL,
            Fieldset(
                "Who and why",
                Div("about_kind", css_class="tiles"),
                Div("given_name", "family_name", "grade", css_class="field-row"),
                *("reason", "suspects_abuse"),
                duty_section(),
                Div("urgency", css_class="tiles"),
            ),
            Fieldset("What happened", "facts", "quote", "done", "strengths"),
            Fieldset(
                "Who knows",
                Div("guardian_told", css_class="tiles"),
                Div("guardian_told_by", css_class="only-told"),
                Div("agrees", css_class="tiles"),
                Div("basis", css_class="tiles"),
                Div("basis_reason", css_class="only-without-consent"),
            ),
            Fieldset("To whom", "to", "no_discipline"),
        )

    def clean(self) -> dict[str, Any]:
        """No consent has its reason, and a suspicion its answer."""
        data = super().clean()
        basis = data.get("basis")
        agreed = {Concern.Basis.VERBAL, Concern.Basis.WRITTEN}
        if basis in agreed:
            data["basis_reason"] = ""
        elif basis and not data.get("basis_reason"):
            self.add_error("basis_reason", NO_CONSENT)
        if data.get("guardian_told") != Concern.Told.YES:
            data["guardian_told_by"] = ""
        suspects = data.get("suspects_abuse") or self.initial.get("suspects_abuse")
        self.ask(bool(suspects) or data.get("reason") in DUTY)
        return data

    def as_action(self) -> dict[str, Any]:
        """What `actions.send` takes."""
        report = self.take_answer()
        said = dict(self.cleaned_data)
        who = {name: said.pop(name) for name in WHO}
        content = {name: said.pop(name) for name in CONTENT}
        del said["no_discipline"]
        return {**said, "who": who, "content": content, "report": report}


WHO = ("about_kind", "given_name", "family_name", "grade")
CONTENT = (
    *("facts", "quote", "done", "strengths", "guardian_told", "guardian_told_by"),
    *("agrees", "basis", "basis_reason"),
)


def gravest(topics: Sequence[str]) -> str:
    """The topic that decides what is to be done: danger, then duty, then the first."""
    for grave in (CRISIS, DUTY):
        if found := [topic for topic in topics if topic in grave]:
            return found[0]
    return topics[0] if topics else ""


class OnwardForm(VersionedForm):
    """To whom it is handed on."""

    submit = "Hand it on"

    to = ReceiverField()

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  # Django's signature
        receivers: Sequence[Receiver],
        **kwargs: Any,  # noqa: ANN401  # Django's signature
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].offer(receivers)  # type: ignore[attr-defined]  # a ReceiverField


class AdviceForm(forms.Form):
    """From which advice someone is referred, by address."""

    advice = forms.ModelChoiceField(queryset=Advice.objects.none())

    def __init__(self, *args: Any, advice: AdviceQuerySet, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.fields["advice"].queryset = advice  # type: ignore[attr-defined]  # a ModelChoiceField
