"""Believes a proxy's headers about the visitor only when the proxy itself sent them.

WSGI gives `X-Forwarded-For` and `X_Forwarded_For` the same name, and granian drops neither: of two
the last one wins. So these headers are removed from every request that did not come from the
proxy's own address, before Django sees them. The proxy has to drop names with an underscore
itself, as nginx does (deploy/nginx.conf).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# This machine, and private networks such as those of containers.
DEFAULT = ("127.0.0.0/8", "::1", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
_TOLD_BY_PROXY = ("HTTP_X_FORWARDED_", "HTTP_FORWARDED", "HTTP_X_REAL_IP")


def networks(written: Sequence[str]) -> tuple[Network, ...]:
    """The addresses and networks that a setting lists. Raises ValueError."""
    return tuple(ipaddress.ip_network(one.strip(), strict=False) for one in written if one.strip())


def only_from_proxy(application: Application, trusted: tuple[Network, ...]) -> Application:
    """The application, without X-Forwarded-* headers that did not come from a trusted proxy."""

    @lru_cache(maxsize=1024)
    def is_proxy(address: str) -> bool:
        if not address:
            return True  # a Unix socket: only this machine can reach it
        try:
            found = ipaddress.ip_address(address)
        except ValueError:
            return False
        found = getattr(found, "ipv4_mapped", None) or found
        return any(found in network for network in trusted)

    def guarded(environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        if not is_proxy(str(environ.get("REMOTE_ADDR", ""))):
            for name in [name for name in environ if name.startswith(_TOLD_BY_PROXY)]:
                del environ[name]
        return application(environ, start)

    return guarded
