"""Turns granian's request (RSGI) into the environ that Django reads (PEP 3333)."""

import io
import sys
from functools import lru_cache
from typing import Any

from granian.rsgi import Scope

Environ = dict[str, Any]

_PLAIN = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}
_BETWEEN = {"cookie": "; "}


def environ_of(scope: Scope) -> Environ:
    """The whole environ but for the body, which is set once it was read."""
    name, _, port = scope.server.rpartition(":")
    environ: Environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),  # PEP 3333: bytes dressed as text
        "QUERY_STRING": scope.query_string,
        "SERVER_PROTOCOL": f"HTTP/{'1.0' if scope.http_version == '1' else scope.http_version}",
        "SERVER_NAME": name.strip("[]") or "127.0.0.1",
        "SERVER_PORT": port if port.isdigit() else "80",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for key, value in scope.headers.items():
        _add(environ, key, value)
    return environ


@lru_cache(maxsize=512)  # browsers send the same few names
def _name(key: str) -> str:
    """Django's name of a header; "" for a header that Django must not see."""
    if "_" in key:
        return (
            ""  # X_Forwarded_Proto would read like X-Forwarded-Proto, which the proxy vouches for
        )
    return _PLAIN.get(key) or f"HTTP_{key.upper().replace('-', '_')}"


def _add(environ: Environ, key: str, value: str) -> None:
    name = _name(key)
    if not name:
        return
    if name in environ:
        value = f"{environ[name]}{_BETWEEN.get(key, ',')}{value}"
    environ[name] = value
