"""Why the names of juveniles are needed now: on the screen, or on paper."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms

from sro_program.core.forms import ProductForm
from sro_program.core.ids import uuid7

SAY_WHY = "Say why you need the names."


class UnmaskForm(ProductForm):
    """For one viewing, whose id is chosen when the form is shown."""

    submit = "Show the names"

    viewing = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7)
    reason = forms.CharField(
        label="Why you need the names",
        max_length=200,
        error_messages={"required": SAY_WHY},
        help_text="It is kept with your name and the time. The names are shown once.",
    )


class PrintForm(ProductForm):
    """A sheet; with the names of juveniles only for a reason."""

    submit = "Print with the names"

    with_names = forms.BooleanField(
        widget=forms.HiddenInput, required=False, initial=True
    )
    reason = forms.CharField(
        label="Why you need the names on paper",
        max_length=200,
        required=False,
        help_text=(
            "It is kept with your name and the time. Without names you print from the "
            "page itself."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("with_names", "reason")

    def clean(self) -> dict[str, Any]:
        """Names need a reason; what was typed for a masked sheet is dropped."""
        data = super().clean()
        if data.get("with_names") and not data.get("reason"):
            self.add_error("reason", SAY_WHY)
        return data

    @property
    def why(self) -> str:
        """The reason for names; empty on a masked sheet."""
        said = self.cleaned_data
        return str(said["reason"]) if said["with_names"] else ""
