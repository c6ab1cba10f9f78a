"""The demo's invented people and how to become one of them with a tap."""

from django.conf import settings
from django.http import HttpRequest

from sro_program.accounts.models import Membership, Role, User

DOMAIN = "@demo.example"
PASSWORD = "calloway-demo"  # noqa: S105  # shown on the sign-in page of the demo, on purpose


def sign_ins() -> list[tuple[str, str, str]]:
    """One person for each role: role, e-mail, name with the place of the role."""
    people = User.objects.filter(email__endswith=DOMAIN, is_active=True).order_by("pk")
    held = Membership.objects.current().filter(user__in=people).for_list()
    first = {item.role: item for item in held.order_by("-user_id")}
    members = [
        (item.get_role_display(), item.user.email, f"{item.user}, {item.holds_for}")
        for item in map(first.get, Role.values)
        if item
    ]
    others = {
        Role.OFFICER.label: people.filter(email=f"officer{DOMAIN}").first(),
        "Administrator": people.filter(is_staff=True).first(),
    }
    rest = [(label, user.email, user.name) for label, user in others.items() if user]
    return members + rest


def on_sign_in_page(request: HttpRequest) -> dict[str, object]:
    """Context of the sign-in page while the demo is on."""
    match = request.resolver_match
    if not settings.DEMO or match is None or match.url_name != "account_login":
        return {}
    return {
        "demo_sign_ins": sign_ins(),
        "demo_password": PASSWORD,
        "mfa_required": settings.MFA_REQUIRED,
    }
