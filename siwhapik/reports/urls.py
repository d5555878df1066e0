"""Addresses of the reports."""

from django.urls import path, re_path

from siwhapik.reports import by_hand_views, file_views, recognition_views, storage, views
from siwhapik.reports.catalogue import BOOKS

app_name = "reports"
urlpatterns = [
    path("laporan/", views.index, name="index"),
    path("laporan/berkas/<int:pk>/", file_views.watch, name="export"),
    path("laporan/berkas/<int:pk>/ambil/", file_views.fetch, name="export-file"),
    path("laporan/berkas/baru/<str:code>/", file_views.begin, name="export-begin"),
    path("laporan/penghargaan/<slug:slug>/", recognition_views.choose, name="recognition"),
    path("laporan/penyimpanan/", storage.storage, name="storage"),
    path("laporan/loket/", by_hand_views.baseline, name="baseline"),
    path("laporan/lama-sebelumnya/", by_hand_views.former, name="former"),
    re_path(rf"^laporan/(?P<code>{'|'.join(BOOKS)})/$", views.book, name="book"),
    path("laporan/<str:code>/", views.figure, name="figure"),
]
