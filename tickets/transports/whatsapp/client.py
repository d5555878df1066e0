"""The WhatsApp Business Cloud API over HTTP: about six calls, and exactly what became of each.

There is no idempotency key: a send that may have arrived is never repeated here, so every failure
says whether the request left this machine (`NotSent`, `OutcomeUnknown`) or was answered
(`ApiError`).
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import IO

import httpx

from tickets.transports.deadline import Deadline
from tickets.transports.protocol import (
    Forbidden,
    MediaInfo,
    NotSent,
    OutcomeUnknown,
    Outgoing,
    TooLarge,
)
from tickets.transports.whatsapp import ogg
from tickets.transports.whatsapp.answers import Address, ApiError, json_of
from tickets.transports.whatsapp.interactive import Payload
from tickets.transports.whatsapp.outgoing import quoting, render, with_media_id
from tickets.transports.whatsapp.values import identifier, listing, mapping, string, whole

TIMEOUT = httpx.Timeout(20.0, connect=5.0)
_PART = 64 * 1024
# Nothing of these reached the far side.
_BEFORE_SENDING = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
)


def is_loopback(url: httpx.URL) -> bool:
    """Whether an address is this machine."""
    try:
        return ip_address(url.host.strip("[]")).is_loopback
    except ValueError:
        return url.host == "localhost"


def _written(message: Outgoing) -> Payload:
    payload = render(message.content)
    if message.file_id:
        payload = with_media_id(payload, message.file_id)
    return quoting(payload, message.quoted) if message.quoted else payload


@dataclass(kw_only=True)
class Client:
    """One business number's connection; keep one per process, it is safe between threads.

    `media_hosts`: names, or ".name" for all below it, that may be given the token. Raises
    Forbidden when `loopback_only` and the base address is not this machine.
    """

    base_url: str
    version: str
    phone_number_id: str
    token: str = field(repr=False)
    loopback_only: bool = False
    media_hosts: tuple[str, ...] = ()
    transport: httpx.BaseTransport | None = None

    def __post_init__(self) -> None:
        self._base = httpx.URL(self.base_url.rstrip("/"))
        if self.loopback_only and not is_loopback(self._base):
            raise Forbidden(f"{self._base.host} bukan alamat mesin ini")
        self._root = f"{self._base}/{self.version}"
        self._authorization = {"Authorization": f"Bearer {self.token}"}
        self._tls = httpx.create_ssl_context()
        self._http = self._client(httpx.Limits())
        # A connection of their own for each file, so that a deadline can cut it.
        self._files = self._client(httpx.Limits(max_keepalive_connections=0))

    def _client(self, limits: httpx.Limits) -> httpx.Client:
        return httpx.Client(
            timeout=TIMEOUT,
            follow_redirects=False,
            transport=self.transport,
            verify=self._tls,
            limits=limits,
            # An office's proxy may stand before Meta, never before this machine.
            trust_env=not self.loopback_only,
        )

    def close(self) -> None:
        """Lets the connections go."""
        self._http.close()
        self._files.close()

    def send(self, message: Outgoing) -> str:
        """Send it; the wamid. Its `reference` comes back in the statuses (512 characters).

        Raises ApiError, NotSent, OutcomeUnknown.
        """
        body = {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            **_written(message),
            **Address(message.to).fields(),
        }
        if message.reference:
            body["biz_opaque_callback_data"] = message.reference
        answer = self._post_json("messages", body)
        wamid = identifier(mapping(next(iter(listing(answer.get("messages"))), None)).get("id"))
        if not wamid:
            raise OutcomeUnknown("jawaban tanpa nomor pesan")
        return wamid

    def mark_read(self, external_id: str) -> None:
        """Blue ticks on the citizen's message. Raises like `send`; it may be repeated."""
        body = {"messaging_product": "whatsapp", "status": "read", "message_id": external_id}
        self._post_json("messages", body)

    def upload(self, file: IO[bytes], *, filename: str, mime_type: str, deadline: Deadline) -> str:
        """Give WhatsApp a file; the id it gets is good for 30 days. Raises like `send`."""
        if mime_type == ogg.MIME_TYPE:
            mime_type = ogg.UPLOAD_TYPE
        with self._outcomes():
            response = self._files.post(
                f"{self._root}/{self.phone_number_id}/media",
                headers=self._authorization,
                data={"messaging_product": "whatsapp", "type": mime_type},
                files={"file": (filename, file, mime_type)},
                extensions=deadline.extensions,
            )
        media_id = identifier(json_of(response).get("id"))
        if not media_id:
            raise OutcomeUnknown("jawaban tanpa nomor berkas")
        return media_id

    def locate(self, media_id: str, *, deadline: Deadline) -> MediaInfo:
        """Ask where a file is; the address is good for five minutes. Raises like `send`."""
        with self._outcomes():
            response = self._files.get(
                f"{self._root}/{media_id}",
                params={"phone_number_id": self.phone_number_id},
                headers=self._authorization,
                extensions=deadline.extensions,
            )
        answer = json_of(response)
        url = string(answer.get("url"))
        if not url:
            raise OutcomeUnknown("jawaban tanpa alamat berkas")
        mime_type, sha256 = string(answer.get("mime_type")), string(answer.get("sha256"))
        return MediaInfo(url, mime_type, sha256, whole(answer.get("file_size")))

    def download(self, url: str, *, max_bytes: int, deadline: Deadline) -> Iterator[bytes]:
        """The bytes of a file, part by part; they end early when the deadline has passed.

        Raises Forbidden for a host that may not see our token, TooLarge past `max_bytes`,
        ApiError for a refusal (404: the address is over, ask for a new one), OutcomeUnknown.
        """
        try:
            target = httpx.URL(url)
        except httpx.InvalidURL as error:
            raise Forbidden("alamat berkas tidak dapat dibaca") from error
        if not self._may_see_token(target):
            raise Forbidden(f"{target.host} tidak ada di daftar alamat berkas WhatsApp")
        with (
            self._outcomes(),
            self._files.stream(
                "GET", target, headers=self._authorization, extensions=deadline.extensions
            ) as response,
        ):
            if response.status_code != 200:
                raise ApiError(
                    None, f"HTTP {response.status_code}", http_status=response.status_code
                )
            got = 0
            for part in response.iter_bytes(_PART):
                deadline.got(len(part))
                got += len(part)
                if got > max_bytes:
                    raise TooLarge(f"lebih dari {max_bytes} bita")
                yield part

    def _may_see_token(self, url: httpx.URL) -> bool:
        # The far side names the address; only the base's own origin and the hosts we were told.
        if (url.scheme, url.host, url.port) == (
            self._base.scheme,
            self._base.host,
            self._base.port,
        ):
            return True
        if self.loopback_only:
            return is_loopback(url)
        return url.scheme == "https" and any(
            url.host == host.lstrip(".") or (host.startswith(".") and url.host.endswith(host))
            for host in self.media_hosts
        )

    def _post_json(self, path: str, body: Payload) -> Payload:
        with self._outcomes():
            response = self._http.post(
                f"{self._root}/{self.phone_number_id}/{path}",
                headers={**self._authorization, "Content-Type": "application/json"},
                content=json.dumps(body).encode(),
            )
        return json_of(response)

    @contextmanager
    def _outcomes(self) -> Iterator[None]:
        try:
            yield
        except _BEFORE_SENDING as error:
            raise NotSent(type(error).__name__) from error
        except httpx.HTTPError as error:
            raise OutcomeUnknown(type(error).__name__) from error
