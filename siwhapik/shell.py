"""The frame of every staff page: the rail by rights, the person logged in, and warnings."""

from __future__ import annotations

import datetime as dt
import hashlib
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.core.cache import caches
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString

from services import access
from services.access import Action
from services.models import Agency, Role, Staff
from siwhapik.sweeps import registered
from tickets.error_words import error_words
from tickets.models import AccountNotice, Channel, Heartbeat, MessageTemplate, Ticket
from tickets.transports.registry import transport_of
from tickets.views.outages import outage_banners
from tickets.views.unread import unread_count
from tickets.words import long_words

# Seconds for which this process keeps banners.
HOLDS = 10
# Sweeps run every few seconds; a minute without one is a standstill.
STANDSTILL = dt.timedelta(seconds=60)
_MANAGES = (Action.MANAGE_CATALOGUE, Action.MANAGE_HOURS, Action.MANAGE_STAFF)


class Item(NamedTuple):
    """One link of the rail."""

    label: str
    url: str
    icon: str
    current: bool
    unread: int


class Who(NamedTuple):
    """The person who is logged in."""

    name: str
    role: str
    initials: str
    hue: int


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor; costs nothing on pages that do not show the rail."""
    staff = getattr(request, "user", None)
    if not isinstance(staff, Staff) and not getattr(staff, "is_authenticated", False):
        return {"shell": {"nav": [], "banners": []}}
    return {"shell": SimpleLazyObject(lambda: _shell(request, staff))}


def home(request: HttpRequest) -> HttpResponse:
    """Supervisors and heads of an office begin at the dashboard, officials of all offices at the IKM,
    officers at the queue, citizens at the services.
    """
    if not request.user.is_authenticated:
        return redirect("/masuk/")
    staff = request.user
    leads = access.has_role(staff, Role.SUPERVISOR, Role.OFFICIAL)
    if access.can(staff, Action.READ_TICKET) and not leads:
        return redirect("/antrean/")
    if access.can(staff, Action.SEE_FIGURES):
        return redirect("/dasbor/")
    # Without any role yet the queue's page says whom to ask; the index would be a bare 404.
    return redirect("/dasbor/ikm/" if access.can(staff, Action.SEE_IKM) else "/antrean/")


def _shell(request: HttpRequest, staff: Any) -> dict[str, Any]:
    name = str(staff)
    memberships = staff.memberships_now()
    first = memberships[0] if memberships else None
    where = first.agency.short_name if first and first.agency else "semua instansi"
    return {
        "nav": _links(_nav(request.path, staff, unread=unread_count(staff))),
        "who": _who(
            Who(
                name,
                f"{first.get_role_display()}, {where}" if first else "Belum punya peran",
                "".join(word[0] for word in name.split()[:2]).upper(),
                len(name) % 6 + 1,
            )
        ),
        "paper": _paper({one.agency for one in memberships}, name),
        "banners": _banners(staff),
    }


def _paper(agencies: set[Agency | None], name: str) -> str:
    """What stands above a printed page: whose it is, when, by whom; a page with its own line hides it.

    Of who works for several offices no office is named: what is printed may be another one's.
    """
    only = next(iter(agencies)) if len(agencies) == 1 else None
    zone = only.zone if only else timezone.get_default_timezone()
    printed = f"Dicetak {long_words(timezone.now(), ZoneInfo(str(zone)))} oleh {name}"
    if len(agencies) != 1:
        return printed
    return f"{only.name if only else 'Semua instansi'} · {printed}"


@lru_cache(maxsize=200)
def _links(items: tuple[Item, ...]) -> SafeString:
    """The rail as HTML, cached: there are few roles, pages and counts."""
    return render_to_string("components/nav.html", {"items": items})


@lru_cache(maxsize=200)
def _who(who: Who) -> SafeString:
    return render_to_string("components/who.html", {"who": who})


def _nav(path: str, staff: Staff, *, unread: int) -> tuple[Item, ...]:
    items = []
    if access.can(staff, Action.READ_TICKET):
        items.append(("Antrean", "/antrean/", "inbox-stack", 0))
    if access.can(staff, Action.SEE_ROSTER) or access.offices_headed(staff):
        items.append(("Piket", "/piket/", "calendar-days", 0))
    if access.can(staff, Action.SEE_FIGURES):
        items.append(("Dasbor", "/dasbor/", "chart-bar-square", 0))
    if access.can(staff, Action.SEE_FIGURES) or access.can(staff, Action.SEE_REGISTER):
        items.append(("Laporan", "/laporan/", "document-chart-bar", 0))
    if access.can(staff, Action.SEE_IKM):
        items.append(("IKM", "/dasbor/ikm/", "face-smile", 0))
    items.append(("Notifikasi", "/pemberitahuan/", "bell", unread))
    if any(access.can(staff, action) for action in _MANAGES):
        items.append(("Kelola", "/kelola/", "cog-6-tooth", 0))
    # Last: on a phone the bar shows six, and new notifications must be among them.
    if access.can(staff, Action.COORDINATE):
        items.append(("Koordinasi", "/koordinasi/", "megaphone", 0))
    return tuple(
        Item(label, url, icon, _is_current(url, path), count) for label, url, icon, count in items
    )


# Pages that stand elsewhere than under the link which leads to them.
_BELOW = {"/antrean/": ("/tiket/",), "/laporan/": ("/gangguan/", "/catatan/", "/panduan/")}


def _is_current(url: str, path: str) -> bool:
    if url == "/dasbor/":
        return path == url
    return path.startswith((url, *_BELOW.get(url, ())))


def _banners(staff: Staff) -> list[dict[str, str]]:
    """Warnings about the office's numbers and the sweeps, outages, and tickets that nobody has.

    What a person ends is gone on the next page of everybody: the office's version is another one then.
    """
    memberships = staff.memberships_now()
    agencies = sorted({one.agency_id or 0 for one in memberships})
    versions = sorted({(one.pk, one.notices_version) for row in memberships if (one := row.agency)})
    leads = sorted(one.agency_id or 0 for one, _ in access.granted(staff, Action.ASSIGN))
    seen = sorted({one.agency_id or 0 for one, _ in access.granted(staff, Action.SEE_OUTAGES)})
    # Of who works for many offices their numbers alone would be longer than a key may be.
    offices = repr((agencies, versions, leads, seen)).encode()
    key = f"banners:{hashlib.blake2b(offices, digest_size=12).hexdigest()}"
    kept: list[dict[str, str]] | None = caches["moment"].get(key)
    if kept is None:
        kept = _each_once([*_channel_banners(agencies), *_sweep_banners(timezone.now())])
        kept += outage_banners([pk for pk in seen if pk], now=timezone.now())
        kept += _left_banner(leads) if leads else []
        caches["moment"].set(key, kept, HOLDS)
    return kept


def _left_banner(agencies: list[int]) -> list[dict[str, str]]:
    """Tickets of officers who are away or have left, which nobody has yet."""
    left = Ticket.objects.filter(agency_id__in=agencies, left_by__isnull=False).open()
    count = left.unassigned()[:100].count()
    if not count:
        return []
    text = f"{count} tiket petugas yang tidak bertugas belum ada pemegangnya."
    return [{"text": text, "tone": "warn", "url": "/piket/alihkan/", "label": "Alihkan"}]


def _each_once(banners: list[dict[str, str]]) -> list[dict[str, str]]:
    """The gravest first; a warning that several numbers share (one template) appears once."""
    once = {banner["text"]: banner for banner in banners}
    return sorted(once.values(), key=lambda banner: banner["tone"])


def _channel_banners(agencies: list[int]) -> list[dict[str, str]]:
    troubled = Channel.objects.troubled()
    if 0 not in agencies:
        troubled = troubled.filter(agency_id__in=agencies)
    now, banners = timezone.now(), []
    news = (
        Prefetch("notices", AccountNotice.objects.in_force(now), to_attr="notices_in_force"),
        Prefetch("templates", MessageTemplate.objects.reported(), to_attr="reported_templates"),
    )
    for channel in troubled.select_related("agency").prefetch_related(*news):
        if channel.health in Channel.SICK:
            stopped = channel.health == Channel.Health.STOPPED
            what = "tidak dapat mengirim" if stopped else "sebagian kirimannya gagal"
            text = f"Nomor {channel.display_phone_number} {what}. {error_words(channel.health_error)}".strip()
            banners.append({"text": text, "tone": "danger" if stopped else "warn"})
        banners += _account_banners(channel)
    return banners


def _account_banners(channel: Any) -> list[dict[str, str]]:
    """What the channel has told of a number and its templates, and what to do."""
    banners, transport = [], transport_of(channel.kind)
    for notice in channel.notices_in_force:
        until = long_words(notice.until, channel.agency.zone) if notice.until else ""
        said, grave = transport.account_notice_words(
            notice.kind, code=notice.code, details=notice.details, until=until
        )
        text = f"Nomor {channel.display_phone_number} {said}"
        banners.append({"text": text, "tone": "danger" if grave else "warn"})
    for template in channel.reported_templates:
        text = transport.template_words(
            template.name, status=template.status, event=template.reported_event
        )
        banners.append({"text": text, "tone": "warn"})
    return banners


def _sweep_banners(now: dt.datetime) -> list[dict[str, str]]:
    rows = list(Heartbeat.objects.all())
    newest = max((row.at for row in rows), default=None)
    if newest is None or now - newest > STANDSTILL:
        text = (
            "Pengerjaan di belakang layar berhenti: pesan masuk dan keluar tertahan, tidak hilang. "
            "Minta admin teknis memeriksa proses worker dan sweep."
        )
        return [{"text": text, "tone": "danger"}]
    # The last error of a sweep that this version no longer has does not count.
    failing = sorted({row.name for row in rows if row.error} & registered().keys())
    if failing:
        return [{"text": f"Sebagian pekerjaan gagal: {', '.join(failing)}.", "tone": "warn"}]
    return []
