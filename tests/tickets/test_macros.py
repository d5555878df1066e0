"""Several verbs by one name: all of them with the rights of whoever runs it, or none."""

import datetime as dt
from typing import Any

import pytest

from services.models import Service, Staff
from tests import factories
from tests.tickets.desk.test_concluding import update_template
from tickets import bulk, desk
from tickets.desk import Refused
from tickets.macros import run_macro, why_not_kept
from tickets.models import Conversation, HeldReply, Label, Macro, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
TEXT = "Yth. {nama}, mohon kirim KK untuk {nomor}."


@pytest.fixture
def makro(tiket: Ticket, layanan_lain: Service) -> Macro:
    """Ask for a paper: service, label, answer, and wait three working days."""
    name = Label.objects.create(agency=tiket.agency, name="Kurang berkas", tone=0).pk
    steps = {
        "service": {"service": layanan_lain.pk},
        "labels": {"labels": [name]},
        "say": {"text": TEXT, "then": "wait", "days": 3},
    }
    return Macro.objects.create(agency=tiket.agency, name="Minta KK lagi", steps=steps)


def run(ticket: Ticket, by: Staff, now: dt.datetime, macro: Macro, key: str = "kunci-1") -> None:
    run_macro(ticket, by=by, now=now, macro=macro, form_key=key)


def said(ticket: Ticket) -> list[str]:
    found = ticket.messages.filter(direction="out", origin="officer").order_by("pk")
    return list(found.values_list("text", flat=True))


def test_all_steps_are_done_and_carry_the_macros_name(
    tiket: Ticket, penyelia: Staff, makro: Macro, now: dt.datetime
) -> None:
    for _ in range(2):  # a doubled click
        run(tiket, penyelia, now, makro)
    tiket.refresh_from_db()
    assert tiket.service is not None
    assert tiket.service.name == "Legalisasi Contoh"
    assert (tiket.state, tiket.assignee) == ("waiting_citizen", penyelia)
    assert tiket.labels[0][0] == "Kurang berkas"
    assert tiket.waits_until is not None
    assert tiket.waits_until.date() == dt.date(2026, 6, 12)
    assert said(tiket) == [f"Yth. Sari Contoh, mohon kirim KK untuk {tiket.register_number}."]
    verbs = ["service_chosen", "labelled", "taken", "replied", "waiting_citizen"]
    lines = tiket.events.filter(verb__in=verbs).order_by("pk")
    assert [line.verb for line in lines] == verbs
    assert {line.data["macro"] for line in lines} == {"Minta KK lagi"}


def test_thanks_and_the_end(tiket: Ticket, petugas: Staff, now: dt.datetime) -> None:
    steps = {"say": {"text": "Terima kasih.", "then": "answered"}}
    run(tiket, petugas, now, Macro(agency=tiket.agency, name="Selesai", steps=steps))
    tiket.refresh_from_db()
    assert (tiket.state, tiket.outcome, tiket.resolved_by) == ("resolved", "answered", petugas)
    assert tiket.messages.filter(text="Terima kasih.").count() == 1


def test_a_result_in_a_sentence(tiket: Ticket, petugas: Staff, now: dt.datetime) -> None:
    steps = {"say": {"then": "rejected", "summary": "Kuota habis."}}
    run(tiket, petugas, now, Macro(agency=tiket.agency, name="Tolak", steps=steps))
    tiket.refresh_from_db()
    assert (tiket.outcome, tiket.outcome_note) == ("rejected", "Kuota habis.")


@pytest.mark.parametrize("broken", ["service", "label", "window", "blank", "closed", "held"])
def test_what_cannot_be_done_leaves_all_as_it_was(  # the cast
    tiket: Ticket,
    petugas: Staff,
    penyelia: Staff,
    makro: Macro,
    layanan: Service,
    now: dt.datetime,
    broken: str,
) -> None:
    """Each is found at another step; the steps before it are not done either."""
    service = makro.steps["service"]["service"]
    words = {
        "service": "sudah tidak ada atau tidak dibuka",
        "label": "Label yang dipilih sudah tidak ada",
        "window": "24 jam",
        "blank": "Belum ada isinya: {kurang}",
        "closed": "sudah ditutup",
        "held": "dipegang",
    }
    by = penyelia
    if broken == "service":
        Service.objects.filter(pk=service).update(is_active=False)
    elif broken == "label":
        Label.objects.all().delete()
    elif broken == "window":
        Conversation.objects.update(window_expires_at=now)
    elif broken == "blank":
        makro.steps["say"]["text"] = "Kurang: {kurang}"
        makro.steps.pop("service")
        Ticket.objects.filter(pk=tiket.pk).update(completed_files_at=now)
    elif broken == "closed":
        Ticket.objects.filter(pk=tiket.pk).update(state="closed")
        del makro.steps["service"], makro.steps["labels"]
    else:
        by = petugas
        desk.take(tiket, by=penyelia, now=now)
        makro.steps = {
            "service": {"service": layanan.pk},
            "say": {"text": "Ya.", "then": "answered"},
        }
        Ticket.objects.filter(pk=tiket.pk).update(service=None)
    tiket.refresh_from_db()
    before = (tiket.service_id, tiket.state, tiket.labels)
    with pytest.raises(Refused, match=words[broken].replace("{", r"\{")):
        run(tiket, by, now, makro)
    tiket.refresh_from_db()
    assert (tiket.service_id, tiket.state, tiket.labels) == before
    assert said(tiket) == []
    assert set(tiket.events.values_list("verb", flat=True)) <= {"taken"}


@pytest.mark.parametrize("who", ["pengamat", "orang_luar", "admin_opd"])
def test_who_works_no_tickets_here_runs_none(
    tiket: Ticket, makro: Macro, now: dt.datetime, request: pytest.FixtureRequest, who: str
) -> None:
    with pytest.raises(Refused, match="tidak berhak"):
        run(tiket, request.getfixturevalue(who), now, makro)
    assert not tiket.events.exists()


def test_each_step_asks_for_its_own_right(
    tiket: Ticket, petugas: Staff, makro: Macro, now: dt.datetime
) -> None:
    """After the change of service the ticket is another's; nothing of it stays."""
    with pytest.raises(Refused, match="tidak berhak"):
        run(tiket, petugas, now, makro)
    tiket.refresh_from_db()
    assert tiket.service is not None
    assert tiket.service.name == "Surat Keterangan Contoh"
    assert said(tiket) == []


def test_a_colleagues_and_another_offices_macro_are_not_run(
    tiket: Ticket, petugas: Staff, petugas_lain: Staff, dinas_wita: Any, now: dt.datetime
) -> None:
    steps = {"say": {"text": "Ya."}}
    for macro in (
        Macro(agency=tiket.agency, owner=petugas_lain, name="Lain", steps=steps),
        Macro(agency=dinas_wita, name="Luar", steps=steps),
    ):
        with pytest.raises(Refused, match="bukan untuk tiket ini"):
            run(tiket, petugas, now, macro)


def test_words_wait_where_the_service_asks_for_it(
    tiket: Ticket, petugas: Staff, penyelia: Staff, layanan: Service, now: dt.datetime
) -> None:
    layanan.checks_replies = True
    layanan.save()
    steps = {"say": {"text": "Terima kasih.", "then": "answered"}}
    macro = Macro(agency=tiket.agency, name="Selesai", steps=steps)
    run(Ticket.objects.get(pk=tiket.pk), petugas, now, macro)
    held = HeldReply.objects.get()
    ticket = Ticket.objects.get(pk=tiket.pk)
    assert (said(ticket), ticket.state) == ([], "in_progress")
    desk.approve(ticket, by=penyelia, now=now, held=held)
    ticket.refresh_from_db()
    assert ticket.state == "resolved"


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ({}, "sedikitnya satu"),
        ({"hapus": {}}, "tidak dikenal"),
        ({"service": {"service": 99999}}, "tidak ada"),
        ({"labels": {"labels": []}}, "tidak ada"),
        ({"say": {}}, "Tulis balasannya"),
        ({"say": {"text": "Halo {siapa}"}}, "tidak dikenal"),
        ({"say": {"then": "deleted"}}, "dari daftar"),
        ({"say": {"text": "Ya", "then": "rejected"}}, "hanya dapat diikuti"),
        ({"say": {"then": "rejected"}}, "perlu penjelasan"),
        ({"say": {"then": "wait", "days": 0}}, "1 sampai 30"),
        ({"say": {"then": "wait", "days": 31}}, "1 sampai 30"),
        ({"say": {"text": "Ya", "then": "wait", "days": 3}}, ""),
    ],
)
def test_only_what_is_on_the_list_is_kept(tiket: Ticket, steps: Any, words: str) -> None:
    why = why_not_kept(steps, tiket.agency)
    assert words in why
    assert bool(words) == bool(why)


def test_for_many_tickets_each_by_itself(
    tiket: Ticket, petugas: Staff, penyelia: Staff, makro: Macro, now: dt.datetime
) -> None:
    other = factories.TicketFactory(
        conversation__channel=tiket.channel, service=tiket.service, standard=tiket.standard
    )
    Conversation.objects.filter(pk=other.conversation_id).update(window_expires_at=now)
    order = bulk.Order(
        deed="macro",
        tickets=[tiket, other],
        form_key="kunci-contoh",
        seen_at=now,
        given={"macro": makro.pk},
    )
    job = bulk.start(order, by=penyelia, now=now)
    bulk.work_jobs(now)
    assert list(job.items.order_by("position").values_list("state", flat=True)) == [
        "done",
        "refused",
    ]
    assert len(said(tiket)) == 1
    assert said(other) == []
    assert not bulk.can_be_undone(job, now)


def test_a_macro_that_was_deleted_meanwhile_is_said(
    tiket: Ticket, penyelia: Staff, makro: Macro, now: dt.datetime
) -> None:
    order = bulk.Order(
        deed="macro", tickets=[tiket], form_key="kunci-contoh", seen_at=now,
        given={"macro": makro.pk},
    )  # fmt: skip
    job = bulk.start(order, by=penyelia, now=now)
    makro.delete()
    bulk.work_jobs(now)
    assert job.items.get().why == "Makro itu sudah tidak ada."


@pytest.mark.parametrize("many", [False, True], ids=["one", "many"])
def test_outside_the_window_its_words_go_in_the_approved_update(
    tiket: Ticket, penyelia: Staff, makro: Macro, now: dt.datetime, many: bool
) -> None:
    Conversation.objects.update(window_expires_at=now - dt.timedelta(hours=1))
    update_template(tiket)
    if many:
        order = bulk.Order(
            deed="macro", tickets=[tiket], form_key="kunci-contoh", seen_at=now,
            given={"macro": makro.pk},
        )  # fmt: skip
        bulk.start(order, by=penyelia, now=now)
        bulk.work_jobs(now)
    else:
        run(tiket, penyelia, now, makro)
    tiket.refresh_from_db()
    [sent] = tiket.messages.filter(direction="out")
    number = tiket.register_number
    assert sent.type == "template"
    assert sent.text == f"Kabar tiket {number}: Yth. Sari Contoh, mohon kirim KK untuk {number}."
    assert (tiket.state, tiket.assignee) == ("waiting_citizen", penyelia)
    assert tiket.waits_until is not None
