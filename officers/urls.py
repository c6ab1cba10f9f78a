from django.urls import path

from officers import views

app_name = "officers"

urlpatterns = [
    path("", views.index, name="index"),
    path("board/", views.board, name="board"),
    path("call-out/", views.call_out, name="call_out"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/assign/", views.assign, name="assign"),
    path("<int:pk>/absence/", views.record_absence, name="record_absence"),
    path(
        "assignments/<int:pk>/change/",
        views.change_assignment,
        name="change_assignment",
    ),
    path("assignments/<int:pk>/end/", views.end_assignment, name="end_assignment"),
    path("absences/<uuid:pk>/cancel/", views.cancel_absence, name="cancel_absence"),
]
