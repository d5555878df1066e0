"""What one office made of its first month: a signed report, and an article from a question that came back."""

import datetime as dt

from services.articles import make_draft, publish, save_article
from services.evaluating import Signing, Typed, save_text, sign
from services.models import Agency, Letterhead, Staff, VisitAssumption
from siwhapik.demo.ground import Office
from siwhapik.demo.past import KOBER
from siwhapik.evaluation import spans
from siwhapik.evaluation.composing import Wanted
from siwhapik.evaluation.papers import papers_of
from siwhapik.evaluation.typesetting import NotSet
from siwhapik.periods import month_of
from tickets import desk

# How it was asked, and how many days ago.
GYMNASTICS = (
    ("Apakah ada senam lansia di aula?", (9, 6, 2)),
    ("senam lansia di aula apakah ada ya?", (7, 4)),
)
CATS = (("Kapan ada vaksin rabies untuk kucing?", (5, 3, 1)),)
ANSWER = "Ada, setiap Jumat pukul 06.30 di aula kelurahan. Gratis, tanpa mendaftar. (contoh)"
TEXTS = {
    "summary": "Bulan pertama dengan SI PATAS: tujuh urusan dari lima orang, yang lain masih datang ke loket. (contoh)",
    "obstacles": "Warga belum mengenal nomornya; listrik padam dua kali. (contoh)",
    "improvements": "Nomor dipasang di papan pengumuman tiap RT. (contoh)",
    "plans": "Sosialisasi di tiga RW sebelum akhir triwulan, oleh kasi pelayanan. (contoh)",
}


def make_month(offices: list[Office], *, now: dt.datetime) -> None:
    """At the office whose month is told elsewhere; needs its matters and people."""
    for office in offices:
        if office.agency.code == KOBER:
            _answer_a_question(office, now=now)
            _sign_the_first_month(office.agency, now=now)


def _answer_a_question(office: Office, *, now: dt.datetime) -> None:
    """Two questions came back; one is answered once for all."""
    agency, admin = office.agency, Staff.objects.get(username=f"admin.{KOBER.lower()}")
    for text, days in (*GYMNASTICS, *CATS):
        for ago in days:
            said = now - dt.timedelta(days=ago)
            desk.not_understood(text, channel=office.channels[0], ticket=None, now=said)
    asked = [text for text, _ in GYMNASTICS]
    article = make_draft(asked, agency=agency, service=None, by=admin, now=now)
    article.answer = ANSWER
    save_article(article, ["answer"], by=admin, now=now, version=article.version)
    publish(article, by=admin, now=now)
    desk.settle_sentences(asked, agency=agency, now=now)


def _sign_the_first_month(agency: Agency, *, now: dt.datetime) -> None:
    """By the head, over the office's own text; without where no PDF can be made on this machine."""
    head = Staff.objects.get(username=f"kepala.{KOBER.lower()}")
    who = {"edited_by": head, "edited_at": now}
    line = "Pemerintah Kabupaten Banyumas (contoh)"
    Letterhead.objects.create(agency=agency, parent_line=line, place="Purwokerto", logo=b"", **who)
    VisitAssumption.objects.create(
        agency=agency, trips=2, minutes=90, rupiah=15_000, origin="Perkiraan kantor (contoh)", **who
    )
    today = now.astimezone(agency.zone).date()
    last_month = today.replace(day=1) - dt.timedelta(days=1)
    day = last_month.replace(day=1) - dt.timedelta(days=1)
    code = month_of(day)
    draft = save_text(agency, code, typed=Typed(texts=TEXTS, version=0), by=head, now=now)
    period = spans.whole(code, today=today)
    assert period is not None  # noqa: S101 - two months ago
    wanted = Wanted(agency=agency, period=period, reader=head, now=now)
    signature = {"place": "Purwokerto", "position": "Lurah", "name": str(head), "nip": ""}
    try:
        papers = papers_of(wanted, draft, signature=signature)
    except NotSet:
        return
    signing = Signing(form_key="contoh-laporan", version=draft.version, signed_before=0, reason="")
    sign(draft, papers=papers, signing=signing, by=head, now=now)
