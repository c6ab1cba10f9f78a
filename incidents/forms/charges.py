"""The agency's table of charges as a file."""

from typing import Any

from django import forms

from incidents.policy import agencies_kept_by
from sro_program.accounts.models import PoliceAgency
from sro_program.core.db import Actor
from sro_program.core.forms import ProductForm
from sro_program.core.sheets import SheetField

LARGEST = 1024 * 1024


def _agency(user: Actor, **said: Any) -> "forms.ModelChoiceField[PoliceAgency]":  # noqa: ANN401  # a field's own arguments
    agencies = agencies_kept_by(user)
    return forms.ModelChoiceField(
        queryset=agencies, initial=agencies.first(), label="Agency", **said
    )


class ChargeFileForm(ProductForm):
    """A file of charges for one agency: first looked at, then taken over."""

    submit = "Look at the file"

    file = SheetField(
        largest=LARGEST,
        label="CSV file",
        help_text="The whole table, with the columns of the export; up to 1 MB.",
    )

    def __init__(self, *args: Any, user: Actor, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.fields["agency"] = _agency(user)
        self.order_fields(["agency", "file"])


class ChargesTakenForm(forms.Form):
    """The text that was looked at, and the mark of what it would change."""

    text = forms.CharField(widget=forms.HiddenInput, max_length=LARGEST, strip=False)
    mark = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, user: Actor, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.fields["agency"] = _agency(user, widget=forms.HiddenInput)
