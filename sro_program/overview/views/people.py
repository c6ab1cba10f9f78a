"""Who is looking."""

from django.http import Http404, HttpRequest

from sro_program.accounts.models import User


def signed_in(request: HttpRequest) -> User:
    """The person who is signed in; the views that ask are not public."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user
