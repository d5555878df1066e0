"""How the pages under /kelola/ look."""

from typing import Any

from django.templatetags.static import static

# Nila, as in static/css/tokens.css, from light to dark.
_NILA = {
    "50": "#eff5fc",
    "100": "#e3edf9",
    "200": "#c5d9f1",
    "300": "#a9c4e6",
    "400": "#6f9ed6",
    "500": "#3f7bc2",
    "600": "#1f579e",
    "700": "#1b4f91",
    "800": "#17437b",
    "900": "#133563",
    "950": "#0d2547",
}


def admin_theme() -> dict[str, Any]:
    """The setting UNFOLD."""
    icon = {"rel": "icon", "type": "image/svg+xml", "href": lambda _: static("icons/favicon.svg")}
    return {
        "SITE_TITLE": "Si Whapik",
        "SITE_HEADER": "Si Whapik",
        "SITE_SUBHEADER": "Kelola",
        "SITE_URL": "/",
        "SITE_SYMBOL": "forum",
        "SITE_FAVICONS": [icon],
        "BORDER_RADIUS": "8px",
        "SHOW_HISTORY": True,
        "SHOW_VIEW_ON_SITE": False,
        "COLORS": {"primary": _NILA},
        "SIDEBAR": {"show_search": False, "show_all_applications": False},
    }
