"""The style guide: every component in its states, for people who build pages."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from crispy_forms.bootstrap import AppendedText, InlineRadios
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Layout, Submit
from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sro_program.core.http import access
from sro_program.core.policy import ALLOWED, Verdict, allow_if, deny

type Visitor = AbstractBaseUser | AnonymousUser

LONG = (
    "Vaping, nicotine and the law: what a citation means, what the school does, and "
    "where a young person finds help to stop without anybody’s reproach"
)
STATUSES = (
    "draft requested changes_requested scheduled delivered declined withdrawn "
    "cancelled missed"
)
NOON = datetime(2027, 2, 9, 18, 0, tzinfo=UTC)


def can_open(user: Visitor) -> Verdict:
    """Administrators: the people who also see Django admin."""
    is_staff = getattr(user, "is_staff", False)
    return allow_if(is_staff, "Only administrators open the style guide.")


@dataclass(frozen=True)
class Sample:
    """Anything with a life cycle, as the status component sees it."""

    status: str

    def get_status_display(self) -> str:
        return self.status.replace("_", " ").capitalize()


@dataclass(frozen=True)
class SampleEvent:
    """A line of a history, as the timeline component sees it."""

    sentence: str
    who: str
    at: datetime = NOON
    note: str = ""


@dataclass(frozen=True)
class SampleCell:
    """A slot of the week, as the week strip sees it."""

    kind: str
    text: str
    url: str = ""
    is_chosen: bool = False
    title: str = ""


@dataclass(frozen=True)
class SampleRow:
    """A bell period, as the week strip sees it."""

    label: str
    sub: str
    cells: list[SampleCell] = field(default_factory=list)


class SampleForm(forms.Form):
    """One field of every kind."""

    topic = forms.ChoiceField(choices=[("", "Choose a topic"), ("1", LONG[:44])])
    audience = forms.CharField(help_text="Grade and class, such as “7th grade health”.")
    on = forms.DateField(
        label="Date",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="At least 14 days from now.",
    )
    minutes = forms.ChoiceField(
        choices=[("15", "15"), ("30", "30"), ("45", "45"), ("60", "60")],
        widget=forms.RadioSelect,
    )
    size = forms.IntegerField(label="Class size", required=False, min_value=1)
    kind = forms.ChoiceField(
        choices=[("class", "Classroom"), ("hall", "Assembly")],
        widget=forms.RadioSelect,
        help_text="An assembly needs a room for all.",
    )
    needs = forms.MultipleChoiceField(
        choices=[("projector", "Projector"), ("sound", "Sound"), ("room", "Gym")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="What the room has to have.",
    )
    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    handout = forms.FileField(required=False, help_text="PDF, at most 10 MB.")
    parents_told = forms.BooleanField(label="Parents have been told")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own
        self.helper = FormHelper()
        self.helper.form_action = "#form"
        self.helper.layout = Layout(
            "topic",
            "audience",
            "on",
            Div("minutes", css_class="tiles"),
            AppendedText("size", "students"),
            InlineRadios("kind"),
            "needs",
            "note",
            "handout",
            "parents_told",
            Div(
                Submit("send", "Send the request"),
                HTML('<a class="btn btn-outline-primary" href="#form">Cancel</a>'),
                css_class="actions",
            ),
        )


class SampleFilter(forms.Form):
    """A filter as a list has it."""

    q = forms.CharField(label="Search", required=False)
    status = forms.ChoiceField(
        choices=[("", "All"), ("requested", "Requested")], required=False
    )
    since = forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    mine = forms.BooleanField(label="Only mine", required=False)


def week() -> list[SampleRow]:
    """Three periods in which every kind of slot occurs."""
    free = SampleCell("free", "Free", url="#week", title="choose")
    chosen = SampleCell("free", "Yours", url="#week", is_chosen=True)
    officer = SampleCell("officer", "Officer", title="in court")
    school = SampleCell("school", "School", title="assembly")
    both = SampleCell("both", "Both")
    closed, past = SampleCell("closed", "Closed"), SampleCell("past", "Past")
    return [
        SampleRow("1st", "8:05", [past, free, officer, free, closed]),
        SampleRow("2nd", "9:00", [past, chosen, school, both, closed]),
        SampleRow("3rd", "9:55", [past, free, free, officer, closed]),
    ]


def samples() -> dict[str, object]:
    """What the components are shown with."""
    return {
        "long": LONG,
        "statuses": [Sample(status) for status in STATUSES.split()],
        "requested": Sample("requested"),
        "allowed": ALLOWED,
        "denied": deny("Only the principal of this school can approve it."),
        "facts": [("Topic", LONG), ("Class", "7th grade health, 24 students")],
        "events": [
            SampleEvent("Requested.", "Jo Reed"),
            SampleEvent("Sent back.", "Pat Ames", note="Please take the 3rd period."),
        ],
        "columns": [
            {"label": day, "sub": f"Feb {8 + n}", "is_today": n == 1}
            for n, day in enumerate(["Mon", "Tue", "Wed", "Thu", "Fri"])
        ],
        "rows": week(),
        "tabs": [
            {"label": "Waiting", "url": "#tabs", "count": 3, "is_current": True},
            {"label": "Scheduled", "url": "#tabs"},
            {"label": "All", "url": "#tabs"},
        ],
        "crumbs": [
            {"label": "Presentations", "url": "#head"},
            {"label": "Vaping and the law"},
        ],
        "files": [{"name": "Handout.pdf", "url": "#files", "size": 182_000}],
    }


@require_safe
@access(can_open)
def index(request: HttpRequest) -> HttpResponse:
    """Every component of templates/components/ on one page."""
    forms_shown = {
        "form": SampleForm(),
        "refused_form": SampleForm(
            {"bad-audience": LONG, "bad-minutes": "15"}, prefix="bad"
        ),
        "filter": SampleFilter(),
    }
    return render(request, "styleguide/index.html", {**samples(), **forms_shown})
