"""Addresses of the office's records."""

from django.urls import path

from siwhapik.records import guides, views

app_name = "records"
urlpatterns = [
    path("panduan/", guides.guides, name="guides"),
    path("catatan/", views.records, name="records"),
    path("catatan/kantor/<str:agency>/<str:kind>/", views.add, name="add"),
    path("catatan/<str:pk>/", views.record, name="record"),
    path("catatan/<str:pk>/ubah/", views.change, name="change"),
    path("catatan/<str:pk>/arsip/", views.archive, name="archive"),
    path("catatan/<str:pk>/berkas/", views.add_file, name="add-file"),
    path("catatan/<str:pk>/berkas/<str:file>/", views.open_file, name="file"),
    path("catatan/<str:pk>/berkas/<str:file>/lepas/", views.remove_file, name="remove-file"),
]
