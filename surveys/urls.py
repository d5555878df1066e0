"""Addresses of the survey and of the index."""

from django.urls import path

from surveys.views import (
    answer,
    comments,
    computation,
    index,
    instruments,
    links,
    open_form,
    paper,
    periods,
    recommendations,
    reviews,
)

app_name = "surveys"
urlpatterns = [
    path("s/<str:code>/", open_form.survey, name="open"),
    path("s/<str:code>/mulai/", open_form.begun, name="open-begun"),
    path("s/<str:code>/terima-kasih/", open_form.thanks, name="open-thanks"),
    path("survei/<str:token>/mulai/", answer.begun, name="begun"),
    path("survei/<path:token>/", answer.survey, name="answer"),
    path("ikm/", index.published, name="published"),
    path("dasbor/ikm/", index.staff_index, name="index"),
    path("dasbor/ikm/hitungan/", computation.computed, name="computation"),
    path("dasbor/ikm/periode/", periods.listing, name="periods"),
    path("dasbor/ikm/periode/<int:pk>/", periods.one, name="period"),
    path("dasbor/ikm/periode/<int:pk>/telaah/", reviews.write, name="review"),
    path("dasbor/ikm/kuesioner/", instruments.chosen, name="instrument"),
    path("dasbor/ikm/tautan/", links.listing, name="links"),
    path("dasbor/ikm/tautan/<int:pk>/akhiri/", links.end, name="end-link"),
    path("dasbor/ikm/tautan/<int:pk>/poster/", links.poster, name="poster"),
    path("dasbor/ikm/kertas/", paper.imported, name="paper"),
    path("dasbor/ikm/kertas/ketik/", paper.typed, name="paper-form"),
    path("dasbor/ikm/kertas/contoh.csv", paper.example, name="paper-example"),
    path("dasbor/ikm/saran/", comments.listing, name="comments"),
    path("dasbor/ikm/saran/<int:pk>/tema/", comments.change, name="comment-themes"),
    path("dasbor/ikm/rekomendasi/", recommendations.listing, name="recommendations"),
    path("dasbor/ikm/rekomendasi/tulis/<int:period_id>/", recommendations.write, name="recommend"),
    path("dasbor/ikm/rekomendasi/<int:pk>/", recommendations.sheet, name="recommendation"),
    path("dasbor/ikm/rekomendasi/<int:pk>/rencana/", recommendations.plan, name="plan"),
    path(
        "dasbor/ikm/rekomendasi/<int:pk>/berkas/<int:file>/",
        recommendations.evidence,
        name="evidence",
    ),
    path("dasbor/ikm/rekomendasi/<int:pk>/kemajuan/", recommendations.progress, name="progress"),
]
