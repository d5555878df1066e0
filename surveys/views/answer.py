"""The citizen's form behind a link with a token. A GET uses nothing up: phones preview links."""

import datetime as dt
import re
from functools import wraps
from http import HTTPStatus
from typing import Any

import structlog
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from services import throttle
from surveys.answering import invitation_of, submit
from surveys.asking import Asked, is_settled, what_is_asked
from surveys.forms import SurveyForm
from surveys.invitations import hash_of
from surveys.language_files import OWN, languages, own
from surveys.models import Invitation
from surveys.screens import how_shown
from tickets.words import amount_words

log = structlog.get_logger(__name__)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,64}")
_GUESSES, _PER = 20, dt.timedelta(minutes=10)


def private(view: Any) -> Any:
    """Keep the address, which has a secret, out of caches, search engines and other sites' logs."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response.setdefault("Cache-Control", "no-store, private")
        return response

    return guarded


def shown_again(response: HttpResponse) -> HttpResponse:
    """Let this phone alone keep a form that was refused: the browser's Back shows it, where without scripts
    there would be an error page in its place. Never at a counter, whose next visitor would read it.
    """
    if response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY:
        response["Cache-Control"] = "no-cache, private"
    return response


# Exempt: the token is the right to answer, there is no session that another site could misuse,
# and a phone's in-app browser without cookies must not lose the answers.
@csrf_exempt
@private
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, token: str) -> HttpResponse:
    """The form of one invitation, its thanks, or a polite page when the link cannot be used."""
    now = timezone.now()
    invitation = invitation_of(token) if _TOKEN.fullmatch(token) else None
    if invitation is None:
        return unknown(request, now)
    if invitation.answered_at is not None:
        if request.method == "POST":
            log.info("survey.sent_again", invitation=invitation.pk)
        return _thanks(request, invitation)
    if invitation.expires_at is None or invitation.expires_at <= now:
        return _page(request, "expired", invitation, status=410)
    posted = request.POST if request.method == "POST" else None
    form = SurveyForm(_asked_by(invitation, now), posted, wanted=spoken(request))
    if form.faults():
        # The link can be used again when the questionnaire is complete.
        return _page(request, "not_ready", invitation)
    if request.method == "POST":
        return _answered(request, invitation, form, now)
    Invitation.objects.filter(pk=invitation.pk, opened_at__isnull=True).update(opened_at=now)
    return _form(request, invitation, form)


# Exempt as the form is: it says only that the one with this link has chosen a first answer.
@csrf_exempt
@require_POST
def begun(request: HttpRequest, token: str) -> HttpResponse:
    """The form's script says that a first answer was chosen. Says nothing about unknown links."""
    if _TOKEN.fullmatch(token):
        _note_begun(Invitation.objects.filter(token_hash=hash_of(token)), timezone.now())
    return HttpResponse(status=204)


def _note_begun(invitations: QuerySet[Invitation], now: dt.datetime) -> None:
    waiting = invitations.filter(answered_at=None, begun_at=None, expires_at__gt=now)
    waiting.update(begun_at=now)


def _asked_by(invitation: Invitation, now: dt.datetime) -> Asked:
    agency = invitation.agency
    return what_is_asked(
        agency,
        day=now.astimezone(agency.zone).date(),
        service=invitation.service,
        questionnaire=invitation.questionnaire,
    )


def _answered(
    request: HttpRequest, invitation: Invitation, form: SurveyForm, now: dt.datetime
) -> HttpResponse:
    if not form.is_valid():
        _note_begun(Invitation.objects.filter(pk=invitation.pk), now)
        return _form(request, invitation, form, status=422)
    # A second press finds it answered, and shows the same thanks.
    submit(invitation, form=form.answers(), now=now)
    return redirect(request.get_full_path())


def _form(
    request: HttpRequest, invitation: Invitation, form: SurveyForm, status: int = 200
) -> HttpResponse:
    context = {
        "agency": invitation.agency,
        "service": invitation.service,
        "questionnaire": invitation.questionnaire,
        "form": form,
        "t": form.language.texts,
        "how": how_shown(request, invitation.agency),
    }
    return shown_again(render(request, "surveys/answer.html", context, status=status))


def _thanks(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    given = invitation.response
    is_late = is_settled(invitation.agency, day=given.submitted_on, at=given.submitted_at)
    return _page(request, "thanks", invitation, is_late=is_late)


def _page(
    request: HttpRequest, name: str, invitation: Invitation, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"invitation": invitation, **more, **spoken_texts(request)}
    return render(request, f"surveys/{name}.html", context, status=status)


def spoken(request: HttpRequest) -> str:
    """The language that the reader asks for, by its code."""
    return request.GET.get("bahasa", OWN)


def spoken_texts(request: HttpRequest) -> dict[str, Any]:
    """That language for a page without a form: its texts, and its code."""
    language = languages().get(spoken(request), own())
    return {"t": language.texts, "language": language}


def unknown(request: HttpRequest, now: dt.datetime) -> HttpResponse:
    """The same page for a malformed link and an unknown one; tries are limited."""
    visitor = throttle.visitor(request)
    if throttle.allow("survey", who=visitor, limit=_GUESSES, per=_PER, now=now):
        return render(request, "surveys/unknown.html", status=404)
    response = render(request, "surveys/too_many.html", {"wait": amount_words(_PER)}, status=429)
    response["Retry-After"] = str(int(_PER.total_seconds()))
    return response
