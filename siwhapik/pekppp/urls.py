"""Address of the evidence list."""

from django.urls import path

from siwhapik.pekppp import views

app_name = "pekppp"
urlpatterns = [path("laporan/pekppp/", views.evidence, name="list")]
