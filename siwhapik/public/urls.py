"""What citizens open in a browser, besides the survey."""

from django.urls import path

from siwhapik.public import catalogue, tracking

urlpatterns = [
    path("layanan/", catalogue.service_list, name="public-services"),
    path("layanan/<slug:slug>/", catalogue.service_page, name="public-service"),
    path("lacak/", tracking.track, name="public-track"),
]
