"""Factories for nouns; what happens to them is done by the desk, not here."""

import datetime as dt
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from services.models import Agency, Membership, Requirement, Service, ServiceStandard, Staff, Step
from tickets.models import Channel, Citizen, CitizenIdentity, Conversation, Message, Ticket


class AgencyFactory(DjangoModelFactory[Agency]):
    class Meta:
        model = Agency

    code = factory.Sequence(lambda n: f"DINAS{n}")
    name = factory.Sequence(lambda n: f"Dinas Contoh {n}")
    short_name = factory.Sequence(lambda n: f"Dinas {n}")
    slug = factory.Sequence(lambda n: f"dinas-{n}")


class ServiceFactory(DjangoModelFactory[Service]):
    class Meta:
        model = Service

    agency = factory.SubFactory(AgencyFactory)
    name = factory.Sequence(lambda n: f"Layanan Contoh {n}")
    short_name = factory.Sequence(lambda n: f"Layanan {n}")
    slug = factory.Sequence(lambda n: f"layanan-{n}")


class StandardFactory(DjangoModelFactory[ServiceStandard]):
    """A standard in force: 24 hours for the first response and for completion."""

    class Meta:
        model = ServiceStandard

    service = factory.SubFactory(ServiceFactory)
    status = ServiceStandard.Status.IN_FORCE
    turnaround = "1 x 24 jam"
    product = "Surat keterangan"
    complaint_handling = "Balas pesan WhatsApp ini atau datang ke kantor."
    valid_from = dt.date(2026, 1, 2)


class RequirementFactory(DjangoModelFactory[Requirement]):
    class Meta:
        model = Requirement

    standard = factory.SubFactory(StandardFactory)
    order = factory.Sequence(lambda n: n + 1)
    name = factory.Sequence(lambda n: f"Fotokopi dokumen {n}")


class StepFactory(DjangoModelFactory[Step]):
    class Meta:
        model = Step

    standard = factory.SubFactory(StandardFactory)
    order = factory.Sequence(lambda n: n + 1)
    text = factory.Sequence(lambda n: f"Langkah {n}")


class StaffFactory(DjangoModelFactory[Staff]):
    """An account; without a membership it may do nothing. The password is `rahasia-contoh`."""

    class Meta:
        model = Staff
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"petugas{n}")
    full_name = factory.Sequence(lambda n: f"Petugas Contoh {n}")
    email = factory.LazyAttribute(lambda staff: f"{staff.username}@contoh.go.id")
    password = factory.django.Password("rahasia-contoh")


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership
        skip_postgeneration_save = True

    staff = factory.SubFactory(StaffFactory)
    agency = factory.SubFactory(AgencyFactory)
    role = "operator"

    @factory.post_generation
    def services(self: Membership, create: bool, given: Any, **_: Any) -> None:
        if create and given:
            self.services.set(given)


class ChannelFactory(DjangoModelFactory[Channel]):
    class Meta:
        model = Channel
        skip_postgeneration_save = True

    agency = factory.SubFactory(AgencyFactory)
    name = factory.Sequence(lambda n: f"Nomor {n}")
    phone_number_id = factory.Sequence(lambda n: str(100_000_000_000_001 + n))
    display_phone_number = factory.Sequence(lambda n: f"+62 811-0000-{n:04d}")
    access_token = "token-contoh"
    is_simulated = True

    @factory.post_generation
    def services(self: Channel, create: bool, given: Any, **_: Any) -> None:
        if create and given:
            self.services.set(given)


class CitizenFactory(DjangoModelFactory[Citizen]):
    class Meta:
        model = Citizen

    agency = factory.SubFactory(AgencyFactory)
    profile_name = factory.Sequence(lambda n: f"Warga Contoh {n}")
    phone = factory.Sequence(lambda n: f"+62812000{n:05d}")


class IdentityFactory(DjangoModelFactory[CitizenIdentity]):
    class Meta:
        model = CitizenIdentity

    citizen = factory.SubFactory(CitizenFactory)
    agency = factory.SelfAttribute("citizen.agency")
    kind = CitizenIdentity.Kind.WA_ID
    value = factory.LazyAttribute(lambda identity: identity.citizen.phone.lstrip("+"))
    valid_from = factory.LazyFunction(timezone.now)


class ConversationFactory(DjangoModelFactory[Conversation]):
    """A conversation whose citizen wrote just now, so the window is open."""

    class Meta:
        model = Conversation

    channel = factory.SubFactory(ChannelFactory)
    citizen = factory.SubFactory(CitizenFactory, agency=factory.SelfAttribute("..channel.agency"))
    address = factory.LazyAttribute(lambda row: row.citizen.phone.lstrip("+"))
    last_inbound_at = factory.LazyFunction(timezone.now)
    window_expires_at = factory.LazyAttribute(
        lambda row: row.last_inbound_at + dt.timedelta(hours=24)
    )


class TicketFactory(DjangoModelFactory[Ticket]):
    """A new ticket in the queue, received now, due in 24 hours."""

    class Meta:
        model = Ticket

    conversation = factory.SubFactory(ConversationFactory)
    channel = factory.SelfAttribute("conversation.channel")
    agency = factory.SelfAttribute("conversation.channel.agency")
    origin_agency = factory.SelfAttribute("agency")
    citizen = factory.SelfAttribute("conversation.citizen")
    register_number = factory.Sequence(lambda n: f"CONTOH-2026-{n + 1:06d}")
    tracking_code = factory.Sequence(lambda n: f"LACAK{n:07d}")
    source = Ticket.Source.WHATSAPP
    state = Ticket.State.NEW
    subject = "Contoh permohonan"
    received_at = factory.LazyFunction(timezone.now)
    registered_at = factory.SelfAttribute("received_at")
    queued_at = factory.SelfAttribute("received_at")
    first_response_due_at = factory.LazyAttribute(
        lambda row: row.received_at + dt.timedelta(days=1)
    )
    due_at = factory.LazyAttribute(lambda row: row.received_at + dt.timedelta(days=1))
    sort_due_at = factory.LazyAttribute(
        lambda row: (
            min(row.first_response_due_at, row.due_at) if not row.first_responded_at else row.due_at
        )
    )
    first_responded_at = None
    window_expires_at = factory.LazyAttribute(
        lambda row: row.conversation.window_expires_at if row.conversation else None
    )


class MessageFactory(DjangoModelFactory[Message]):
    """A citizen's text, worked already when it belongs to a ticket."""

    class Meta:
        model = Message

    ticket = factory.SubFactory(TicketFactory)
    conversation = factory.LazyAttribute(
        lambda row: row.ticket.conversation if row.ticket else None
    )
    channel = factory.LazyAttribute(
        lambda row: row.conversation.channel if row.conversation else None
    )
    direction = Message.Direction.IN
    origin = Message.Origin.CITIZEN
    external_id = factory.Sequence(lambda n: f"wamid.CONTOH{n:010d}")
    type = "text"
    text = factory.Sequence(lambda n: f"Pesan contoh {n}")
    occurred_at = factory.LazyFunction(timezone.now)
    received_at = factory.SelfAttribute("occurred_at")
    worked_at = factory.LazyAttribute(lambda row: row.received_at if row.ticket else None)
    status = Message.Status.RECEIVED
