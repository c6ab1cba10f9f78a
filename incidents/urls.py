"""Addresses of incidents, their review, and what schools reported."""

from django.urls import path

from incidents.views import (
    charges,
    counts,
    files,
    incidents,
    listing,
    papers,
    parts,
    people,
    receiving,
    reviewing,
    sealing,
    writing,
)

app_name = "incidents"

urlpatterns = [
    path("line/", incidents.line, name="line"),
    path("", listing.incidents, name="incidents"),
    path("export/csv/", listing.export_list, {"file_format": "csv"}, "export_csv"),
    path("export/xlsx/", listing.export_list, {"file_format": "xlsx"}, "export_xlsx"),
    path("views/", listing.save_view, name="save_view"),
    path("views/<int:pk>/remove/", listing.remove_view, name="remove_view"),
    path("places/", listing.places, name="places"),
    path("reviews/", reviewing.reviews, name="reviews"),
    path("begin/", writing.begin, name="begin"),
    path("asked/", writing.return_request, name="return_request"),
    path("received/", receiving.received, name="received"),
    path("received/take/", receiving.take_report, name="take_report"),
    path("received/<uuid:pk>/", receiving.received_report, name="received_report"),
    path(
        "received/<uuid:pk>/change/", receiving.change_received, name="change_received"
    ),
    path(
        "received/<uuid:pk>/begin/",
        receiving.begin_from_received,
        name="begin_from_received",
    ),
    path("charges/", charges.charges, name="charges"),
    path("charges/take/", charges.take_over_charges, name="take_over_charges"),
    path("charges/csv/", charges.export_charges, name="charges_csv"),
    path("counts/", counts.counts, name="counts"),
    path("counts/csv/", counts.export_counts, {"file_format": "csv"}, "counts_csv"),
    path("counts/xlsx/", counts.export_counts, {"file_format": "xlsx"}, "counts_xlsx"),
    path("ledger/", counts.ledger, name="ledger"),
    path("ledger/csv/", counts.export_ledger, {"file_format": "csv"}, "ledger_csv"),
    path("ledger/xlsx/", counts.export_ledger, {"file_format": "xlsx"}, "ledger_xlsx"),
    path("sealing/", sealing.sealing_orders, name="sealing_orders"),
    path("sealing/begin/", sealing.begin_sealing, name="begin_sealing"),
    path("sealing/<uuid:pk>/", sealing.sealing_order, name="sealing_order"),
    path("sealing/<uuid:pk>/records/", sealing.choose_sealed, name="choose_sealed"),
    path("sealing/<uuid:pk>/texts/", sealing.sealing_texts, name="sealing_texts"),
    path("sealing/<uuid:pk>/confirm/", sealing.confirm_sealing, name="confirm_sealing"),
    path("sealing/<uuid:pk>/reopen/", sealing.reopen_sealing, name="reopen_sealing"),
    path(
        "sealing/<uuid:pk>/withdraw/",
        sealing.withdraw_sealing,
        name="withdraw_sealing",
    ),
    path("sealing/<uuid:pk>/seal/", sealing.seal, name="seal"),
    path("<uuid:pk>/", incidents.incident, name="incident"),
    path("<uuid:pk>/school-side/", incidents.preview, name="preview"),
    path("<uuid:pk>/names/", incidents.unmask, name="unmask"),
    path("<uuid:pk>/slip/", incidents.sign_slip, name="sign_slip"),
    path("<uuid:pk>/print/", papers.print_report, name="print_report"),
    path(
        "<uuid:pk>/interviews/<uuid:interview>/sheet/",
        papers.print_interview,
        name="print_interview",
    ),
    path("card/", papers.pocket_card, name="pocket_card"),
    path("<uuid:pk>/change/", writing.change_report, name="change_report"),
    path("<uuid:pk>/account/", writing.account, name="account"),
    path("<uuid:pk>/narrative/", writing.save_narrative, name="save_narrative"),
    path("<uuid:pk>/hand-back/", writing.hand_back, name="hand_back"),
    path("<uuid:pk>/discard/", writing.discard, name="discard"),
    path("<uuid:pk>/submit/", reviewing.submit, name="submit"),
    path("<uuid:pk>/approve/", reviewing.approve, name="approve"),
    path("<uuid:pk>/return/", reviewing.return_report, name="return_report"),
    path("<uuid:pk>/supplement/", reviewing.add_supplement, name="add_supplement"),
    path("<uuid:pk>/people/add/", people.add_person, name="add_person"),
    path(
        "<uuid:pk>/people/<uuid:involved>/", people.change_person, name="change_person"
    ),
    path(
        "<uuid:pk>/people/<uuid:involved>/remove/",
        people.remove_person,
        name="remove_person",
    ),
    path("<uuid:pk>/measures/add/<str:kind>/", parts.add_measure, name="add_measure"),
    path(
        "<uuid:pk>/measures/<uuid:part>/", parts.change_measure, name="change_measure"
    ),
    path("<uuid:pk>/interviews/add/", parts.add_interview, name="add_interview"),
    path(
        "<uuid:pk>/interviews/<uuid:part>/",
        parts.change_interview,
        name="change_interview",
    ),
    path("<uuid:pk>/offenses/add/", parts.add_offence, name="add_offence"),
    path(
        "<uuid:pk>/offenses/<uuid:part>/", parts.change_offence, name="change_offence"
    ),
    path("<uuid:pk>/files/add/", files.add_attachment, name="add_attachment"),
    path(
        "<uuid:pk>/files/<uuid:part>/",
        files.change_attachment,
        name="change_attachment",
    ),
    path(
        "<uuid:pk>/<str:section>/<uuid:part>/remove/",
        parts.remove_part,
        name="remove_part",
    ),
    path("files/<uuid:pk>/", files.attachment, name="attachment"),
]
