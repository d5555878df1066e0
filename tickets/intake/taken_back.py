"""What "batal" and "gak jadi" are said of: only a matter is withdrawn."""

from tickets.intake.acts import Act
from tickets.intake.frames import is_said
from tickets.intake.knowledge import naming_words
from tickets.intake.normal import clauses_of, words_of
from tickets.intake.requirements import asked, is_named
from tickets.intake.scene import Scene
from tickets.intake.values import ServiceInfo

_SHORT = 4  # normal words; who says more behind "gak jadi" tells why
_TAKES_BACK = ("kata_batal", "tidak_jadi", "urungkan")


def act_meant(scene: Scene, act: Act | None) -> Act | None:
    """The act, where it is no withdrawal what it is instead: "permohonan saya batal?" asks how it stands,
    "ktp tadi gak jadi, ini yang benar" replaces a paper.
    """
    if act is not Act.CANCEL:
        return act
    if _asks_whether(scene):
        return Act.STATUS
    if _asks_how(scene):
        return Act.TELL
    if wanted_instead(scene) is not None:
        return Act.NO
    return Act.TELL if _is_about_a_paper(scene) else act


def wanted_instead(scene: Scene) -> ServiceInfo | None:
    """ "Gak jadi sktm, domisili aja": the one other service that is named behind what is taken back."""
    clauses = [each for each in clauses_of(scene.reading.text) if words_of(each)]
    behind = [words_of(each) for each in clauses[1:] if not _takes_back(each)]
    behind = [words for words in behind if len(words) <= _SHORT]
    if not clauses or not _takes_back(clauses[0]):
        return None
    first = set(words_of(clauses[0]))
    present = scene.service
    named = [
        each
        for each in scene.catalogue.services
        if not (present and any(_names_paper(" ".join(words), present) for words in behind))
        and _called(each).isdisjoint(first)
        and any(_called(each) & set(words) for words in behind)
    ]
    return named[0] if len(named) == 1 else None


def _asks_whether(scene: Scene) -> bool:
    """A question about what was applied for, and not whether one may withdraw it."""
    words = words_of(scene.reading.text)
    asks = scene.reading.is_question and is_said("ajuan", words)
    return asks and not is_said("boleh_batal", words)


def _asks_how(scene: Scene) -> bool:
    """ "Kalau mau batal caranya bagaimana?" is answered by a person, and withdraws nothing yet."""
    words = words_of(scene.reading.text)
    return scene.reading.is_question and (is_said("cara_saja", words) or words[:1] == ("kalau",))


def _is_about_a_paper(scene: Scene) -> bool:
    """Whether what is taken back is a paper of the present matter, and not the matter by its name."""
    services = [scene.catalogue.get(each.service_id) for each in scene.with_officers]
    present = [each for each in (scene.service, *services) if each is not None]
    clauses = [each for each in clauses_of(scene.reading.text) if _takes_back(each)]
    return any(_names_paper(clause, each) for clause in clauses for each in present)


def _takes_back(clause: str) -> bool:
    words = words_of(clause)
    return any(is_said(group, words) for group in _TAKES_BACK)


def _names_paper(clause: str, service: ServiceInfo) -> bool:
    if not _called(service).isdisjoint(words_of(clause)):
        return False
    return any(is_named(clause, paper) for paper in asked(service.requirements).papers)


def _called(service: ServiceInfo) -> frozenset[str]:
    """The words by which a kind of service is named that its own name has."""
    said = (word for text in (service.name, service.short_name) for word in words_of(text))
    return naming_words().intersection(said)
