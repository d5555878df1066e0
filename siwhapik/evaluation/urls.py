"""Addresses of the evaluation reports."""

from django.urls import path, re_path, register_converter

from siwhapik.evaluation import numbering, setting_up, signing_views, views
from siwhapik.evaluation.contents import FIRST, PAGES

register_converter(numbering.SpanConverter, "span")
register_converter(numbering.SignedConverter, "signed")

app_name = "evaluation"
_SPAN = rf"^laporan/evaluasi/(?P<slug>[-a-zA-Z0-9_]+)/(?P<code>{numbering.SpanConverter.regex})/"
_FORM = r"(?P<form>pdf|xlsx)/$"
# Not the first one, which goes without.
_CHAPTER = rf"(?P<chapter>{'|'.join(code for code in PAGES if code != FIRST)})/$"
_SIGNED = "laporan/evaluasi/<slug:slug>/<span:code>/<signed:revision>/"
_BEFORE = rf"{_SPAN}revisi/(?P<number>[1-9]\d{{0,3}})/"
urlpatterns = [
    path("laporan/evaluasi/", views.listing, name="list"),
    path("laporan/evaluasi/<slug:slug>/kop/", setting_up.letterhead, name="letterhead"),
    path("laporan/evaluasi/<slug:slug>/asumsi/", setting_up.assumption, name="assumption"),
    re_path(rf"{_SPAN}naskah/$", views.draft, name="draft"),
    re_path(rf"{_SPAN}naskah/{_FORM}", views.draft_file, name="draft_file"),
    re_path(rf"{_SPAN}naskah/{_CHAPTER}", views.draft, name="chapter"),
    re_path(rf"{_SPAN}tanda-tangan/$", signing_views.sign_page, name="sign"),
    path(_SIGNED, signing_views.signed, name="signed"),
    path(f"{_SIGNED}periksa/", signing_views.check, name="check"),
    *(
        path(f"{_SIGNED}{form}/", signing_views.signed_file, {"form": form}, name="signed_file")
        for form in ("pdf", "xlsx")
    ),
    re_path(rf"{_BEFORE}(?:periksa/|(?P<rest>(?:pdf|xlsx)/))?$", numbering.moved),
]
