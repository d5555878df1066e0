"""Addresses of the reports."""

from django.urls import path, re_path

from siwhapik.reports import views
from siwhapik.reports.registers import REGISTERS

app_name = "reports"
urlpatterns = [
    path("laporan/", views.index, name="index"),
    path("laporan/loket/", views.baseline, name="baseline"),
    re_path(rf"^laporan/(?P<code>{'|'.join(REGISTERS)})/$", views.register, name="register"),
    path("laporan/<str:code>/", views.figure, name="figure"),
]
