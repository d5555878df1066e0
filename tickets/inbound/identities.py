"""Who wrote: finds or makes the citizen behind WhatsApp's ids, and follows their changes.

A business-scoped user id is stronger than a number: numbers are given to other people.
"""

import datetime as dt

from django.db.models import Q

from services.models import Agency
from tickets.inbound.merging import merge
from tickets.models import Citizen, CitizenIdentity, Conversation
from tickets.transports.items import Sender, System

WA_ID, BSUID, PARENT_BSUID = (kind.value for kind in CitizenIdentity.Kind)
Ids = list[tuple[str, str]]
# A number is given to another person only after months; within this its user id may be new to us.
KNOWN_AGAIN_WITHIN = dt.timedelta(days=30)
# So long before the news of a change the person may have written from the new number already.
NEWS_AFTER = dt.timedelta(minutes=10)


def citizen_of(agency: Agency, sender: Sender, *, at: dt.datetime) -> Citizen:
    """The citizen who is known by any of the sender's ids, else a new one. `at`: when they wrote."""
    ids = _ids(sender.number, sender.user_id, sender.parent_user_id)
    known, ended = _named(agency, ids)
    # What ended by a later change of its owner is not given back by this message.
    lost = {_pair(identity) for identity in _still_true(ended, at)}
    if number := _owned_by_another(known, sender, at=at):
        known = [identity for identity in known if identity.citizen_id != number.citizen_id]
        if number.valid_from > at:  # written before the number came to its present owner
            lost.add((WA_ID, sender.number))
        else:
            _leave_number(number, at=at)
    found = _one_of(known) or _formerly(ended, sender, at=at)
    ids = [pair for pair in ids if pair not in lost]
    if found is None:
        return _with_profile(_newcomer(agency, sender, ids, at=at), sender)
    if len(known) < len(ids):
        found = _give(found, ids, at=at)
    return _with_profile(found, sender)


def _newcomer(agency: Agency, sender: Sender, ids: Ids, *, at: dt.datetime) -> Citizen:
    mine = Citizen.objects.create(
        agency=agency,
        phone=_phone_of(sender.number),
        profile_name=sender.name,
        username=sender.username,
    )
    citizen = _give(mine, ids, at=at)
    if citizen.pk != mine.pk:
        # Another worker was first with all of the ids: ours was never anybody.
        unused = Citizen.objects.filter(pk=mine.pk, merged_into__isnull=True)
        unused.filter(identities__isnull=True).delete()
    return citizen


def apply_change(agency: Agency, system: System, *, at: dt.datetime) -> Citizen:
    """Follow a change of number or user id; both ends become one citizen, in any order of arrival.

    But for a number that is another person's by then: its owner before the change to the new one,
    its owner since to the old one (ADR 0012).
    """
    old = _ids(system.previous_number, system.previous_user_id, system.previous_parent_user_id)
    new = _ids(system.new_number, system.new_user_id, system.new_parent_user_id)
    old = [pair for pair in old if pair not in new]
    known, had = _named(agency, old + new)
    # Changes may arrive in the wrong order: an id that has ended since then still tells whose it was.
    ended = _still_true(had, at)
    superseded = {_pair(identity) for identity in ended}
    strangers = _strangers(known + had, old=old, new=new, at=at)
    for number in strangers:
        if number.valid_until is None and (WA_ID, number.value) in new:
            _leave_number(number, at=at)
    theirs = [identity for identity in known + ended if identity not in strangers]
    kinds = {kind for kind, _ in new}
    if WA_ID in kinds and BSUID not in kinds:
        _end_user_ids([each for each in theirs if _pair(each) in old], at=at)
    citizen = _one_of(theirs) or Citizen.objects.create(agency=agency)
    replaced = [pair for pair in old if pair[0] in kinds]
    _end(agency, replaced, at=at)
    _remember(citizen, replaced, at=at)
    citizen = _give(citizen, [pair for pair in new if pair not in superseded], at=at)
    if system.new_number and (WA_ID, system.new_number) not in superseded:
        _set_phone(citizen, system.new_number)
    if new and not superseded:
        address = system.new_number or system.new_user_id or system.new_parent_user_id
        Conversation.objects.filter(citizen=citizen).update(address=address)
    return citizen


def _strangers(
    named: list[CitizenIdentity], *, old: Ids, new: Ids, at: dt.datetime
) -> list[CitizenIdentity]:
    """Of the identities that a change names, the numbers that are another person's: the old one
    where it came to its owner since, the new one where its owner had it long before.
    """
    since = [each for each in named if _pair(each) in old and each.valid_from > at]
    before = []
    for each in named:
        if _pair(each) in new and old and each.valid_from < at - NEWS_AFTER:
            also = (one for one in named if one not in since and one.value != each.value)
            if all(one.citizen_id != each.citizen_id for one in also):
                before.append(each)
    return [each for each in since + before if each.kind == WA_ID]


def _ids(number: str, user_id: str, parent_id: str) -> Ids:
    """Always in this order, so that two workers wait for each other and never in a circle."""
    pairs = ((WA_ID, number), (BSUID, user_id), (PARENT_BSUID, parent_id))
    return [(kind, value[:160]) for kind, value in pairs if value]


def _pair(identity: CitizenIdentity) -> tuple[str, str]:
    return identity.kind, identity.value


def _any(ids: Ids) -> Q:
    condition = Q(pk__in=[])
    for kind, value in ids:
        condition |= Q(kind=kind, value=value)
    return condition


def _named(agency: Agency, ids: Ids) -> tuple[list[CitizenIdentity], list[CitizenIdentity]]:
    """The identities of these ids: those that are true, and those that were until some time."""
    named = CitizenIdentity.objects.filter(_any(ids), agency=agency)
    found = list(named.select_related("citizen").order_by("citizen_id", "pk"))
    current = [identity for identity in found if identity.valid_until is None]
    return current, [identity for identity in found if identity.valid_until is not None]


def _one_of(known: list[CitizenIdentity]) -> Citizen | None:
    """The one citizen of several identities: where they name two, the two were one all along."""
    citizens = {identity.citizen_id: identity.citizen for identity in known}
    if not citizens:
        return None
    keep, *others = (citizens[pk] for pk in sorted(citizens))
    for other in others:
        merge(keep, other)
    return keep


def _still_true(ended: list[CitizenIdentity], at: dt.datetime) -> list[CitizenIdentity]:
    """Those that had not ended at that time."""
    return [each for each in ended if each.valid_until is not None and each.valid_until >= at]


def _owned_by_another(
    known: list[CitizenIdentity], sender: Sender, *, at: dt.datetime
) -> CitizenIdentity | None:
    """The sender's number where it is known as that of a person with another user id: numbers are
    given away, and their matters must not be shown to the new owner.
    """
    number = next((identity for identity in known if identity.kind == WA_ID), None)
    if number is None or not sender.user_id:
        return None
    others = [identity for identity in known if identity.kind != WA_ID]
    owners = CitizenIdentity.objects.filter(citizen=number.citizen_id, kind=BSUID)
    if others:
        if any(identity.citizen_id == number.citizen_id for identity in others):
            return None
        theirs = {"kind": WA_ID, "valid_until": None}
        if any(identity.citizen.identities.filter(**theirs).exists() for identity in others):
            return number  # one account has one number, and theirs is another
    mine = list(owners.values_list("value", "valid_until"))
    if not mine or sender.user_id in {value for value, _ in mine}:
        return None
    # After a change of number told without user ids, the first new one is theirs; not years later.
    expected = all(ended for _, ended in mine) and at - number.valid_from <= KNOWN_AGAIN_WITHIN
    return None if expected else number


def _formerly(ended: list[CitizenIdentity], sender: Sender, *, at: dt.datetime) -> Citizen | None:
    """Whose id it was: a user id is never given to others; a number tells it only of that time."""
    user_ids = [identity for identity in ended if identity.kind != WA_ID]
    numbers = [each for each in _still_true(ended, at) if each.valid_from <= at]
    for found in (user_ids, [each for each in numbers if each.kind == WA_ID]):
        citizens = {identity.citizen_id: identity.citizen for identity in found}
        if len(citizens) == 1:
            (citizen,) = citizens.values()
            return None if found is not user_ids and _has_other_id(citizen, sender) else citizen
    return None


def _has_other_id(citizen: Citizen, sender: Sender) -> bool:
    known = citizen.identities.filter(kind=BSUID)
    return bool(sender.user_id) and known.exists()


def _leave_number(number: CitizenIdentity, *, at: dt.datetime) -> None:
    """The number is another person's now: messages to its former owner go by user id."""
    CitizenIdentity.objects.filter(pk=number.pk, valid_until__isnull=True).update(valid_until=at)
    newest = CitizenIdentity.objects.filter(citizen=number.citizen_id, kind=BSUID)
    if (user_id := newest.order_by("-valid_from", "-pk").first()) is not None:
        threads = Conversation.objects.filter(citizen=number.citizen_id, address=number.value)
        threads.update(address=user_id.value)


def _give(citizen: Citizen, ids: Ids, *, at: dt.datetime) -> Citizen:
    """Record the ids as this citizen's; another worker may have been first with some of them."""
    rows = [
        CitizenIdentity(
            agency_id=citizen.agency_id, citizen=citizen, kind=kind, value=value, valid_from=at
        )
        for kind, value in ids
    ]
    CitizenIdentity.objects.bulk_create(rows, ignore_conflicts=True)
    return _one_of(_named(citizen.agency, ids)[0]) or citizen


def _end(agency: Agency, ids: Ids, *, at: dt.datetime) -> None:
    ending = CitizenIdentity.objects.filter(_any(ids), agency=agency, valid_until__isnull=True)
    ending.filter(valid_from__lte=at).update(valid_until=at)


def _end_user_ids(left: list[CitizenIdentity], *, at: dt.datetime) -> None:
    """A person who leaves a number leaves the user id too, told or not; the new one will come."""
    theirs = CitizenIdentity.objects.filter(citizen__in={each.citizen_id for each in left})
    theirs.filter(kind=BSUID, valid_until=None, valid_from__lte=at).update(valid_until=at)


def _remember(citizen: Citizen, ended: Ids, *, at: dt.datetime) -> None:
    """An old id that we never saw is kept as ended: a later message may name it."""
    for kind, value in ended:
        # Several may be there: each of two who became one may have had it until then.
        same = {"kind": kind, "value": value, "valid_until": at}
        if not citizen.identities.filter(**same).exists():
            citizen.identities.create(agency_id=citizen.agency_id, valid_from=at, **same)


def _phone_of(number: str) -> str:
    is_number = number.isascii() and number.isdigit() and len(number) < 20
    return f"+{number}" if is_number else ""


def _set_phone(citizen: Citizen, number: str) -> None:
    if phone := _phone_of(number):
        citizen.phone = phone
        citizen.save(update_fields=["phone"])


def _with_profile(citizen: Citizen, sender: Sender) -> Citizen:
    """What WhatsApp says of the person now, written down where it is new."""
    told = {
        "phone": _phone_of(sender.number) or citizen.phone,
        "profile_name": sender.name or citizen.profile_name,
        "username": sender.username or citizen.username,
    }
    changed = [name for name, value in told.items() if getattr(citizen, name) != value]
    for name in changed:
        setattr(citizen, name, told[name])
    if changed:
        citizen.save(update_fields=changed)
    return citizen
