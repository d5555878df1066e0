"""The supervisor's pages."""

from django.urls import path

from siwhapik.dashboard import views

urlpatterns = [path("dasbor/", views.dashboard, name="dashboard")]
