"""Addresses of the survey and of the index."""

from django.urls import path

from surveys.views import answer, index

app_name = "surveys"
urlpatterns = [
    path("survei/<path:token>/", answer.survey, name="answer"),
    path("ikm/", index.published, name="published"),
    path("dasbor/ikm/", index.staff_index, name="index"),
]
