"""The topics that come with the product, from `topics.toml` (domain.md §3.3)."""

import tomllib
from pathlib import Path
from typing import Any

from presentations.library import PARENTS, STAFF
from presentations.models import Topic
from schools import grades

FILE = Path(__file__).with_name("topics.toml")
ALL_GRADES = [grades.PRE_KINDERGARTEN, grades.HIGHEST]


def make_topics() -> int:
    """Add the topics whose titles are not yet in the library; how many were added."""
    topics = tomllib.loads(FILE.read_text(encoding="utf-8"))["topic"]
    known = {title.lower() for title in Topic.objects.values_list("title", flat=True)}
    new = [read(topic) for topic in topics if topic["title"].lower() not in known]
    return len(Topic.objects.bulk_create(new))


def read(topic: dict[str, Any]) -> Topic:
    """One entry of the file as a topic."""
    low, high = topic.get("grades", ALL_GRADES)
    audience = topic.get("audience", "")
    return Topic(
        title=topic["title"],
        summary=topic["summary"],
        objectives=topic["objectives"].strip(),
        outline=topic["outline"].strip(),
        grade_low=low,
        grade_high=high,
        for_adults=audience in {STAFF, PARENTS},
        minutes=topic["minutes"],
        sensitive=topic.get("sensitive", False),
        tags=[*topic["tags"], *([audience] if audience else [])],
        standards=topic.get("standards", ""),
    )
