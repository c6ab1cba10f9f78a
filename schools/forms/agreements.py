"""What is asked about agreements: their paper, and what came of a review."""

from datetime import date
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.utils.timezone import localdate

from schools.forms.territory import DateInput
from sro_program.core.files import MAX_SIZE, PDF, CheckedFileField
from sro_program.core.forms import NewRecordForm, VersionedForm


class PaperForm(VersionedForm):
    """The signed paper."""

    submit = "Keep it"

    paper = CheckedFileField(
        label="The signed paper",
        allowed={PDF.extension},
        max_size=MAX_SIZE,
        help_text="A PDF, up to 25 MB. Everybody with a role can read it.",
    )


class ReviewAgreementForm(NewRecordForm):
    """What came of the review, and when the next one is."""

    submit = "It is reviewed"
    keep = "agreement-review"

    outcome = forms.CharField(
        label="What came of it",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Such as “No change”, or what is to be changed and who sees to it.",
    )
    next_on = forms.DateField(label="Next review", widget=DateInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.initial.setdefault("next_on", _in_a_year(localdate()))
        self.helper.layout = Layout("record_id", "outcome", "next_on")


def _in_a_year(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 1, day=28 if is_leap_day else day.day)
