"""What a calendar says of one event or day, as it is kept until it is applied."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Found:
    """One occurrence. `recurrence_id` is empty where it happens once.

    Whole days go from midnight to midnight on the clock of the district.
    """

    uid: str
    recurrence_id: str
    title: str
    starts_at: datetime
    ends_at: datetime
    is_whole_days: bool
    where: str
    is_cancelled: bool
    first: date
    last: date

    @property
    def key(self) -> tuple[str, str]:
        return self.uid, self.recurrence_id

    def as_json(self) -> dict[str, Any]:
        as_text = {name: str(value) for name, value in asdict(self).items()}
        flags = ("is_whole_days", "is_cancelled")
        return as_text | {name: getattr(self, name) for name in flags}


def from_json(kept: dict[str, Any]) -> Found:
    """As it was found."""
    moments = ("starts_at", "ends_at")
    days = ("first", "last")
    return Found(
        **kept
        | {name: datetime.fromisoformat(kept[name]) for name in moments}
        | {name: date.fromisoformat(kept[name]) for name in days}
    )
