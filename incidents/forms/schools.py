"""At which of their schools an officer writes."""

from typing import Any

from django import forms

from schools.models import School
from schools.models.territory import SchoolQuerySet

NOT_THERE = "You are not assigned to this school. Choose one from the list."
NOT_AT = "You are not assigned to {school}. Choose one from the list."


class OwnSchoolField(forms.ModelChoiceField[School]):
    """One of the schools of one's assignments.

    Another one is refused in words: by name where one knows it, as after an assignment
    that ended while the form was filled in.
    """

    def __init__(self) -> None:
        super().__init__(
            School.objects.none(),
            empty_label=None,
            error_messages={"invalid_choice": NOT_THERE},
        )
        self.known = School.objects.none()

    def offer(self, schools: SchoolQuerySet, known: SchoolQuerySet) -> None:
        """These are offered; those may be named."""
        self.queryset = schools
        self.known = known

    def to_python(self, value: Any) -> Any:  # noqa: ANN401  # Django's signature
        try:
            return super().to_python(value)
        except forms.ValidationError as refusal:
            for school in self.known:
                if str(school.pk) == value:
                    sentence = NOT_AT.format(school=school)
                    raise forms.ValidationError(sentence, refusal.code) from refusal
            raise
