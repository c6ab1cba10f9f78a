"""People and invitations; each text field carries a token of its own."""

from datetime import timedelta

import factory
from django.utils.timezone import now
from factory.django import DjangoModelFactory

from sro_program.accounts.models import Invitation, PoliceAgency, Role, User
from sro_program.core.db import acting_as_clock

PASSWORD = "a-long-password"


class UserFactory(DjangoModelFactory[User]):
    email = factory.Sequence(lambda n: f"person-{n}@example.org")
    name = factory.Sequence(lambda n: f"Person Token-Name-{n}")

    class Meta:
        model = User

    @classmethod
    def _create(cls, model_class: type[User], *args: object, **fields: object) -> User:
        fields.setdefault("password", PASSWORD)
        with acting_as_clock():
            return model_class.objects.create_user(**fields)


class AdministratorFactory(UserFactory):
    is_staff = True


class PoliceAgencyFactory(DjangoModelFactory[PoliceAgency]):
    name = factory.Sequence(lambda n: f"Agency Token-Agency-{n}")
    short_name = factory.Sequence(lambda n: f"A{n}")

    class Meta:
        model = PoliceAgency


class InvitationFactory(DjangoModelFactory[Invitation]):
    """To a school, as a teacher, unless told otherwise."""

    name = factory.Sequence(lambda n: f"Guest Token-Guest-{n}")
    email = factory.Sequence(lambda n: f"guest-{n}@example.org")
    role = Role.TEACHER
    invited_by = factory.SubFactory(UserFactory)
    user = factory.SubFactory(
        UserFactory,
        email=factory.SelfAttribute("..email"),
        name=factory.SelfAttribute("..name"),
        password=None,
        is_active=False,
    )
    expires_at = factory.LazyFunction(lambda: now() + timedelta(days=7))

    class Meta:
        model = Invitation
