"""Goals for the balance of work, and why a month tilted."""

from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import localdate

from officers.balance import PARTS
from officers.models import TiltReason
from officers.models.balance import WHOLE
from schools.models import School
from schools.models.territory import SchoolQuerySet
from sro_program.core.filters import YEARS
from sro_program.core.forms import DAY, NewRecordForm, ProductForm, VersionedForm

NOT_WHOLE = "The four shares must add up to 100; these add up to {}."
MOST_MARGIN = 50


class BalanceForm(forms.Form):
    """Which school and which month; without them the first school and this month."""

    school = forms.ModelChoiceField(queryset=School.objects.none(), required=False)
    month = forms.DateField(required=False, validators=YEARS)

    def __init__(self, *args: Any, schools: SchoolQuerySet, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = schools  # type: ignore[attr-defined]  # a ModelChoiceField

    @property
    def shown(self) -> date:
        """The first day of the month; none that is still to come."""
        said = self.cleaned_data if self.is_valid() else {}
        month = said.get("month") or localdate()
        return min(date(month.year, month.month, 1), localdate().replace(day=1))


def _share(label: str, initial: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=f"{label}, in percent", min_value=0, max_value=WHOLE, initial=initial
    )


class GoalsForm(NewRecordForm):
    """Four shares that make a whole, from which month on, and how exact."""

    submit = "Propose them"
    keep = "balance_goals"

    starts_on = forms.DateField(
        label="From the month of", widget=DAY, help_text="Any day of that month."
    )
    law_enforcement = _share(PARTS["law_enforcement"], 25)
    presentation = _share(PARTS["presentation"], 25)
    advising = _share(PARTS["advising"], 25)
    other = _share(PARTS["other"], 25)
    margin = forms.IntegerField(
        label="Margin, in points",
        min_value=1,
        max_value=MOST_MARGIN,
        initial=10,
        help_text="What lies further from a goal asks for a reason.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if PARTS.keys() <= cleaned.keys():
            total = sum(cleaned[key] for key in PARTS)
            if total != WHOLE:
                self.add_error("other", NOT_WHOLE.format(total))
        return cleaned


class DeclineGoalsForm(VersionedForm):
    """Why they do not fit; the other side reads it."""

    submit = "Decline"
    is_final = True

    reason = forms.CharField(
        max_length=300,
        label="Why",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Who proposed them and the officer read this.",
    )


class TiltForm(ProductForm):
    """Why the month lay off its goals, from a list: no free words."""

    submit = "That is why"

    why = forms.ChoiceField(
        choices=[("", "Choose"), *TiltReason.Why.choices], label="Why"
    )
