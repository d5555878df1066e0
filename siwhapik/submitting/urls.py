"""Addresses of what is handed to another SKM system."""

from django.urls import path

from siwhapik.submitting import views

app_name = "submitting"
urlpatterns = [
    path("dasbor/ikm/pengiriman/", views.listing, name="listing"),
    path("dasbor/ikm/pengiriman/<int:pk>/ulang/", views.again, name="again"),
]
