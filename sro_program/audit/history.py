"""History by trigger: also bulk and raw SQL writes leave a row (trust.md §6)."""

from collections.abc import Callable
from typing import Any

import pghistory
from django.db import models


def track[M: type[models.Model]](
    *, exclude: list[str] | None = None
) -> Callable[[M], M]:
    """Keep every version of a model's rows, with who acted, in `<Model>Event`.

    The table is append-only by trigger; give it `core.rls.append_only` and a policy
    in the app's own `rls` migration.
    """
    decorate: Callable[[M], M] = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=exclude or [],
        append_only=True,
        context_field=pghistory.ContextJSONField(),
        context_id_field=None,  # type: ignore[arg-type]  # None is documented
        obj_field=_related("history"),
    )
    return decorate


def _related(name: str) -> Any:  # noqa: ANN401  # pghistory exports no type for it
    return pghistory.ObjForeignKey(related_name=name, db_index=True)
