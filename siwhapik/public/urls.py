"""What citizens open in a browser, besides the survey."""

from django.urls import path

from siwhapik.public import catalogue, privacy, tracking

urlpatterns = [
    path("layanan/", catalogue.service_list, name="public-services"),
    path("layanan/<slug:slug>/", catalogue.service_page, name="public-service"),
    path("lacak/", tracking.track, name="public-track"),
    path("lacak/survei/", tracking.survey, name="public-track-survey"),
    path("privasi/", privacy.privacy, name="public-privacy-all"),
    path("privasi/<slug:slug>/", privacy.privacy, name="public-privacy"),
]
