"""Verdicts: a no has a reason, and whoever asks for a yes gets the reason."""

import pytest

from sro_program.core.errors import NotAllowed
from sro_program.core.policy import ALLOWED, allow_if, deny, require


def test_a_no_is_falsy_and_says_why():
    verdict = deny("Only a principal may.")

    assert (bool(verdict), verdict.reason) == (False, "Only a principal may.")


def test_a_yes_is_truthy():
    assert ALLOWED
    assert allow_if(True, "never said") == ALLOWED
    assert allow_if(False, "said") == deny("said")


def test_requiring_a_no_raises_its_reason():
    require(ALLOWED)

    with pytest.raises(NotAllowed, match="Only a principal may"):
        require(deny("Only a principal may."))
