"""What the superiors and the officer say to a duty report: signatures, words beside."""

from uuid import UUID

from django.db import transaction

from officers import signing
from officers.models import DutyReport, DutyReportAnswer, DutyReportPage, Lens
from officers.states import SIGN
from sro_program.audit.log import record
from sro_program.core.db import Actor, constraints_as_rules
from sro_program.core.errors import Stale
from sro_program.core.ids import uuid7
from sro_program.core.policy import require
from sro_program.workflow import CHANGED, lock, move

Side = DutyReportAnswer.Side


@transaction.atomic
def sign(
    page: DutyReportPage, *, by: Actor, text: str = "", version: int | None = None
) -> DutyReportAnswer:
    """Sign one's own page, with words beside it or without.

    Words with a signature that only the command reads stand apart from it.

    Raises NotAllowed, WrongState when it is signed, or Stale when the log has been
    corrected since the page was shown.
    """
    require(signing.can_sign(by, page))
    page = lock(page, version=version)
    if page.replaced_at:
        raise Stale(CHANGED)
    move(page, SIGN, by=by)
    side = Side.COMMAND if page.lens == Lens.COMMAND else Side.SCHOOL
    if text and not _is_first(page, side):
        _answer(page, by, side, text, is_signature=False)
        text = ""
    return _answer(page, by, side, text, is_signature=True)


@transaction.atomic
def comment(
    page: DutyReportPage, *, by: Actor, text: str, record_id: UUID | None = None
) -> DutyReportAnswer:
    """Write beside a report without signing it; sent twice it stands there once.

    Raises NotAllowed, or RuleBroken without words.
    """
    require(signing.can_comment(by, page.report))
    mine = page.answers.filter(by_id=by.pk)
    if record_id and (said := mine.filter(pk=record_id).first()):
        return said
    side = signing.side_of(by, page.report)
    record(by, "comment", page)
    return _answer(page, by, side, text, is_signature=False, record_id=record_id)


def _answer(
    page: DutyReportPage,
    by: Actor,
    side: str,
    text: str,
    *,
    is_signature: bool,
    record_id: UUID | None = None,
) -> DutyReportAnswer:
    answer = DutyReportAnswer(
        id=record_id or uuid7(),
        page=page,
        report=page.report,
        officer=page.report.officer,
        school=page.report.school,
        side=side,
        by_id=by.pk,
        is_signature=is_signature,
        text=text,
        school_edition=_school_edition(page.report),
        for_school=page.report.for_school
        and (not is_signature or _is_first(page, side)),
    )
    with constraints_as_rules(DutyReportAnswer):
        answer.save(force_insert=True)
    return answer


def _school_edition(report: DutyReport) -> int:
    pages = report.pages.current().filter(lens=Lens.SCHOOL)
    return pages.values_list("edition", flat=True).first() or 0


def _is_first(page: DutyReportPage, side: str) -> bool:
    """Of this side while the school's page is what it is now."""
    signed = DutyReportAnswer.objects.filter(
        report=page.report,
        side=side,
        is_signature=True,
        school_edition=_school_edition(page.report),
    )
    return not signed.exists()
