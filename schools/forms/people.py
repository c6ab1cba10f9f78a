"""What is asked before two entries become one."""

from typing import Any, cast

from django import forms

from schools.models import Person
from sro_program.core.forms import ProductForm


class MergeForm(ProductForm):
    """Which of the two entries stays."""

    submit = "They are one person: merge"
    is_final = True

    kept = forms.TypedChoiceField(
        label="Which entry stays?",
        widget=forms.RadioSelect,
        help_text="What names the other one, such as an access notice, names this one "
        "from then on. Merged entries are not taken apart again.",
    )

    def __init__(self, *args: Any, one: Person, other: Person, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in (one, other)}
        field = cast("forms.ChoiceField", self.fields["kept"])
        field.choices = [(key, tells_of(person)) for key, person in self.people.items()]
        self.initial.setdefault("kept", str(other.pk))

    def chosen(self) -> tuple[Person, Person]:
        """The entry that stays, and the other one."""
        kept = self.people[self.cleaned_data["kept"]]
        other = next(one for one in self.people.values() if one.pk != kept.pk)
        return kept, other


def tells_of(person: Person) -> str:
    """What tells an entry from another one of the same name."""
    roster = f"roster id {person.sourced_id}" if person.sourced_id else "no roster id"
    return ", ".join([str(person), *person.told_by, roster])
