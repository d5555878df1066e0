"""Addresses of repeated questions and their articles."""

from django.urls import path

from siwhapik.faq import views

app_name = "faq"
urlpatterns = [
    path("laporan/pertanyaan/", views.questions, name="questions"),
    path("laporan/pertanyaan/jadikan/", views.make, name="make"),
    path("laporan/pertanyaan/artikel/<int:pk>/", views.article, name="article"),
    path("laporan/pertanyaan/artikel/<int:pk>/tarik/", views.withdraw, name="withdraw"),
]
