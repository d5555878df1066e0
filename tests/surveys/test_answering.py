"""The citizen's form: one page, answered once, polite when the link does not serve."""

import datetime as dt
import io
import logging
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from structlog.testing import capture_logs

from services.models import Service
from services.models.final import RowIsFinal
from siwhapik.logs import report_without_tokens
from surveys import answering, invitations
from surveys.asking import Asked
from surveys.forms import SurveyForm
from surveys.models import Answer, Invitation, Response
from tests.reading import flat, marked
from tests.surveys.conftest import everything

DAY = dt.timedelta(days=1)


def text_of(response):
    return flat(response)


def test_the_page_asks_nine_questions_in_the_order_of_the_printed_form(client, tautan, tiket):
    page = text_of(client.get(tautan))
    places = [
        page.index(f'name="{code}"')
        for code in ["U1", "U2", "U3", "U4", "U5", "U6", "U7", "U9", "U8"]
    ]
    assert places == sorted(places)
    assert "8. Bagaimana pendapat Saudara tentang kualitas sarana dan prasarana?" in page
    assert page.count('type="radio"') == 36
    assert "Dinas Sosial Contoh" in page
    assert "Sari Contoh" not in page
    assert "csrf" not in page


def test_the_page_is_light_private_and_needs_no_script(client, tautan):
    response = client.get(tautan)
    assert len(response.content) <= 20_000
    assert response["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response["X-Robots-Tag"]
    assert response["Cache-Control"] == "no-store, private"
    assert not response.cookies


def test_looking_never_uses_a_link_up(client, tautan, undangan):
    for _ in range(3):
        assert client.get(tautan).status_code == 200
    assert client.head(tautan).status_code == 200
    undangan.refresh_from_db()
    assert undangan.answered_at is None
    assert undangan.opened_at is not None


def test_answers_are_written_as_they_were_given(client, tautan, undangan, petugas, now):
    posted = everything(4, U8=2, U9=3, gender="p", education="smp", occupation="lainnya")
    posted |= {"occupation_other": "Petani", "comment": "Cepat sekali.\nTerima kasih 🙏"}
    response = client.post(tautan, posted, follow=True)
    assert response.redirect_chain == [(tautan, 302)]
    assert "Terima kasih" in text_of(response)
    row = Response.objects.get()
    assert dict(row.answers.values_list("element__code", "value")) == {
        **dict.fromkeys(["U1", "U2", "U3", "U4", "U5", "U6", "U7"], 4),
        "U8": 2,
        "U9": 3,
    }
    assert (row.gender, row.education, row.occupation, row.occupation_other) == (
        "p",
        "smp",
        "lainnya",
        "Petani",
    )
    assert row.comment.replace("\r", "") == "Cepat sekali.\nTerima kasih 🙏"
    assert (row.officer, row.agency, row.hours) == (petugas, undangan.agency, "morning")
    assert (row.way, row.link, row.is_repeat) == ("wa", None, False)
    assert (row.submitted_at, row.submitted_on) == (now, dt.date(2026, 6, 9))
    undangan.refresh_from_db()
    assert undangan.answered_at == now


def test_profile_and_comment_may_stay_empty(client, tautan):
    assert client.post(tautan, everything(3)).status_code == 302
    assert Response.objects.get().occupation == ""


def test_another_occupation_is_only_kept_where_it_was_chosen(client, tautan):
    client.post(tautan, everything(3, occupation="pns", occupation_other="Petani"))
    assert Response.objects.get().occupation_other == ""


def test_posting_twice_writes_once_and_thanks_twice(client, tautan):
    first = client.post(tautan, everything(4), follow=True)
    with capture_logs() as logged:
        second = client.post(tautan, everything(1), follow=True)
    assert [one["event"] for one in logged] == ["survey.sent_again"]
    assert "Terima kasih" in text_of(first)
    assert text_of(first) == text_of(second) == text_of(client.get(tautan))
    assert set(Answer.objects.values_list("value", flat=True)) == {4}
    assert Response.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_two_posts_at_the_same_moment_write_once(tautan):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite writes one transaction at a time")
    gate, codes = Barrier(6), []

    def post():
        gate.wait()
        try:
            codes.append(Client().post(tautan, everything(4)).status_code)
        finally:
            connection.close()

    threads = [Thread(target=post) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(codes) <= {200, 302}
    assert Response.objects.count() == 1
    assert Answer.objects.count() == 9


def test_what_is_wrong_with_the_profile_is_said_beside_it(client, tautan):
    posted = everything(4, gender="x", comment="a" * 2001)
    response = client.post(tautan, posted)
    assert response.status_code == 422
    assert marked(flat(response)) == ["gender", "comment"]
    assert not Response.objects.exists()


def test_a_missing_answer_is_named_and_the_others_stay_chosen(client, tautan):
    posted = everything(4, comment="Sudah saya tulis panjang")
    del posted["U3"]
    response = client.post(tautan, posted)
    page = text_of(response)
    assert response.status_code == 422
    assert not Response.objects.exists()
    assert 'href="#id_U3"' in page
    assert "3. Waktu Penyelesaian</a>: pilih salah satu jawaban." in page
    assert page.count("checked") == 8
    assert "Sudah saya tulis panjang" in page
    assert Invitation.objects.get().answered_at is None


@pytest.mark.parametrize(
    "wrong", [{"U1": "5"}, {"U1": "0"}, {"U1": "x"}, {"gender": "zz"}, {"comment": "x" * 2001}]
)
def test_values_that_are_not_on_the_form_are_refused(client, tautan, wrong):
    assert client.post(tautan, everything(4, **wrong)).status_code == 422
    assert not Response.objects.exists()


def test_a_nul_in_a_comment_is_refused_not_a_fault(client, tautan):
    assert client.post(tautan, everything(4, comment="a\0b")).status_code == 422


def test_an_expired_link_says_so_and_takes_nothing(client, tautan, clock):
    clock.shift(invitations.VALID)
    assert client.get(tautan).status_code == 410
    response = client.post(tautan, everything(4))
    assert response.status_code == 410
    assert "Waktu mengisi sudah habis" in text_of(response)
    assert not Response.objects.exists()


def test_an_answered_link_thanks_long_after(client, tautan, clock):
    client.post(tautan, everything(4))
    clock.shift(60 * DAY)
    response = client.get(tautan)
    assert response.status_code == 200
    assert "Terima kasih" in text_of(response)


def test_unknown_and_malformed_links_look_alike(client, undangan, db):
    pages = {
        (response.status_code, text_of(response))
        for response in (
            client.get(f"/survei/{token}/")
            for token in ("x" * 32, "pendek", "a/b/c", "d\u00e9j\u00e0" * 8, "y" * 500)
        )
    }
    assert len(pages) == 1
    status, page = pages.pop()
    assert status == 404
    assert "Tautan survei tidak ditemukan" in page
    assert client.get("/survei/%00%00/").status_code == 404  # refused before any view


def test_somebody_not_invited_has_no_empty_token(client, penyelesaian, tiket, now):
    type(tiket).objects.update(conversation=None)
    invitations.invite_due(now)
    assert answering.invitation_of("") is None


def test_guessing_is_held_back_but_a_true_link_always_opens(client, tautan):
    codes = [client.get(f"/survei/{n:032d}/").status_code for n in range(25)]
    assert codes == [404] * 20 + [429] * 5
    assert client.get(tautan).status_code == 200


def test_other_methods_are_refused(client, tautan):
    assert client.put(tautan).status_code == 405


def test_answers_are_final(client, tautan):
    client.post(tautan, everything(4))
    response, answer = Response.objects.get(), Answer.objects.first()
    answer.value = 1
    response.comment = "lain"
    for change in (
        answer.save,
        response.save,
        answer.delete,
        response.delete,
        lambda: Answer.objects.update(value=1),
        lambda: Answer.objects.filter(value=4).delete(),
        lambda: Response.objects.all().delete(),
    ):
        with pytest.raises(RowIsFinal):
            change()
    assert set(Answer.objects.values_list("value", flat=True)) == {4}


@pytest.mark.parametrize(
    ("hour", "minute", "expected"),
    [(7, 59, "outside"), (8, 0, "morning"), (11, 59, "morning"), (12, 0, "outside"),
     (13, 0, "afternoon"), (16, 59, "afternoon"), (17, 0, "outside"), (23, 0, "outside")],
)  # fmt: skip
def test_the_hours_of_the_survey_follow_the_regulation(hour, minute, expected):
    assert answering.hours_of(dt.time(hour, minute)) == expected


def test_the_date_is_the_offices_own(client, tautan, undangan, clock):
    undangan.agency.timezone = "Asia/Jayapura"
    undangan.agency.save(update_fields=["timezone"])
    clock.move_to(dt.datetime(2026, 6, 9, 15, 30, tzinfo=dt.UTC))
    client.post(tautan, everything(4))
    assert Response.objects.get().submitted_on == dt.date(2026, 6, 10)


def test_a_matter_without_a_service_can_be_rated(client, tautan, undangan):
    Invitation.objects.update(service=None)
    assert "layanan Surat" not in text_of(client.get(tautan))
    client.post(tautan, everything(4))
    assert Response.objects.get().service is None
    assert Service.objects.exists()


def test_the_form_costs_few_queries(client, tautan, django_assert_max_num_queries):
    with django_assert_max_num_queries(7):
        client.get(tautan)


def test_no_log_line_holds_a_token(client, tautan, clock, settings):
    out = io.StringIO()
    formatter = logging.getLogger().handlers
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        next(h.formatter for h in formatter if "ProcessorFormatter" in type(h.formatter).__name__)
    )
    logging.getLogger().addHandler(handler)
    try:
        clock.shift(invitations.VALID)
        client.get(tautan)
        client.get("/survei/" + "z" * 40 + "/")
        client.put(tautan)
    finally:
        logging.getLogger().removeHandler(handler)
    assert "/survei/***/" in out.getvalue()
    assert tautan.split("/")[2] not in out.getvalue()
    assert "zzzz" not in out.getvalue()


def test_no_error_report_holds_a_token(tautan):
    report = {"request": {"url": f"https://contoh.go.id{tautan}?a=1"}, "extra": [tautan]}
    cleaned = str(report_without_tokens(report))
    assert tautan.split("/")[2] not in cleaned
    assert "/survei/***/?a=1" in cleaned


def test_the_choices_shown_are_those_of_the_invitations_version(undangan):
    form = SurveyForm(Asked(questionnaire=undangan.questionnaire))
    assert [e.question_number for e in form.elements] == list(range(1, 10))
