from django.urls import path

from officers.views import device, directives, log, uncovered, unit

app_name = "officers"

urlpatterns = [
    path("", unit.index, name="index"),
    path("board/", unit.board, name="board"),
    path("uncovered/", uncovered.uncovered, name="uncovered"),
    path("approvals/record/", uncovered.record_approval, name="record_approval"),
    path(
        "approvals/<uuid:pk>/change/", uncovered.change_approval, name="change_approval"
    ),
    path(
        "uncovered/csv/",
        uncovered.export_uncovered,
        {"file_format": "csv"},
        "uncovered_csv",
    ),
    path(
        "uncovered/xlsx/",
        uncovered.export_uncovered,
        {"file_format": "xlsx"},
        "uncovered_xlsx",
    ),
    path("call-out/", unit.call_out, name="call_out"),
    path("log/", log.day, name="log"),
    path("log/tap/", log.tap, name="tap"),
    path("log/add/", log.add_line, name="add_line"),
    path("log/<uuid:pk>/change/", log.change_line, name="change_line"),
    path("log/<uuid:pk>/take-out/", log.take_out, name="take_out"),
    path("log/device/", device.start, name="device"),
    path("log/device/send/", device.send, name="send_lines"),
    path("log/device/offline/", device.offline, name="offline"),
    path("directives/", directives.directives, name="directives"),
    path("directives/minutes/", directives.duty_ledger, name="duty_ledger"),
    path("directives/<uuid:pk>/", directives.directive, name="directive"),
    path(
        "directives/<uuid:pk>/acknowledge/",
        directives.acknowledge,
        name="acknowledge",
    ),
    path("directives/<uuid:pk>/finish/", directives.finish, name="finish"),
    path("directives/<uuid:pk>/decline/", directives.decline, name="decline"),
    path("directives/<uuid:pk>/withdraw/", directives.withdraw, name="withdraw"),
    path("<int:pk>/directive/", directives.give_directive, name="give_directive"),
    path("<int:pk>/", unit.detail, name="detail"),
    path("<int:pk>/assign/", unit.assign, name="assign"),
    path("<int:pk>/absence/", unit.record_absence, name="record_absence"),
    path(
        "assignments/<int:pk>/change/",
        unit.change_assignment,
        name="change_assignment",
    ),
    path("assignments/<int:pk>/end/", unit.end_assignment, name="end_assignment"),
    path("absences/<uuid:pk>/cancel/", unit.cancel_absence, name="cancel_absence"),
]
