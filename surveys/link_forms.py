"""The form that makes a link of the open survey."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from services.models import Agency, Service, Staff
from surveys import linking
from surveys.models import SurveyLink
from surveys.ways import Way


class LinkForm(forms.Form):
    """For the whole office or one of its services; as a poster or at the counter."""

    def __init__(self, agencies: Sequence[Agency], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self._agencies = {str(one.pk): one for one in agencies}
        services = Service.objects.active().filter(agency__in=agencies).select_related("agency")
        self._services = {str(one.pk): one for one in services.order_by("agency__name", "name")}
        several = len(agencies) > 1
        self.fields["agency"] = forms.ChoiceField(
            label="Instansi",
            choices=[(key, one.name) for key, one in self._agencies.items()],
            widget=forms.Select if several else forms.HiddenInput,
            initial=next(iter(self._agencies)),
        )
        self.fields["service"] = forms.ChoiceField(
            label="Layanan",
            required=False,
            choices=[
                ("", "Semua layanan: formulir menanyakan layanannya"),
                *((key, _name(one, several=several)) for key, one in self._services.items()),
            ],
        )
        self.fields["way"] = forms.ChoiceField(
            label="Dipakai sebagai",
            choices=[
                (Way.OPEN, "Poster dengan kode QR dan tautan"),
                (Way.KIOSK, "Layar di loket, dipakai bergantian"),
            ],
            initial=Way.OPEN,
            widget=forms.RadioSelect,
        )

    def make(self, *, by: Staff, now: dt.datetime) -> SurveyLink:
        """Make the link. Raises Refused."""
        given = self.cleaned_data
        return linking.make(
            self._agencies[given["agency"]],
            service=self._services.get(given["service"]),
            way=Way(given["way"]),
            by=by,
            now=now,
        )


def _name(service: Service, *, several: bool) -> str:
    return f"{service.agency.short_name}: {service.name}" if several else service.name
