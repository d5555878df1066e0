"""Writes FAQ articles: made from what citizens ask, edited, published and taken back.

Who may, the views ask `services.access`. What is published moves the bot's mark by itself (ADR 0050).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction

from services import sentences
from services.models import Agency, Article, OfferMark, Service, Staff
from services.models.article import MOST_QUESTIONS


class NotPublished(Exception):
    """The article cannot be published as it is; the text says what is missing."""


class ArticleChanged(Exception):
    """A colleague changed the article since this person's form was made; `version` is what it is now."""

    def __init__(self, version: int) -> None:
        super().__init__(
            "Artikel ini sudah diubah rekan Anda sejak Anda membukanya. Yang Anda ketik masih ada di sini: "
            "buka artikelnya di tab lain, bandingkan, lalu simpan lagi."
        )
        self.version = version


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
    article: Article, columns: Collection[str], *, by: Staff, now: dt.datetime, version: int
) -> None:
    """Save these columns as they were typed; the same once more changes nothing. `version`: what the form
    was made from.

    Raises ArticleChanged, or NotPublished where citizens would be left without an answer; nothing is saved.
    """
    held = _held(article)
    if all(getattr(held, name) == getattr(article, name) for name in columns):
        return
    if held.version != version:
        raise ArticleChanged(held.version)
    if held.is_published and not article.answer.strip():
        raise NotPublished("Artikel yang terbit perlu jawaban. Tarik dahulu bila belum ada.")
    _write(article, columns, version=held.version + 1, edited_by=by, edited_at=now)


@transaction.atomic
def publish(article: Article, *, by: Staff, now: dt.datetime) -> None:
    """Show what is stored of it to citizens, and let the bot say it; twice is once.

    Raises NotPublished without an answer.
    """
    held = _held(article)
    if not held.answer.strip():
        raise NotPublished("Tulis dahulu jawabannya, lalu terbitkan.")
    if not held.is_published:
        _set(article, held, Article.State.PUBLISHED, published_by=by, published_at=now)


@transaction.atomic
def take_back(article: Article) -> None:
    """Make it a draft again: citizens and the bot no longer see it. Twice is once."""
    held = _held(article)
    if held.is_published:
        _set(article, held, Article.State.DRAFT, published_by=None, published_at=None)


def _held(article: Article) -> Article:
    OfferMark.wait_for_others()
    [held] = Article.objects.select_for_update(no_key=True, of=("self",)).filter(pk=article.pk)
    return held


def _set(article: Article, held: Article, state: Article.State, **values: Any) -> None:
    _write(article, (), version=held.version + 1, state=state, **values)


def _write(article: Article, columns: Collection[str], **values: Any) -> None:
    """Write the columns as they are on the article, and these values."""
    for name, value in values.items():
        setattr(article, name, value)
    article.save(update_fields=[*columns, *values])
