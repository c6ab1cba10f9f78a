"""What is asked when a duty report is signed, commented or wanted at once."""

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.timezone import localdate

from officers.compiling import last_periods
from officers.models import DutyReport, Officer
from officers.report_list import Wanted, choices_of
from schools.models import School
from sro_program.core.db import Actor
from sro_program.core.filters import optional_choice
from sro_program.core.forms import NewRecordForm, ProductForm, VersionedForm

BOTH_READ = (
    "The officer, the command and the principal read it. No names of students, nothing "
    "of arrests, petitions or court."
)
PERIODS = [("week", "Weeks"), ("month", "Months")]
WORDS = forms.Textarea(attrs={"rows": 4})


class SignForm(VersionedForm):
    """One's name under the page; who disagrees says so beside it."""

    submit = "Sign this page"

    text = forms.CharField(
        label="Words beside it",
        max_length=1000,
        widget=WORDS,
        required=False,
        help_text=BOTH_READ,
    )


class CommentForm(NewRecordForm):
    """Words beside the report, without a signature."""

    submit = "Write it beside the report"
    keep = "report-comment"

    text = forms.CharField(
        label="What you have to say",
        max_length=1000,
        widget=WORDS,
        help_text=BOTH_READ,
    )


class AskForm(ProductForm):
    """Which officer, where, and of which time."""

    submit = "Compile it now"

    officer = forms.ModelChoiceField(queryset=Officer.objects.none(), empty_label=None)
    school = forms.ModelChoiceField(queryset=School.objects.none(), empty_label=None)
    time = forms.ChoiceField(label="Week or month")

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  # Django's signature
        officers: QuerySet[Officer],
        schools: QuerySet[School],
        **kwargs: Any,  # noqa: ANN401  # Django's signature
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer"].queryset = officers  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["school"].queryset = schools  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["time"].choices = _times()  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        period, _, first = cleaned.pop("time", "").partition(":")
        if first:
            cleaned |= {"period": period, "starts_on": date.fromisoformat(first)}
        return cleaned


class WhichReportsForm(forms.Form):
    """All of them, or what waits for a signature; of whom, where, and how long.

    What makes no sense is left out, and the rest still filters.
    """

    state = forms.ChoiceField(
        choices=[("", "All"), ("waiting", "Waiting for my signature")], required=False
    )
    period = optional_choice([("", "Weeks and months"), *PERIODS], "Period")
    officer = optional_choice([], "Officer")
    school = optional_choice([], "School")
    after = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: Actor, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        officers, schools = choices_of(user)
        self.fields["officer"].choices = [("", "All"), *officers]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["school"].choices = [("", "All"), *schools]  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def wanted(self) -> Wanted:
        """What to list."""
        self.is_valid()
        said = self.cleaned_data
        equal = {
            key: said[key] for key in ("period", "officer", "school") if said.get(key)
        }
        return Wanted(said.get("state") == "waiting", equal, _place(said.get("after")))

    def next_url(self, after: str) -> str:
        """The page that follows, with the same filters; nothing after the last."""
        kept = {key: value for key, value in self.cleaned_data.items() if value}
        return f"?{urlencode({**kept, 'after': after})}" if after else ""


class WhichPageForm(forms.Form):
    """Through which lens, and which edition, where not the newest of one's own."""

    lens = forms.ChoiceField(choices=[("school", "School")], required=False)
    edition = forms.IntegerField(min_value=1, max_value=32_000, required=False)


def _place(text: str | None) -> tuple[date, UUID] | None:
    """Where the page before ended, as its link says."""
    on, _, key = (text or "").partition("_")
    try:
        return date.fromisoformat(on), UUID(key)
    except ValueError:
        return None


def _times() -> list[tuple[str, str]]:
    return [
        (f"{period}:{first}", _named(period, first, last))
        for period, first, last in last_periods(localdate())
    ]


def _named(period: str, first: date, last: date) -> str:
    report = DutyReport(period=period, starts_on=first, ends_on=last)
    words = report.in_words
    return words[0].upper() + words[1:]
