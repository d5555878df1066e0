"""The open survey: the form on a poster's link, and the same form locked at a counter."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from dataclasses import replace

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from services import throttle
from surveys import linking
from surveys.asking import Asked, depends_on_service, is_settled, what_is_asked
from surveys.language_files import OWN
from surveys.models import Questionnaire, SurveyLink
from surveys.open_answering import submit_open
from surveys.open_forms import OpenForm, ServiceForm
from surveys.screens import how_shown
from surveys.views.answer import private, shown_again, spoken, spoken_texts, unknown
from surveys.ways import Way

log = structlog.get_logger(__name__)

_CODE = re.compile(r"[a-z2-9]{10}")
_BROWSER = re.compile(r"[A-Za-z0-9_-]{22}")
_COOKIE, _COOKIE_LASTS = "survei", dt.timedelta(days=200)  # longer than a semester
# From one address: a family or an office behind one router, not a script.
_ANSWERS, _PER = 20, dt.timedelta(minutes=10)
_ANSWERS_AT_COUNTER = 60
# At one link, from wherever: more than any queue in front of a poster.
_IN_ALL, _IN_ALL_PER = 300, dt.timedelta(hours=1)


# Exempt: there is no session that another site could misuse, anybody may answer, and a browser
# without cookies must not lose the answers.
@csrf_exempt
@private
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, code: str) -> HttpResponse:
    """The form of an open link; a polite page where it has ended."""
    now = timezone.now()
    link = _link(code)
    if link is None:
        return unknown(request, now)
    if link.ended_at is not None or not link.agency.is_active:
        return render(request, "surveys/open_ended.html", {"link": link}, status=410)
    first = _service_first(request, link, now)
    if request.method == "GET" and not (first and first.is_bound):
        linking.note_opened(link, now=now)
    if first is not None and not first.is_valid():
        return _choose_service(request, link, first)
    posted = request.POST if request.method == "POST" else None
    asked = _asked_at(link, first, now)
    form = OpenForm(asked, posted, link=link, now=now, wanted=spoken(request))
    if form.faults():
        return render(request, "surveys/open_not_ready.html", {"link": link}, status=503)
    if request.method == "POST":
        return _answered(request, link, form, asked.questionnaire)
    return _form(request, link, form, asked.questionnaire)


# Exempt as the form is: it only counts.
@csrf_exempt
@require_POST
def begun(request: HttpRequest, code: str) -> HttpResponse:
    """The form's script says that a first answer was chosen. Says nothing about unknown links."""
    now = timezone.now()
    link = _link(code)
    if link is not None and link.ended_at is None and _may_count(request, link, now):
        linking.note_begun(link, now=now)
    return HttpResponse(status=204)


@private
@require_safe
def thanks(request: HttpRequest, code: str) -> HttpResponse:
    """After the answers; at a counter it goes back to the form by itself."""
    link = _link(code)
    if link is None:
        return unknown(request, timezone.now())
    name = "kiosk_thanks" if link.way == Way.KIOSK else "open_thanks"
    now = timezone.now()
    late = is_settled(link.agency, day=now.astimezone(link.agency.zone).date(), at=now)
    context = {"link": link, "is_late": late, **spoken_texts(request)}
    return render(request, f"surveys/{name}.html", context)


def _link(code: str) -> SurveyLink | None:
    if not _CODE.fullmatch(code):
        return None
    return SurveyLink.objects.select_related("agency", "service").filter(code=code).first()


def _service_first(request: HttpRequest, link: SurveyLink, now: dt.datetime) -> ServiceForm | None:
    """The question that comes before the others where these depend on the service, else None."""
    day = now.astimezone(link.agency.zone).date()
    if link.service_id is not None or not depends_on_service(link.agency, day=day):
        return None
    said = request.GET if "layanan" in request.GET else None
    return ServiceForm(said, link=link, texts=spoken_texts(request)["t"])


def _choose_service(request: HttpRequest, link: SurveyLink, form: ServiceForm) -> HttpResponse:
    kept = {name: request.GET[name] for name in ("bahasa", "tampil") if name in request.GET}
    name = "kiosk_service" if link.way == Way.KIOSK else "open_service"
    context = {"link": link, "form": form, "kept": kept, **spoken_texts(request)}
    status = 422 if form.errors else 200
    return render(request, f"surveys/{name}.html", context, status=status)


def _asked_at(link: SurveyLink, first: ServiceForm | None, now: dt.datetime) -> Asked:
    service = first.service if first is not None else link.service
    day = now.astimezone(link.agency.zone).date()
    asked = what_is_asked(link.agency, day=day, service=service)
    return replace(asked, is_service_said=first is not None)


def _answered(
    request: HttpRequest, link: SurveyLink, form: OpenForm, questionnaire: Questionnaire
) -> HttpResponse:
    now = timezone.now()
    if not form.is_valid():
        if not form.is_counted and _may_count(request, link, now):
            linking.note_begun(link, now=now)
        return _form(request, link, form, questionnaire, status=422)
    if (wait := _must_wait(request, link, now)) is not None:
        log.warning("survey.too_many", link=link.pk)
        minutes = wait // dt.timedelta(minutes=1)
        form.add_error(None, form.language.texts["too_many"].format(minutes=minutes))
        return _form(request, link, form, questionnaire, status=429)
    visit = form.visit(browser=_browser_of(request))
    stored = submit_open(
        link, form=form.answers(), questionnaire=questionnaire, visit=visit, now=now
    )
    if not stored:  # it was ended while the form was open
        return render(request, "surveys/open_ended.html", {"link": link}, status=410)
    if not form.is_counted:
        linking.note_begun(link, now=now)
    thanked = reverse("surveys:open-thanks", args=[link.code])
    asked = urlencode({"bahasa": form.language.code}) if form.language.code != OWN else ""
    return redirect(f"{thanked}?{asked}" if asked else thanked)


def _must_wait(request: HttpRequest, link: SurveyLink, now: dt.datetime) -> dt.timedelta | None:
    """How long at most, where too many answers came from this address or at this link."""
    who = f"{link.pk}:{throttle.visitor(request)}"
    limit = _ANSWERS_AT_COUNTER if link.way == Way.KIOSK else _ANSWERS
    if not throttle.allow("survey-open", who=who, limit=limit, per=_PER, now=now):
        return _PER
    everybody = str(link.pk)
    if not throttle.allow("survey-link", who=everybody, limit=_IN_ALL, per=_IN_ALL_PER, now=now):
        return _IN_ALL_PER
    return None


def _may_count(request: HttpRequest, link: SurveyLink, now: dt.datetime) -> bool:
    who = f"{link.pk}:{throttle.visitor(request)}"
    return throttle.allow("survey-begun", who=who, limit=_ANSWERS_AT_COUNTER, per=_PER, now=now)


def _browser_of(request: HttpRequest) -> str:
    given = request.COOKIES.get(_COOKIE, "")
    return given if _BROWSER.fullmatch(given) else ""


def _form(
    request: HttpRequest,
    link: SurveyLink,
    form: OpenForm,
    questionnaire: Questionnaire,
    status: int = 200,
) -> HttpResponse:
    said = request.GET.get("layanan", "")
    context = {
        "link": link,
        "agency": link.agency,
        "service": form.service,
        "kept": f"&{urlencode({'layanan': said})}" if said else "",
        "questionnaire": questionnaire,
        "form": form,
        "t": form.language.texts,
        "how": how_shown(request, link.agency),
        "is_chosen": bool(request.GET),
    }
    is_kiosk = link.way == Way.KIOSK
    name = "kiosk" if is_kiosk else "answer"
    response = render(request, f"surveys/{name}.html", context, status=status)
    if not is_kiosk:
        shown_again(response)
    if not is_kiosk and not _browser_of(request):
        response.set_cookie(
            _COOKIE,
            secrets.token_urlsafe(16),
            max_age=_COOKIE_LASTS,
            path="/s/",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response
