"""Which remark a recommendation may be about, and what a reader is shown of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from services.models import Staff
from surveys.figures import FEWEST_SHOWN
from surveys.models import Recommendation, Response, SurveyPeriod
from surveys.theming import Remark, readable, remark_of

CANNOT_CHOOSE = (
    "Saran ini tidak dapat dipilih: bukan dari periode ini, tidak dapat Anda baca, "
    f"atau jawaban tentang layanannya kurang dari {FEWEST_SHOWN}."
)
_LONGEST_KEY = 18  # digits: what the database takes as a number


@dataclass(frozen=True, kw_only=True)
class Quoted:
    """What a sheet shows: the remark without its citizen, or that this reader may not see it."""

    remark: Remark | None


def choosable(period: SurveyPeriod, reader: Staff) -> QuerySet[Response]:
    """Remarks of the period that this person may read, but for services that fewer than five people rated."""
    asked = Response.objects.filter(
        agency=period.agency,
        questionnaire=period.questionnaire_id,
        submitted_on__range=(period.starts_on, period.ends_on),
    )
    counted = asked.order_by().values("service").annotate(n=Count("pk"))
    enough = counted.filter(n__gte=FEWEST_SHOWN)
    named = Q(service__in=enough.exclude(service=None).values("service"))
    if enough.filter(service=None).exists():
        named |= Q(service=None)
    return readable(period.agency, reader).filter(named, pk__in=asked.order_by().values("pk"))


def choosable_keys(period: SurveyPeriod, reader: Staff, keys: list[int]) -> set[int]:
    """Which of these remarks may be chosen."""
    return set(choosable(period, reader).filter(pk__in=keys).values_list("pk", flat=True))


def offered(period: SurveyPeriod, key: object, *, reader: Staff) -> Remark | None:
    """The remark that a form is asked to quote; None where it cannot be chosen."""
    text = str(key or "")
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_KEY):
        return None
    return remark_of(choosable(period, reader), int(text))


def quoted(one: Recommendation, *, reader: Staff) -> Quoted | None:
    """The remark of a recommendation for this reader; None where it is about none."""
    if one.remark_id is None:
        return None
    return Quoted(remark=remark_of(readable(one.period.agency, reader), one.remark_id))
