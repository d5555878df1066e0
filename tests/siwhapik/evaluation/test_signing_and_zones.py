"""No report is signed while the office's days are cut by two time zones."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from services.models import Agency, SignedEvaluation, Staff
from siwhapik.evaluation import papers
from tests.reading import flat
from tests.siwhapik.evaluation.test_signing import SIGN, form
from tickets.models import FigureProgress, Ticket

Login = Callable[[Staff], Client]


def test_nothing_is_signed_while_days_are_cut_anew(
    juli: list[Ticket], dinas: Agency, admin_opd: Staff, masuk: Login
) -> None:
    day = dt.date(2026, 6, 1)
    progress = FigureProgress.objects.update_or_create(
        agency=dinas, defaults={"timezone": dinas.timezone, "built_through": day}
    )[0]
    client = masuk(admin_opd)
    for changed in ({"recut_through": day}, {"recut_through": None, "timezone": "Asia/Jayapura"}):
        FigureProgress.objects.filter(pk=progress.pk).update(**changed)
        refused = client.post(SIGN, form(client))
        assert refused.status_code == 422
        assert "sedang dihitung ulang menurut zona waktu yang baru" in flat(refused)
    assert not SignedEvaluation.objects.exists()
    FigureProgress.objects.filter(pk=progress.pk).update(timezone=dinas.timezone)
    assert client.post(SIGN, form(client)).status_code == 302


def test_nothing_is_signed_that_was_counted_while_the_office_got_another_zone(
    juli: list[Ticket],
    dinas: Agency,
    admin_opd: Staff,
    masuk: Login,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Between the figures and the signature lie the seconds in which the PDF is set."""

    def set_meanwhile(_: Any) -> bytes:
        Agency.objects.filter(pk=dinas.pk).update(timezone="Asia/Jayapura")
        return b"%PDF-"

    monkeypatch.setattr(papers, "pdf_of", set_meanwhile)
    client = masuk(admin_opd)
    refused = client.post(SIGN, form(client))
    assert refused.status_code == 422
    assert "sedang dihitung ulang menurut zona waktu yang baru" in flat(refused)
    assert not SignedEvaluation.objects.exists()
