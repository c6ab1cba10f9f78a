"""The site of Django admin: nothing in it but what was written for this product."""

from collections.abc import Iterable
from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite, ModelAdmin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from sro_program.core.admin import ReferenceAdmin


class ProductAdminSite(AdminSite):
    """Behind the product's own sign-in, and without what libraries bring along.

    Their pages obey Django's permission ticks: a superuser could give someone else's
    account another e-mail to sign in with, or read the rows of the second factor.
    Django's own sign-in and password pages know neither lock-out nor second factor.
    """

    def register(
        self,
        model_or_iterable: type[Model] | Iterable[type[Model]],
        admin_class: type[ModelAdmin[Any]] | None = None,
        **options: Any,  # noqa: ANN401  # Django's signature
    ) -> None:
        if admin_class is not None and issubclass(admin_class, ReferenceAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        response: HttpResponse = secure_admin_login(super().login)(
            request, extra_context
        )
        return response

    def logout(  # type: ignore[override]  # a redirect is a response
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("account_logout")

    def password_change(  # type: ignore[override]  # as above
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("account_change_password")
