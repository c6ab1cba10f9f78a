"""Uploading, checking, applying and abandoning a OneRoster package.

Checking and applying run in a worker, each in one transaction. The row is locked
meanwhile, so a second worker passes by. The clock acts in it, not the person who
asked: the district and the office bring names that they may not read (product.md §2).
"""

import logging
from functools import partial
from pathlib import Path
from uuid import UUID

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.timezone import now

from schools import policy
from schools.models import District, OneRosterImport
from schools.models.imports import FOLDER, KEPT_FOR
from schools.oneroster.applying import apply as write_differences
from schools.oneroster.problems import Unreadable
from schools.oneroster.run import examine
from schools.states import ABANDON, APPLY, CHECK, FAIL, FINISH
from sro_program import workflow
from sro_program.accounts.models import User
from sro_program.audit.log import record
from sro_program.core.db import Actor, acting_as_clock, constraints_as_rules
from sro_program.core.errors import ProductError, RuleBroken
from sro_program.core.policy import Verdict, require

logger = logging.getLogger(__name__)
OFFERS = {
    APPLY: policy.can_decide_import,
    ABANDON: policy.can_decide_import,
}
UNEXPECTED = (
    "Something went wrong on our side. Nothing was changed; the administrators can "
    "see what happened in the log."
)
NOTHING = "The good rows say what is already known: there is nothing to apply."
FAILURE_LENGTH = 500


def offers(user: Actor, found: OneRosterImport) -> dict[str, Verdict]:
    """The verbs that fit this moment, each with the verdict for this person."""
    return {
        transition.verb: may(user, found)
        for transition, may in OFFERS.items()
        if transition.possible(found)
        and not (transition == APPLY and found.changes_nothing)
    }


@transaction.atomic
def upload(
    district: District, *, by: Actor, record_id: UUID, file: "UploadedFile[bytes]"
) -> OneRosterImport:
    """Keep a package until it is applied or abandoned, a week at most.

    The same `record_id` twice is the same upload; someone else's raises RuleBroken.
    Whoever calls this starts `tasks.check_import`; else `tasks.resume_imports` does.
    """
    require(policy.can_import_into(by, district))
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # one click at a time
    known = OneRosterImport.objects.filter(pk=record_id, uploaded_by_id=by.pk).first()
    if known:
        return known
    found = OneRosterImport(
        id=record_id,
        district=district,
        uploaded_by_id=by.pk,
        file_name=(file.name or "package")[-120:],
        file_size=file.size or 0,
    )
    with constraints_as_rules(OneRosterImport):
        found.save(force_insert=True)  # first, so that a refusal leaves no file
    found.file.save("package", file, save=False)
    found.file.close()
    found.save(update_fields=["file"])
    record(by, "upload", found, size=found.file_size)
    return found


def check(import_id: UUID) -> None:
    """The dry run: its differences and problems go to the row. Done once."""
    try:
        with acting_as_clock():
            _check(import_id)
    except (Unreadable, ProductError) as error:
        _fail(import_id, str(error))
    except Exception:
        _fail(import_id, UNEXPECTED)
        raise


def _check(import_id: UUID) -> None:
    found = _claim(import_id, CHECK)
    if found is None:
        return
    examined = examine(Path(found.file.path), found.district, found.report)
    workflow.move(
        found,
        CHECK,
        by=found.uploaded_by,
        summary=examined.differences.as_json(),
        problems=examined.problems.as_json(),
        problem_count=examined.problems.total,
    )


@transaction.atomic
def apply(
    found: OneRosterImport, *, by: Actor, mode: str, version: int | None = None
) -> OneRosterImport:
    """Order a checked import to be written; `tasks.apply_import` does it.

    Raises RuleBroken when all rows are wanted and some are bad, or nothing changes.
    """
    found = workflow.lock(found, version=version)
    require(policy.can_decide_import(by, found))
    if found.changes_nothing:
        raise RuleBroken(NOTHING)
    if mode == OneRosterImport.Mode.ALL and found.problem_count:
        raise RuleBroken(_some_are_bad(found.problem_count))
    workflow.move(found, APPLY, by=by, mode=mode, applied_by_id=by.pk)
    return found


def write(import_id: UUID) -> None:
    """Carry an ordered import out, in one transaction. Done once."""
    try:
        with acting_as_clock():
            _write(import_id)
    except (Unreadable, ProductError) as error:
        _fail(import_id, str(error))
    except Exception:
        _fail(import_id, UNEXPECTED)
        raise


def _write(import_id: UUID) -> None:
    found = _claim(import_id, FINISH)
    if found is None or found.applied_by is None:
        return
    district = District.objects.select_for_update().get(pk=found.district_id)
    require(policy.can_decide_import(found.applied_by, found))
    examined = examine(Path(found.file.path), district, found.report)
    if found.mode == OneRosterImport.Mode.ALL and examined.problems.total:
        raise RuleBroken(_some_are_bad(examined.problems.total))
    write_differences(examined.differences, district, found.report)
    _end(
        found,
        FINISH,
        by=found.applied_by,
        summary=examined.differences.as_json(),
        problems=examined.problems.as_json(),
        problem_count=examined.problems.total,
    )


@transaction.atomic
def abandon(
    found: OneRosterImport, *, by: Actor | None, version: int | None = None
) -> OneRosterImport:
    """Throw an upload away. `by` is None when its week is over."""
    found = workflow.lock(found, version=version)
    if by is not None:
        require(policy.can_decide_import(by, found))
    _end(found, ABANDON, by=by)
    return found


def delete_old_files() -> None:
    """Delete what is older than a week, such as an upload that never became a row."""
    try:
        _, names = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return
    for name in names:
        stored = f"{FOLDER}/{name}"
        if default_storage.get_modified_time(stored) < now() - KEPT_FOR:
            default_storage.delete(stored)


def _claim(import_id: UUID, verb: workflow.Transition) -> OneRosterImport | None:
    """Lock the row for this work; None when it is done or in other hands."""
    rows = OneRosterImport.objects.select_for_update(of=("self",), skip_locked=True)
    return (
        rows.filter(pk=import_id, status__in=verb.sources)
        .select_related("district", "uploaded_by", "applied_by")
        .first()
    )


def _fail(import_id: UUID, failure: str) -> None:
    with acting_as_clock():
        found = _claim(import_id, FAIL)
        if found:
            _end(found, FAIL, by=None, failure=failure[:FAILURE_LENGTH])


def _end(
    found: OneRosterImport,
    transition: workflow.Transition,
    *,
    by: Actor | None,
    **changes: object,
) -> None:
    """The last state of an import; its file goes when the transaction commits."""
    storage, name = found.file.storage, found.file.name
    workflow.move(found, transition, by=by, why="", file="", **changes)
    if name:
        transaction.on_commit(partial(storage.delete, name), robust=True)


def _some_are_bad(count: int) -> str:
    rows = "1 row is" if count == 1 else f"{count} rows are"
    return f"{rows} bad. Correct the file, or choose to apply the good rows only."
