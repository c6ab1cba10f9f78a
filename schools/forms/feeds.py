"""What is asked about a calendar of a school, and about applying what it says."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError

from schools.ics.fetching import host_of
from schools.ics.reading import MAX_SIZE, TOO_LARGE
from schools.ics.run import examine
from schools.models import FeedReading, SchoolFeed
from schools.models.feeds import CLOSED_WORDS, EARLY_WORDS, TESTING_WORDS
from schools.oneroster.problems import Unreadable
from sro_program.core.forms import NewRecordForm, ProductForm, VersionedForm

NEEDS_AN_ADDRESS = "Only a calendar with an address is read by itself."
WORDS = "Between commas. A day whose title holds one of them is no event."


class AboutFeed(ProductForm):
    """Its name, where it is, and by which words its days are known."""

    keep = "feed"

    name = forms.CharField(
        label="Name", max_length=80, help_text="Such as “Athletics” or “School site”."
    )
    address = forms.CharField(
        label="Address",
        max_length=500,
        required=False,
        help_text="It begins with https:// and mostly ends in .ics. Empty: you upload "
        "files.",
        widget=forms.TextInput(attrs={"data-secret": "", "autocomplete": "off"}),
    )
    applies_itself = forms.BooleanField(
        label="Apply what it says by itself",
        required=False,
        help_text="Each night. Without it somebody looks first.",
    )
    closed_words = forms.CharField(
        label="Words for closed days",
        max_length=200,
        required=False,
        initial=CLOSED_WORDS,
        help_text=WORDS,
    )
    early_words = forms.CharField(
        label="Words for early releases",
        max_length=200,
        required=False,
        initial=EARLY_WORDS,
        help_text="The time is when it begins, or in its title.",
    )
    testing_words = forms.CharField(
        label="Words for testing windows",
        max_length=200,
        required=False,
        initial=TESTING_WORDS,
    )

    def clean_address(self) -> str:
        """As people copy it: webcal:// is https:// for calendar programs."""
        said: str = self.cleaned_data["address"].strip()
        if said.lower().startswith("webcal://"):
            said = "https://" + said[len("webcal://") :]
        if said:
            try:
                host_of(said)
            except Unreadable as error:
                raise ValidationError(str(error)) from None
        return said

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("applies_itself") and not said.get("address"):
            self.add_error("applies_itself", NEEDS_AN_ADDRESS)
        return said


class AddFeedForm(AboutFeed, NewRecordForm):
    submit = "Let it in"


class ChangeFeedForm(AboutFeed, VersionedForm):
    submit = "Save"


class UploadCalendarForm(NewRecordForm):
    """A file, read while it is sent: what is wrong with it stands at the field."""

    submit = "Look at it"

    file = forms.FileField(
        label="Calendar",
        help_text="An .ics file of up to 5 MB. You see what would change first.",
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}),
    )

    def __init__(self, *args: Any, feed: SchoolFeed, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.feed = feed
        self.helper.layout = Layout("record_id", "file")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        file = cleaned.pop("file", None)
        if file is None:
            return cleaned
        if file.size > MAX_SIZE:
            self.add_error("file", TOO_LARGE)
            return cleaned
        name = (file.name or "calendar.ics")[-120:]
        try:
            said, problems = examine(file.read(), name, self.feed)
        except Unreadable as error:
            self.add_error("file", str(error))
            return cleaned
        return {**cleaned, "said": said, "problems": problems, "file_name": name}


class ApplyReadingForm(VersionedForm):
    """All entries or none; or the good ones, where some are bad."""

    submit = "Apply"

    mode = forms.ChoiceField(
        label="Which entries",
        choices=FeedReading.Mode.choices,
        widget=forms.RadioSelect,
    )
