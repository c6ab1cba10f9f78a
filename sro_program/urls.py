"""Every address of the product."""

from django.contrib import admin
from django.urls import include, path

from sro_program.core import styleguide

handler400 = "sro_program.core.errorpages.bad_request"
handler403 = "sro_program.core.errorpages.forbidden"
handler404 = "sro_program.core.errorpages.not_found"
handler429 = "sro_program.core.errorpages.too_many_requests"
handler500 = "sro_program.core.errorpages.server_error"

urlpatterns = [
    path("", include("sro_program.overview.urls")),
    path("accounts/", include("sro_program.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("notifications/", include("sro_program.notifications.urls")),
    path("schools/", include("schools.urls")),
    path("officers/", include("officers.urls")),
    path("presentations/", include("presentations.urls")),
    path("incidents/", include("incidents.urls")),
    path("referrals/", include("referrals.urls")),
    path("styleguide/", styleguide.index, name="styleguide"),
    path("admin/", admin.site.urls),
]
