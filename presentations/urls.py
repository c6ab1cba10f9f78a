"""Addresses of presentations, the topic library and the coverage map."""

from django.urls import path

from presentations.views import (
    coverage_map,
    detail,
    levels,
    library,
    links,
    listing,
    requesting,
    verbs,
)

app_name = "presentations"

urlpatterns = [
    path("", listing.index, name="index"),
    path("request/", requesting.request, name="request"),
    path("offer/", requesting.offer, name="offer"),
    path("<uuid:pk>/", detail.detail, name="detail"),
    path("<uuid:pk>/sheet/", detail.sheet, name="sheet"),
    path("<uuid:pk>/send/", requesting.send, name="send"),
    path("<uuid:pk>/approve/", verbs.approve, name="approve"),
    path("<uuid:pk>/approve-series/", verbs.approve_series, name="approve_series"),
    path("<uuid:pk>/accept/", verbs.accept, name="accept"),
    path("<uuid:pk>/accept-series/", verbs.accept_series, name="accept_series"),
    path("<uuid:pk>/ask-changes/", verbs.ask_changes, name="ask_changes"),
    path("<uuid:pk>/decline/", verbs.decline, name="decline"),
    path("<uuid:pk>/withdraw/", verbs.withdraw, name="withdraw"),
    path("<uuid:pk>/cancel/", verbs.cancel, name="cancel"),
    path("<uuid:pk>/choose-slot/", verbs.choose_slot, name="choose_slot"),
    path("<uuid:pk>/deliver/", verbs.deliver, name="deliver"),
    path("<uuid:pk>/miss/", verbs.miss, name="miss"),
    path("<uuid:pk>/give-feedback/", verbs.give_feedback, name="give_feedback"),
    path("decide/<str:token>/", links.decide_by_link, name="decide_by_link"),
    path("feedback/<str:token>/", links.feedback_by_link, name="feedback_by_link"),
    path("settings/", levels.settings, name="settings"),
    path("settings/<int:pk>/", levels.levels, name="levels"),
    path("export/csv/", listing.export_list, {"file_format": "csv"}, "export_csv"),
    path("export/xlsx/", listing.export_list, {"file_format": "xlsx"}, "export_xlsx"),
    path("views/", listing.save_view, name="save_view"),
    path("views/<int:pk>/remove/", listing.remove_view, name="remove_view"),
    path("coverage/", coverage_map.coverage_map, name="coverage_map"),
    path(
        "coverage/csv/",
        coverage_map.export_coverage,
        {"file_format": "csv"},
        "export_coverage",
    ),
    path("coverage/<int:pk>/", coverage_map.school_coverage, name="school_coverage"),
    path(
        "coverage/<int:pk>/csv/",
        coverage_map.export_school_coverage,
        {"file_format": "csv"},
        "export_school_coverage",
    ),
    path("topics/", library.topics, name="topics"),
    path("topics/add/", library.add_topic, name="add_topic"),
    path("topics/<int:pk>/", library.topic, name="topic"),
    path("topics/<int:pk>/edit/", library.edit_topic, name="edit_topic"),
    path("topics/<int:pk>/switch/", library.switch_topic, name="switch_topic"),
    path("topics/<int:pk>/files/", library.add_material, name="add_material"),
    path("files/<uuid:pk>/", library.material, name="material"),
    path("files/<uuid:pk>/remove/", library.remove_material, name="remove_material"),
]
