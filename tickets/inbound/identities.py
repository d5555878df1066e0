"""Who wrote: finds or makes the citizen behind WhatsApp's ids, and follows their changes.

A business-scoped user id is stronger than a number: numbers are given to other people.
"""

import datetime as dt

from django.db.models import Q

from services.models import Agency
from tickets.inbound.merging import merge
from tickets.models import Citizen, CitizenIdentity, Conversation
from tickets.whatsapp.items import Sender, System

WA_ID, BSUID, PARENT_BSUID = (kind.value for kind in CitizenIdentity.Kind)
Ids = list[tuple[str, str]]


def citizen_of(agency: Agency, sender: Sender, *, at: dt.datetime) -> Citizen:
    """The citizen who is known by any of the sender's ids, else a new one. `at`: when they wrote."""
    ids = _ids(sender.wa_id, sender.user_id, sender.parent_user_id)
    known = _current(agency, ids)
    if _number_has_a_new_owner(known, sender):
        known = [identity for identity in known if identity.kind != WA_ID]
        _end(agency, [(WA_ID, sender.wa_id)], at=at)
    found = _one_of(known)
    if found is None:
        return _with_profile(_newcomer(agency, sender, ids, at=at), sender)
    if len(known) < len(ids):
        found = _give(found, ids, at=at)
    return _with_profile(found, sender)


def _newcomer(agency: Agency, sender: Sender, ids: Ids, *, at: dt.datetime) -> Citizen:
    mine = Citizen.objects.create(
        agency=agency,
        phone=_phone_of(sender.wa_id),
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
    """Follow a change of number or user id; both ends become one citizen, whatever came first."""
    old = _ids(system.previous_wa_id, system.previous_user_id, system.previous_parent_user_id)
    new = _ids(system.new_wa_id, system.new_user_id, system.new_parent_user_id)
    old = [pair for pair in old if pair not in new]
    # Changes may arrive in the wrong order: an id that has ended since then still tells whose it was.
    ended = list(
        CitizenIdentity.objects.filter(_any(new + old), agency=agency, valid_until__gte=at)
        .select_related("citizen")
        .order_by("citizen_id")
    )
    superseded = {(identity.kind, identity.value) for identity in ended}
    known = _current(agency, old + new) + ended
    citizen = _one_of(known) or Citizen.objects.create(agency=agency)
    replaced = [pair for pair in old if any(pair[0] == kind for kind, _ in new)]
    _end(agency, replaced, at=at)
    _remember(citizen, replaced, at=at)
    citizen = _give(citizen, [pair for pair in new if pair not in superseded], at=at)
    if system.new_wa_id and (WA_ID, system.new_wa_id) not in superseded:
        _set_phone(citizen, system.new_wa_id)
    if new and not superseded:
        address = system.new_wa_id or system.new_user_id or system.new_parent_user_id
        Conversation.objects.filter(citizen=citizen).update(address=address)
    return citizen


def _ids(wa_id: str, user_id: str, parent_id: str) -> Ids:
    """Always in this order, so that two workers wait for each other and never in a circle."""
    pairs = ((WA_ID, wa_id), (BSUID, user_id), (PARENT_BSUID, parent_id))
    return [(kind, value[:160]) for kind, value in pairs if value]


def _any(ids: Ids) -> Q:
    condition = Q(pk__in=[])
    for kind, value in ids:
        condition |= Q(kind=kind, value=value)
    return condition


def _current(agency: Agency, ids: Ids) -> list[CitizenIdentity]:
    return list(
        CitizenIdentity.objects.filter(_any(ids), agency=agency, valid_until__isnull=True)
        .select_related("citizen")
        .order_by("citizen_id")
    )


def _one_of(known: list[CitizenIdentity]) -> Citizen | None:
    """The one citizen of several identities: where they name two, the two were one all along."""
    citizens = {identity.citizen_id: identity.citizen for identity in known}
    if not citizens:
        return None
    keep, *others = (citizens[pk] for pk in sorted(citizens))
    for other in others:
        merge(keep, other)
    return keep


def _number_has_a_new_owner(known: list[CitizenIdentity], sender: Sender) -> bool:
    """A known number with an unknown user id, though its citizen has another one: numbers are
    given away. Their matters must not be shown to the new owner."""
    kinds = {identity.kind for identity in known}
    if not sender.user_id or WA_ID not in kinds or BSUID in kinds:
        return False
    owner = next(identity.citizen_id for identity in known if identity.kind == WA_ID)
    return CitizenIdentity.objects.filter(
        citizen=owner, kind=BSUID, valid_until__isnull=True
    ).exists()


def _give(citizen: Citizen, ids: Ids, *, at: dt.datetime) -> Citizen:
    """Record the ids as this citizen's; another worker may have been first with some of them."""
    rows = [
        CitizenIdentity(
            agency_id=citizen.agency_id, citizen=citizen, kind=kind, value=value, valid_from=at
        )
        for kind, value in ids
    ]
    CitizenIdentity.objects.bulk_create(rows, ignore_conflicts=True)
    return _one_of(_current(citizen.agency, ids)) or citizen


def _end(agency: Agency, ids: Ids, *, at: dt.datetime) -> None:
    CitizenIdentity.objects.filter(_any(ids), agency=agency, valid_until__isnull=True).update(
        valid_until=at
    )


def _remember(citizen: Citizen, ended: Ids, *, at: dt.datetime) -> None:
    """An old id that we never saw is kept as ended: a later message may name it."""
    for kind, value in ended:
        # Several may be there: each of two who became one may have had it until then.
        same = {"kind": kind, "value": value, "valid_until": at}
        if not citizen.identities.filter(**same).exists():
            citizen.identities.create(agency_id=citizen.agency_id, valid_from=at, **same)


def _phone_of(wa_id: str) -> str:
    is_number = wa_id.isascii() and wa_id.isdigit() and len(wa_id) < 20
    return f"+{wa_id}" if is_number else ""


def _set_phone(citizen: Citizen, wa_id: str) -> None:
    if phone := _phone_of(wa_id):
        citizen.phone = phone
        citizen.save(update_fields=["phone"])


def _with_profile(citizen: Citizen, sender: Sender) -> Citizen:
    """What WhatsApp says of the person now, written down where it is new."""
    told = {
        "phone": _phone_of(sender.wa_id) or citizen.phone,
        "profile_name": sender.name or citizen.profile_name,
        "username": sender.username or citizen.username,
    }
    changed = [name for name, value in told.items() if getattr(citizen, name) != value]
    for name in changed:
        setattr(citizen, name, told[name])
    if changed:
        citizen.save(update_fields=changed)
    return citizen
