"""The head of the office is asked from the ticket, answers there, and the report lists it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from services.models import Service, Staff
from tests.reading import flat
from tests.siwhapik.reports.test_registers import shown_in
from tickets.models import Escalation, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

Login = Callable[[Staff], Client]
FORM = {"reason": "Mohon keputusan, NIK 3515012345670001", "until": "2026-06-10T12:00"}
ASK, ANSWER = (
    f"/tiket/DINSOS-2026-000001/{verb}/" for verb in ("minta-jawaban-pimpinan", "jawaban-pimpinan")
)
PAGE = "/tiket/DINSOS-2026-000001/"
REPORT = "/laporan/eskalasi/?rentang=2026-06"


def test_from_the_question_to_the_report(
    tiket: Ticket, petugas: Staff, penyelia: Staff, kepala: Staff, masuk: Login
) -> None:
    officer, head = masuk(petugas), masuk(kepala)
    assert ASK in officer.get(PAGE).content.decode()
    assert "2026-06-10T" in officer.get(ASK).content.decode()  # a working day is proposed
    assert officer.post(ASK, FORM).status_code == 302
    assert Escalation.objects.get().due_at == dt.datetime(2026, 6, 10, 5, 0, tzinfo=dt.UTC)
    page = officer.get(PAGE).content.decode()
    assert "minta jawaban pimpinan" in page
    assert "3515012345670001" not in page
    assert ASK not in page
    assert ANSWER not in page
    assert ANSWER in head.get(PAGE).content.decode()
    assert head.post(ANSWER, {"answer": ""}).status_code == 422
    assert head.post(ANSWER, {"answer": "Setuju."}).status_code == 302
    assert "menjawab sebagai pimpinan" in flat(officer.get(PAGE))
    (row,) = shown_in(masuk(penyelia).get(REPORT))
    assert row["cells"] == [
        "09-06-2026 10.00", "Rina Petugas", "Mohon keputusan, NIK 35••••••••••0001", "10-06-2026 12.00",
        "09-06-2026 10.00", "Kepala Contoh", "Setuju.", "Tepat waktu",
    ]  # fmt: skip


def test_the_head_answers_with_the_question_in_sight(
    clock: Any, tiket: Ticket, petugas: Staff, kepala: Staff, masuk: Login
) -> None:
    masuk(petugas).post(ASK, FORM)
    head = masuk(kepala)
    question = "Rina Petugas bertanya: “Mohon keputusan, NIK 35••••••••••0001”"
    assert f"{question} Paling lambat besok 12.00 WIB." in flat(head.get(ANSWER))
    refused = head.post(ANSWER, {"answer": ""})
    assert question in flat(refused)
    clock.shift(dt.timedelta(days=2))
    assert f"{question} Seharusnya dijawab" in flat(masuk(kepala).get(ANSWER))


def test_the_report_says_what_is_late_open_or_void(
    clock: Any, tiket: Ticket, petugas: Staff, kepala: Staff, masuk: Login
) -> None:
    officer, head = masuk(petugas), masuk(kepala)

    def states() -> list[str]:
        return [row["cells"][-1] for row in shown_in(head.get(REPORT))]

    officer.post(ASK, {**FORM, "until": "2026-06-09T12:00"})
    assert states() == ["Belum dijawab"]
    clock.shift(dt.timedelta(hours=3))
    assert "belum dijawab, seharusnya" in flat(officer.get(PAGE))
    head.post(ANSWER, {"answer": "Ya."})
    assert states() == ["Terlambat"]
    officer.post(ASK, {**FORM, "until": "2026-06-15T12:00"})
    Escalation.objects.filter(answered_at=None).update(is_void=True)
    assert states() == ["Gugur, tiket diteruskan", "Terlambat"]


def test_the_head_reads_what_is_asked_and_an_admin_not_what_they_may_not_read(
    tiket: Ticket,
    penyelia: Staff,
    kepala: Staff,
    admin_opd: Staff,
    layanan_khusus: Service,
    masuk: Login,
) -> None:
    Ticket.objects.filter(pk=tiket.pk).update(service=layanan_khusus)
    refused = masuk(penyelia).post(ASK, {**FORM, "reason": ""})
    assert "Tulis apa yang perlu diputuskan." in flat(refused)
    masuk(penyelia).post(ASK, FORM)
    # Specific data is opened with a reason; the head's is known, an admin's is not.
    reason = f"Menjawab permintaan {penyelia}."
    assert (
        reason in flat(masuk(kepala).get(PAGE)),
        reason in flat(masuk(admin_opd).get(PAGE)),
    ) == (
        True,
        False,
    )
    (of_head,), (of_admin,) = (shown_in(masuk(one).get(REPORT)) for one in (kepala, admin_opd))
    assert of_head["cells"][2].startswith("Mohon keputusan")
    assert (of_head["url"], of_admin["url"]) == (PAGE, "")
    assert of_admin["cells"][2] == ""


@pytest.mark.parametrize(
    ("role", "asks", "answers"),
    [
        ("petugas", 302, 403),
        ("penyelia", 302, 403),
        ("kepala", 403, 302),
        ("admin_opd", 403, 403),
        ("pengamat", 404, 404),
        ("pejabat", 404, 404),
        ("orang_luar", 404, 404),
    ],
)
def test_who_may_ask_and_who_may_answer(
    tiket: Ticket,
    penyelia: Staff,
    kepala: Staff,
    request: pytest.FixtureRequest,
    masuk: Login,
    role: str,
    asks: int,
    answers: int,
) -> None:  # fmt: skip
    client = masuk(request.getfixturevalue(role))
    if role != "kepala":
        assert client.post(ASK, FORM).status_code == asks
        assert Escalation.objects.exists() is (asks == 302)
    if not Escalation.objects.exists():
        masuk(penyelia).post(ASK, FORM)
    if role == "kepala":
        assert client.post(ASK, FORM).status_code == asks
    assert client.post(ANSWER, {"answer": "Ya."}).status_code == answers
    assert (Escalation.objects.get().answered_at is not None) is (answers == 302)
