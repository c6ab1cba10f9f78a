"""Bare views: session, person, rows."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from presentations.models import Presentation


def bare_list(request: HttpRequest) -> HttpResponse:
    """Session, user, 25 rows: three queries."""
    rows = Presentation.objects.filter(school=request.GET["school"])
    context = {"user": request.user, "presentations": rows.for_list()[:25]}
    return render(request, "list.html", context)


def bare_detail(request: HttpRequest, pk: object) -> HttpResponse:
    presentation = Presentation.objects.for_list().get(pk=pk)
    context = {"user": request.user, "presentation": presentation}
    return render(request, "detail.html", context)


@transaction.atomic
def bare_post(request: HttpRequest, pk: object) -> HttpResponse:
    """Session, user, lock, save."""
    assert request.user.is_authenticated
    presentation = Presentation.objects.select_for_update().get(pk=pk)
    presentation.wishes = request.POST["wishes"]
    presentation.save(update_fields=["wishes"])
    return redirect("/")


urlpatterns = [
    path("list/", bare_list),
    path("detail/<uuid:pk>/", bare_detail, name="detail"),
    path("post/<uuid:pk>/", bare_post),
]
