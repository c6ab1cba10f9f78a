from django.urls import path

from schools.views import (
    agreements,
    drills,
    findings,
    imports,
    keeping,
    plans,
    territory,
)

app_name = "schools"
urlpatterns = [
    path("", territory.index, name="index"),
    path("imports/", imports.imports, name="imports"),
    path("imports/new/", imports.upload, name="upload"),
    path("imports/<uuid:pk>/", imports.import_detail, name="import_detail"),
    path("imports/<uuid:pk>/apply/", imports.apply, name="apply"),
    path("imports/<uuid:pk>/abandon/", imports.abandon, name="abandon"),
    path("<int:pk>/", territory.detail, name="detail"),
    path("<int:pk>/calendar/", territory.calendar, name="calendar"),
    path("<int:pk>/days/add/", keeping.add_days, name="add_days"),
    path("<int:pk>/days/<int:day>/change/", keeping.change_day, name="change_day"),
    path("<int:pk>/days/<int:day>/remove/", keeping.remove_day, name="remove_day"),
    path("<int:pk>/periods/add/", keeping.add_period, name="add_period"),
    path(
        "<int:pk>/periods/<int:period>/change/",
        keeping.change_period,
        name="change_period",
    ),
    path(
        "<int:pk>/periods/<int:period>/remove/",
        keeping.remove_period,
        name="remove_period",
    ),
    path("<int:pk>/places/", territory.places, name="places"),
    path("<int:pk>/places/add/", keeping.add_place, name="add_place"),
    path(
        "<int:pk>/places/<int:place>/rename/",
        keeping.rename_place,
        name="rename_place",
    ),
    path(
        "<int:pk>/places/<int:place>/archive/",
        keeping.archive_place,
        name="archive_place",
    ),
    path("<int:pk>/plans/add/", plans.add_plan, name="add_plan"),
    path("<int:pk>/plans/<uuid:plan>/", plans.plan, name="plan"),
    path(
        "<int:pk>/plans/<uuid:plan>/picture/",
        plans.plan_picture,
        name="plan_picture",
    ),
    path("<int:pk>/plans/<uuid:plan>/verify/", plans.verify_plan, name="verify_plan"),
    path(
        "<int:pk>/plans/<uuid:plan>/archive/",
        plans.archive_plan,
        name="archive_plan",
    ),
    path(
        "<int:pk>/plans/<uuid:plan>/pins/<int:pin>/remove/", plans.unpin, name="unpin"
    ),
    path("drills/", drills.drill_board, name="drill_board"),
    path(
        "drills/board.csv",
        drills.export_drill_board,
        {"file_format": "csv"},
        name="drill_board_csv",
    ),
    path(
        "drills/board.xlsx",
        drills.export_drill_board,
        {"file_format": "xlsx"},
        name="drill_board_xlsx",
    ),
    path("<int:pk>/drills/", drills.drills, name="drills"),
    path("<int:pk>/drills/plan/", drills.plan_drill, name="plan_drill"),
    path("<int:pk>/drills/record/", drills.record_drill, name="record_drill"),
    path(
        "<int:pk>/drills/<uuid:drill>/",
        drills.drill,
        name="drill",
    ),
    path(
        "<int:pk>/drills/<uuid:drill>/held/",
        drills.hold_drill,
        name="hold_drill",
    ),
    path(
        "<int:pk>/drills/<uuid:drill>/correct/",
        drills.correct_drill,
        name="correct_drill",
    ),
    path(
        "<int:pk>/drills/<uuid:drill>/certify/",
        drills.certify_drill,
        name="certify_drill",
    ),
    path(
        "<int:pk>/drills/<uuid:drill>/take-out/",
        drills.take_out_drill,
        name="take_out_drill",
    ),
    path("agreements/", agreements.agreements, name="agreements"),
    path("agreements/<int:pk>/", agreements.agreement, name="agreement"),
    path(
        "agreements/<int:pk>/read/",
        agreements.acknowledge,
        name="acknowledge_agreement",
    ),
    path("findings/", findings.findings, name="findings"),
    path(
        "findings/findings.csv",
        findings.export_findings,
        {"file_format": "csv"},
        name="findings_csv",
    ),
    path(
        "findings/findings.xlsx",
        findings.export_findings,
        {"file_format": "xlsx"},
        name="findings_xlsx",
    ),
    path("<int:pk>/findings/add/", findings.add_finding, name="add_finding"),
    path("<int:pk>/findings/<uuid:finding>/", findings.finding, name="finding"),
    path(
        "<int:pk>/findings/<uuid:finding>/change/",
        findings.change_finding,
        name="change_finding",
    ),
    path(
        "<int:pk>/findings/<uuid:finding>/done/",
        findings.finish_finding,
        name="finish_finding",
    ),
    path(
        "<int:pk>/findings/<uuid:finding>/looked/",
        findings.check_finding,
        name="check_finding",
    ),
    path(
        "<int:pk>/findings/<uuid:finding>/again/",
        findings.reopen_finding,
        name="reopen_finding",
    ),
    path(
        "<int:pk>/findings/<uuid:finding>/photo/",
        findings.finding_photo,
        name="finding_photo",
    ),
]
