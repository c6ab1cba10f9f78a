"""Sealing looks at every table in which somebody could write a name."""

from django.apps import apps

from sro_program.audit.sealing import PLACES, texts_of

NO_PLACE = {
    "accounts.CalendarFeed": "a hash",
    "accounts.Invitation": "an adult’s own address",
    "accounts.PoliceAgency": "a public body",
    "accounts.User": "colleagues; children have no accounts",
    "incidents.Charge": "a table of codes",
    "incidents.OffenceCode": "a national table of codes",
    "incidents.Tally": "numbers, by what they count",
    "incidents.SealingOrder": "the order itself, without a name",
    "incidents.SealingName": "deleted when the order is carried out",
    "notifications.MailPreference": "a time zone",
    "officers.CoverageApproval": "the state’s word about a campus",
    "officers.DutyReportPage": "figures, by codes; no words of anybody",
    "officers.Officer": "badge and rank",
    "officers.ReviewHalf": "figures, by codes; its words are rows of their own",
    "presentations.Topic": "the library is everyone’s, and reviewed",
    "presentations.TopicMaterial": "the library is everyone’s, and reviewed",
    "referrals.Agency": "public services and their numbers",
    "schools.Agreement": "between public bodies, published",
    "schools.AgreementClause": "as agreements",
    "schools.AgreementSignatory": "who signed for a public body, published",
    "schools.BellSchedule": "published by the school",
    "schools.Campus": "a public place",
    "schools.Checklist": "what is looked at, kept by administrators",
    "schools.ChecklistItem": "as checklists",
    "schools.District": "a public body",
    "schools.FloorPlan": "rooms and doors",
    "schools.Period": "published by the school",
    "schools.Place": "room names",
    "schools.School": "a public body",
    "schools.SchoolDay": "published by the district",
    "schools.SpotKind": "a list of kinds",
    "schools.SchoolYear": "published by the district",
}
"""Tables of ours with texts that are looked at for nobody, and why."""


def ours():
    """Tables of this repository that hold texts, without their histories."""
    return {
        model._meta.label
        for model in apps.get_models()
        if not model.__module__.startswith(("django.", "allauth.", "pghistory."))
        and not hasattr(model, "pgh_tracked_model")
        and texts_of(model)
    }


def test_each_table_with_texts_is_a_place_or_says_why_not():
    places = {place.model._meta.label for place in PLACES}

    assert ours() == places | set(NO_PLACE)
    assert not places & set(NO_PLACE)


def test_each_emptied_column_exists():
    for place in PLACES:
        columns = {field.attname for field in place.model._meta.concrete_fields}
        assert {*place.identity, *place.kept} <= columns
