"""What a record says by now, beside what was typed against an older version of it."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime

NOW = "By now it says: {said}"
NOTHING = "nothing"


def show_differences(form: forms.Form) -> None:
    """Under each field that differs, what stands there now (trust.md §9).

    The form was made with what the record says now as its `initial`; a field without
    any is not the record's and is left alone.
    """
    for name in form.changed_data:
        field = form.fields[name]
        if name in form.initial and not field.widget.is_hidden:
            said = in_words(field, form.get_initial_for_field(field, name))
            form.add_error(name, NOW.format(said=said))


def in_words(field: forms.Field, value: Any) -> str:  # noqa: ANN401  # of any field
    """A value as a person reads it."""
    if value in (None, "", []):
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return date_format(localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value)
    if isinstance(field, forms.ModelChoiceField):
        one = value if hasattr(value, "pk") else field.to_python(value)
        return str(field.label_from_instance(one))
    if isinstance(field, forms.ChoiceField):
        return _chosen(field, value if isinstance(value, list | tuple) else [value])
    return str(value)


def _chosen(field: forms.ChoiceField, values: Iterable[Any]) -> str:
    offered: Any = field.choices
    labels = dict(_flat(offered))
    return ", ".join(labels.get(str(value), str(value)) for value in values)


def _flat(choices: Iterable[Any]) -> Iterator[tuple[str, str]]:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(key), str(label)
