"""What is asked about a line of the log: a tap, or everything about it."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.timezone import localdate, now

from officers.models import KINDS_OF, ActivityEntry, Directive
from schools.models import School
from sro_program.core.forms import DAY, NewRecordForm, ProductForm, VersionedForm

MOST_MINUTES = 1440
TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
NO_NAMES = "No names of students."
KIND = "Tap what you did."


def kinds() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every kind of line, under its function."""
    return [
        (str(function.label), [(kind.value, str(kind.label)) for kind in under])
        for function, under in KINDS_OF.items()
    ]


class WhichDayForm(forms.Form):
    """Which day of the log is shown."""

    on = forms.DateField(required=False)


class AboutForm(ProductForm):
    """What a tap and a whole line both may say."""

    school = forms.ModelChoiceField(queryset=School.objects.none(), empty_label=None)
    with_whom = forms.ChoiceField(
        label="With",
        choices=[("", "Nobody in particular"), *ActivityEntry.With.choices],
        required=False,
    )
    audience_count = forms.IntegerField(
        label="How many", min_value=1, max_value=5_000, required=False
    )
    note = forms.CharField(max_length=300, required=False, help_text=NO_NAMES)
    elsewhere_because = forms.CharField(
        label="Why at a school that is not yours",
        max_length=120,
        required=False,
        help_text="Only where you were not assigned that day.",
    )

    def __init__(self, *args: Any, schools: QuerySet[School], **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = schools  # type: ignore[attr-defined]  # a ModelChoiceField


class TapForm(AboutForm, NewRecordForm):
    """A button of the ten-second log, from the page or from what a phone kept.

    `kind` is what the button says: the kind of line and its minutes. `ended_at` comes
    from the phone alone, which may have had no signal then.
    """

    kind = forms.CharField(max_length=30, error_messages={"required": KIND})
    minutes = forms.IntegerField(
        min_value=1, max_value=MOST_MINUTES, required=False, label="Minutes"
    )
    ended_at = forms.DateTimeField(required=False)

    def clean_kind(self) -> tuple[str, int | None]:
        kind, _, minutes = self.cleaned_data["kind"].partition(":")
        if kind not in ActivityEntry.Type.values:
            raise ValidationError(KIND)
        usual = int(minutes) if minutes.isascii() and minutes.isdecimal() else None
        return kind, usual

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        usual = cleaned.get("kind", ("", None))[1]
        if not (cleaned.get("minutes") or usual) and "minutes" not in self.errors:
            self.add_error("minutes", "Say how many minutes it took.")
        return cleaned

    def as_line(self, *, late: timedelta = timedelta()) -> dict[str, Any]:
        """What `actions.write_line` takes; the phone may be `late` by so much."""
        said = dict(self.cleaned_data)
        kind, usual = said.pop("kind")
        ended_at = min((said.pop("ended_at") or now()) + late, now())
        return {
            **said,
            "type": kind,
            "minutes": said["minutes"] or usual,
            "ended_at": ended_at,
            "on": ended_at.astimezone(said["school"].district.zone).date(),
        }


class LineForm(AboutForm):
    """Everything about a line."""

    type = forms.ChoiceField(label="What", choices=kinds)
    on = forms.DateField(label="Day", widget=DAY, initial=localdate)
    started = forms.TimeField(label="From", widget=TIME, required=False)
    minutes = forms.IntegerField(min_value=1, max_value=MOST_MINUTES, initial=30)
    origin = forms.ChoiceField(
        label="Who asked for it", choices=ActivityEntry.Origin.choices
    )
    place = forms.CharField(max_length=80, required=False)
    outcome = forms.CharField(label="What came of it", max_length=120, required=False)
    directive = forms.ModelChoiceField(
        queryset=Directive.objects.none(),
        label="Done for a directive",
        empty_label="None",
        required=False,
        help_text="Then it counts as directed duty.",
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  # Django's signature
        directives: QuerySet[Directive] | None = None,
        **kwargs: Any,  # noqa: ANN401  # as above
    ) -> None:
        super().__init__(*args, **kwargs)
        if directives is None:
            del self.fields["directive"]
        else:
            self.fields["directive"].queryset = directives  # type: ignore[attr-defined]  # a ModelChoiceField
        named = ["directive"] if "directive" in self.fields else []
        hidden = [name for name in ("record_id", "version") if name in self.fields]
        self.helper.layout = Layout(
            *hidden,
            "type",
            Div("on", "started", "minutes", css_class="field-row"),
            "school",
            *named,
            HTML('<details class="more"><summary>More, if it matters</summary>'),
            Div("with_whom", "audience_count", css_class="field-row"),
            Div("origin", "place", css_class="field-row"),
            "outcome",
            HTML("</details>"),
            "note",
            "elsewhere_because",
        )

    def as_line(self) -> dict[str, Any]:
        """What `actions.write_line` and `change_line` take."""
        said = dict(self.cleaned_data)
        started = said.pop("started")
        zone: ZoneInfo = said["school"].district.zone
        begins = datetime.combine(said["on"], started, zone) if started else None
        took = timedelta(minutes=said["minutes"])
        ends = begins + took if begins else None
        return {**said, "started_at": begins, "ended_at": ends}


class NewLineForm(LineForm, NewRecordForm):
    """A line that was not tapped."""

    submit = "Add it to the log"
    keep = "log-line"


class ChangeLineForm(LineForm, VersionedForm):
    """A correction; the history keeps what the line said before."""

    submit = "Correct it"
