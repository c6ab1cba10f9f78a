"""Operations of migrations that need the state of all models only once.

Django renders a model and everything that points to it anew after each operation.
Constraints, indexes and triggers come in dozens, all at the same few models that half
the product points to: that was more than half the time of a first start.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TypeGuard

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import RenameIndex
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.models import IndexOperation
from django.db.migrations.state import ProjectState


def at_once(operations: Iterable[Operation]) -> list[Operation]:
    """The same operations; constraints, indexes and triggers that follow one another
    are one. What one of them adds, another of the same group cannot take away."""
    return [one for _, group in groupby(operations, _is_option) for one in _one(group)]


class AtOnce(Operation):
    """Constraints, indexes and triggers, with one look at the models."""

    def __init__(self, operations: Sequence[IndexOperation]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Without rendered models a state renders nothing (`ProjectState.apps`)."""
        rendered = state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)
        if rendered is not None:
            state.__dict__["apps"] = rendered
            names = {operation.model_name_lower for operation in self.operations}
            state.reload_models([(app_label, name) for name in sorted(names)])

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """As Django prints it."""
        return "; ".join(operation.describe() for operation in self.operations)


def _is_option(operation: Operation) -> TypeGuard[IndexOperation]:
    is_renamed = isinstance(operation, RenameIndex)
    return isinstance(operation, IndexOperation) and not is_renamed


def _one(group: Iterable[Operation]) -> Sequence[Operation]:
    found = list(group)
    options = [one for one in found if _is_option(one)]
    return [AtOnce(options)] if len(options) > 1 else found
