"""Addresses of the reports on survey periods."""

from django.urls import path, re_path

from siwhapik.skm import league_views, open_views, regency_views, result_views, views

app_name = "skm"
urlpatterns = [
    path("ikm/<slug:slug>/", open_views.office, name="office"),
    path("ikm/<slug:slug>/<int:pk>.csv", open_views.open_data, name="open-data"),
    path("dasbor/ikm/kelompok/", result_views.groups, name="groups"),
    path("dasbor/ikm/tambahan/", result_views.added, name="added"),
    path("dasbor/ikm/tambahan/<int:pk>/<slug:code>/", result_views.ask_ready, name="ask-ready"),
    path("dasbor/ikm/perbandingan/", league_views.page, name="league"),
    path("dasbor/ikm/laporan/", regency_views.page, name="regency"),
    re_path(r"^dasbor/ikm/laporan/(?P<form>pdf|xlsx)/$", regency_views.file, name="regency-file"),
    path("dasbor/ikm/perbandingan/<str:form>/", league_views.file, name="league-file"),
    path("dasbor/ikm/periode/<int:pk>/jawaban.csv", views.answers, name="answers"),
    path("dasbor/ikm/periode/<int:pk>/laporan/", views.page, name="report"),
    re_path(
        r"^dasbor/ikm/periode/(?P<pk>[1-9][0-9]{0,17})/laporan/(?P<form>pdf|xlsx)/$",
        views.file,
        name="file",
    ),
]
