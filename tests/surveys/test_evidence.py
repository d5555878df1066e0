"""Files beside a plan and a report: what is kept, who opens them, and what is refused."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from services.models import Agency, Staff
from surveys.models import EvidenceFile, EvidenceLook, ProgressReport, Recommendation
from tests import factories
from tests.siwhapik.records.conftest import PDF
from tests.surveys.test_recommendation_notices import saran as saran

Masuk = Callable[[Staff], Client]
pytestmark = pytest.mark.usefixtures("clock")
DONE = {"state": "done", "text": "Loket dibuka", "evidence": ""}


def _plan(saran: Recommendation) -> dict[str, Any]:
    element = saran.period.questionnaire.elements.get(code="U3")
    values = {"element": element.pk, "activity": "Loket kedua", "quarter": "2026-4"}
    return {**values, "responsible": "Kepala bidang (contoh)"}


def _pdf(name: str = "berita acara.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def root(saran: Recommendation) -> str:
    return f"/dasbor/ikm/rekomendasi/{saran.pk}/"


def test_files_go_with_plan_and_report_and_a_file_proves_what_is_done(
    saran: Recommendation, root: str, masuk: Masuk, admin_opd: Staff
) -> None:
    browser = masuk(admin_opd)
    for _ in range(2):
        sent = {**_plan(saran), "attached": [_pdf(), _pdf("foto.pdf", PDF + b"%")]}
        assert browser.post(f"{root}rencana/", sent).status_code == 302
    assert browser.post(f"{root}kemajuan/", DONE).status_code == 422
    for _ in range(2):
        sent = {**DONE, "attached": [_pdf()]}
        assert browser.post(f"{root}kemajuan/", sent).status_code == 302
    assert saran.plans.get().files.count() == 2
    assert ProgressReport.objects.get().files.get().filename == "berita acara.pdf"
    page = browser.get(root).content.decode()
    assert page.count("/berkas/") == 3


def test_the_same_words_with_another_file_are_written_anew(
    saran: Recommendation, root: str, masuk: Masuk, admin_opd: Staff
) -> None:
    """What stands there is not added to: each record says who brought its files."""
    masuk(admin_opd).post(f"{root}rencana/", {**_plan(saran), "attached": [_pdf()]})
    colleague = factories.StaffFactory()
    factories.MembershipFactory(staff=colleague, agency=saran.period.agency, role="agency_admin")
    for _ in range(2):
        sent = {**_plan(saran), "attached": [_pdf("lain.pdf", PDF + b"%")]}
        masuk(colleague).post(f"{root}rencana/", sent)
    newest, first = saran.plans.all()
    assert (newest.by, first.by) == (colleague, admin_opd)
    assert [one.filename for one in first.files.all()] == ["berita acara.pdf"]
    assert [one.filename for one in newest.files.all()] == ["lain.pdf"]


@pytest.mark.parametrize(
    "files",
    [
        [_pdf("a.exe")],
        [_pdf("a.pdf", b"<html><script>1</script>")],
        [_pdf(), _pdf("b.pdf", b"")],
        [_pdf(f"{number}.pdf", PDF + str(number).encode()) for number in range(6)],
    ],
)
def test_what_may_not_be_kept_is_refused_and_nothing_is_written(
    saran: Recommendation, root: str, masuk: Masuk, admin_opd: Staff, files: list[Any]
) -> None:
    answer = masuk(admin_opd).post(f"{root}rencana/", {**_plan(saran), "attached": files})
    assert answer.status_code == 422
    assert not saran.plans.exists()
    assert not EvidenceFile.objects.exists()


def test_each_opening_is_written_down_and_outsiders_find_nothing(
    request: Any, saran: Recommendation, root: str, masuk: Masuk, dinas_wita: Agency
) -> None:
    admin = request.getfixturevalue("admin_opd")
    masuk(admin).post(f"{root}rencana/", {**_plan(saran), "attached": [_pdf()]})
    address = f"{root}berkas/{EvidenceFile.objects.get().pk}/"
    readers = ("super_admin", "evaluator", "pejabat", "admin_opd", "penyelia")
    for name in readers:
        answer = masuk(request.getfixturevalue(name)).get(address)
        assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]  # a streamed answer
        assert answer["X-Content-Type-Options"] == "nosniff"
    assert EvidenceLook.objects.count() == len(readers)
    outside = factories.StaffFactory()
    factories.MembershipFactory(staff=outside, agency=dinas_wita, role="agency_admin")
    others = [request.getfixturevalue(name) for name in ("petugas", "pengamat", "orang_luar")]
    for staff in (outside, *others):
        assert masuk(staff).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    assert EvidenceLook.objects.count() == len(readers)


def test_a_file_of_another_recommendation_is_not_found(
    saran: Recommendation, root: str, masuk: Masuk, admin_opd: Staff, evaluator: Staff
) -> None:
    masuk(admin_opd).post(f"{root}rencana/", {**_plan(saran), "attached": [_pdf()]})
    other = Recommendation.objects.create(
        period=saran.period, text="Lain", by=evaluator, at=saran.at
    )
    pk = EvidenceFile.objects.get().pk
    assert (
        masuk(admin_opd).get(f"/dasbor/ikm/rekomendasi/{other.pk}/berkas/{pk}/").status_code == 404
    )
