"""How long an officer was at a school event, and why at a school not theirs."""

from typing import Any

from django import forms

from sro_program.core.forms import ProductForm, VersionedForm

MOST = 1440


class AttendForm(ProductForm):
    """Nothing has to be filled in: a tap sends it empty."""

    submit = "I was there"

    minutes = forms.IntegerField(
        label="Minutes",
        min_value=1,
        max_value=MOST,
        required=False,
        help_text="Left empty: as long as the event.",
    )
    elsewhere_because = forms.CharField(
        label="Why at another school",
        max_length=120,
        required=False,
        help_text="Only where you were not assigned to the school that day.",
    )


class AttendanceForm(AttendForm, VersionedForm):
    """How long it was after all."""

    submit = "Correct it"

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.fields["minutes"].required = True
        self.fields["minutes"].help_text = ""
