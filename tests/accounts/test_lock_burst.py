"""Fifty at once are still only five."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from sro_program.accounts.models import SignInAttempt, User
from tests.accounts.conftest import is_signed_in, submit
from tests.factories.accounts import UserFactory

BURST = 50


@pytest.mark.django_db(transaction=True)
def test_a_burst_of_fifty_wrong_passwords_is_five_tries(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    user = UserFactory()
    compared: list[str] = []
    check = User.check_password

    def counted(person: User, password: str) -> bool:
        compared.append(password)
        return check(person, password)

    monkeypatch.setattr(User, "check_password", counted)
    together = Barrier(BURST)

    def guess(number: int) -> int:
        together.wait()
        try:
            return submit(Client(), user.email, f"guess-{number}").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(BURST) as pool:
        answers = set(pool.map(guess, range(BURST)))

    user.refresh_from_db()
    client = Client()
    submit(client, user.email)
    assert answers == {200}
    assert len(compared) == 5
    assert SignInAttempt.objects.count() == 5
    assert user.locked_at is not None
    assert not is_signed_in(client)
