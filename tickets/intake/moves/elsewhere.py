"""What this number does not do, and which number or office does."""

import tomllib
from functools import lru_cache

from tickets.intake.examples import topic_of
from tickets.intake.knowledge import topics_of
from tickets.intake.normal import DATA, plain, words_of
from tickets.intake.scene import Scene
from tickets.intake.values import OtherLine, Pointed


def lines_for(scene: Scene) -> tuple[OtherLine, ...]:
    """The other numbers for the topic that was named, those of this office first."""
    return _lines(scene, scene.reading.elsewhere)


def also_elsewhere(scene: Scene) -> tuple[Pointed, ...]:
    """What was named together with the matter and belongs elsewhere too, where it is known who does it."""
    found = (
        Pointed(title=_title(key), lines=_lines(scene, key), usual=_other_office(scene, key))
        for key in scene.reading.elsewhere_also
    )
    return tuple(each for each in found if each.lines or each.usual)


def _lines(scene: Scene, key: str) -> tuple[OtherLine, ...]:
    found = [line for line in scene.catalogue.elsewhere if key and _does(line, key)]
    return tuple(sorted(found, key=lambda line: not line.same_office))[:3]


def is_elsewhere(scene: Scene) -> bool:
    """Whether what was named belongs to another number or office, and it is known which."""
    return bool(lines_for(scene) or usual_office(scene))


def own_lines(scene: Scene) -> tuple[OtherLine, ...]:
    """The other numbers of this office; those alone whose name is said, where one is."""
    lines = [line for line in scene.catalogue.elsewhere if line.same_office]
    said = set(words_of(scene.reading.text))
    named = [line for line in lines if said.intersection(words_of(line.name))]
    return tuple(named or lines)[:4]


def complaint_lines(scene: Scene) -> tuple[OtherLine, ...]:
    """The numbers of this office where complaints are taken."""
    return tuple(
        line
        for line in scene.catalogue.elsewhere
        if line.same_office and any(each.kind == "complaint" for each in line.services)
    )[:3]


def usual_office(scene: Scene) -> str:
    """The kind of office that usually does what was named; "" where that is not known, or is this one."""
    return _other_office(scene, scene.reading.elsewhere)


def is_of_this_office(scene: Scene) -> bool:
    """Whether this kind of office usually does what was named, though none of its numbers offers it: nobody
    is sent from the Dukcapil to the Dukcapil.
    """
    usual = _usual().get(scene.reading.elsewhere, "")
    return bool(usual) and not lines_for(scene) and _is_ours(scene, usual)


def _other_office(scene: Scene, key: str) -> str:
    usual = _usual().get(key, "")
    return "" if _is_ours(scene, usual) else usual


def _is_ours(scene: Scene, usual: str) -> bool:
    """ "Dinas Sosial" is said in "DINAS SOSIAL KAB. CONTOH", "Dukcapil" in "Dukcapil Kota Contoh"; a
    village's office is called by either of its words.
    """
    office = set(plain(scene.catalogue.office).split())
    name, _, short = usual.rstrip(")").partition("(")
    kinds = [set(plain(each).split()) for each in (name, short)]
    if {"kelurahan", "desa"} <= set(usual.split()):
        kinds += [{"kelurahan"}, {"desa"}]
    return any(each and each <= office for each in kinds)


def named(scene: Scene) -> str:
    """What was named, in words."""
    return _title(scene.reading.elsewhere)


def _title(key: str) -> str:
    topic = topic_of(key)
    return topic.title if topic else ""


def _does(line: OtherLine, key: str) -> bool:
    return any(key in topics_of(service) for service in line.services)


@lru_cache(maxsize=1)
def _usual() -> dict[str, str]:
    found: dict[str, str] = tomllib.loads((DATA / "offices.toml").read_text(encoding="utf-8"))[
        "usual"
    ]
    return found
