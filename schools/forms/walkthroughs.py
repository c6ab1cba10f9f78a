"""What is asked on a walk: the header, and an answer at each item."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.timezone import localtime

from schools.actions.walkthroughs import Found, Seen
from schools.checklists import layers_of
from schools.forms.territory import DateInput, TimeInput
from schools.models import (
    Checklist,
    ChecklistItem,
    Finding,
    Place,
    School,
    Walkthrough,
)
from schools.models.checklists import Answer
from sro_program.core.files import MAX_SIZE, PICTURES, CheckedFileField
from sro_program.core.filters import Filter
from sro_program.core.forms import NewRecordForm, VersionedForm
from sro_program.core.text import in_one_line

SAY_WHAT = "Say what has to be mended."
LONGEST, LONGEST_PLACE = 200, 80
OLD_PAGE = "This checklist is no longer walked here. Open the page again."


@dataclass(frozen=True, slots=True)
class Asked:
    """An item with its fields; those of a finding are for a round alone."""

    item: ChecklistItem
    answer: BoundField
    note: BoundField
    what: BoundField | None
    severity: BoundField | None
    owner: BoundField | None
    place: BoundField | None


class WalkForm(NewRecordForm):
    """A walk by one edition of a checklist.

    A place is said by its label: what is no place of the school goes into the words,
    so that a phone without a signal need not know. `places` are those labels.
    """

    submit = "Send the walkthrough"

    checklist = forms.IntegerField(widget=forms.HiddenInput)
    on = forms.DateField(label="Day", widget=DateInput)
    begins = forms.TimeField(label="From", widget=TimeInput)
    route = forms.CharField(
        max_length=100, required=False, help_text="Such as “outside, then east wing”."
    )
    weather = forms.ChoiceField(choices=Walkthrough.Weather.choices, required=False)
    in_session = forms.BooleanField(
        label="School was in session", required=False, initial=True
    )
    note = forms.CharField(
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="No names of students.",
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  # Django's signature
        school: School,
        editions: list[Checklist],
        walked: Checklist,
        **kwargs: Any,  # noqa: ANN401  # as above
    ) -> None:
        here = localtime(timezone=school.district.zone)
        initial = {
            "on": here.date(),
            "begins": here.time().replace(second=0, microsecond=0),
            "checklist": walked.pk,
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.walked = self._edition_sent(editions) or walked
        self.items = list(self.walked.items.all())
        places = Place.objects.of_school(school).in_use().for_list()
        self.places = {str(place).casefold(): place for place in reversed(places)}
        for item in self.items:
            self._ask_about(item)

    def _edition_sent(self, editions: list[Checklist]) -> Checklist | None:
        """A phone may have kept one that is no longer the latest."""
        sent = str(self.data.get("checklist", "")) if self.is_bound else ""
        return next((one for one in editions if str(one.pk) == sent), None)

    def _ask_about(self, item: ChecklistItem) -> None:
        answers = [(one.value, one.label) for one in self.walked.answers]
        self.fields[f"answer-{item.pk}"] = forms.ChoiceField(
            label=item.text, choices=answers, required=False, widget=forms.RadioSelect
        )
        self.fields[f"note-{item.pk}"] = forms.CharField(
            label="Note", max_length=LONGEST, required=False
        )
        if not self.walked.is_round:
            return
        self.fields[f"what-{item.pk}"] = forms.CharField(
            label="What has to be mended", max_length=LONGEST, required=False
        )
        self.fields[f"place-{item.pk}"] = forms.CharField(
            label="Where",
            max_length=LONGEST_PLACE,
            required=False,
            widget=forms.TextInput(attrs={"list": "walk-places"}),
        )
        self.fields[f"severity-{item.pk}"] = forms.ChoiceField(
            label="How urgent",
            choices=Finding.Severity.choices,
            initial=Finding.Severity.MEDIUM,
            required=False,
        )
        self.fields[f"owner-{item.pk}"] = forms.ChoiceField(
            label="Whose it is",
            choices=Finding.Owner.choices,
            initial=Finding.Owner.SCHOOL,
            required=False,
        )

    @property
    def layers(self) -> list[tuple[str, list[Asked]]]:
        """The items with their fields, layer by layer."""
        return [
            (label, [self._asked(item) for item in items])
            for label, items in layers_of(self.items)
        ]

    def _asked(self, item: ChecklistItem) -> Asked:
        names = ("answer", "note", "what", "severity", "owner", "place")
        fields = {
            name: self[f"{name}-{item.pk}"]
            if f"{name}-{item.pk}" in self.fields
            else None
            for name in names
        }
        return Asked(item, **fields)  # type: ignore[arg-type]  # the first two are always there

    def clean_checklist(self) -> Checklist:
        """The edition that was sent, if it can be one of this school."""
        if self.cleaned_data["checklist"] != self.walked.pk:
            raise forms.ValidationError(OLD_PAGE)
        return self.walked

    def clean(self) -> dict[str, Any]:
        """A finding says what it is."""
        cleaned = super().clean()
        for item in self.items:
            is_finding = cleaned.get(f"answer-{item.pk}") == Answer.FINDING
            what = f"what-{item.pk}"
            if is_finding and not (cleaned.get(what) or what in self.errors):
                self.add_error(what, SAY_WHAT)
        return cleaned

    @property
    def as_said(self) -> dict[str, Any]:
        """What `send_walkthrough` is told."""
        names = ("record_id", "checklist", "on", "begins", "route", "weather", "note")
        said = {name: self.cleaned_data[name] for name in (*names, "in_session")}
        return {**said, "seen": list(self._seen()), "found": list(self._found())}

    def _seen(self) -> Iterator[Seen]:
        for item in self.items:
            if answer := self.cleaned_data[f"answer-{item.pk}"]:
                yield Seen(item, answer, self.cleaned_data[f"note-{item.pk}"])

    def _found(self) -> Iterator[Found]:
        said = self.cleaned_data
        for item in self.items:
            if said[f"answer-{item.pk}"] != Answer.FINDING:
                continue
            where, what = said[f"place-{item.pk}"], said[f"what-{item.pk}"]
            place = self.places.get(in_one_line(where).casefold())
            yield Found(
                item,
                f"{where}: {what}" if where and not place else what,
                said[f"severity-{item.pk}"] or Finding.Severity.MEDIUM,
                said[f"owner-{item.pk}"] or Finding.Owner.SCHOOL,
                place,
            )

    def become_another(self, record_id: UUID) -> None:
        """What was typed, to be sent again as a walk of its own."""
        data = cast("QueryDict", self.data).copy()
        data["record_id"] = str(record_id)
        self.data = data


class AddPhotoForm(VersionedForm):
    """A photo of what was found, once."""

    submit = "Add the photo"

    photo = CheckedFileField(
        label="Photo",
        allowed=PICTURES,
        max_size=MAX_SIZE,
        help_text="PNG or JPEG, up to 25 MB. Nobody on it. It stays as it came.",
    )


class WhichWalksForm(Filter):
    """Behind which walk a page begins; nonsense begins at the top."""

    after = forms.UUIDField(required=False)
    begin = forms.IntegerField(required=False, min_value=0, max_value=100_000)
    year = forms.IntegerField(required=False, min_value=2000, max_value=2100)
    school = forms.IntegerField(required=False, min_value=1, max_value=2**31)
