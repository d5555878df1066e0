"""The form of the open survey: the questionnaire, and which service was received."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.core import signing

from services.models import Service
from surveys.answering import Form
from surveys.asking import Asked
from surveys.forms import SurveyForm
from surveys.language_files import OWN
from surveys.models import SurveyLink
from surveys.open_answering import Visit

OTHER = "lain"  # a service that is not in the list, or that nobody remembers
_SALT = "survey:shown"
_ONCE = re.compile(r"[A-Za-z0-9_-]{32}")


class ServiceForm(forms.Form):
    """Which service was received, asked first where people are not asked the same about each."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, link: SurveyLink, texts: Mapping[str, str]
    ) -> None:
        super().__init__(data)
        self._services = _services_of(link)
        self.fields["layanan"] = _service_field(self._services, texts)

    @property
    def service(self) -> Service | None:
        """The service that a valid form names; None for another one."""
        return self._services.get(self.cleaned_data["layanan"])


class OpenForm(SurveyForm):
    """Asks for the service where the link is for the whole office."""

    def __init__(
        self,
        asked: Asked,
        data: Mapping[str, Any] | None = None,
        *,
        link: SurveyLink,
        now: dt.datetime,
        wanted: str = OWN,
    ) -> None:
        super().__init__(asked, data, wanted=wanted)
        self._link, self._now = link, now
        self._services: dict[str, Service] = {}
        self.service = asked.service
        if link.service_id is None and not asked.is_service_said:
            self._services = _services_of(link)
            self.fields["service"] = _service_field(self._services, self.language.texts)
            self.order_fields(["service"])
        # Of this showing: a second press, or the browser's Back, writes nothing again.
        given = self._given_once()
        self.once = given or secrets.token_urlsafe(24)
        # When it was shown first, signed with the mark of the showing: nobody invents another time.
        fresh = signing.dumps([self.once, int(now.timestamp())], salt=_SALT)
        self.shown = self.data.get("shown", "") if given else fresh

    @property
    def is_counted(self) -> bool:
        """Whether it was counted as begun already: the script says so, or a refused POST."""
        return bool(self.data.get("begun"))

    def opening_fields(self) -> list[forms.BoundField]:
        return [self["service"]] if "service" in self.fields else []

    def visit(self, *, browser: str) -> Visit:
        """What a valid form says besides its answers."""
        chosen = self._services.get(self.cleaned_data.get("service", ""))
        return Visit(service=chosen or self.service, once=self.once, browser=browser)

    def answers(self) -> Form:
        """The answers with how long the form was open: a counter's screen is open all day."""
        return replace(super().answers(), took=self._took())

    def _took(self) -> dt.timedelta | None:
        """None where the time of the showing is missing, or is not of this showing."""
        try:
            once, at = signing.loads(self.shown, salt=_SALT)
        except signing.BadSignature:
            return None
        seconds = self._now.timestamp() - at
        return dt.timedelta(seconds=seconds) if once == self.once else None

    def _given_once(self) -> str:
        given = self.data.get("once", "")
        return given if _ONCE.fullmatch(given) else ""


def _services_of(link: SurveyLink) -> dict[str, Service]:
    services = link.agency.services.active().order_by("order", "name")
    return {str(one.pk): one for one in services}


def _service_field(services: Mapping[str, Service], texts: Mapping[str, str]) -> forms.ChoiceField:
    missing = texts["service_missing"]
    return forms.ChoiceField(
        label=texts["which_service"],
        choices=[
            ("", texts["choose_service"]),
            *((key, one.name) for key, one in services.items()),
            (OTHER, texts["other_service"]),
        ],
        error_messages={"required": missing, "invalid_choice": missing},
    )
