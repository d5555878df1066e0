"""Every address of the product."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from siwhapik import health, shell
from siwhapik.favicon import favicon
from tickets.admin.trying import try_page
from tickets.admin.unmatched import teach, unmatched_page

handler500 = "siwhapik.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", shell.home, name="home"),
    path("favicon.ico", favicon, name="favicon"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("simulator/", health.simulator, name="simulator"),
    path("kelola/coba-kalimat/", admin.site.admin_view(try_page), name="kelola-try"),
    path("kelola/kalimat/", admin.site.admin_view(unmatched_page), name="kelola-unmatched"),
    path("kelola/kalimat/<int:pk>/", admin.site.admin_view(teach), name="kelola-teach"),
    path("kelola/", admin.site.urls),
    path("", include("siwhapik.account_urls")),
    path("", include("siwhapik.coordination.urls")),
    path("", include("siwhapik.dashboard.urls")),
    path("", include("siwhapik.evaluation.urls")),
    path("", include("siwhapik.faq.urls")),
    path("", include("siwhapik.records.urls")),
    path("", include("siwhapik.pekppp.urls")),
    path("", include("siwhapik.subordinates.urls")),
    path("", include("siwhapik.reports.urls")),
    path("", include("siwhapik.roster.urls")),
    path("", include("siwhapik.public.urls")),
    path("", include("siwhapik.skm.urls")),
    path("", include("siwhapik.submitting.urls")),
    path("", include("surveys.urls")),
    path("", include("tickets.urls")),
]
