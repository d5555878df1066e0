"""Addresses of the survey and of the index."""

from django.urls import path

from surveys.views import answer, index, periods, recommendations

app_name = "surveys"
urlpatterns = [
    path("survei/<path:token>/", answer.survey, name="answer"),
    path("ikm/", index.published, name="published"),
    path("dasbor/ikm/", index.staff_index, name="index"),
    path("dasbor/ikm/periode/", periods.listing, name="periods"),
    path("dasbor/ikm/periode/<int:pk>/", periods.one, name="period"),
    path("dasbor/ikm/rekomendasi/", recommendations.listing, name="recommendations"),
    path("dasbor/ikm/rekomendasi/tulis/<int:period_id>/", recommendations.write, name="recommend"),
    path("dasbor/ikm/rekomendasi/<int:pk>/", recommendations.sheet, name="recommendation"),
    path("dasbor/ikm/rekomendasi/<int:pk>/rencana/", recommendations.plan, name="plan"),
    path("dasbor/ikm/rekomendasi/<int:pk>/kemajuan/", recommendations.progress, name="progress"),
]
