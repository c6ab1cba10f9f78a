"""Writing to the audit trail."""

from collections.abc import Iterable
from uuid import UUID

from django.db import models

from sro_program.audit.models import AuditEvent, Disclosure, Kind
from sro_program.core.db import Actor


def record(
    by: Actor | None, verb: str, about: models.Model, **detail: object
) -> AuditEvent:
    """Note that someone (or a clock: None) did this; detail holds ids and states."""
    return _write(Kind.VERB, by, verb, about, detail)


def record_view(by: Actor, about: models.Model) -> AuditEvent:
    """Note that someone opened a sensitive record (the one write of a GET)."""
    return _write(Kind.READ, by, "open", about, {})


def record_views(by: Actor, abouts: Iterable[models.Model]) -> None:
    """Note that someone was shown these sensitive records at once, in one statement."""
    AuditEvent.objects.bulk_create(
        _event(Kind.READ, by, "open", about, {}) for about in abouts
    )


def record_disclosure(
    by: Actor, verb: str, about: models.Model, **detail: object
) -> AuditEvent:
    """Note that content left the product: an export, a print, a file."""
    return _write(Kind.DISCLOSURE, by, verb, about, detail)


def disclose(
    by: Actor | None,
    what: Disclosure.What,
    about: models.Model,
    *,
    person_id: UUID,
    to_whom: str,
    basis: str,
    to_user: Actor | None = None,
) -> Disclosure:
    """Write into the register that a person's data were revealed to someone.

    `about` is the record that was revealed, of a school; `basis` says in words what
    allows it (domain.md R34).
    """
    return Disclosure.objects.create(
        by_id=by.pk if by else None,
        person_id=person_id,
        school_id=about.school_id,  # type: ignore[attr-defined]  # records about people have one
        what=what,
        to_whom=to_whom,
        to_user_id=to_user.pk if to_user else None,
        basis=basis,
        object_type=about._meta.label_lower,
        object_id=str(about.pk),
    )


def record_sign_in(verb: str, user: models.Model, **detail: object) -> AuditEvent:
    """Note a sign-in, a refusal, a lock or a release for this account."""
    return _write(Kind.SIGN_IN, None, verb, user, detail)


def _write(
    kind: Kind,
    by: Actor | None,
    verb: str,
    about: models.Model,
    detail: dict[str, object],
) -> AuditEvent:
    event = _event(kind, by, verb, about, detail)
    event.save(force_insert=True)
    return event


def _event(
    kind: Kind,
    by: Actor | None,
    verb: str,
    about: models.Model,
    detail: dict[str, object],
) -> AuditEvent:
    return AuditEvent(
        kind=kind,
        by_id=by.pk if by else None,
        verb=verb,
        object_type=about._meta.label_lower,
        object_id=str(about.pk),
        school_id=getattr(about, "school_id", None),
        detail={key: value for key, value in detail.items() if value is not None},
    )
