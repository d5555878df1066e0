"""Questions that an office answered once for all: which of its articles a message clearly asks. Pure.

Only a question that an article explains as a whole is answered with it, and only while the bot still has
the matter. Danger, complaints, one's own matter, numbers and files are for the moves and for officers.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from tickets.intake.acts import Act
from tickets.intake.asked_words import asked_words
from tickets.intake.beyond import asks
from tickets.intake.examples import act_examples, everyday, topics
from tickets.intake.frames import said_beside
from tickets.intake.hearing_acts import ALONE, RULES
from tickets.intake.hearing_matters import MARGIN
from tickets.intake.knowledge import naming_words, usual_speller
from tickets.intake.normal import NUMBER, VOCABULARY, words_of
from tickets.intake.policy import Sign, Situation, What
from tickets.intake.scene import Scene, asking_words, weak_words
from tickets.intake.similarity import BACKGROUND, Example, Match, Space
from tickets.intake.speller import Speller
from tickets.intake.values import Article

# A greeting before a question, and thanks after it, may be all that was heard.
_MAY_ASK = (
    Act.TELL, Act.CONSULT, Act.APPLY, Act.REQUIREMENTS, Act.OTHER_LINE, Act.GREETING, Act.THANKS,
)  # fmt: skip
# These are told from the office's data, which are never older than an article, but for what those data
# do not know: when the gymnastics are, where one parks.
_OF_THE_OFFICE = (Act.HOURS, Act.PLACE, Act.CONTACT, Act.FEE, Act.DURATION)
_NEVER = (
    Act.EMERGENCY, Act.COMPLAINT, Act.COMPLAINT_STAFF, Act.ANONYMITY, Act.UNFINISHED, Act.STATUS,
    Act.CANCEL, Act.STOP, Act.PERSON,
)  # fmt: skip
_BEFORE_OFFICERS = (Situation.NO_TICKET, Situation.CHOOSING, Situation.DOCUMENTS)
_LONGEST = 30  # normal words; a story is no question


def article_asked(scene: Scene, what: What) -> Article | None:
    """The article that answers these messages; None where none does for sure."""
    articles = scene.catalogue.articles
    if not articles or isinstance(what, Sign) or what not in (*_MAY_ASK, *_OF_THE_OFFICE):
        return None
    if scene.situation not in _BEFORE_OFFICERS or _is_personal(scene) or not asks(scene):
        return None
    words = words_of(scene.reading.text)
    if not 0 < len(words) <= _LONGEST:
        return None
    found = _nearest(articles, words)
    if found is None or (what in _OF_THE_OFFICE and not _names_a_thing(words, found.by, what)):
        return None
    return next(each for each in articles if str(each.id) == found.name)


def _nearest(articles: tuple[Article, ...], words: Sequence[str]) -> Match | None:
    """The article that explains these words as a whole, and better than any other."""
    space, speller = _known(articles)
    sure = dict(speller.known(word) for word in asked_words(words))
    near = space.nearest(sure, tuple(sure))
    if not near or near[0].score < ALONE:
        return None
    return None if len(near) > 1 and near[0].score < MARGIN * near[1].score else near[0]


def _names_a_thing(words: Sequence[str], asked: str, act: Act) -> bool:
    """Whether text and article share more than asks for the office's own hours, place or fee."""
    shared = set(words) & set(words_of(asked))
    if len(said_beside("sarana", words)) < len(words):
        return True
    usual = {word for text in RULES[act].sentences for word in words_of(text)}
    usual |= VOCABULARY.questions | VOCABULARY.wishes | asking_words() | weak_words() | {NUMBER}
    return bool(shared - usual - naming_words())


def _is_personal(scene: Scene) -> bool:
    """Whether it tells of danger, trouble or somebody's own matter, or brings something along."""
    reading, entities = scene.reading, scene.reading.entities
    brings = reading.files or reading.tap or reading.voice or reading.calls or reading.strange
    numbers = (*entities.registers, *entities.codes, *entities.niks, *entities.phones)
    return bool(brings or numbers or entities.number or entities.address or _is_grave(scene))


def _is_grave(scene: Scene) -> bool:
    return scene.is_unnamed or scene.heard(*_NEVER)


@lru_cache(maxsize=12)
def _known(articles: tuple[Article, ...]) -> tuple[Space, Speller]:
    """The index over an office's articles, and who finds its words in wrong spellings; its numbers share both."""
    space = Space([*_asked(articles), *_common()], pairs=False)
    return space, usual_speller().knowing(space.words)


def _asked(articles: tuple[Article, ...]) -> Iterator[Example]:
    for article in articles:
        name = str(article.id)
        for text in article.questions:
            yield Example(text, asked_words(words_of(text)), f"article:{name}", (name,))


@lru_cache(maxsize=1)
def _common() -> tuple[Example, ...]:
    """What is said of other things: words that are used there too tell less of an article."""
    said = [*((text, "everyday") for text in everyday())]
    said += [(text, f"topic:{each.key}") for each in topics() for text in each.sentences]
    said += [(text, f"act:{each.act}") for each in act_examples() for text in each.sentences]
    return tuple(
        Example(text, asked_words(words_of(text)), source, (BACKGROUND,)) for text, source in said
    )
