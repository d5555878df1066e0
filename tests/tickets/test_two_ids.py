"""One message has two ids: what names the other one finds it, and nothing else is found by it."""

import pytest
from django.utils import timezone

from tests import factories
from tests.tickets.transports.whatsapp import samples
from tests.tickets.wire import Wire, says, written
from tickets.delivery import outcomes, record_status
from tickets.models import Message, StatusEvent, Ticket
from tickets.transports.items import StatusUpdate
from tickets.transports.whatsapp.wamids import unwrap

pytestmark = pytest.mark.django_db
BY_NUMBER = "wamid.HBgNNjI4MTIwMDAwMDIwMRUCABIYFDNFQjBBMUIyQzNENEU1RjYwNzE4AA=="
BY_USER_ID = "wamid.HBgTSUQuMTM0OTEyMDg2NTUzMDI3NBUCABIYFDNFQjBBMUIyQzNENEU1RjYwNzE4AA=="
NUMBER, USER_ID = "6281200000201", "ID.1349120865530274"
CONTACTS = [samples.contact("Warga Uji", wa_id=NUMBER, user_id=USER_ID)]
TOKEN = "8A87F1E2D3C4B5A69788"
OURS, OURS_OTHERWISE = (
    samples.wrapped(TOKEN, scope, from_office=True) for scope in (NUMBER, USER_ID)
)


@pytest.fixture
def wire(kanal, standar):
    return Wire(kanal.phone_number_id)


def posts(wire, *messages, contacts=CONTACTS):
    for message in messages:
        wire.later(seconds=10).posts({**message, "from": NUMBER}, contacts=contacts)


def about(kind, target, *, wamid, **body):
    name = "message_id" if kind == "reaction" else "original_message_id"
    return written(kind, wamid=wamid, **{kind: {name: target, **body}})


def answers(target):
    """A quote, a reaction, an edit and a deletion of it."""
    changed = {"type": "text", "text": {"body": "Lampu jalan di RT 06"}}
    return [
        says("yang ini pak", wamid="wamid.CASE1REPLY", context={"from": NUMBER, "id": target}),
        about("reaction", target, wamid="wamid.CASE1REACT", emoji="👍"),
        about("edit", target, wamid="wamid.CASE1EDIT", message=changed),
        about("revoke", target, wamid="wamid.CASE1REVOKE"),
    ]


def first():
    return Message.objects.get(external_id=BY_NUMBER)


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("named", [BY_NUMBER, BY_USER_ID])
def test_a_quote_reaction_edit_and_deletion_find_it_by_either_id(wire, named, backwards):
    messages = [says("Lampu jalan di RT 05", wamid=BY_NUMBER), *answers(named)]
    posts(wire, *(reversed(messages) if backwards else messages))
    assert Message.objects.get(external_id="wamid.CASE1REPLY").quoted == first()
    assert (first().reaction, first().edited_text) == ("👍", "Lampu jalan di RT 06")
    assert first().withdrawn_at is not None
    assert not Message.objects.filter(quoted__isnull=True).exclude(external_id=BY_NUMBER).exists()


def test_a_quote_by_the_other_id_decides_the_ticket(wire):
    posts(wire, says("petugas", wamid=BY_NUMBER))
    wire.works()
    older = Ticket.objects.get()
    for text in ("menu", "surat keterangan", "petugas"):
        posts(wire, says(text, wamid=f"wamid.{text}"))
        wire.works()
    posts(wire, says("yang ini", wamid="wamid.4", context={"id": BY_USER_ID}))
    wire.works()
    assert Ticket.objects.count() == 2
    assert Message.objects.get(external_id="wamid.4").ticket == older


def test_what_is_named_exactly_is_preferred(wire):
    posts(wire, says("satu", wamid=BY_NUMBER))
    twin = factories.MessageFactory(
        ticket=None, conversation=first().conversation, external_id=BY_USER_ID, type="image"
    )
    posts(wire, about("reaction", BY_USER_ID, wamid="wamid.R", emoji="👍"))
    twin.refresh_from_db()
    assert (twin.reaction, first().reaction) == ("👍", "")


def test_the_token_of_another_conversation_is_another_message(wire, percakapan):
    theirs = factories.MessageFactory(ticket=None, conversation=percakapan, external_id=BY_NUMBER)
    posts(wire, *answers(BY_USER_ID))
    theirs.refresh_from_db()
    assert (theirs.reaction, theirs.edited_text, theirs.withdrawn_at) == ("", "", None)
    assert not Message.objects.filter(quoted=theirs).exists()


@pytest.mark.parametrize(
    ("stored", "named"),
    [
        ("wamid.CASE1REPLY", "wamid.CASE1OTHER"),
        ("wamid.CASE1REPLY", BY_USER_ID),
        (BY_NUMBER, "wamid.CASE1OTHER"),
        (BY_NUMBER, samples.wrapped("3EB0A1B2C3D4E5F60719", USER_ID)),
        (BY_NUMBER, samples.wrapped("3eb0a1b2c3d4e5f60718", USER_ID)),
    ],
)
def test_what_cannot_be_read_or_is_another_token_is_never_the_same(wire, stored, named):
    posts(wire, says("satu", wamid=stored), *answers(named))
    target = Message.objects.get(external_id=stored)
    assert (target.reaction, target.edited_text, target.withdrawn_at) == ("", "", None)
    assert not Message.objects.filter(quoted__isnull=False).exists()


def test_a_redelivery_by_the_other_id_is_the_same_message(wire):
    for wamid in (BY_NUMBER, BY_USER_ID, BY_NUMBER):
        posts(wire, says("Lampu jalan di RT 05", wamid=wamid))
        wire.works()
    assert Message.objects.inbound().get() == first()
    assert Ticket.objects.get().unread_count == 1


def test_an_edit_that_shares_the_token_of_its_original_is_no_redelivery(wire):
    changed = {"type": "text", "text": {"body": "Lampu jalan di RT 06"}}
    posts(
        wire,
        says("Lampu jalan di RT 05", wamid=BY_NUMBER),
        about("edit", BY_NUMBER, wamid=BY_USER_ID, message=changed),
    )
    assert first().edited_text == "Lampu jalan di RT 06"


@pytest.fixture
def sent(wire):
    """An answer of the bot's, of which WhatsApp has told the first id."""
    posts(wire, says("halo", wamid="wamid.HALO"))
    (letter,) = wire.works()
    Message.objects.filter(pk=letter.pk).update(status="sending")
    outcomes.accepted(Message.objects.get(pk=letter.pk), external_id=OURS, now=timezone.now())
    return Message.objects.get(pk=letter.pk)


def tell(kanal, **fields):
    values = {"path": "x", "external_id": OURS_OTHERWISE, "timestamp": timezone.now(), **fields}
    record_status(StatusUpdate(status="delivered", **values), channel=kanal, now=timezone.now())


@pytest.mark.parametrize(
    "told",
    [
        {"recipient_number": NUMBER},
        {"recipient_user_id": USER_ID},
        {"external_id": OURS},
        {"scope": unwrap(OURS_OTHERWISE).scope},  # the id itself says in whose conversation
    ],
)
def test_a_status_by_the_other_id_moves_the_message(sent, kanal, told):
    assert sent.external_id == OURS
    tell(kanal, **told)
    sent.refresh_from_db()
    assert (sent.status, sent.external_id) == ("delivered", OURS)
    assert StatusEvent.objects.get().message == sent


@pytest.mark.parametrize("external_id", [OURS_OTHERWISE, "wamid.QUITEDIFFERENT"])
def test_a_status_with_our_callback_id_is_ours_whatever_its_id(sent, kanal, external_id):
    tell(kanal, external_id=external_id, callback_data=str(sent.pk))
    sent.refresh_from_db()
    assert (sent.status, sent.external_id) == ("delivered", OURS)


def test_a_status_of_another_conversation_or_number_moves_nothing(sent, kanal, percakapan):
    other = factories.ChannelFactory(agency=kanal.agency)
    tell(other, callback_data=str(sent.pk))
    tell(kanal, external_id=samples.wrapped(TOKEN, "6289900000000"))
    tell(kanal, external_id="wamid.QUITEDIFFERENT", recipient_number=NUMBER)
    sent.refresh_from_db()
    assert sent.status == "accepted"


def test_a_status_by_the_other_id_before_our_answer_waits_for_it(wire, kanal):
    posts(wire, says("halo", wamid="wamid.HALO"))
    (letter,) = wire.works()
    tell(kanal)
    Message.objects.filter(pk=letter.pk).update(status="sending")
    outcomes.accepted(Message.objects.get(pk=letter.pk), external_id=OURS, now=timezone.now())
    letter.refresh_from_db()
    assert (letter.status, letter.external_id) == ("delivered", OURS)


def test_a_lost_answer_is_found_again_by_both_ids(wire, kanal):
    posts(wire, says("halo", wamid="wamid.HALO"))
    (letter,) = wire.works()
    Message.objects.filter(pk=letter.pk).update(status="unknown")
    tell(kanal, callback_data=str(letter.pk))
    posts(wire, says("ini", wamid="wamid.INI", context={"id": OURS}))
    assert Message.objects.get(external_id="wamid.INI").quoted == letter
