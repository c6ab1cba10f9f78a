from django.urls import path

from officers.views import (
    device,
    directives,
    log,
    reports,
    training,
    training_verbs,
    uncovered,
    unit,
)

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
    path("reports/", reports.reports, name="reports"),
    path("reports/ask/", reports.ask_for_report, name="ask_for_report"),
    path("reports/<uuid:pk>/", reports.report, name="report"),
    path("reports/<uuid:pk>/pdf/", reports.report_pdf, name="report_pdf"),
    path("reports/pages/<uuid:pk>/sign/", reports.sign_report, name="sign_report"),
    path(
        "reports/pages/<uuid:pk>/comment/",
        reports.comment_report,
        name="comment_report",
    ),
    path("training/", training.overview, name="training_overview"),
    path("<int:pk>/training/", training.training, name="training"),
    path(
        "<int:pk>/training/certificate/",
        training.add_certificate,
        name="add_certificate",
    ),
    path("<int:pk>/training/hours/", training.add_hours, name="add_hours"),
    path(
        "training/certificates/<uuid:pk>/change/",
        training.change_certificate,
        name="change_certificate",
    ),
    path(
        "training/certificates/<uuid:pk>/lost/",
        training.lose_certificate,
        name="lose_certificate",
    ),
    path(
        "training/certificates/<uuid:pk>/confirm/",
        training_verbs.confirm_certificate,
        name="confirm_certificate",
    ),
    path(
        "training/certificates/<uuid:pk>/document/",
        training_verbs.certificate_document,
        name="certificate_document",
    ),
    path(
        "training/certificates/<uuid:pk>/remove/",
        training_verbs.remove_certificate,
        name="remove_certificate",
    ),
    path(
        "training/hours/<uuid:pk>/change/",
        training.change_hours,
        name="change_hours",
    ),
    path(
        "training/hours/<uuid:pk>/confirm/",
        training_verbs.confirm_hours,
        name="confirm_hours",
    ),
    path(
        "training/hours/<uuid:pk>/document/",
        training_verbs.hours_document,
        name="hours_document",
    ),
    path(
        "training/hours/<uuid:pk>/remove/",
        training_verbs.remove_hours,
        name="remove_hours",
    ),
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
