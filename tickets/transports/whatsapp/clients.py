"""The HTTP client of each number, one per process and setting."""

from functools import lru_cache

from django.conf import settings

from services.crypto import CannotDecrypt, readable
from tickets.faults import Fault
from tickets.transports.protocol import Account, Forbidden, UnusableChannel
from tickets.transports.whatsapp.client import Client


def client_for(channel: Account) -> Client:
    """The client of a number; raises UnusableChannel where it must not or cannot be used."""
    try:
        token = readable(channel.access_token)
    except CannotDecrypt as error:
        raise UnusableChannel(Fault.ACCESS_UNREADABLE) from error
    if not token:
        raise UnusableChannel(Fault.NO_ACCESS)
    try:
        return _client(
            settings.WHATSAPP_API_BASE_URL,
            settings.WHATSAPP_API_VERSION,
            channel.phone_number_id,
            token,
            loopback_only=bool(settings.SIMULATOR_URL) or channel.is_simulated,
        )
    except Forbidden as error:
        raise UnusableChannel(Fault.SIMULATED_ABROAD) from error


@lru_cache(maxsize=64)
def _client(
    base_url: str, version: str, phone_number_id: str, token: str, *, loopback_only: bool
) -> Client:
    return Client(
        base_url=base_url,
        version=version,
        phone_number_id=phone_number_id,
        token=token,
        loopback_only=loopback_only,
        media_hosts=tuple(settings.WHATSAPP_MEDIA_HOSTS),
    )
