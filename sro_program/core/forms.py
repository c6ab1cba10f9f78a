"""The base of every form: one look, no double records, no lost edits."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.timezone import localdate

from sro_program.core.ids import uuid7
from sro_program.core.marks import mark_of
from sro_program.core.text import in_lines, in_one_line
from sro_program.core.times import FAR_AWAY, is_sensible

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
MOMENT_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
"""Days and moments, as browsers ask for them and send them."""
OLDEST_BIRTH = date(1900, 1, 1)
BORN = "Give a day from 1900 until today."
CLOCKS = "The clocks change in that hour of that day. Give another time."
PLAIN = {
    "required": "Fill this in.",
    "min_value": "Give at least %(limit_value)s.",
    "max_value": "Give at most %(limit_value)s.",
    "max_length": "Write at most %(limit_value)s characters; here are %(show_value)s.",
}
WRONG = [
    (forms.DateTimeField, "Give a date and a time."),
    (forms.DateField, "Give a date."),
    (forms.TimeField, "Give a time, such as 10:45 AM."),
    (forms.IntegerField, "Give a whole number."),
    (forms.EmailField, "Give an e-mail address, such as name@example.org."),
    (forms.URLField, "Give the address of a page, such as https://example.org."),
]
FILE = {
    "required": "Choose a file.",
    "empty": "The file is empty.",
}
CHOOSE = {
    "required": "Choose an answer.",
    "invalid_choice": "Choose one from the list.",
}


def speak_plainly(form: forms.BaseForm) -> None:
    """Say our sentences instead of Django's; what a field says itself stays."""
    for field in form.fields.values():
        said = field.error_messages
        own = {code: said[code] for code in said if said[code] not in _djangos(field)}
        field.error_messages = {**said, **_plain(field), **own}


def _plain(field: forms.Field) -> dict[str, str]:
    if isinstance(field, (forms.ChoiceField, forms.ModelChoiceField)):
        return PLAIN | CHOOSE
    if isinstance(field, forms.FileField):
        return PLAIN | FILE
    wrong = [words for kind, words in WRONG if isinstance(field, kind)]
    return PLAIN | ({"invalid": wrong[0]} if wrong else {})


def _djangos(field: forms.Field) -> list[object]:
    """The sentences that the classes of this field bring."""
    brought = [vars(kind).get("default_error_messages") for kind in type(field).mro()]
    return [words for messages in brought if messages for words in messages.values()]


class BirthDateField(forms.DateField):
    """When somebody was born: from 1900 until today."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(widget=DAY, **kwargs)

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and not OLDEST_BIRTH <= value <= localdate():
            raise ValidationError(BORN)


class ProductForm(forms.Form):
    """A form of one verb.

    `submit` is the word on its button; `keep` names the kind of form whose fields the
    browser keeps until they are sent (never for what is secret). `is_final` says
    that its button ends something, and has the colour of danger.
    """

    submit = "Save"
    keep = ""
    is_final = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        speak_plainly(self)
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        if self.keep:
            self.helper.attrs["data-keep"] = self.keep
        look = "btn-danger" if self.is_final else ""
        button = Submit("submit", self.submit, css_id="submit", css_class=look)
        self.helper.add_input(button)

    def clean(self) -> dict[str, Any]:
        """Every text is one that can be shown, every date one of this century."""
        cleaned = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            if isinstance(value, str):
                self._tidy(name, value)
            elif isinstance(value, date) and self._is_far_away(name, value):
                self.add_error(name, FAR_AWAY)
        return self.cleaned_data

    def add_error(self, field: str | None, error: Any) -> None:  # noqa: ANN401  # Django's signature
        """In our words also where the clocks change."""
        code = getattr(error, "code", "")
        super().add_error(field, CLOCKS if code == "ambiguous_timezone" else error)

    def _is_far_away(self, name: str, value: date) -> bool:
        is_birth = isinstance(self.fields[name], BirthDateField)
        return not is_birth and not is_sensible(value)

    def _tidy(self, name: str, text: str) -> None:
        field = self.fields[name]
        if isinstance(field.widget, forms.PasswordInput):
            return
        has_lines = isinstance(field.widget, forms.Textarea)
        self.cleaned_data[name] = in_lines(text) if has_lines else in_one_line(text)
        if field.required and not self.cleaned_data[name]:
            self.add_error(name, field.error_messages["required"])


class VersionForm(forms.Form):
    """A button alone: which version of the record was shown with it."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1)


def shown_version(request: HttpRequest) -> int | None:
    """Which version a button was shown with; None when it says nothing sensible."""
    form = VersionForm(request.POST)
    return form.cleaned_data["version"] if form.is_valid() else None


def of_version(data: QueryDict, version: int) -> QueryDict:
    """What was typed against an older version, to be sent again against this one."""
    typed = data.copy()
    typed["version"] = str(version)
    return typed


def renewed(form: forms.Form, version: int | None) -> QueryDict:
    """What was typed, to be sent again against what is there now.

    `marks` of a form name the hidden fields that say which content it was shown with;
    without a version the record has only those.
    """
    data: Any = form.data
    typed: QueryDict = data.copy() if version is None else of_version(data, version)
    for name in getattr(form, "marks", ()):
        typed[name] = form.initial[name]
    return typed


class NewRecordForm(ProductForm):
    """Makes a record whose id is chosen when the form is shown.

    Sent twice, it is the same record twice, so a double click makes one.
    """

    record_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7)


class VersionedForm(ProductForm):
    """Changes a record that someone may have changed meanwhile.

    The version that was shown goes back with the form; `workflow.lock` compares. It is
    kept with what was typed: put back later, that is of the version it began from.
    """

    version = forms.IntegerField(
        widget=forms.HiddenInput(attrs={"data-kept": ""}), min_value=1
    )


class SeenForm(ProductForm):
    """Changes a record that keeps no version, and that someone may have changed.

    The mark of what the record said (`shown`) goes back with the form;
    `workflow.refuse_unseen` compares it with what the record says when it is held.
    """

    marks = ("seen",)

    seen = forms.CharField(
        max_length=64, widget=forms.HiddenInput(attrs={"data-kept": ""})
    )

    def __init__(self, *args: Any, shown: Mapping[str, object], **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.initial["seen"] = mark_of(shown)
