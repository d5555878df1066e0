"""Writes FAQ articles: made from what citizens ask, edited, published and taken back.

Who may, the views ask `services.access`. What is published moves the bot's mark by itself (ADR 0050).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from django.db import transaction

from services import sentences
from services.models import Agency, Article, OfferMark, Service, Staff
from services.models.article import MOST_QUESTIONS


class NotPublished(Exception):
    """The article cannot be published as it is; the text says what is missing."""


@transaction.atomic
def make_draft(
    questions: Collection[str],
    *,
    agency: Agency,
    service: Service | None,
    by: Staff,
    now: dt.datetime,
) -> Article:
    """A draft whose title is the first question; the office's article that asks one of them already,
    where there is one: a second click makes no second article.
    """
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    known = article_by_question(Article.objects.filter(agency=agency))
    for question in questions:
        if (found := known.get(sentences.folded(question))) is not None:
            return found
    asked = [sentences.tidy(each)[: sentences.LONGEST] for each in questions][:MOST_QUESTIONS]
    OfferMark.wait_for_others()
    return Article.objects.create(
        agency=agency,
        service=service,
        question=asked[0],
        also_asked="\n".join(asked),  # the title too: it is written anew for readers
        edited_by=by,
        edited_at=now,
    )


def article_by_question(articles: Iterable[Article]) -> dict[str, Article]:
    """The articles by each folded way to ask them."""
    return {sentences.folded(each): one for one in articles for each in one.questions}


@transaction.atomic
def save_article(
    article: Article, columns: Collection[str], *, by: Staff, now: dt.datetime
) -> None:
    """Save these columns as they were typed. Raises NotPublished, and saves nothing, where it would leave
    citizens without an answer, or where a colleague published it or took it back since it was read.
    """
    OfferMark.wait_for_others()
    held = Article.objects.select_for_update(no_key=True, of=("self",)).get(pk=article.pk)
    if held.state != article.state:
        raise NotPublished(
            "Rekan Anda baru saja menerbitkan atau menarik artikel ini. Yang Anda ketik masih ada di sini: "
            "bandingkan dengan artikelnya di tab lain, lalu simpan lagi."
        )
    if held.is_published and not article.answer.strip():
        raise NotPublished("Artikel yang terbit perlu jawaban. Tarik dahulu bila belum ada.")
    article.edited_by, article.edited_at = by, now
    article.save(update_fields=[*columns, "edited_by", "edited_at"])


def publish(article: Article, *, by: Staff, now: dt.datetime) -> None:
    """Show it to citizens, and let the bot say it. Raises NotPublished without an answer."""
    if not article.answer.strip():
        raise NotPublished("Tulis dahulu jawabannya, simpan, lalu terbitkan.")
    _set(article, Article.State.PUBLISHED, by=by, now=now)


def take_back(article: Article) -> None:
    """Make it a draft again: citizens and the bot no longer see it."""
    _set(article, Article.State.DRAFT, by=None, now=None)


@transaction.atomic
def _set(
    article: Article, state: Article.State, *, by: Staff | None, now: dt.datetime | None
) -> None:
    OfferMark.wait_for_others()
    article.state, article.published_by, article.published_at = state, by, now
    article.save(update_fields=["state", "published_by", "published_at"])
