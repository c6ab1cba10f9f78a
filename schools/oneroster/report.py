"""The dry run as plain lines, for a terminal."""

from collections.abc import Iterator

from schools.oneroster.differences import EXAMPLES, Section
from schools.oneroster.run import Examination


def report_lines(examined: Examination) -> Iterator[str]:
    """What would change, with examples, and what is wrong, by file, line and column."""
    for section in examined.differences.sections:
        yield _counts(section)
        as_json = section.as_json(examined.differences.school_names)
        yield from _examples(as_json["examples"])
    for note in examined.differences.notes:
        yield f"Note: {note}"
    problems = examined.problems
    yield f"Bad rows: {problems.total}"
    for problem in problems.first:
        yield f"  {problem}"


def _counts(section: Section) -> str:
    return (
        f"{section.noun}: {len(section.new)} new, {len(section.changed)} changed, "
        f"{len(section.ends)} end, {section.same} as they are"
    )


def _examples(examples: object) -> Iterator[str]:
    marks = {"new": "+", "changed": "~", "ends": "-"}
    if not isinstance(examples, dict):
        return
    for kind, mark in marks.items():
        for line in examples[kind][:EXAMPLES]:
            yield f"  {mark} {line}"
