from django.urls import path, re_path

from sro_program.accounts import views

app_name = "accounts"

urlpatterns = [
    path("me/", views.account, name="account"),
    path("me/mail/", views.choose_mail, name="choose_mail"),
    path("people/", views.people, name="people"),
    path("people/<int:pk>/end/", views.end_membership, name="end_membership"),
    path("invitations/", views.invitations, name="invitations"),
    path("invitations/new/", views.invite, name="invite"),
    path("invitations/<uuid:pk>/again/", views.invite_again, name="invite_again"),
    path("invitations/<uuid:pk>/revoke/", views.revoke, name="revoke"),
    path("invitation/<str:token>/", views.accept, name="accept"),
    path("invitation/<str:token>/role/", views.take_up, name="take_up"),
    # The sign-in library's pages that the product does not have.
    path("email/", views.absent, name="absent_email"),
    path("signup/", views.absent, name="absent_signup"),
    path("password/set/", views.absent, name="absent_password"),
    re_path("^confirm-email/", views.absent, name="absent_confirmation"),
]
