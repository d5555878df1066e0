"""Repeated questions with their counts, and the articles that are made from them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.timezone import get_default_timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from services import sentences
from services.access import Action, agencies_where, can
from services.articles import (
    ArticleChanged,
    NotPublished,
    article_by_question,
    make_draft,
    publish,
    save_article,
    take_back,
)
from services.models import Agency, Article, Staff
from siwhapik.dashboard.views import today_at
from siwhapik.faq.forms import ArticleForm
from siwhapik.faq.grouping import Group, groups_of
from siwhapik.paper import ALL, edge_of
from siwhapik.period_form import PeriodForm
from siwhapik.periods import days_words, span_words
from siwhapik.reports import exporting
from siwhapik.reports.about import About
from siwhapik.reports.listing import address
from tickets import desk
from tickets.models import UnmatchedSentence
from tickets.teachable import why_no_article_question
from tickets.views.guard import posted, posted_over, staff_of, staff_page
from tickets.words import long_words

TITLE = "Pertanyaan berulang"
REPORT = "pertanyaan"  # in the list of who took what
EXPLAINED = (
    "Dihitung dari kalimat yang tidak dipahami bot, hanya ditebaknya, atau perlu dijawab petugas; kalimat dengan "
    "kata yang sama dihitung bersama. Nomor pribadi disamarkan. Kalimat yang tidak ditulis lagi selama delapan minggu "
    "dihapus, jadi rentang yang lebih lama tidak lengkap."
)
HEAD = ("Pertanyaan", "Kali", "Cara menulis", "Terakhir", "Instansi", "Artikel")


class _MonthForm(PeriodForm):
    """This month, unless it is asked for something else."""

    usual = ""


@staff_page
@require_safe
def questions(request: HttpRequest) -> HttpResponseBase:
    """The report: most often asked first, as a page or a file."""
    staff, now = staff_of(request), timezone.now()
    offices = _offices(staff)
    form = _MonthForm(request.GET, agencies=offices, today=today_at(offices, now))
    chosen = [form.agency] if form.agency else offices
    zone = chosen[0].zone if len(chosen) == 1 else get_default_timezone()
    rows = _rows(staff, chosen, form)
    if (as_file := request.GET.get("bentuk")) in exporting.FORMS:
        return _file(request, rows, form=form, as_file=as_file)
    articles = Article.objects.filter(agency__in=chosen).select_related("agency", "service")
    context = {
        "form": form,
        "title": TITLE,
        "explained": EXPLAINED,
        "edge": edge_of(TITLE, agency=form.agency, period=form.period),
        "office": form.agency.name if form.agency else ALL,
        "period": form.period,
        "span": span_words(form.period),
        "printed": long_words(now, zone),
        "rows": rows,
        "names_office": len(chosen) > 1,
        "articles": articles.order_by("agency__name", "question"),
        "xlsx": address(request.GET, bentuk="xlsx"),
        "csv": [("", address(request.GET, bentuk="csv"))],
    }
    return render(request, "faq/questions.html", context)


def _offices(staff: Staff) -> list[Agency]:
    offices = list(agencies_where(staff, Action.TEACH_BOT))
    if not offices:
        raise PermissionDenied
    return offices


def _rows(
    staff: Staff, offices: list[Agency], form: PeriodForm
) -> list[tuple[Group, Article | None]]:
    """Each group with the article that answers it."""
    known = article_by_question(Article.objects.filter(agency__in=offices))
    found = []
    for group in groups_of(offices, form.period, reader=staff):
        articles = (known.get(sentences.folded(each)) for each in group.questions)
        found.append((group, next((one for one in articles if one is not None), None)))
    return found


def _file(
    request: HttpRequest,
    rows: list[tuple[Group, Article | None]],
    *,
    form: PeriodForm,
    as_file: str,
) -> HttpResponseBase:
    values = [
        (
            group.question, group.times, len(group.questions), group.last, group.agency,
            str(article.get_state_display()) if article else "",
        )
        for group, article in rows
    ]  # fmt: skip
    asked = {"dari": str(form.period.first), "sampai": str(form.period.last)}
    given = {"asked": asked, "rows": len(values), "at": timezone.now()}
    exporting.write_down(
        REPORT, form=as_file, staff=staff_of(request), offices=form.counted, given=given
    )
    name = exporting.name_of(REPORT, form)
    about = About(
        title=TITLE,
        offices=form.counted,
        span=days_words(form.period),
        explained=[(TITLE, EXPLAINED)],
        staff=staff_of(request),
        now=timezone.now(),
    )
    return exporting.file_of([(TITLE, HEAD, values)], form=as_file, name=name, about=about)


@staff_page
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """A draft from one group; the same click again finds it."""
    staff = staff_of(request)
    raw = [one for one in request.POST.getlist("kalimat") if one.isascii() and one.isdecimal()]
    ids = [int(one) for one in raw if len(one) < 18]
    seen = UnmatchedSentence.objects.visible_to(staff).filter(
        pk__in=ids, agency__in=agencies_where(staff, Action.TEACH_BOT)
    )
    rows = sorted(seen.select_related("agency", "service"), key=lambda row: ids.index(row.pk))
    if not rows or len({row.agency_id for row in rows}) > 1:
        raise Http404
    texts = dict.fromkeys(sentences.without_masks(row.text) or row.text for row in rows)
    services = [row.service for row in rows if row.service is not None]
    article = make_draft(
        list(texts),
        agency=rows[0].agency,
        service=services[0] if services and services[0].agency_id == rows[0].agency_id else None,
        by=staff,
        now=timezone.now(),
    )
    return redirect("faq:article", article.pk)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def article(request: HttpRequest, pk: int) -> HttpResponse:
    """Write an article; what is published is changed only by who may publish."""
    found = _found(request, pk)
    may_publish = can(staff_of(request), Action.MANAGE_CATALOGUE, found.agency)
    may_write = may_publish or not found.is_published
    if request.method == "POST" and not may_write:
        raise PermissionDenied
    form = ArticleForm(posted(request), instance=found)
    if form.is_valid():
        try:
            messages.success(request, _save(request, form))
        except NotPublished as refused:
            form.add_error("answer", str(refused))
        except ArticleChanged as changed:
            form.add_error(None, str(changed))
            form.data = posted_over(request, changed.version)
        else:
            return redirect("faq:article", pk)
    context = {
        "form": form,
        "article": Article.objects.select_related("agency", "edited_by").get(pk=pk),
        "may_publish": may_publish,
        "may_write": may_write,
        "only_read": why_no_article_question(found.question),
    }
    return render(request, "faq/article.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _save(request: HttpRequest, form: ArticleForm) -> str:
    """Save what was typed, and publish just that where it is asked for: both or none. Returns what was done."""
    row, staff, now = form.instance, staff_of(request), timezone.now()
    columns, version = ArticleForm.Meta.fields, form.cleaned_data["version"] or 0
    save_article(row, columns, by=staff, now=now, version=version)
    if "terbit" not in request.POST:
        return "Artikel tersimpan."
    if not can(staff, Action.MANAGE_CATALOGUE, row.agency):
        raise PermissionDenied
    publish(row, by=staff, now=now)
    desk.settle_sentences(row.questions, agency=row.agency, now=now)
    return "Artikel terbit: warga membacanya, dan bot memakainya."


@staff_page
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a published article back into a draft."""
    found = _found(request, pk)
    if not can(staff_of(request), Action.MANAGE_CATALOGUE, found.agency):
        raise PermissionDenied
    take_back(found)
    messages.success(
        request, "Artikel ditarik menjadi konsep. Warga dan bot tidak memakainya lagi."
    )
    return redirect("faq:article", pk)


def _found(request: HttpRequest, pk: int) -> Article:
    mine = agencies_where(staff_of(request), Action.TEACH_BOT)
    rows = Article.objects.select_related("agency", "edited_by")
    return get_object_or_404(rows, pk=pk, agency__in=mine)
