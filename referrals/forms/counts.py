"""Which school year is counted, by its address."""

from typing import Any

from django import forms

from referrals.counts import years


class YearForm(forms.Form):
    """The calendar year in which a school year begins."""

    year = forms.TypedChoiceField(coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(one, one) for one in years()]  # type: ignore[attr-defined]  # a ChoiceField
