"""Log-in, log-out and the pages of one's own account; there is no sign-up."""

from allauth.account import views
from django.urls import include, path

urlpatterns = [
    path("masuk/", views.login, name="account_login"),
    path("keluar/", views.logout, name="account_logout"),
    path("akun/nonaktif/", views.account_inactive, name="account_inactive"),
    path("akun/konfirmasi/", views.reauthenticate, name="account_reauthenticate"),
    path("akun/kata-sandi/", views.password_change, name="account_change_password"),
    path("akun/keamanan/", include("allauth.mfa.urls")),
]
