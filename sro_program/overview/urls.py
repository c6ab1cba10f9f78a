from django.urls import path

from officers.views import device
from sro_program.overview import devmail
from sro_program.overview.views import calendar, feeds, health, home

urlpatterns = [
    path("", home.home, name="home"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/subscribe/", feeds.subscribe, name="subscribe"),
    path("calendar/unsubscribe/", feeds.unsubscribe, name="unsubscribe"),
    path("calendar/feed/<str:secret>.ics", feeds.feed, name="calendar_feed"),
    # At the root: a service worker answers only for what lies below its own address.
    path("worker.js", device.worker, name="worker"),
    path("app.webmanifest", device.manifest, name="manifest"),
    path("health/", health.health, name="health"),
    *devmail.urls(),
]
