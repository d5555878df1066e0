"""Addresses of the roster."""

from django.urls import path

from siwhapik.roster import history, relieving, views

app_name = "roster"
urlpatterns = [
    path("piket/", views.week, name="week"),
    path("piket/kantor/<str:agency>/tambah/", views.add, name="add"),
    path("piket/kantor/<str:agency>/salin/", views.copy, name="copy"),
    path("piket/kantor/<str:agency>/cuti/", views.leave, name="leave"),
    path("piket/kantor/<str:agency>/riwayat/", history.changes, name="history"),
    path("piket/cuti/<str:pk>/hapus/", views.end_leave, name="end-leave"),
    path("piket/alihkan/", relieving.whose, name="whose"),
    path("piket/alihkan/<str:pk>/", relieving.relieve, name="relieve"),
    path("piket/<str:pk>/", views.change, name="change"),
    path("piket/<str:pk>/pindah/", views.move, name="move"),
    path("piket/<str:pk>/hapus/", views.remove, name="remove"),
]
