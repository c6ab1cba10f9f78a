"""What beat tasks share: each row alone, and only while it is due."""

from sro_program.accounts.models import User
from sro_program.core.sweeps import each
from tests.conftest import make_user


def test_a_row_that_is_no_longer_due_when_its_turn_comes_is_passed_over(db):
    for name in ("a", "b"):
        make_user(f"{name}@example.org", name)
    done = []

    def act(user):
        done.append(user)
        User.objects.update(is_active=False)
        return True

    each(lambda: User.objects.filter(is_active=True), act)

    assert len(done) == 1
