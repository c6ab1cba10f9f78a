"""Addresses of advice, the directory and the way out of a crisis."""

from django.urls import path

from referrals.views import advice, directory, directory_file

app_name = "referrals"

urlpatterns = [
    path("advice/", advice.index, name="index"),
    path("advice/record/", advice.record_advice, name="record_advice"),
    path("advice/<uuid:pk>/", advice.advice, name="advice"),
    path("advice/<uuid:pk>/change/", advice.change_advice, name="change_advice"),
    path("advice/<uuid:pk>/follow-up/", advice.follow_up, name="follow_up"),
    path("crisis/<int:pk>/", advice.crisis, name="crisis"),
    path("directory/", directory.index, name="directory"),
    path("directory/add/", directory.add_agency, name="add_agency"),
    path("directory/<int:pk>/", directory.agency, name="agency"),
    path("directory/<int:pk>/change/", directory.change_agency, name="change_agency"),
    path("directory/<int:pk>/check/", directory.check_agency, name="check_agency"),
    path("directory/<int:pk>/switch/", directory.switch_agency, name="switch_agency"),
    path(
        "directory/csv/",
        directory.export_directory,
        {"file_format": "csv"},
        "export_directory_csv",
    ),
    path(
        "directory/xlsx/",
        directory.export_directory,
        {"file_format": "xlsx"},
        "export_directory_xlsx",
    ),
    path("directory/file/", directory_file.look_at_file, name="look_at_file"),
    path("directory/file/take/", directory_file.take_over_file, name="take_over_file"),
]
