"""What the environment says about this simulator; read once, when the process starts."""

import ipaddress
import json
import os
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

Json = dict[str, Any]


class NotLoopback(ValueError):
    """The simulator signs with a real secret's shape, so it never talks to another machine."""


def require_loopback(url: str) -> str:
    """The URL again when it is http(s) on this machine; raises NotLoopback otherwise."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme in {"http", "https"} and (host == "localhost" or _is_loopback(host)):
        return url
    raise NotLoopback(f"The simulator only talks to this machine, not to {url!r}.")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, kw_only=True)
class Config:
    """Paths, addresses and secrets of one simulator process."""

    database: str
    own_url: str
    webhook_url: str
    survey_prefix: str
    app_secret: str
    verify_token: str
    token: str
    clock_speed: float
    numbers: list[Json]


def from_environment() -> Config:
    """The configuration; raises NotLoopback or ValueError with a readable text."""
    env = os.environ
    port = env.get("SIMULATOR_PORT", "8010")
    webhook_url = env.get("SIMULATOR_WEBHOOK_URL", "")
    if webhook_url:
        require_loopback(webhook_url)
    parts = urlsplit(webhook_url or "http://127.0.0.1:8000/")
    public = env.get("PUBLIC_BASE_URL", f"{parts.scheme}://{parts.netloc}").rstrip("/")
    return Config(
        database=env.get("SIMULATOR_DB", "simulator.sqlite3"),
        own_url=env.get("SIMULATOR_URL", f"http://127.0.0.1:{port}").rstrip("/"),
        webhook_url=webhook_url,
        survey_prefix=f"{public}/survei/",
        app_secret=env.get("WHATSAPP_APP_SECRET", "simulator-app-secret").split(",")[0].strip(),
        verify_token=env.get("WHATSAPP_VERIFY_TOKEN", "simulator-verify-token"),
        token=env.get("SIMULATOR_TOKEN", "simulator-token"),
        clock_speed=max(float(env.get("SIMULATOR_CLOCK_SPEED", "1")), 0.001),
        numbers=json.loads(env.get("SIMULATOR_NUMBERS") or "[]"),
    )


CONFIG = from_environment()
