"""Ways to cheat with answers, recommendations and results: each is refused and changes nothing."""

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from structlog.testing import capture_logs

from services.models import Agency, Service, Staff
from siwhapik.public.tracking import LIMIT
from surveys import invitations, linking, recommending
from surveys.answering import Form, submit
from surveys.loading import questionnaire_in_use
from surveys.models import Element, EvidenceFile, Invitation, LinkUse, Recommendation, SurveyPeriod
from surveys.ways import Way
from tests import factories
from tests.reading import flat
from tests.siwhapik.records.conftest import PDF
from tests.surveys.conftest import CODES, everything, questionnaire_of, resolve
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
REC, PERIOD, PAPER = "/dasbor/ikm/rekomendasi/", "/dasbor/ikm/periode/", "/dasbor/ikm/kertas/"
NOBODY = "nobody"
SAID = {"text": "Tambah loket (contoh)."}
DONE = {"state": "done", "text": "Dibuka", "evidence": "BA-01 (contoh)"}
TYPED = everything(4, filled_on="2026-06-08")


@dataclass(frozen=True)
class Scene:
    """Two offices alike; addresses and forms name its rows as `{foreign_period}`."""

    ids: dict[str, str]

    def fill(self, value: Any) -> Any:
        """The same with the ids in the place of their names."""
        if isinstance(value, str):
            return value.format_map(self.ids)
        if isinstance(value, dict):
            return {key: self.fill(one) for key, one in value.items()}
        return [self.fill(one) for one in value] if isinstance(value, list) else value


def period_of(agency: Agency, name: str, state: str, month: int) -> SurveyPeriod:
    """One that runs a month."""
    return SurveyPeriod.objects.create(
        agency=agency, questionnaire=questionnaire_in_use(), name=name, state=state,
        starts_on=dt.date(2026, month, 1), ends_on=dt.date(2026, month, 28),
    )  # fmt: skip


def recommendation_of(period: SurveyPeriod, by: Staff, answered_by: Staff) -> Recommendation:
    """With a plan of its office, and a file beside it."""
    recommending.note_opened(period, by=by)
    made = recommending.recommend(period, **SAID, by=by)
    element = period.questionnaire.elements.get(code="U3")
    plan = recommending.Plan(
        element=element, activity="Loket", year=2026, quarter=4, responsible="Kabid"
    )
    recommending.plan(made, plan=plan, by=answered_by)
    row = EvidenceFile(
        recommendation=made, plan=made.plans.get(), filename="a.pdf", mime_type="application/pdf",
        size=len(PDF), sha256="0" * 64, by=answered_by, at=made.at,
    )  # fmt: skip
    row.file.save("a.pdf", SimpleUploadedFile("a.pdf", PDF), save=False)
    row.save()
    return made


@pytest.fixture
def scene(
    clock: Any, dinas: Agency, dinas_wita: Agency, admin_opd: Staff, evaluator: Staff, jawab: Any,
    layanan: Service, now: dt.datetime,
) -> Scene:  # fmt: skip
    outside = factories.StaffFactory()
    factories.MembershipFactory(staff=outside, agency=dinas_wita, role="agency_admin")
    own = period_of(dinas, "Juni", "open", 6)
    closed, foreign = (period_of(dinas_wita, name, "closed", n) for n, name in ((4, "A"), (5, "B")))
    rows: dict[str, Any] = {
        "own_period": own,
        "foreign_period": foreign,
        "closed_period": closed,
        "own_rec": recommendation_of(own, evaluator, admin_opd),
        "foreign_rec": recommendation_of(foreign, evaluator, outside),
        "foreign_service": factories.ServiceFactory(agency=dinas_wita, name="Layanan lain kantor"),
        "foreign_link": linking.make(dinas_wita, service=None, way=Way.OPEN, by=outside, now=now),
        "foreign_answer": jawab(dinas_wita, [2] * 9, comment="Antri lama").response,
        "foreign_element": questionnaire_of("lain").elements.earliest("pk"),
        "own_element": own.questionnaire.elements.get(code="U1"),
    }
    ids = {name: str(row.pk) for name, row in rows.items()}
    ids |= {f"{who}_file": str(rows[f"{who}_rec"].evidence.get().pk) for who in ("own", "foreign")}
    return Scene(ids | {"foreign": dinas_wita.slug, "own": dinas.slug})


def everything_stored() -> dict[str, list[Any]]:
    """All rows of the surveys, without what only counts who looked or began."""
    kept = {}
    for model in apps.get_app_config("surveys").get_models():
        names = [one.attname for one in model._meta.concrete_fields]
        if model is not LinkUse:
            names = [one for one in names if one not in ("opened_at", "begun_at")]
            kept[model.__name__] = list(model._base_manager.order_by("pk").values_list(*names))
    return kept


def paper(content: str, **more: str) -> dict[str, Any]:
    file = SimpleUploadedFile("kertas.csv", content.encode())
    return {"file": file, "filled_on": "2026-06-08", "service": "", **more}


ROW = ";".join("4" * 9)
PLANNED = {"activity": "Loket", "quarter": "2026-4", "responsible": "Kabid (contoh)"}
REVIEWED = {"reading": "1", "outcome": "adequate", "note": ""}
# Who, where, what is sent (None: only looked at), and the answer.
OFFICIALS: list[tuple[str, str, dict[str, Any] | None, int]] = [
    ("kepala", f"{REC}tulis/{{foreign_period}}/", SAID, 404),
    ("admin_opd", f"{REC}tulis/{{own_period}}/", SAID, 404),
    ("kepala", f"{REC}tulis/{{own_period}}/", SAID, 409),
    ("evaluator", f"{REC}tulis/{{own_period}}/", SAID | {"element": "{foreign_element}"}, 422),
    ("evaluator", f"{REC}tulis/{{own_period}}/", SAID | {"service": "{foreign_service}"}, 422),
    ("admin_opd", f"{REC}{{foreign_rec}}/rencana/", PLANNED | {"element": "{own_element}"}, 404),
    ("admin_opd", f"{REC}{{own_rec}}/rencana/", PLANNED | {"element": "{foreign_element}"}, 422),
    ("admin_opd", f"{REC}{{own_rec}}/rencana/",
     PLANNED | {"element": "{own_element}", "quarter": "2019-1"}, 422),
    ("admin_opd", f"{REC}{{foreign_rec}}/kemajuan/", DONE, 404),
    ("evaluator", f"{REC}{{own_rec}}/kemajuan/", DONE, 404),
    ("admin_opd", f"{REC}{{own_rec}}/kemajuan/", DONE | {"state": "verified"}, 422),
    ("admin_opd", f"{REC}{{foreign_rec}}/berkas/{{foreign_file}}/", None, 404),
    ("admin_opd", f"{REC}{{own_rec}}/berkas/{{foreign_file}}/", None, 404),
    ("admin_opd", f"{REC}{{own_rec}}/berkas/999999999999999999999/", None, 404),
    ("petugas", f"{REC}{{own_rec}}/berkas/{{own_file}}/", None, 404),
    ("admin_opd", f"{PERIOD}{{foreign_period}}/", {"step": "published"}, 404),
    ("kepala", f"{PERIOD}{{foreign_period}}/telaah/", REVIEWED, 404),
    ("admin_opd", f"{PERIOD}{{own_period}}/telaah/", REVIEWED, 404),
    ("penyelia", f"{PERIOD}{{own_period}}/telaah/", REVIEWED, 404),
    ("evaluator", f"{PERIOD}{{own_period}}/telaah/", REVIEWED, 422),  # it runs
    ("evaluator", f"{PERIOD}999999999999999999999/telaah/", REVIEWED, 404),
    ("admin_opd", f"{PERIOD}{{foreign_period}}/jawaban.csv", None, 404),
    ("admin_opd", f"{PERIOD}{{foreign_period}}/laporan/", None, 404),
    ("petugas", f"{PERIOD}{{own_period}}/jawaban.csv", None, 404),
    ("admin_opd", "/dasbor/ikm/saran/{foreign_answer}/tema/", {"tema": "time"}, 404),
    ("admin_opd", "/dasbor/ikm/tautan/{foreign_link}/akhiri/", {}, 404),
    ("admin_opd", "/dasbor/ikm/tautan/{foreign_link}/poster/", None, 404),
    ("admin_opd", f"{PAPER}?instansi={{foreign}}", paper(f"{';'.join(CODES)}\n{ROW}"), 404),
    ("admin_opd", PAPER, paper(f"{';'.join(CODES)}\n{ROW}", service="{foreign_service}"), 422),
    ("admin_opd", PAPER, paper(f"{';'.join(CODES)};Layanan\n{ROW};Layanan lain kantor"), 422),
    ("admin_opd", f"{PAPER}ketik/?instansi={{foreign}}", TYPED, 404),
    ("admin_opd", f"{PAPER}ketik/", TYPED | {"service": "{foreign_service}"}, 422),
    ("admin_opd", f"{PAPER}ketik/", TYPED | {"U4": "-1"}, 422),
    (NOBODY, "/ikm/{foreign}/{closed_period}.csv", None, 404),
    (NOBODY, "/ikm/{own}/{own_period}.csv", None, 404),
    (NOBODY, "/ikm/{own}/{foreign_period}.csv", None, 404),
    (NOBODY, "/ikm/{foreign}/?periode={closed_period}", None, 404),
]  # fmt: skip


@pytest.mark.parametrize(("who", "path", "sent", "status"), OFFICIALS)
def test_officials_reach_no_further_than_their_office(
    request: pytest.FixtureRequest, masuk: Callable[[Staff], Client], scene: Scene,
    caplog: pytest.LogCaptureFixture,
    who: str, path: str, sent: dict[str, Any] | None, status: int,
) -> None:  # fmt: skip
    browser = Client() if who == NOBODY else masuk(request.getfixturevalue(who))
    before, address = everything_stored(), scene.fill(path)
    caplog.set_level(logging.WARNING, logger="django.request")
    caplog.clear()
    response = browser.get(address) if sent is None else browser.post(address, scene.fill(sent))
    assert response.status_code == status
    assert everything_stored() == before
    (line,) = [one for one in caplog.records if one.name == "django.request"]
    assert urlsplit(address).path in line.getMessage()


@pytest.mark.parametrize("value", [
    "-1", "5", "0", "9" * 5000, "4.0", "04", " 4", "4,4", "[4]", "\u0664", ["4", "1"], ["1", "1"], [], "\x00",
])  # fmt: skip
def test_one_question_takes_one_of_its_four_answers(
    client: Client, tautan: str, value: str | list[str]
) -> None:
    before = everything_stored()
    response = client.post(tautan, {**everything(4), "U1": value})
    assert response.status_code == 422
    assert "1. Persyaratan</a>: pilih salah satu jawaban." in flat(response)
    assert flat(response).count("</a>: pilih") == 1  # the other eight were taken
    assert everything_stored() == before


@pytest.mark.parametrize("sent", [
    {f"{code}[]": "4" for code in CODES},
    {f"Q{number}": "4" for number in range(1, 10)},
    {str(number): "4" for number in range(1, 400)},
])  # fmt: skip
def test_other_names_of_the_questions_are_no_answers(
    client: Client, tautan: str, sent: dict[str, str]
) -> None:
    before = everything_stored()
    assert client.post(tautan, sent).status_code == 422
    assert client.post(tautan, sent, content_type="application/json").status_code == 422
    assert everything_stored() == before


def test_codes_of_another_questionnaire_are_not_stored(
    client: Client, tautan: str, undangan: Invitation
) -> None:
    questionnaire_of("empat-belas", 14)
    more = {f"U{number}": 1 for number in range(10, 15)}
    assert client.post(tautan, everything(4, **more)).status_code == 302
    stored = Invitation.objects.get().response.answers
    assert set(stored.values_list("element__questionnaire", "value")) == {
        (undangan.questionnaire_id, 4)
    }
    assert stored.count() == 9


def test_elements_of_another_questionnaire_are_not_its_answers(
    undangan: Invitation, now: dt.datetime
) -> None:
    foreign = list(questionnaire_of("lain").elements.all())
    own = list(Element.objects.filter(questionnaire=undangan.questionnaire))
    before = everything_stored()
    for elements in (foreign, [*own, foreign[0]], own[1:], [*own[1:], foreign[0]]):
        form = Form(values=dict.fromkeys(elements, 4))
        assert not submit(undangan, form=form, now=now)
    assert everything_stored() == before


def test_a_forwarded_link_is_answered_once_even_after_the_ticket_ended_again(
    client: Client, tautan: str, tiket: Ticket, petugas: Staff, now: dt.datetime, clock: Any
) -> None:
    assert client.post(tautan, everything(4)).status_code == 302

    def changes_nothing() -> None:
        before = everything_stored()
        for browser in (client, Client()):
            assert "Terima kasih" in flat(browser.post(tautan, everything(1)))
        assert everything_stored() == before

    changes_nothing()
    Ticket.objects.update(state=Ticket.State.IN_PROGRESS, outcome="", resolved_at=None)
    changes_nothing()
    clock.shift(dt.timedelta(hours=1))
    later = now + dt.timedelta(hours=1)
    resolve(tiket, by=petugas, at=later)
    invitations.invite_due(later)
    assert Invitation.objects.count() == 2
    changes_nothing()


GUESSES = [
    ("get", "/survei/{n:032d}/", {}, 404, 20),
    ("post", "/survei/{n:032d}/", everything(4), 404, 20),
    ("get", "/s/abcdefg{n:03d}/", {}, 404, 20),
    ("post", "/s/abcdefg{n:03d}/", everything(4), 404, 20),
    ("get", "/s/abcdefg{n:03d}/terima-kasih/", {}, 404, 20),
    ("post", "/lacak/survei/", {"kode": "ABCDE{n}"}, 404, LIMIT),
]


@pytest.mark.parametrize(("method", "path", "sent", "status", "limit"), GUESSES)
def test_guessing_is_refused_then_held_back_and_logged(
    client: Client, undangan: Invitation, method: str, path: str,
    sent: dict[str, str], status: int, limit: int,
) -> None:  # fmt: skip
    before, codes = everything_stored(), []
    with capture_logs() as logged:
        for n in range(234, 234 + limit + 2):
            data = {key: value.format(n=n) for key, value in sent.items()}
            codes.append(getattr(client, method)(path.format(n=n), data).status_code)
    assert codes == [status] * limit + [429] * 2
    assert [one["event"] for one in logged].count("throttle.reached") == 1
    assert everything_stored() == before


@pytest.mark.parametrize("path", ["/survei/{n:032d}/mulai/", "/s/abcdefg{n:03d}/mulai/"])
def test_a_guess_at_what_was_begun_learns_and_counts_nothing(
    client: Client, undangan: Invitation, path: str
) -> None:
    answers = {client.post(path.format(n=n)).status_code for n in range(30)}
    assert answers == {204}
    assert not LinkUse.objects.exists()
    assert Invitation.objects.get().begun_at is None
