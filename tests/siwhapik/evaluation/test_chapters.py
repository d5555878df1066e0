"""A draft is read chapter by chapter: the same tables as in the whole, each counting only what it shows."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from services.models import Agency, EvaluationDraft, Staff, VisitAssumption
from siwhapik.evaluation.chapters import CHAPTERS
from siwhapik.evaluation.coding import as_json
from siwhapik.evaluation.contents import PAGES
from tests import factories
from tests.asked import texts
from tests.reading import flat
from tests.siwhapik.evaluation.conftest import JUNI
from tests.siwhapik.evaluation.test_activities import noted
from tests.siwhapik.evaluation.tools import tables_of
from tickets.models import Outage, Ticket

Login = Callable[[Staff], Client]
FIRST, WHOLE = f"{JUNI}naskah/", f"{JUNI}naskah/semua/"
ADDRESSES = {one.code: f"{FIRST}{'' if one is CHAPTERS[0] else one.code + '/'}" for one in CHAPTERS}
DAY = dt.datetime(2026, 6, 10, 2, tzinfo=dt.UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("juli")]


@pytest.fixture
def lived_in(dinas: Agency, penyelia: Staff) -> None:
    """Something in every chapter."""
    noted(dinas, penyelia, "2026-06-05", "Sosialisasi contoh")
    VisitAssumption.objects.create(
        agency=dinas, trips=2, minutes=30, rupiah=1000, origin="contoh", edited_at=DAY,
        edited_by=penyelia,
    )  # fmt: skip
    Outage.objects.create(
        agency=dinas, kind="siak", starts_at=DAY, ends_at=DAY + dt.timedelta(hours=2),
        recorded_by=penyelia, recorded_at=DAY, form_key="a",
    )  # fmt: skip
    Agency.objects.filter(pk=dinas.pk).update(inhabitants=10_108, inhabitants_year=2025)


@pytest.mark.usefixtures("lived_in")
def test_the_chapters_together_hold_the_tables_of_the_whole(penyelia: Staff, masuk: Login) -> None:
    client = masuk(penyelia)
    apart = [table for url in ADDRESSES.values() for table in tables_of(client.get(url))]
    whole = tables_of(client.get(WHOLE))
    assert [as_json(one) for one in apart] == [as_json(one) for one in whole]
    assert {"gangguan", "penduduk", "catatan", "hemat"} <= {one.code for one in whole}
    leads = [[[cell.url for cell in row] for row in one.rows] for one in whole]
    assert leads == [[[cell.url for cell in row] for row in one.rows] for one in apart]


def test_a_table_of_contents_names_every_chapter_and_the_whole(
    penyelia: Staff, masuk: Login
) -> None:
    client = masuk(penyelia)
    for code, page in PAGES.items():
        said = flat(client.get(ADDRESSES.get(code, WHOLE)))
        nav = re.search(r'<nav[^>]*aria-label="Daftar isi">.*?</nav>', said)
        assert nav is not None
        links = re.findall(r'href="([^"]+)"( aria-current="page")?[^>]*>([^<]+)</a>', nav[0])
        assert [url for url, _, _ in links] == [*ADDRESSES.values(), WHOLE]
        assert [title for _, _, title in links] == [one.title for one in PAGES.values()]
        assert [title for _, here, title in links if here] == [page.title]


def test_neighbours_lead_from_the_first_chapter_to_the_last(penyelia: Staff, masuk: Login) -> None:
    client, url, seen = masuk(penyelia), FIRST, []
    while url:
        seen.append(url)
        page = client.get(url)
        after = page.context["contents"].after
        said = flat(page)
        assert (after is None) == ("Berikutnya:" not in said)
        assert (url == FIRST) == ("Sebelumnya:" not in said)
        url = after.url if after else ""
    assert seen == [*ADDRESSES.values()]
    assert "Berikutnya:" not in flat(client.get(WHOLE))


@pytest.mark.parametrize("chapter", ["ringkasan", "lain", "semua/lain", "janji/pdf", "Janji"])
def test_there_is_no_other_chapter(chapter: str, penyelia: Staff, masuk: Login) -> None:
    assert masuk(penyelia).get(f"{FIRST}{chapter}/").status_code == 404


def test_a_chapter_in_which_there_is_nothing_says_where_it_is_entered(
    penyelia: Staff, orang_luar: Staff, super_admin: Staff, masuk: Login
) -> None:
    client = masuk(penyelia)
    said = flat(client.get(ADDRESSES["kegiatan"]))
    assert "Belum ada kegiatan pada rentang ini" in said
    assert 'href="/catatan/">Tulis catatan kantor' in said
    said = flat(client.get(ADDRESSES["manfaat"]))
    assert "setelah kantor mengisi asumsi kunjungan" in said
    assert 'asumsi/">Isi asumsi kunjungan' in said
    assert "Kegiatan kantor</h2>" not in flat(client.get(WHOLE))
    said = flat(masuk(super_admin).get(ADDRESSES["manfaat"]))
    assert "setelah kantor mengisi asumsi kunjungan" in said
    assert "Isi asumsi kunjungan" not in said


@pytest.mark.usefixtures("lived_in")
@pytest.mark.parametrize("chapter", [*ADDRESSES])
def test_a_chapter_asks_the_same_for_many_tickets(
    chapter: str, juli: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    client = masuk(penyelia)
    client.get(ADDRESSES[chapter])
    with CaptureQueriesContext(connection) as few:
        client.get(ADDRESSES[chapter])
    again = juli[0]
    for n in range(50):
        factories.TicketFactory(
            conversation=again.conversation, service=again.service, kind="application",
            received_at=again.received_at + dt.timedelta(minutes=n),
        )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        client.get(ADDRESSES[chapter])
    assert len(many) == len(few)
    assert len(few) <= ASKED[chapter][connection.vendor == "postgresql"]


# On SQLite each statement is a query of its own; PostgreSQL is asked several in one way there and back.
ASKED = {
    "ringkasan": (28, 13),
    "kedatangan": (19, 10),
    "janji": (23, 12),
    "pengaduan": (13, 7),
    "beban": (14, 7),
    "kepuasan": (33, 26),
    "kegiatan": (7, 5),
    "manfaat": (14, 7),
    "rencana": (5, 4),
    "harian": (12, 6),
}


def test_a_chapter_counts_nothing_of_another(penyelia: Staff, masuk: Login) -> None:
    client = masuk(penyelia)

    def reads(chapter: str, table: str) -> bool:
        with CaptureQueriesContext(connection) as asked:
            client.get(ADDRESSES[chapter])
        return any(table in sql for sql in texts(asked))

    for table, chapters in {
        "surveys_": {"kepuasan"},
        "services_officerecord": {"kegiatan"},
        "services_visitassumption": {"manfaat"},
        "tickets_escalation": {"pengaduan"},
        "tickets_accesslog": {"ringkasan", "beban"},
        "tickets_outage": {"ringkasan", "janji"},
        "tickets_formertime": {"ringkasan"},
    }.items():
        assert {one for one in ADDRESSES if reads(one, table)} == chapters, table


def test_only_the_texts_of_a_chapter_stand_in_its_form(penyelia: Staff, masuk: Login) -> None:
    client = masuk(penyelia)
    for one in CHAPTERS:
        page = client.get(ADDRESSES[one.code])
        fields = re.findall(r'<textarea[^>]*name="(\w+)"', flat(page))
        assert tuple(fields) == one.texts
        assert ("Simpan naskah" in flat(page)) == bool(one.texts)
    fields = re.findall(r'<textarea[^>]*name="(\w+)"', flat(client.get(WHOLE)))
    assert fields == ["summary", "obstacles", "improvements", "plans"]


def given(client: Client, url: str, **texts: str) -> dict[str, Any]:
    """What a form of this page sends: its fields as they are, and these."""
    form = client.get(url).context["form"]
    return {name: form[name].value() for name in form.fields} | texts


def by_script(client: Client, url: str, data: dict[str, Any]) -> Any:
    return client.post(url, data, headers={"HX-Request": "true"})


def test_a_chapter_saves_its_own_fields_and_leads_back_to_it(penyelia: Staff, masuk: Login) -> None:
    client, plans = masuk(penyelia), ADDRESSES["rencana"]
    data = given(client, FIRST, summary="Tenang.", plans="Bukan dari sini.")
    assert client.post(FIRST, data)["Location"] == FIRST
    data = given(client, plans, plans="Loket kedua.", summary="Bukan dari sini.")
    assert client.post(plans, data)["Location"] == plans
    kept = EvaluationDraft.objects.get()
    assert (kept.summary, kept.plans, kept.version) == ("Tenang.", "Loket kedua.", 2)
    assert client.post(ADDRESSES["janji"], data).status_code == 405


def test_a_page_from_before_there_were_chapters_loses_nothing(
    penyelia: Staff, admin_opd: Staff, masuk: Login
) -> None:
    client = masuk(penyelia)
    old = {
        "version": 0,
        "summary": "Tenang.",
        "obstacles": "",
        "improvements": "",
        "plans": "Loket.",
    }
    assert by_script(client, FIRST, old).json()["version"] == 1
    kept = EvaluationDraft.objects.get()
    assert (kept.summary, kept.plans) == ("Tenang.", "Loket.")
    masuk(admin_opd).post(FIRST, {**old, "version": 1, "plans": "Dari rekan."})
    shown = client.post(FIRST, {**old, "version": 1, "plans": "Loket kedua."})
    assert shown.status_code == 409
    assert all(words in flat(shown) for words in ("Loket kedua.", "Dari rekan."))
    assert f'action="{WHOLE}"' in flat(shown)
    assert by_script(client, FIRST, {"version": 2, "summary": "Ramai."}).status_code == 200
    kept.refresh_from_db()
    assert (kept.summary, kept.plans) == ("Ramai.", "Dari rekan.")


def test_two_chapters_are_written_side_by_side(
    penyelia: Staff, admin_opd: Staff, masuk: Login
) -> None:
    mine, theirs, plans = masuk(penyelia), masuk(admin_opd), ADDRESSES["rencana"]
    summary, other = given(mine, FIRST, summary="Tenang."), given(theirs, plans, plans="Loket.")
    assert by_script(mine, FIRST, summary).status_code == 200
    told = by_script(theirs, plans, other)
    assert (told.status_code, told.json()["version"]) == (200, 2)
    # A second click, and then the next words with what the script was told.
    assert mine.post(FIRST, summary).status_code == 302
    told = by_script(mine, FIRST, summary).json()
    later = {**summary, "summary": "Tenang sekali.", "seen": told["seen"], "version": 0}
    assert by_script(mine, FIRST, later).json()["version"] == 3
    kept = EvaluationDraft.objects.get()
    assert (kept.summary, kept.plans) == ("Tenang sekali.", "Loket.")


def test_a_colleagues_text_in_the_same_chapter_is_not_overwritten(
    penyelia: Staff, admin_opd: Staff, masuk: Login
) -> None:
    mine, theirs, plans = masuk(penyelia), masuk(admin_opd), ADDRESSES["rencana"]
    late = given(mine, plans, plans="Ketikan saya.")
    theirs.post(FIRST, given(theirs, FIRST, summary="Ringkas."))
    theirs.post(plans, given(theirs, plans, plans="Dari rekan."))
    told = by_script(mine, plans, late)
    assert (told.status_code, str(admin_opd) in told.content.decode()) == (409, True)
    shown = mine.post(plans, late)
    assert shown.status_code == 409
    assert shown.context["their_texts"] == [("Rencana", "Dari rekan.")]
    assert "Ketikan saya." in flat(shown)
    assert EvaluationDraft.objects.get().plans == "Dari rekan."
    form = shown.context["form"]
    seen = {name: form[name].value() for name in ("version", "seen")}
    assert mine.post(plans, {**late, **seen}).status_code == 302
    assert EvaluationDraft.objects.get().plans == "Ketikan saya."


def test_a_refused_field_keeps_what_a_colleague_wrote_there(
    penyelia: Staff, admin_opd: Staff, masuk: Login
) -> None:
    mine, theirs, plans = masuk(penyelia), masuk(admin_opd), ADDRESSES["rencana"]
    late = given(mine, plans, plans="x" * 10_001)
    answer = mine.post(plans, late)
    assert (answer.status_code, "x" * 10_001 in answer.content.decode()) == (422, True)
    assert set(by_script(mine, plans, late).json()["errors"]) == {"plans"}
    theirs.post(plans, given(theirs, plans, plans="Dari rekan."))
    assert by_script(mine, plans, late).status_code == 409
    assert EvaluationDraft.objects.get().plans == "Dari rekan."


@pytest.mark.parametrize("seen", ["", "x", "x" * 65, "\0"])
def test_a_mark_that_no_page_sends_counts_for_nothing(
    seen: str, penyelia: Staff, admin_opd: Staff, masuk: Login
) -> None:
    client = masuk(penyelia)
    client.post(FIRST, given(client, FIRST, summary="Tenang."))
    late = {"version": 0, "seen": seen, "summary": "Lain."}
    assert by_script(client, FIRST, late).status_code in (409, 422)
    assert client.post(FIRST, late).status_code in (409, 422)
    assert EvaluationDraft.objects.get().summary == "Tenang."
