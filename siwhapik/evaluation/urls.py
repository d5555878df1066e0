"""Addresses of the evaluation reports."""

from django.urls import path, re_path

from siwhapik.evaluation import setting_up, signing_views, views

app_name = "evaluation"
_SPAN = r"^laporan/evaluasi/(?P<slug>[-\w]+)/(?P<code>\d{4}(?:-T[1-4]|-\d{2})?)/"
_FORM = r"(?P<form>pdf|xlsx)/$"
_REVISION = r"revisi/(?P<revision>[1-9]\d{0,3})/"
urlpatterns = [
    path("laporan/evaluasi/", views.listing, name="list"),
    path("laporan/evaluasi/<slug:slug>/kop/", setting_up.letterhead, name="letterhead"),
    path("laporan/evaluasi/<slug:slug>/asumsi/", setting_up.assumption, name="assumption"),
    re_path(rf"{_SPAN}naskah/$", views.draft, name="draft"),
    re_path(rf"{_SPAN}naskah/{_FORM}", views.draft_file, name="draft_file"),
    re_path(rf"{_SPAN}tanda-tangan/$", signing_views.sign_page, name="sign"),
    re_path(rf"{_SPAN}{_REVISION}$", signing_views.signed, name="signed"),
    re_path(rf"{_SPAN}{_REVISION}periksa/$", signing_views.check, name="check"),
    re_path(rf"{_SPAN}{_REVISION}{_FORM}", signing_views.signed_file, name="signed_file"),
]
