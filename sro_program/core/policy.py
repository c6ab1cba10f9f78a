"""The answer to "may they?" and how it is enforced."""

from dataclasses import dataclass

from sro_program.core.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to "may they?", with the reason when the answer is no."""

    reason: str = ""

    def __bool__(self) -> bool:
        return not self.reason


ALLOWED = Verdict()


def deny(reason: str) -> Verdict:
    """A no, with the sentence that the person will read."""
    return Verdict(reason)


def allow_if(condition: bool, otherwise: str) -> Verdict:
    """Yes when the condition holds; else a no with this reason."""
    return ALLOWED if condition else deny(otherwise)


def require(verdict: Verdict) -> None:
    """Go on only with a yes. Raises NotAllowed with the reason."""
    if not verdict:
        raise NotAllowed(verdict.reason)
