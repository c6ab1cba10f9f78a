"""What is asked in the review of an officer: its year, its goals, and each half."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.utils.timezone import localdate

from officers.models import ReviewAnswer, ReviewGoal
from officers.models.review_halves import SAY_WHAT
from officers.models.reviews import school_year_in_words
from officers.review_list import Place
from officers.standards import Seen, standards_of
from schools.models import School
from schools.models.territory import SchoolQuerySet
from sro_program.core.forms import NewRecordForm, VersionedForm, speak_plainly
from sro_program.core.paging import is_key
from sro_program.core.times import school_year

ALL_THREE = "The officer, the commanders and the principals of the school read it."
NO_NAMES = "No names of students, nothing of arrests, petitions or court."
CHOOSE_TOO = "Choose an answer as well."
OUTCOMES = "What became of the goals"
ONE_OF_BOTH = "Write an answer, or tick that you have nothing to add."
NOT_BOTH = "You have written something: take the tick away, or the words."


def _words(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class WhichReviewsForm(forms.Form):
    """Behind which place of the list the page begins; nonsense is the first page."""

    after = forms.RegexField(r"^\d{4}_[0-9a-f-]{36}$", required=False)

    @property
    def place(self) -> Place | None:
        """The last school year and review of the page before."""
        text = self.cleaned_data["after"] if self.is_valid() else ""
        year, _, key = text.partition("_")
        return (int(year), UUID(key)) if is_key(key) else None


class OpenReviewForm(NewRecordForm):
    """At which school, and of which school year: this one, or the last."""

    submit = "Open the review"

    school = forms.ModelChoiceField(queryset=School.objects.none(), empty_label=None)
    year = forms.TypedChoiceField(label="School year", coerce=int)

    def __init__(self, *args: Any, schools: SchoolQuerySet, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        this = school_year(localdate())
        self.fields["school"].queryset = schools  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["year"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (year, school_year_in_words(year)) for year in (this, this - 1)
        ]


class ReviewGoalForm(NewRecordForm):
    """What is to be reached, where it stands now, and how one will see it."""

    submit = "Propose it"

    words = forms.CharField(
        label="The goal",
        max_length=300,
        widget=_words(),
        help_text=f"An outcome, and no number of anything. {ALL_THREE}",
    )
    baseline = forms.CharField(
        label="Where it stands now", max_length=300, widget=_words()
    )
    seen_by = forms.CharField(
        label="How it will be seen that it is reached",
        max_length=300,
        widget=_words(),
        help_text=NO_NAMES,
    )


class HalfForm(VersionedForm):
    """One side's half: each standard in the words of the scale, and what it needs.

    Saved as a draft it may be incomplete; signed, it answers each standard.
    """

    submit = "Save the draft"

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  # Django's signature
        side: str,
        goals: Sequence[ReviewGoal],
        **kwargs: Any,  # noqa: ANN401  # Django's signature
    ) -> None:
        super().__init__(*args, **kwargs)
        self.standards, self.goals = standards_of(side), goals
        for one in self.standards:
            self.fields[f"seen_{one}"] = _seen()
            self.fields[f"words_{one}"] = _optional("In words", 1000)
        for goal in goals:
            self.fields[f"goal_{goal.pk}"] = _optional(goal.words, 1000)
        speak_plainly(self)
        self.helper.layout = Layout("version", *self._parts())

    def _parts(self) -> list[Fieldset]:
        parts = [
            Fieldset(
                str(one.label),
                Div(f"seen_{one}", css_class="tiles"),
                f"words_{one}",
            )
            for one in self.standards
        ]
        goals = [f"goal_{goal.pk}" for goal in self.goals]
        return [*parts, Fieldset(OUTCOMES, *goals)] if goals else parts

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for one in self.standards:
            seen, words = cleaned.get(f"seen_{one}"), cleaned.get(f"words_{one}")
            if words and not seen:
                self.add_error(f"seen_{one}", CHOOSE_TOO)
            if seen == Seen.WANTS_WORK and words == "":
                self.add_error(f"words_{one}", SAY_WHAT)
        return cleaned

    @property
    def said(self) -> dict[str, Any]:
        """What the action takes."""
        said = self.cleaned_data
        return {
            "version": said["version"],
            "answers": {
                one.value: (said[f"seen_{one}"], said[f"words_{one}"])
                for one in self.standards
                if said[f"seen_{one}"]
            },
            "outcomes": {
                goal.pk: said[f"goal_{goal.pk}"]
                for goal in self.goals
                if said[f"goal_{goal.pk}"]
            },
        }


class AnswerHalfForm(NewRecordForm):
    """The officer's word to one half, or that there is none."""

    submit = "Send the answer"
    is_final = True

    text = forms.CharField(
        label="Your comment", max_length=2000, widget=_words(6), required=False
    )
    is_read = forms.BooleanField(
        label="I have read it and have nothing to add", required=False
    )

    def __init__(self, *args: Any, readers: str, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.fields[
            "text"
        ].help_text = f"{readers} No names of students. It cannot be changed later."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        text, is_read = cleaned.get("text"), cleaned.pop("is_read", False)
        if text == "" and not is_read:
            self.add_error("text", ONE_OF_BOTH)
        if text and is_read:
            self.add_error("is_read", NOT_BOTH)
        return cleaned


def as_said(answers: Iterable[ReviewAnswer]) -> Mapping[str, str]:
    """What a draft holds, as the fields of its form begin."""
    fields: dict[str, str] = {}
    for row in answers:
        if row.goal_id:
            fields[f"goal_{row.goal_id}"] = row.words
        else:
            fields |= {
                f"seen_{row.standard}": row.seen,
                f"words_{row.standard}": row.words,
            }
    return fields


def _seen() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="How it was seen",
        choices=Seen.choices,
        widget=forms.RadioSelect,
        required=False,
    )


def _optional(label: str, most: int) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, widget=_words(), required=False
    )
