from django.urls import path

from sro_program.notifications import views

app_name = "notifications"

urlpatterns = [
    path("", views.index, name="index"),
    path("read/", views.mark_all_read, name="mark_all_read"),
    path("<uuid:pk>/open/", views.open_note, name="open"),
]
