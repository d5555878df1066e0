"""What stands beside a ticket: the one statement says what the querysets say."""

from typing import Any

import pytest
from django.utils import timezone

from services.models import Agency, Service, Staff
from tests import factories
from tests.reading import flat
from tests.tickets.views.pages import page
from tickets.models import Citizen, Draft, Notification, Ticket
from tickets.models.beside import Beside, beside

NOTHING = Beside(draft="", quoted=None, has_drafts=False, has_news=False, has_others=False)


def by_querysets(ticket: Ticket, reader: Staff) -> Beside:
    others = Ticket.objects.exclude(pk=ticket.pk)
    if phone := ticket.citizen.phone:
        others = others.filter(citizen__agency=ticket.citizen.agency, citizen__phone=phone)
    else:
        others = others.filter(citizen=ticket.citizen)
    draft = Draft.objects.filter(ticket=ticket, staff=reader).first()
    drafts = Draft.objects.filter(ticket=ticket).exclude(staff=reader)
    news = Notification.objects.filter(staff=reader).pending()
    text, quoted = (draft.text, draft.quoted_id) if draft else ("", None)
    return Beside(text, quoted, drafts.exists(), news.exists(), others.exists())


def asked(ticket: Ticket, reader: Staff) -> Beside:
    ticket = Ticket.objects.select_related("citizen").get(pk=ticket.pk)
    found = beside(ticket, reader=reader)
    assert found == by_querysets(ticket, reader)
    return found


def told(ticket: Ticket, staff: Staff, **values: Any) -> Notification:
    now = timezone.now()
    return Notification.objects.create(
        ticket=ticket, staff=staff, kind="due", due_at=now, created_at=now, **values
    )


def test_a_ticket_that_stands_alone_has_nothing_beside_it(tiket: Ticket, petugas: Staff) -> None:
    assert asked(tiket, petugas) == NOTHING


def test_a_draft_is_that_of_the_person_and_the_ticket(
    tiket: Ticket, petugas: Staff, petugas_lain: Staff
) -> None:
    now = timezone.now()
    Draft.objects.create(ticket=tiket, staff=petugas_lain, text="Draf rekan", updated_at=now)
    other = factories.TicketFactory(service=tiket.service)
    Draft.objects.create(ticket=other, staff=petugas, text="Draf tiket lain", updated_at=now)
    assert asked(tiket, petugas) == NOTHING._replace(has_drafts=True)
    assert asked(other, petugas) == NOTHING._replace(draft="Draf tiket lain")
    Draft.objects.create(ticket=tiket, staff=petugas, text="100% <siap> 'ya'", updated_at=now)
    assert asked(tiket, petugas).draft == "100% <siap> 'ya'"
    said = factories.MessageFactory(ticket=tiket)
    Draft.objects.filter(staff=petugas, ticket=tiket).update(quoted=said)
    assert (asked(tiket, petugas).quoted, asked(other, petugas).quoted) == (said.pk, None)


@pytest.mark.parametrize(
    ("values", "is_news"),
    [({}, True), ({"on_screen": False}, True), ({"is_skipped": True}, False), ({"read": 1}, False)],
)
def test_news_is_what_was_not_read_on_screen_or_not(
    tiket: Ticket, petugas: Staff, petugas_lain: Staff, values: dict[str, Any], is_news: bool
) -> None:
    told(tiket, petugas_lain)
    assert not asked(tiket, petugas).has_news
    read_at = timezone.now() if values.pop("read", None) else None
    told(tiket, petugas, read_at=read_at, **values)
    assert asked(tiket, petugas).has_news is is_news


@pytest.mark.parametrize("phone", ["+6281200001234", ""])
def test_others_are_of_the_citizen_or_of_the_number_in_the_office(
    tiket: Ticket, petugas: Staff, phone: str, dinas_wita: Agency
) -> None:
    Citizen.objects.filter(pk=tiket.citizen_id).update(phone=phone)
    abroad = factories.CitizenFactory(agency=dinas_wita, phone=phone)
    factories.TicketFactory(citizen=abroad, agency=tiket.agency, service=tiket.service)
    assert not asked(tiket, petugas).has_others
    namesake = factories.CitizenFactory(agency=tiket.agency, phone=phone)
    factories.TicketFactory(citizen=namesake, agency=tiket.agency, service=tiket.service)
    assert asked(tiket, petugas).has_others is bool(phone)
    factories.TicketFactory(conversation=tiket.conversation, service=tiket.service)
    assert asked(tiket, petugas).has_others


def test_a_hint_of_others_shows_none_that_may_not_be_read(
    masuk: Any, petugas: Staff, tiket: Ticket, layanan_lain: Service
) -> None:
    hidden = factories.TicketFactory(conversation=tiket.conversation, service=layanan_lain)
    assert asked(tiket, petugas).has_others
    text = flat(masuk(petugas).get(tiket.get_absolute_url()))
    assert hidden.register_number not in text
    assert "Tiket lain pemohon ini" not in text


def test_a_ticket_alone_costs_no_look_for_others(
    masuk: Any, petugas: Staff, tiket: Ticket, django_assert_num_queries: Any
) -> None:
    client = masuk(petugas)
    page(client, tiket)  # what is remembered for some seconds
    with django_assert_num_queries(10):
        page(client, tiket)
    factories.TicketFactory(conversation=tiket.conversation, service=tiket.service)
    with django_assert_num_queries(11):
        page(client, tiket)
