"""Addresses of what super admins and offices write to each other."""

from django.urls import path

from siwhapik.coordination import views

app_name = "coordination"
urlpatterns = [
    path("koordinasi/", views.threads, name="threads"),
    path("koordinasi/tulis/", views.write, name="write"),
    path("koordinasi/<int:pk>/", views.thread, name="thread"),
    path("koordinasi/<int:pk>/berkas/<int:file>/", views.file, name="file"),
]
