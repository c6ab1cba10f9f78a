from django.urls import path

from sro_program.overview import devmail
from sro_program.overview.views import calendar, feeds, health, home

urlpatterns = [
    path("", home.home, name="home"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/subscribe/", feeds.subscribe, name="subscribe"),
    path("calendar/unsubscribe/", feeds.unsubscribe, name="unsubscribe"),
    path("calendar/feed/<str:secret>.ics", feeds.feed, name="calendar_feed"),
    path("health/", health.health, name="health"),
    *devmail.urls(),
]
