"""What the bot is taught: sentences that it did not understand become examples, by a person's click."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from services import sentences
from services.access import Action
from services.models import Agency, OfferMark, Service, ServiceExample, Staff
from tickets.desk.base import Refused, must_be_able
from tickets.models import ActExample, Channel, Ticket, UnmatchedDay, UnmatchedSentence
from tickets.teachable import why_no_act_example

T = TypeVar("T")
# Citizens' words are kept no longer than it takes to learn from them.
KEPT = dt.timedelta(days=56)


def not_understood(
    text: str, *, channel: Channel, ticket: Ticket | None, now: dt.datetime
) -> QuerySet[UnmatchedSentence]:
    """Keep a sentence for the weekly list, masked, and count it; one of an anonymous matter never.
    Its row, read only where somebody looks at it.
    """
    text = sentences.without_numbers(text)
    alike = sentences.folded(text)
    if not alike or (ticket is not None and ticket.is_anonymous):
        return UnmatchedSentence.objects.none()
    said = {"ticket": ticket, "said_at": now}
    known = UnmatchedSentence.objects.filter(channel=channel, folded=alike)
    if not known.update(count=F("count") + 1, **said):
        row = UnmatchedSentence(channel=channel, agency_id=channel.agency_id, text=text, **said)
        row.folded = alike
        UnmatchedSentence.objects.bulk_create([row], ignore_conflicts=True)
    _count_of_day(known, now.astimezone(channel.agency.zone).date())
    return known


def _count_of_day(known: QuerySet[UnmatchedSentence], day: dt.date) -> None:
    """Count it for the report of repeated questions, which is asked for spans of days."""
    of_day = UnmatchedDay.objects.filter(sentence__in=known.values("pk"), day=day)
    if of_day.update(count=F("count") + 1):
        return
    rows = [UnmatchedDay(sentence=row, day=day, count=1) for row in known.only("pk")]
    UnmatchedDay.objects.bulk_create(rows, ignore_conflicts=True)


def settle_sentences(questions: Collection[str], *, agency: Agency, now: dt.datetime) -> None:
    """An article answers them: they are no longer listed for those who teach the bot."""
    alike = {sentences.folded(each) for each in questions}
    open_ones = UnmatchedSentence.objects.unsettled().filter(agency=agency)
    open_ones.filter(folded__in=alike).update(settled_at=now)


def offer_first_words(
    ticket: Ticket, *, service: Service, by: Staff | None, now: dt.datetime
) -> None:
    """An officer set the service by hand: its first words are offered as an example of it.

    Offered, not stored as one: a person decides in /kelola/.
    """
    if by is None or ticket.channel is None or ticket.source != Ticket.Source.WHATSAPP:
        return
    if service.agency_id != ticket.channel.agency_id:
        return
    mine = UnmatchedSentence.objects.filter(ticket=ticket)
    if mine.exists():
        mine.update(service=service, settled_at=None)
    else:
        kept = not_understood(ticket.subject, channel=ticket.channel, ticket=ticket, now=now)
        kept.update(service=service, settled_at=None)


@transaction.atomic
def teach_service(
    text: str, *, service: Service, by: Staff, now: dt.datetime, said: UnmatchedSentence | None
) -> ServiceExample:
    """Make a sentence an example of a service; what it was taken from is settled. Raises Refused."""
    must_be_able(by, Action.TEACH_BOT, service.agency)
    _must_be_of(service.agency, said)
    text = _example(text, sentences.why_no_service_example)
    OfferMark.wait_for_others()
    known = ServiceExample.objects.same_as([text], agency=service.agency).first()
    if known is not None:
        raise Refused(f"Kalimat itu sudah menjadi contoh untuk {known.service}.", field="text")
    if service.examples.count() >= sentences.MOST:
        raise Refused(sentences.TOO_MANY, field="text")
    return _taught(lambda: ServiceExample.objects.create(service=service, text=text), said, now)


@transaction.atomic
def teach_act(
    text: str, *, act: str, by: Staff, now: dt.datetime, said: UnmatchedSentence
) -> ActExample:
    """Make a sentence an example of an act at the office where it was said. Raises Refused."""
    must_be_able(by, Action.TEACH_BOT, said.agency)
    text = _example(text, lambda tidy: why_no_act_example(tidy, act))
    OfferMark.wait_for_others()
    row = ActExample(agency=said.agency, act=act, text=text)
    mine = ActExample.objects.filter(agency=said.agency)
    if mine.filter(act=act).count() >= sentences.MOST:
        raise Refused(sentences.TOO_MANY, field="text")
    if mine.filter(folded=sentences.folded(text)).exists():
        raise Refused("Kalimat itu sudah menjadi contoh maksud di instansi ini.", field="text")

    def keep() -> ActExample:
        row.save(force_insert=True)
        return row

    return _taught(keep, said, now)


def dismiss_sentence(said: UnmatchedSentence, *, by: Staff, now: dt.datetime) -> None:
    """Nothing is to be learnt from it; it is not listed again. Raises Refused."""
    must_be_able(by, Action.TEACH_BOT, said.agency)
    UnmatchedSentence.objects.filter(pk=said.pk).update(settled_at=now)


def forget_sentences(now: dt.datetime) -> int:
    """Delete sentences that were not said for eight weeks; returns how many."""
    _, by_kind = UnmatchedSentence.objects.filter(said_at__lt=now - KEPT).delete()
    return by_kind.get(UnmatchedSentence._meta.label, 0)


def _example(text: str, why_not: Callable[[str], str]) -> str:
    text = sentences.tidy(text)
    if reason := why_not(text):
        raise Refused(reason, field="text")
    return text


def _must_be_of(agency: Agency, said: UnmatchedSentence | None) -> None:
    if said is not None and said.agency_id != agency.pk:
        raise Refused("Layanan itu bukan milik instansi tempat kalimat ini ditulis.")


def _taught(keep: Callable[[], T], said: UnmatchedSentence | None, now: dt.datetime) -> T:
    try:
        with transaction.atomic():
            row = keep()
            if said is not None:
                UnmatchedSentence.objects.filter(pk=said.pk).update(settled_at=now)
    except IntegrityError as twice:
        raise Refused("Kalimat itu baru saja menjadi contoh.", field="text") from twice
    return row
