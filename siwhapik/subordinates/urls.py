"""Address of what an office sees of those below it."""

from django.urls import path

from siwhapik.subordinates import views

app_name = "subordinates"
urlpatterns = [path("laporan/bawahan/", views.sums, name="sums")]
