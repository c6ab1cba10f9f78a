"""The shape of a topic and of its files."""

import re
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.urls import reverse

from presentations.library import ADULTS, BANDS, PARENTS, STAFF
from presentations.models import Topic
from schools import grades
from sro_program.core.files import CheckedFileField
from sro_program.core.filters import PlainFilter
from sro_program.core.forms import ProductForm

PUPILS = "pupils"
AUDIENCES = [(PUPILS, "Students"), *((band.key, band.label) for band in ADULTS)]
MOST_TAGS = 8
LONGEST_TAG = 30


class TopicForm(ProductForm):
    """What a topic says."""

    keep = "topic"
    submit = "Save topic"

    title = forms.CharField(max_length=120)
    summary = forms.CharField(
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One sentence: what the listeners take home.",
    )
    audience = forms.ChoiceField(
        label="For whom?",
        choices=AUDIENCES,
        initial=PUPILS,
        widget=forms.RadioSelect,
    )
    grade_low = forms.TypedChoiceField(
        label="Lowest grade", choices=grades.CHOICES, coerce=int, initial=0
    )
    grade_high = forms.TypedChoiceField(
        label="Highest grade", choices=grades.CHOICES, coerce=int, initial=12
    )
    minutes = forms.IntegerField(min_value=5, max_value=480, initial=45)
    sensitive = forms.BooleanField(
        label="Sensitive topic",
        required=False,
        help_text="Parents are told before; advice times are kept free after.",
    )
    objectives = forms.CharField(
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One on each line.",
    )
    outline = forms.CharField(
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="One step on each line.",
    )
    standards = forms.CharField(
        label="Standards or statutes", max_length=200, required=False
    )
    tags = forms.CharField(
        max_length=300, required=False, help_text="Words with commas between them."
    )
    version = forms.IntegerField(
        widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1, required=False
    )

    def __init__(self, *args: Any, topic: Topic | None = None, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        if topic:
            kwargs["initial"] = initial_of(topic)
        super().__init__(*args, **kwargs)
        if topic:
            self.fields["version"].required = True
        self.helper.layout = Layout(
            "title",
            "summary",
            Div("audience", css_class="tiles"),
            "grade_low",
            "grade_high",
            "minutes",
            "sensitive",
            "objectives",
            "outline",
            "standards",
            "tags",
            "version",
        )

    def clean_tags(self) -> list[str]:
        words = re.split(r"[,;\n]", self.cleaned_data["tags"].lower())
        tags = list(dict.fromkeys(" ".join(word.split()) for word in words))
        tags = [tag for tag in tags if tag and tag not in {STAFF, PARENTS}]
        if len(tags) > MOST_TAGS or any(len(tag) > LONGEST_TAG for tag in tags):
            raise forms.ValidationError(
                f"Use up to {MOST_TAGS} tags of up to {LONGEST_TAG} letters each."
            )
        return tags

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        low, high = data.get("grade_low"), data.get("grade_high")
        if low is not None and high is not None and low > high:
            self.add_error("grade_high", "The highest grade is below the lowest.")
        return data

    @property
    def content(self) -> dict[str, Any]:
        """The topic's fields; adults are a mark and a tag."""
        data = {**self.cleaned_data}
        data.pop("version")
        audience = data.pop("audience")
        data["for_adults"] = audience != PUPILS
        if data["for_adults"]:
            data["tags"] = [*data["tags"], audience]
            data["grade_low"], data["grade_high"] = grades.CHOICES[0][0], grades.HIGHEST
        return data


def initial_of(topic: Topic) -> dict[str, Any]:
    """A topic's fields as its form shows them."""
    shown = ("title", "summary", "grade_low", "grade_high", "minutes", "sensitive")
    texts = ("objectives", "outline", "standards", "version")
    plain = [tag for tag in topic.tags if tag not in {STAFF, PARENTS}]
    adults = PARENTS if PARENTS in topic.tags else STAFF
    return {
        **{name: getattr(topic, name) for name in (*shown, *texts)},
        "audience": adults if topic.for_adults else PUPILS,
        "tags": ", ".join(plain),
    }


class MaterialForm(ProductForm):
    """A file for a topic."""

    submit = "Add file"

    title = forms.CharField(max_length=120, help_text="Such as “Slides” or “Handout”.")
    file = CheckedFileField(
        help_text="PDF, PowerPoint, Word, OpenDocument or a picture; up to 25 MB."
    )

    def __init__(self, *args: Any, topic: Topic, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, prefix="material", **kwargs)
        self.helper.form_action = reverse("presentations:add_material", args=[topic.pk])


class LibraryForm(PlainFilter):
    """The library's filter, sent with GET."""

    q = forms.CharField(required=False, max_length=100, label="Search")
    band = forms.ChoiceField(
        choices=[("", "All"), *((band.key, band.label) for band in BANDS)],
        required=False,
        label="For whom",
    )
    tag = forms.CharField(required=False, max_length=LONGEST_TAG, label="Tag")
    off = forms.BooleanField(required=False, label="Also switched off")
