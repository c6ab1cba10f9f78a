"""The base of every form: one look, no double records, no lost edits."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from sro_program.core.ids import uuid7


class ProductForm(forms.Form):
    """A form of one verb.

    `submit` is the word on its button; `keep` names the kind of form whose fields the
    browser keeps until they are sent (never for what is secret).
    """

    submit = "Save"
    keep = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        if self.keep:
            self.helper.attrs["data-keep"] = self.keep
        self.helper.add_input(Submit("submit", self.submit, css_id="submit"))


class NewRecordForm(ProductForm):
    """Makes a record whose id is chosen when the form is shown.

    Sent twice, it is the same record twice, so a double click makes one.
    """

    record_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7)


class VersionedForm(ProductForm):
    """Changes a record that someone may have changed meanwhile.

    The version that was shown goes back with the form; `workflow.lock` compares.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
