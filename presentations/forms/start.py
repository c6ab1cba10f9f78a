"""What an address may say before anything is asked: school, topic, grade, week."""

from typing import Any

from django import forms

from presentations.asking import active_topics
from presentations.models import Topic
from schools import grades
from schools.models import School
from schools.models.territory import SchoolQuerySet


class WeekForm(forms.Form):
    """Which week of the strip is asked for."""

    week = forms.DateField(required=False)


class StartForm(forms.Form):
    """What a link to the request form may carry: school, topic, grade, week."""

    school = forms.ModelChoiceField(queryset=School.objects.none(), required=False)
    topic = forms.ModelChoiceField(queryset=Topic.objects.none(), required=False)
    grade = forms.TypedChoiceField(
        choices=grades.CHOICES, coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args: Any, schools: SchoolQuerySet, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = schools  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["topic"].queryset = active_topics()  # type: ignore[attr-defined]  # a ModelChoiceField

    @property
    def is_elsewhere(self) -> bool:
        """A school was named, but none that this person reaches."""
        return "school" in self.errors

    def value(self, name: str) -> Any:  # noqa: ANN401  # a school, a topic or a date
        """What was given, or None where it was missing or made no sense."""
        self.is_valid()
        return self.cleaned_data.get(name)
