"""The officer's account: what happened, what it was, how it was dealt with."""

from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.utils.timezone import now

from incidents.forms.begin import END_OF_MORE, MORE, TO_COME, moment
from incidents.forms.schools import OwnSchoolField
from incidents.models import CaseFile, Incident
from incidents.models.case_files import CHARGES
from schools.models.territory import SchoolQuerySet
from sro_program.core.forms import NewRecordForm, VersionedForm

OFFENSES = {CaseFile.Conduct.PUBLIC_OFFENSE, CaseFile.Conduct.STATUS_OFFENSE}
NO_CRIME = (
    "It was said not to be a crime. Answer this anew before you call it an offense."
)
NO_COURT = (
    "Misconduct without a crime ends neither in a complaint nor in a citation or an "
    "arrest. Choose another class, or let the school handle it."
)
ASKED_TO_DISCIPLINE = (
    "The officer was asked to discipline. That is the school’s to decide."
)
LONGEST = 20_000


def mark_field() -> forms.CharField:
    """Which account was there when one began to type (`incidents.narrative`)."""
    return forms.CharField(
        max_length=64, widget=forms.HiddenInput(attrs={"data-kept": ""})
    )


class AccountForm(VersionedForm):
    """The narrative saves itself while it is typed."""

    submit = "Save the account"
    keep = "account"
    marks = ("began_from",)

    began_from = mark_field()

    narrative = forms.CharField(
        label="What happened",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=(
            "In order of time; what you saw, apart from what you were told. Never "
            "paste NCIC, III or LINK output here."
        ),
    )
    possible_crime = forms.ChoiceField(
        label="Was it possibly a crime?",
        choices=CaseFile.Answer.choices,
        widget=forms.RadioSelect,
        help_text="As you see it now; each answer stays in the history.",
    )
    conduct = forms.ChoiceField(
        label="What it was",
        choices=CaseFile.Conduct.choices,
        widget=forms.RadioSelect,
    )
    disposition = forms.ChoiceField(
        label="How it was dealt with",
        choices=[("", "Not yet"), *CaseFile.Disposition.choices],
        required=False,
        help_text="The principal learns a category only, never a charge.",
    )
    form_number = forms.CharField(
        label="Number of the court form", max_length=40, required=False
    )
    rms_case_number = forms.CharField(
        label="RMS case number", max_length=40, required=False
    )
    school_told_at = moment(
        "When the school was told",
        required=False,
        help_text="Of an arrest or a search.",
    )
    minutes = forms.IntegerField(label="Minutes spent", min_value=1, max_value=1440)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            "version",
            "began_from",
            Fieldset("The account", "narrative"),
            Fieldset(
                "What it was",
                Div("possible_crime", css_class="tiles"),
                Div("conduct", css_class="tiles"),
                "disposition",
                Div("form_number", css_class="only-court"),
                Div("school_told_at", "minutes", css_class="field-row"),
                "rms_case_number",
            ),
        )

    def clean(self) -> dict[str, Any]:
        """Discipline reaches no court (KRS 158.4414(3)); nothing is still to come."""
        data = super().clean()
        is_discipline = data.get("conduct") == CaseFile.Conduct.MISCONDUCT
        before_court = data.get("disposition") in CHARGES
        if is_discipline and before_court:
            self.add_error("disposition", NO_COURT)
        elif not before_court:
            data["form_number"] = ""
        offense = data.get("conduct") in OFFENSES or data.get("disposition") in CHARGES
        if offense and data.get("possible_crime") == CaseFile.Answer.NO:
            self.add_error("possible_crime", NO_CRIME)
        told = data.get("school_told_at")
        if told and told > now():
            self.add_error("school_told_at", TO_COME)
        return data


class NarrativeForm(forms.Form):
    """What saves itself."""

    narrative = forms.CharField(max_length=LONGEST, required=False)
    began_from = mark_field()
    unheard = forms.CharField(max_length=LONGEST, required=False)

    def clean_unheard(self) -> list[str]:
        """Marks of texts that were sent and whose answer was lost."""
        marks: str = self.cleaned_data["unheard"]
        return marks.split()


class HandBackForm(VersionedForm):
    """The slip for the principal."""

    submit = "Return it to the school"
    keep = "slip"

    facts = forms.CharField(
        label="What happened",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Facts only, no names: the school knows who it was, or you tell it.",
    )


class AskedForm(NewRecordForm):
    """The officer was asked to discipline: one tap, and it is the school's.

    Nothing but the school need be said. The first step of a report sends the same
    fields, as far as they were filled in there.
    """

    submit = "Return it to the school"
    keep = "slip"

    school = OwnSchoolField()
    initiated_by = forms.ChoiceField(
        label="Who asked",
        choices=Incident.Initiator.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    sub_place = forms.ChoiceField(
        label="Kind of place",
        choices=[("", "Not said"), *Incident.SubPlace.choices],
        required=False,
    )
    school_report = forms.CharField(
        label="What you were asked to do",
        max_length=500,
        initial=ASKED_TO_DISCIPLINE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="In a sentence, no names: the principal reads it.",
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  # Django's signature
        schools: SchoolQuerySet,
        known: SchoolQuerySet,
        **kwargs: Any,  # noqa: ANN401  # Django's signature
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].offer(schools, known)  # type: ignore[attr-defined]  # an OwnSchoolField
        self.helper.layout = Layout(
            "record_id",
            "school",
            MORE,
            Div("initiated_by", css_class="tiles"),
            "sub_place",
            "school_report",
            END_OF_MORE,
        )

    def as_action(self) -> dict[str, Any]:
        """What `actions.return_request` takes; what was left open is not guessed."""
        said = self.cleaned_data
        facts = said["school_report"] or ASKED_TO_DISCIPLINE
        return {
            "school": said["school"],
            "record_id": said["record_id"],
            "asked_by": said["initiated_by"] or Incident.Initiator.OTHER,
            "sub_place": said["sub_place"] or Incident.SubPlace.OTHER,
            "facts": facts,
            "reported": facts if facts != ASKED_TO_DISCIPLINE else "",
        }


class RemarkForm(VersionedForm):
    """Why a report goes back to its author."""

    submit = "Return it to the author"
    keep = "remark"

    remark = forms.CharField(
        label="What is to be mended",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SupplementForm(NewRecordForm):
    """What was learned later."""

    submit = "Sign the supplement"
    keep = "supplement"

    text = forms.CharField(
        label="What was learned",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
