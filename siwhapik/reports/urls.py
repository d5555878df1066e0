"""Addresses of the reports."""

from django.urls import path, re_path

from siwhapik.reports import views
from siwhapik.reports.catalogue import BOOKS

app_name = "reports"
urlpatterns = [
    path("laporan/", views.index, name="index"),
    path("laporan/loket/", views.baseline, name="baseline"),
    re_path(rf"^laporan/(?P<code>{'|'.join(BOOKS)})/$", views.book, name="book"),
    path("laporan/<str:code>/", views.figure, name="figure"),
]
