"""Repeated questions become articles, which citizens read, officers insert and the bot says."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from services.articles import ArticleChanged, save_article
from services.models import Agency, Article, Role, Service, ServiceStandard, Staff
from tests import factories
from tests.reading import flat
from tests.siwhapik.evaluation.tools import body
from tickets import desk
from tickets.inbound.catalogue import catalogue_of
from tickets.models import Channel, Export, Ticket, UnmatchedSentence

Login = Callable[[Staff], Client]
PAGE = "/laporan/pertanyaan/"
SAID = (*("Blangko KTP ada?",) * 3, *("ada blangko ktp ga",) * 2, "surat pindah boleh diwakilkan?")


@pytest.fixture
def ditanya(clock: Any, kanal: Channel) -> None:
    for text in SAID:
        desk.not_understood(text, channel=kanal, ticket=None, now=timezone.now())


def made(client: Client, times: int = 1) -> Article:
    group = client.get(PAGE).context["rows"][0][0]
    for _ in range(times):
        answer = client.post(f"{PAGE}jadikan/", {"kalimat": list(group.ids)})
        assert answer.status_code == 302
    return Article.objects.get()


def filled(article: Article, **more: Any) -> dict[str, Any]:
    return {
        "question": "Apakah blangko KTP tersedia?",
        "also_asked": article.also_asked,
        "service": article.service_id or "",
        "answer": "Tersedia setiap hari kerja (contoh).",
        "version": article.version,
        **more,
    }


def published(client: Client) -> Article:
    article = made(client)
    address = f"{PAGE}artikel/{article.pk}/"
    assert client.post(address, filled(article, terbit="1")).status_code == 302
    article.refresh_from_db()
    return article


def test_questions_are_counted_with_those_of_the_same_words(
    ditanya: None, penyelia: Staff, masuk: Login
) -> None:
    rows = masuk(penyelia).get(PAGE).context["rows"]
    assert [(group.question, group.times, len(group.questions)) for group, _ in rows] == [
        ("Blangko KTP ada?", 5, 2),
        ("surat pindah boleh diwakilkan?", 1, 1),
    ]


def test_a_span_counts_its_own_days(
    ditanya: None, clock: Any, kanal: Channel, penyelia: Staff, masuk: Login
) -> None:
    clock.shift(dt.timedelta(days=30))
    desk.not_understood("blangko ktp ada", channel=kanal, ticket=None, now=timezone.now())
    client = masuk(penyelia)
    times = {
        span: [group.times for group, _ in client.get(f"{PAGE}?rentang={span}").context["rows"]]
        for span in ("2026-06", "2026-07", "2026-T2", "2026", "2025")
    }
    assert times == {
        "2026-06": [5, 1],
        "2026-07": [1],
        "2026-T2": [5, 1],
        "2026": [6, 1],
        "2025": [],
    }


def test_the_report_is_taken_as_a_file_and_that_is_logged(
    ditanya: None, penyelia: Staff, masuk: Login
) -> None:
    lines = body(masuk(penyelia).get(f"{PAGE}?bentuk=csv")).decode().splitlines()
    assert lines[1].startswith("Blangko KTP ada?;5;2;")
    taken = Export.objects.get()
    assert (taken.report, taken.form, taken.rows) == ("pertanyaan", "csv", 2)


def test_one_click_makes_one_draft(ditanya: None, penyelia: Staff, masuk: Login) -> None:
    article = made(masuk(penyelia), times=2)
    assert (article.question, article.also_asked) == (
        "Blangko KTP ada?",
        "Blangko KTP ada?\nada blangko ktp ga",
    )
    assert (article.state, article.edited_by, article.answer) == ("draft", penyelia, "")
    rows = masuk(penyelia).get(PAGE).context["rows"]
    assert [found for _, found in rows] == [article, None]


def test_a_supervisor_writes_and_the_admin_publishes(
    ditanya: None, penyelia: Staff, admin_opd: Staff, masuk: Login
) -> None:
    writer, admin = masuk(penyelia), masuk(admin_opd)
    article = made(writer)
    address = f"{PAGE}artikel/{article.pk}/"
    assert writer.post(address, filled(article)).status_code == 302
    assert writer.post(address, filled(article, terbit="1")).status_code == 403
    article.refresh_from_db()
    assert not article.is_published
    assert admin.post(address, filled(article, terbit="1")).status_code == 302
    article.refresh_from_db()
    assert (article.is_published, article.published_by) == (True, admin_opd)
    assert writer.post(address, filled(article)).status_code == 403
    # What it answers is no longer listed for those who teach.
    assert [one.text for one in UnmatchedSentence.objects.unsettled()] == [SAID[-1]]
    assert admin.post(f"{address}tarik/").status_code == 302
    article.refresh_from_db()
    assert not article.is_published


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("answer", "", "Tulis dahulu jawabannya"),
        ("question", "", "Tulis pertanyaannya"),
        ("also_asked", "rumah saya kebakaran tolong", "darurat"),
        ("also_asked", "petugasnya kasar sekali", "petugas yang menjawabnya"),
        ("also_asked", "nik saya 3671010101010001 gimana", "nomor"),
        ("also_asked", "\n".join(f"blangko ktp {n} ada" for n in range(60)), "paling banyak"),
    ],
)
def test_what_the_bot_must_not_learn_is_refused_and_kept_on_the_page(
    field: str, text: str, words: str, ditanya: None, admin_opd: Staff, masuk: Login
) -> None:
    client = masuk(admin_opd)
    article = made(client)
    form = {**filled(article, terbit="1"), field: text}
    answer = client.post(f"{PAGE}artikel/{article.pk}/", form)
    assert answer.status_code == 422
    assert words.lower() in flat(answer).lower()
    article.refresh_from_db()
    assert not article.is_published


def test_a_row_names_its_office_among_rows_of_several(
    ditanya: None, dinas: Agency, penyelia: Staff, masuk: Login
) -> None:
    name = f'<br><span class="muted small">{dinas.short_name}</span>'
    assert name not in masuk(penyelia).get(PAGE).content.decode()
    factories.MembershipFactory(
        staff=penyelia, agency=factories.AgencyFactory(), role=Role.SUPERVISOR
    )
    assert name in masuk(penyelia).get(PAGE).content.decode()


def test_citizens_read_it_on_the_page_of_the_office(
    ditanya: None, standar: ServiceStandard, admin_opd: Staff, masuk: Login, client: Client
) -> None:
    article = published(masuk(admin_opd))
    page = flat(client.get("/layanan/"))
    assert article.question in page
    assert article.answer in page
    assert article.question not in flat(client.get("/layanan/surat/"))
    Article.objects.update(service=standar.service)
    assert article.question not in flat(client.get("/layanan/"))
    assert article.question in flat(client.get("/layanan/surat/"))
    Article.objects.update(state="draft")
    assert article.question not in flat(client.get("/layanan/surat/"))


def test_officers_insert_it_beside_quick_replies(
    ditanya: None, tiket: Ticket, petugas: Staff, admin_opd: Staff, masuk: Login
) -> None:
    article = published(masuk(admin_opd))
    address = f"/tiket/{tiket.register_number}/balasan-cepat/"
    replies = masuk(petugas).get(address).json()["replies"]
    assert [(one["title"], one["text"]) for one in replies if one["folder"] == "Tanya jawab"] == [
        (article.question, article.answer)
    ]


def test_the_bot_knows_what_is_published_and_about_its_own_services(
    ditanya: None,
    standar: ServiceStandard,
    layanan_lain: Service,
    kanal: Channel,
    admin_opd: Staff,
    masuk: Login,
) -> None:
    article = published(masuk(admin_opd))

    def known() -> list[int]:
        return [one.id for one in catalogue_of(kanal, timezone.now()).articles]

    assert known() == [article.pk]
    for service, expected in ((standar.service, [article.pk]), (layanan_lain, [])):
        Article.objects.update(service=service)
        assert known() == expected
    Article.objects.update(service=None, state="draft")
    assert known() == []


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("super_admin", 200), ("evaluator", 403), ("pejabat", 403), ("admin_opd", 200), ("penyelia", 200),
        ("petugas", 403), ("pengamat", 403), ("orang_luar", 403),
    ],
)  # fmt: skip
def test_who_sees_repeated_questions(
    person: str, status: int, ditanya: None, masuk: Login, request: pytest.FixtureRequest
) -> None:
    assert masuk(request.getfixturevalue(person)).get(PAGE).status_code == status


def test_another_office_sees_nothing_of_it(
    ditanya: None, admin_opd: Staff, admin_lain: Staff, masuk: Login
) -> None:
    article, outsider = published(masuk(admin_opd)), masuk(admin_lain)
    assert outsider.get(PAGE).context["rows"] == []
    address = f"{PAGE}artikel/{article.pk}/"
    assert outsider.get(address).status_code == 404
    assert outsider.post(address, filled(article, answer="x")).status_code == 404
    assert outsider.post(f"{address}tarik/").status_code == 404
    ids = [one.pk for one in UnmatchedSentence.objects.all()]
    assert outsider.post(f"{PAGE}jadikan/", {"kalimat": ids}).status_code == 404
    article.refresh_from_db()
    assert article.is_published


@pytest.mark.parametrize("number", [1, 50])
def test_the_page_asks_the_same_however_much_was_asked(
    number: int,
    kanal: Channel,
    clock: Any,
    penyelia: Staff,
    masuk: Login,
    django_assert_num_queries: Any,
) -> None:
    for n in range(number):
        desk.not_understood(
            f"pertanyaan {WORDS[n // 26]}{WORDS[n % 26]}",
            channel=kanal,
            ticket=None,
            now=timezone.now(),
        )
    client = masuk(penyelia)
    client.get(PAGE)
    with django_assert_num_queries(QUERIES):
        assert len(client.get(PAGE).context["rows"]) == number


QUERIES = 7
WORDS = [f"contoh{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]


@pytest.fixture
def admin_lain(dinas_wita: Agency) -> Staff:
    return factories.MembershipFactory(agency=dinas_wita, role="agency_admin").staff


def test_an_article_that_a_colleague_published_meanwhile_is_not_made_a_draft_again(
    ditanya: None, admin_opd: Staff, masuk: Login
) -> None:
    client = masuk(admin_opd)
    late = made(client)
    published(client)
    late.answer = "Kosong (contoh)."
    with pytest.raises(ArticleChanged, match="rekan Anda"):
        save_article(late, ["answer"], by=admin_opd, now=timezone.now(), version=late.version)
    found = Article.objects.get()
    assert (found.state, found.answer) == ("published", "Tersedia setiap hari kerja (contoh).")


def test_saving_says_nothing_of_publishing(ditanya: None, admin_opd: Staff, masuk: Login) -> None:
    article = published(masuk(admin_opd))
    article.published_at, article.answer = None, "Baru (contoh)."
    save_article(article, ["answer"], by=admin_opd, now=timezone.now(), version=article.version)
    found = Article.objects.get()
    assert found.published_at is not None
    assert found.answer == "Baru (contoh)."


def test_on_paper_it_says_when_it_was_printed(
    ditanya: None, penyelia: Staff, masuk: Login, clock: Any
) -> None:
    assert "Dicetak Selasa, 9 Juni 2026 10.00 WIB" in flat(masuk(penyelia).get(PAGE))
