from django.urls import path

from schools.views import imports, keeping, plans, territory

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
]
