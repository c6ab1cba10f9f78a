"""A small world twice: our own county, and one next door that looks the same.

Every text field of the one next door carries a token of its own (the factories see to
that), so that a token on a page of ours is a leak.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from time import time
from typing import Any

from allauth.account.internal.flows import login
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from officers.models import Officer
from presentations.actions.telling import DECIDE, FEEDBACK
from presentations.models import Delivery, TopicMaterial
from presentations.states import Status
from referrals.actions.telling import ANSWER
from schools.models import District, School
from sro_program.accounts import feeds
from sro_program.accounts.actions.invitations import ACCEPT_ROUTE
from sro_program.accounts.models import PoliceAgency, Role, SavedView, User
from sro_program.core.ids import uuid7
from sro_program.core.links import SignedLink, make_token
from sro_program.core.times import school_year
from tests.architecture.routes import Route
from tests.conftest import make_member, make_user
from tests.factories import incidents as police
from tests.factories import officers as unit
from tests.factories import presentations as talks
from tests.factories import referrals as helping
from tests.factories import schools as territory
from tests.factories.accounts import InvitationFactory
from tests.factories.notifications import NotificationFactory

AGENCY_ROLES = [Role.COMMANDER, Role.OFFICE]
SCHOOL_ROLES = [Role.PRINCIPAL, Role.COUNSELOR, Role.TEACHER]
SIDES = ["command", "school"]
NOWHERE = 999_999_999
EVERYONE = [
    "commander",
    "office",
    "officer",
    "principal",
    "counselor",
    "teacher",
    "district",
    "administrator",
    "no role",
]
"""Who signs in, in the order of the matrices; the two functions below make them."""
A_TOKEN = "not-a-token"
SECRETS = {"token", "secret"}


@dataclass
class County:
    """One record of each kind, and a person in each role."""

    agency: PoliceAgency
    district: District
    school: School
    officer: Officer
    people: dict[str, User] = field(default_factory=dict)
    records: dict[str, Any] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    """What a mail or a calendar program holds, by the name of the route."""


def make_county() -> County:
    school = territory.SchoolFactory()
    district = school.district
    agency = district.police_agency
    officer = unit.OfficerFactory(police_agency=agency)
    county = County(agency, district, school, officer)
    county.records = {
        "district": district,
        "school": school,
        "officer": officer,
        "assignment": unit.AssignmentFactory(officer=officer, campus=school.campus),
        "absence": unit.AbsenceFactory(officer=officer),
        "approval": unit.CoverageApprovalFactory(
            campus=school.campus, recorded_by=officer.user
        ),
        "entry": unit.ActivityEntryFactory(officer=officer, school=school),
        **make_training(officer),
        **make_territory(school, officer.user),
    }
    county.people = {
        **{role.value: make_member(role, agency) for role in AGENCY_ROLES},
        **{role.value: make_member(role, school) for role in SCHOOL_ROLES},
        "district": make_member(Role.DISTRICT, district),
        "officer": officer.user,
    }
    county.records |= make_hall(county) | make_talks(county)
    county.records |= make_drills(county) | make_walks(county)
    county.records |= make_notices(county)
    county.records |= make_events(county)
    county.records |= make_past(county) | make_advice(county)
    county.records |= (
        make_directives(county) | make_balance(county) | make_reports(county)
    )
    county.records |= make_reviews(county)
    county.records |= make_referrals(county) | make_incidents(county)
    county.secrets = make_secrets(county)
    return county


def make_training(officer: Officer) -> dict[str, Any]:
    """A certificate that was lost, hours, each with its paper; and what is due."""
    paper = {
        "document": ContentFile(b"%PDF-1.7\n%%EOF\n", name="paper.pdf"),
        "document_type": "application/pdf",
        "document_size": 1,
        "confirmed_by": None,
    }
    return {
        "certificate": unit.OtherCertificateFactory(officer=officer, **paper),
        "lost": unit.OtherCertificateFactory(
            officer=officer,
            lost_on=date(2022, 6, 1),
            lost_because=f"lost-token-{officer.pk}",
        ),
        "hours": unit.TrainingHoursFactory(officer=officer, **paper),
        "training_due": unit.TrainingDueFactory(officer=officer),
    }


def make_hall(county: County) -> dict[str, Any]:
    principal = county.people["principal"]
    return {
        "membership": county.people["teacher"].memberships.get(),
        "invitation": InvitationFactory(
            school=county.school, role=Role.TEACHER, invited_by=principal
        ),
        "notification": NotificationFactory(recipient=principal),
        "saved_view": SavedView.objects.create(
            user=principal,
            page="presentations",
            name=f"view-token-{principal.pk}",
            query="q=1",
        ),
    }


def make_talks(county: County) -> dict[str, Any]:
    """A request and a draft of the teacher's, a booked one, the library."""
    topic = talks.TopicFactory()
    return {
        "draft": talks.PresentationFactory(
            school=county.school,
            topic=topic,
            requested_by=county.people["teacher"],
            requested_at=None,
            status=Status.DRAFT,
        ),
        "booked": talks.BookedFactory(
            school=county.school,
            topic=topic,
            officer=county.officer,
            requested_by=county.people["counselor"],
        ),
        "presentation": talks.PresentationFactory(
            school=county.school,
            topic=topic,
            requested_by=county.people["teacher"],
        ),
        "topic": topic,
        "material": TopicMaterial.objects.create(
            topic=topic,
            title=f"material-token-{topic.pk}",
            file=ContentFile(b"%PDF-1.7\n%%EOF\n", name="slides.pdf"),
            media_type="application/pdf",
            size=1,
            sha256="0" * 64,
            uploaded_by=county.officer.user,
        ),
    }


def make_past(county: County) -> dict[str, Any]:
    """A talk of yesterday, and a sensitive one that was given and has a record."""
    shared = {
        "school": county.school,
        "officer": county.officer,
        "requested_by": county.people["teacher"],
        "school_signed_by": county.people["principal"],
    }
    delivered = talks.BookedFactory(
        **shared,
        topic=talks.TopicFactory(sensitive=True),
        starts_at=now() - timedelta(days=2),
        status=Status.DELIVERED,
    )
    return {
        "past": talks.BookedFactory(**shared, starts_at=now() - timedelta(days=1)),
        "delivered": delivered,
        "delivery": Delivery.objects.create(
            presentation=delivered,
            school=county.school,
            head_count=20,
            minutes=45,
            note=f"delivery-token-{county.school.pk}",
            recorded_by=county.officer.user,
        ),
    }


def make_directives(county: County) -> dict[str, Any]:
    """One of each side at one time, and one declined with a reason."""
    told = {
        "officer": county.officer,
        "school": county.school,
        "starts_at": now() + timedelta(hours=1),
    }
    return {
        "directive": unit.DirectiveFactory(
            **told, directed_by=county.people["commander"]
        ),
        "of_the_school": unit.DirectiveFactory(
            **told, directed_by=county.people["principal"], side="school"
        ),
        "not_done": unit.DirectiveFactory(
            **told,
            directed_by=county.people["principal"],
            side="school",
            status="declined",
            reason=f"directive-reason-token-{county.school.pk}",
        ),
    }


def make_reports(county: County) -> dict[str, Any]:
    """A week with both pages; words of the principal, and of the command alone."""
    report = unit.DutyReportFactory(officer=county.officer, school=county.school)
    of_command = unit.DutyReportPageFactory(report=report, lens="command")
    of_school = unit.DutyReportPageFactory(report=report)
    return {
        "duty_report": report,
        "of_command": of_command,
        "report_page": of_school,
        "report_words": unit.DutyReportAnswerFactory(
            page=of_school, by=county.people["principal"]
        ),
        "report_kept": unit.DutyReportAnswerFactory(
            page=of_command,
            side="command",
            by=county.people["commander"],
            for_school=False,
        ),
    }


def make_balance(county: County) -> dict[str, Any]:
    """Goals that were declined, others that wait, and why each picture tilted."""
    about = {"officer": county.officer, "school": county.school}
    commander = county.people["commander"]
    return {
        "goals": unit.BalanceGoalFactory(**about, proposed_by=commander),
        "goals_declined": unit.BalanceGoalFactory(
            **about,
            proposed_by=commander,
            status="declined",
            reason=f"goals-reason-token-{county.school.pk}",
        ),
        "tilt": unit.TiltReasonFactory(**about),
        "tilt_of_the_school": unit.TiltReasonFactory(**about, side="school"),
    }


def make_reviews(county: County) -> dict[str, Any]:
    """One that is being written, and one of the year before: signed and answered."""
    about = {"officer": county.officer, "school": county.school}
    commander, principal = county.people["commander"], county.people["principal"]
    this = school_year(date.today())
    being = unit.ReviewFactory(**about, opened_by=commander, year=this)
    ended = unit.ReviewFactory(**about, opened_by=principal, year=this - 1)
    proposed = unit.ReviewGoalFactory(review=being, proposed_by=commander)
    agreed = unit.ReviewGoalFactory(
        review=ended,
        proposed_by=commander,
        status="agreed",
        answered_by=principal,
        answered_at=now(),
    )
    drafts = [unit.ReviewHalfFactory(review=being, side=side) for side in SIDES]
    halves = [unit.ReviewHalfFactory(review=ended, side=side) for side in SIDES]
    of_command, of_school = drafts
    records = {
        "review": being,
        "review_ended": ended,
        "review_goal": proposed,
        "review_agreed": agreed,
        "half_of_command": of_command,
        "half_of_school": of_school,
        "said_by_command": unit.ReviewAnswerFactory(half=of_command),
        "said_by_school": unit.ReviewAnswerFactory(half=of_school),
        "signed_by_command": unit.ReviewAnswerFactory(half=halves[0]),
        "signed_by_school": unit.ReviewAnswerFactory(half=halves[1]),
        "outcome_of_command": unit.ReviewAnswerFactory(
            half=halves[0], goal=agreed, standard="", seen=""
        ),
        "signed_half": halves[1],
    }
    for half, by in zip(halves, [commander, principal], strict=True):
        unit.sign(half, by)
    return records | {
        "answer_to_command": unit.ReviewCommentFactory(half=halves[0]),
        "answer_to_school": unit.ReviewCommentFactory(half=halves[1]),
    }


def make_advice(county: County) -> dict[str, Any]:
    """A session that is to be followed up, and an entry of the directory."""
    advice = helping.AdviceFactory(
        school=county.school, officer=county.officer, outcome="follow_up"
    )
    unit.ActivityEntryFactory(
        school=county.school,
        officer=county.officer,
        source_kind="advice",
        source_id=advice.pk,
    )
    return {
        "advice": advice,
        "agency_entry": helping.AgencyFactory(district=county.district),
    }


def make_referrals(county: County) -> dict[str, Any]:
    """One to the counselor, one to an agency, with all that is written about them."""
    officer, counselor = county.officer.user, county.people["counselor"]
    sent = {"school": county.school, "referred_by": officer}
    referral = helping.ReferralFactory(**sent, to_counselor=counselor)
    outside = helping.AgencyFactory(district=county.district, email="a@example.org")
    declined = helping.ReferralFactory(
        **sent,
        to_counselor=counselor,
        status="declined",
        ended_at=now(),
        due_at=None,
    )
    return {
        "referral": referral,
        "concern": referral.concern,
        "concerned": referral.concern.about,
        "note": helping.NoteFactory(referral=referral, written_by=counselor),
        "message": helping.MessageFactory(referral=referral, written_by=counselor),
        "declined": declined,
        "why": helping.MessageFactory(
            referral=declined, written_by=counselor, kind="reason"
        ),
        "outside": helping.ReferralFactory(**sent, to_agency=outside),
        "report": helping.MandatoryReportFactory(
            concern=referral.concern, written_by=officer
        ),
    }


def make_incidents(county: County) -> dict[str, Any]:
    """One in review with everything in it, one being written, one handed back."""
    written = {
        "school": county.school,
        "police_agency": county.agency,
        "written_by": county.officer.user,
    }
    incident = police.IncidentFactory(**written, status="submitted", submitted_at=now())
    being_written = police.IncidentFactory(**written, case_file__conduct="misconduct")
    approved = police.IncidentFactory(**written, status="submitted")
    charged = police.IncidentFactory(**written)
    parts = police.make_parts(incident)
    records = {
        "incident": incident,
        "case_file": incident.case_file,
        "being_written": being_written,
        "written_file": being_written.case_file,
        **{
            f"{name}_written": one
            for name, one in police.make_parts(being_written).items()
        },
        **parts,
        "approved": approved,
        "charged": charged,
        "charged_with": police.make_parts(charged)["offence"],
        "handed_back": police.IncidentFactory(**written),
        "received": police.ReceivedReportFactory(
            school=county.school,
            police_agency=county.agency,
            taken_by=county.officer.user,
        ),
    }
    records |= {
        "submission": police.SubmissionFactory(
            incident=incident, written_by=county.officer.user
        ),
        "involved": records["involvement_written"],
        "part": records["measure_written"],
        "slip": police.HandBackFactory(incident=records["handed_back"]),
        "remark": police.RemarkFactory(
            incident=incident, written_by=county.people["commander"]
        ),
    }
    order = police.SealingOrderFactory(
        police_agency=county.agency,
        written_by=county.people["commander"],
        involved=[parts["involvement"].pk],
    )
    records |= {"sealing": order, "sealed_name": police.SealingNameFactory(order=order)}
    police.end(approved, "approved", approved_by=county.people["commander"])
    police.end(records["handed_back"], "handed_back", outcome="school")
    records["supplement"] = police.SupplementFactory(
        incident=approved, written_by=county.officer.user
    )
    return records


def make_drills(county: County) -> dict[str, Any]:
    """One that was held, with words about children and a finding; one unexpected."""
    officer = county.officer.user
    about = {"school": county.school, "written_by": officer}
    drill = territory.DrillFactory(**about, sro=officer, part_of_sro="led")
    return {
        "drill": drill,
        "drill_note": territory.DrillNoteFactory(drill=drill),
        "finding": territory.FindingFactory(drill=drill),
        "drill_planned": territory.DrillFactory(
            **about,
            kind="lockdown",
            is_announced=False,
            on=date.today() + timedelta(days=2),
            status="planned",
            held_at=None,
        ),
    }


def make_agreement(district: District, reviewer: User) -> dict[str, Any]:
    """An agreement with a clause, a signature and a review."""
    agreement = territory.AgreementFactory(district=district)
    return {
        "agreement": agreement,
        "clause": territory.AgreementClauseFactory(agreement=agreement),
        "signatory": territory.AgreementSignatoryFactory(agreement=agreement),
        "agreement_review": territory.AgreementReviewFactory(
            agreement=agreement, reviewed_by=reviewer
        ),
    }


def make_walks(county: County) -> dict[str, Any]:
    """A round with an answer, and what was found on it."""
    officer = county.officer.user
    walk = territory.WalkthroughFactory(school=county.school, walked_by=officer)
    answer = territory.WalkAnswerFactory(walkthrough=walk)
    return {
        "walk": walk,
        "walk_answer": answer,
        "walk_finding": territory.FindingFactory(
            school=county.school,
            written_by=officer,
            walkthrough=walk,
            item=answer.item,
        ),
    }


def make_notices(county: County) -> dict[str, Any]:
    """A ban that is in force."""
    person = territory.PersonFactory(
        school=county.school, kind="visitor", grade=None, retention_class="record"
    )
    return {
        "notice": territory.AccessNoticeFactory(
            person=person, written_by=county.officer.user
        )
    }


def make_events(county: County) -> dict[str, Any]:
    """One by hand that is going on, and one of a calendar that the officer was at."""
    school, officer = county.school, county.officer
    keeper = county.people["principal"]
    feed = territory.SchoolFeedFactory(school=school, written_by=keeper)
    followed = territory.SchoolEventFactory(
        school=school, feed=feed, uid="u-1", starts_at=now() - timedelta(days=1)
    )
    attendance = unit.EventAttendanceFactory(event=followed, officer=officer)
    unit.ActivityEntryFactory(
        school=school, officer=officer, source_kind="event", source_id=attendance.pk
    )
    return {
        "event": territory.SchoolEventFactory(
            school=school, written_by=keeper, starts_at=now() - timedelta(hours=1)
        ),
        "feed": feed,
        "feed_event": followed,
        "reading": territory.FeedReadingFactory(feed=feed, asked_by=keeper),
        "attendance": attendance,
    }


def make_secrets(county: County) -> dict[str, str]:
    """Links as they stand in mails, each good for its person; a calendar's address."""
    records, people = county.records, county.people
    invitation = records["invitation"]

    def link(route, user, record, version):
        return make_token(route, SignedLink(user.pk, record.pk, version))

    asked, given = records["presentation"], records["delivered"]
    return {
        ACCEPT_ROUTE: link(
            ACCEPT_ROUTE, invitation.user, invitation, invitation.version
        ),
        DECIDE: link(DECIDE, people["principal"], asked, asked.revision),
        FEEDBACK: link(FEEDBACK, people["teacher"], given, given.revision),
        ANSWER: link(ANSWER, people["officer"], records["outside"], 1),
        "calendar_feed": feeds.make_address(people["principal"]),
    }


def make_territory(school: School, by: User) -> dict[str, Any]:
    district = school.district
    today = date.today()
    territory.SchoolYearFactory(
        district=district,
        starts_on=today - timedelta(days=100),
        ends_on=today + timedelta(days=200),
    )
    bells = territory.BellScheduleFactory(school=school)
    place = territory.PlaceFactory(school=school)
    plan = territory.FloorPlanFactory(school=school, added_by=by)
    return {
        "plan": plan,
        "pin": territory.PinFactory(plan=plan, place=place),
        "place_note": territory.PlaceNoteFactory(
            school=school, place=place, written_by=by
        ),
        "day": territory.SchoolDayFactory(
            district=district, school=school, on=today + timedelta(days=9)
        ),
        "period": territory.PeriodFactory(bell_schedule=bells),
        "place": place,
        **make_agreement(district, by),
        "person": (person := territory.PersonFactory(school=school)),
        "one": person,
        "other": territory.PersonFactory(school=school),
        "namesakes": territory.NamesakesFactory(one=person, said_by=by),
        "school_class": territory.SchoolClassFactory(school=school),
        "import": territory.OneRosterImportFactory(district=district, uploaded_by=by),
    }


def nobodies() -> dict[str, User]:
    """People who are signed in and belong nowhere."""
    administrator = make_user("administrator@example.org", "Ada Administrator")
    administrator.is_staff = True
    administrator.save(update_fields=["is_staff"])
    return {
        "administrator": administrator,
        "no role": make_user("nobody@example.org", "No Role"),
    }


KINDS = {
    "accounts:end_membership": "membership",
    "accounts": "invitation",
    "notifications": "notification",
    "presentations:remove_view": "saved_view",
    "presentations:school_coverage": "school",
    "presentations:export_school_coverage": "school",
    "presentations:levels": "district",
    "presentations:topic": "topic",
    "presentations:edit_topic": "topic",
    "presentations:switch_topic": "topic",
    "presentations:add_material": "topic",
    "presentations:material": "material",
    "presentations:remove_material": "material",
    "presentations:detail": "delivered",
    "presentations:give_feedback": "delivered",
    "presentations:deliver": "past",
    "presentations:miss": "past",
    "presentations:send": "draft",
    "presentations:cancel": "booked",
    "presentations": "presentation",
    "referrals:advice": "advice",
    "referrals:change_advice": "advice",
    "referrals:follow_up": "advice",
    "referrals:report_on_advice": "advice",
    "referrals:crisis": "school",
    "referrals:agency": "agency_entry",
    "referrals:change_agency": "agency_entry",
    "referrals:check_agency": "agency_entry",
    "referrals:switch_agency": "agency_entry",
    "referrals:report": "report",
    "referrals:print_report": "report",
    "referrals:send_again": "declined",
    "referrals:renew_link": "outside",
    "referrals": "referral",
    "incidents:attachment": "attachment",
    "incidents:approve": "incident",
    "incidents:return_report": "incident",
    "incidents:incident": "incident",
    "incidents:unmask": "incident",
    "incidents:print_report": "incident",
    "incidents:print_interview": "incident",
    "incidents:sign_slip": "handed_back",
    "incidents:add_supplement": "approved",
    "incidents:remove_view": "saved_view",
    "incidents:received_report": "received",
    "incidents:change_received": "received",
    "incidents:begin_from_received": "received",
    **dict.fromkeys(
        (
            *("incidents:sealing_order", "incidents:choose_sealed"),
            *("incidents:sealing_texts", "incidents:confirm_sealing"),
            *("incidents:reopen_sealing", "incidents:withdraw_sealing"),
            "incidents:seal",
        ),
        "sealing",
    ),
    "incidents:change_offence": "charged",
    "incidents": "being_written",
    "schools:agreement": "agreement",
    "schools:acknowledge_agreement": "agreement",
    "schools:agreement_paper": "agreement",
    "schools:keep_paper": "agreement",
    "schools:review_agreement": "agreement",
    "schools:import_detail": "import",
    "schools:apply": "import",
    "schools:abandon": "import",
    "schools": "school",
    "officers:change_assignment": "assignment",
    "officers:end_assignment": "assignment",
    **dict.fromkeys(
        (
            *("officers:cancel_absence", "officers:relief"),
            "officers:take_relief",
        ),
        "absence",
    ),
    **dict.fromkeys(
        (
            *("officers:balance_goal", "officers:agree_goals"),
            *("officers:decline_goals", "officers:withdraw_goals"),
        ),
        "goals",
    ),
    **dict.fromkeys(
        (
            *("officers:review", "officers:review_pdf", "officers:write_half"),
            "officers:propose_review_goal",
        ),
        "review",
    ),
    "officers:agree_review_goal": "review_goal",
    "officers:withdraw_review_goal": "review_goal",
    "officers:sign_half": "half_of_school",
    "officers:take_back_half": "signed_half",
    "officers:answer_half": "review_ended",
    "officers:change_approval": "approval",
    "officers:change_line": "entry",
    "officers:take_out": "entry",
    "officers:withdraw": "of_the_school",
    **dict.fromkeys(
        (
            *("officers:directive", "officers:acknowledge", "officers:finish"),
            "officers:decline",
        ),
        "directive",
    ),
    **dict.fromkeys(
        (
            *("officers:change_certificate", "officers:lose_certificate"),
            *("officers:confirm_certificate", "officers:remove_certificate"),
            "officers:certificate_document",
        ),
        "certificate",
    ),
    **dict.fromkeys(
        (
            *("officers:change_hours", "officers:confirm_hours"),
            *("officers:remove_hours", "officers:hours_document"),
        ),
        "hours",
    ),
    **dict.fromkeys(("officers:report", "officers:report_pdf"), "duty_report"),
    "officers:sign_report": "report_page",
    "officers:comment_report": "report_page",
    "officers:attendance": "attendance",
    "officers:take_back_attendance": "attendance",
    "officers": "officer",
}
"""Which record `pk` means, by the name of the route or else of its app."""

PARTS = {
    "incidents:change_interview": "interview_written",
    "incidents:change_offence": "charged_with",
    "incidents:change_attachment": "attachment_written",
}
"""Which record `part` means, where it is no measure."""

WORDS = {"kind": "force", "section": "measures", "scale": "round", "side": "school"}
"""What fills placeholders that are no record."""

SHARED = {"topic", "material"}
"""Kinds of records that belong to no county: the library is everyone's."""


def kind_of(route: Route) -> str:
    return KINDS.get(route.name) or KINDS.get(route.name.partition(":")[0], "")


def arguments(route: Route, county: County) -> dict[str, object]:
    """What fills the placeholders of an address with records of this county."""
    kind = kind_of(route)
    secret = county.secrets.get(route.name, A_TOKEN)
    values: dict[str, object] = dict.fromkeys(SECRETS, secret)
    if kind:
        values["pk"] = county.records[kind].pk
    values |= WORDS
    if route.name in PARTS:
        return {"pk": values["pk"], "part": county.records[PARTS[route.name]].pk}
    for name in route.parameters:
        if name in county.records:
            values[name] = county.records[name].pk
    return {name: values[name] for name in route.parameters}


def missing_arguments(route: Route, county: County) -> dict[str, object]:
    """The same address for records that do not exist."""
    return {
        name: value if name in SECRETS or name in WORDS else _missing(value)
        for name, value in arguments(route, county).items()
    }


def _missing(value: object) -> object:
    return NOWHERE if isinstance(value, int) else uuid7()


def address(route: Route, values: dict[str, object]) -> str:
    return reverse(route.name, kwargs=values)


def client_of(user: User | None) -> Client:
    """A browser in which this person has just signed in; None: nobody has."""
    client = Client(raise_request_exception=True)
    if user:
        client.force_login(user)
        session = client.session
        session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
        session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [
            {"method": "password", "at": time(), "reauthenticated": True}
        ]
        session.save()
    return client
