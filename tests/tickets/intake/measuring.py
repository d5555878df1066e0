"""How well the bot hears: the example offices' catalogues, sentences with their meaning, figures.

`python -m tests.tickets.intake.measuring held` prints every miss, and "held 2" those of one round, "voices"
those of the sentences that show what is lacking;
CORPUS=/path/to/dialogues.json names a corpus of dialogues outside the project to measure as well.
"""

import json
import os
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django

if __name__ == "__main__":  # measured from the command line
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siwhapik.settings")
    django.setup()

from django.utils.text import slugify

from siwhapik.demo.civil import OFFICES as CIVIL
from siwhapik.demo.kinds import ServiceData
from siwhapik.demo.social import OFFICES as SOCIAL
from siwhapik.demo.village import OFFICES as VILLAGES
from tickets.intake.acts import Act
from tickets.intake.grave import surely
from tickets.intake.hearing import Reading, hear_all
from tickets.intake.knowledge import Knowledge
from tickets.intake.values import Catalogue, Incoming, ServiceInfo

HELD_OUT = Path(__file__).parent / "data"
# held_out_1.toml ...; nobody tuned on a round before its first sight was noted.
ROUNDS = ("1", "2", "3", "4")
VOICES = ("voices_1", "voices_2")  # written to find what is lacking, and mended by
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
# What a corpus calls an act, in the product's word.
ACTS = {
    "address": "place",
    "praise": "thanks",
    "wrong_number": "wrong_recipient",
    "other_number": "other_line",
    "other_office": "other_line",
    "complaint_officer": "complaint_staff",
    "spam": "chitchat",
    "english": "other_language",
}
WISHES = {"apply", "consult", "complaint"}  # the service's kind says which; no cell differs
MISSED = (Act.EMERGENCY, Act.ANONYMITY)
INVENTED = (Act.EMERGENCY, Act.CANCEL, Act.STOP, Act.COMPLAINT_STAFF, Act.ANONYMITY)
BURST = " // "
NUMBERS = (  # on which sentences are tried that concern no office
    ("kelurahan-kober", "SI PATAS"),
    ("dinsos-sidoarjo", "Si Whapik"),
    ("dukcapil-kupang", "Validasi NIK"),
    ("kelurahan-sogaten", "SI KoKoM"),
)


@dataclass(frozen=True)
class Said:
    """A sentence on a number, with the acts and services that are right ("-": none).

    `choice`: a short list with the first service will do.
    """

    text: str
    at: tuple[str, str]
    acts: tuple[str, ...]
    services: tuple[str, ...]
    choice: bool = False


@dataclass(frozen=True)
class Result:
    """What was heard of a sentence, as the policy is told it, and whether that is right."""

    said: Said
    heard: Reading
    service: str
    offered: tuple[str, ...]

    @property
    def act_is_right(self) -> bool:
        """The strongest act is the one that is meant; of wishes any, the kind decides."""
        act, meant = str(self.heard.act), set(self.said.acts)
        if meant == {"any"}:
            return True
        return act in meant or bool(act in WISHES and meant & WISHES)

    @property
    def service_is_right(self) -> bool:
        """The clear service is meant, or the few that are offered hold it."""
        if self.service in self.said.services:
            return True
        return self.service == "-" and self.said.choice and self.said.services[0] in self.offered

    @property
    def dangers(self) -> tuple[str, ...]:
        """What no citizen forgives: an emergency or a name missed, a grave act invented."""
        meant, act = set(self.said.acts), self.heard.act
        missed = {str(each) for each in MISSED if meant == {each} and act != each}
        invented = (
            {str(act)} if act in INVENTED and act not in meant and meant != {"any"} else set()
        )
        found = {f"{each} missed" for each in missed} | {f"{each} invented" for each in invented}
        if act is Act.THANKS and "?" in self.said.text and act not in meant:
            found.add("a question taken for thanks")
        if meant == {Act.THANKS} and (act in WISHES or self.service not in self.said.services):
            found.add("thanks taken for a matter")
        return tuple(sorted(found))


class Offices:
    """The catalogues of the example offices, by (slug, number); ids are told by the key."""

    def __init__(self) -> None:
        self.catalogues: dict[tuple[str, str], Catalogue] = {}
        self.keys: dict[int, str] = {}
        self.slugs: dict[str, str] = {}
        for office in (*CIVIL, *SOCIAL, *VILLAGES):
            rows = {row.key: row for row in office.services}
            for line in office.lines:
                services = [self._service(rows[key], office.slug) for key in line.services]
                self.catalogues[office.slug, line.name] = Catalogue(tuple(services))

    def _service(self, row: ServiceData, office: str) -> ServiceInfo:
        number = len(self.keys) + 1
        self.keys[number] = row.key
        self.slugs[f"{office}-{slugify(row.short_name)}"] = row.key
        return ServiceInfo(
            id=number,
            name=row.name,
            short_name=row.short_name,
            kind=str(row.kind.value),
            keywords=tuple(word.strip() for word in row.keywords.split(",")),
        )

    def hear(self, said: Said) -> Result:
        """What is heard of one sentence."""
        messages = [
            Incoming(id=number, kind="text", at=NOON, text=text.strip())
            for number, text in enumerate(said.text.split(BURST))
        ]
        heard = surely(hear_all(messages, Knowledge.of(self.catalogues[said.at])))
        service = self.keys[heard.service] if heard.service is not None else "-"
        offered = tuple(self.keys[each.service_id] for each in heard.services)
        return Result(said, heard, service, offered)


def held_out(*rounds: str) -> list[Said]:
    """The sentences that the examples never saw, of all rounds or of some."""
    return [said for name in rounds or ROUNDS for said in sentences(f"held_out_{name}")]


def sentences(name: str) -> list[Said]:
    """The sentences of a file, with what they mean."""
    found = []
    raw = tomllib.loads((HELD_OUT / f"{name}.toml").read_text(encoding="utf-8"))
    for number in raw["numbers"]:
        for line in filter(None, number["said"].splitlines()):
            acts, services, text = (part.strip() for part in line.split("|"))
            at = (number["office"], number["number"])
            keys = tuple(each for each in services.split(",") if each != "?")
            found.append(Said(text, at, tuple(acts.split(",")), keys, "?" in services))
    return found


def no_matter() -> list[Said]:
    """Sentences that concern no office, on several numbers."""
    texts = (HELD_OUT / "no_matter.txt").read_text(encoding="utf-8").splitlines()
    return [Said(text, at, ("any",), ("-",)) for at in NUMBERS for text in texts if text]


def corpus(path: str, offices: Offices) -> list[Said]:
    """The utterances of a corpus, and the first turns of its dialogues that name a service."""
    raw = json.loads(Path(path).read_text(encoding="utf-8"))
    found = []
    for each in raw["utterances"]:
        slugs = [each["service"], *(each.get("also") or ())]
        keys = tuple(offices.slugs[slug] if slug else "-" for slug in slugs)
        act = ACTS.get(each["act"], each["act"])
        at = (each["office"], each["number"])
        found.append(Said(each["text"], at, (act,), keys, bool(each.get("choice"))))
    return found + list(_first_turns(raw["dialogues"], offices))


def _first_turns(dialogues: list[dict[str, Any]], offices: Offices) -> Iterator[Said]:
    """What opens a dialogue, where a service is expected of that turn; any act is right."""
    for each in dialogues:
        opening = each["turns"][0]
        said = opening.get("say") or []
        words = [x for x in (said if isinstance(said, list) else [said]) if isinstance(x, str)]
        expected = opening.get("expect", {}).get("service")
        slugs = expected if isinstance(expected, list) else [expected]
        if words and all(slugs):
            keys = tuple(offices.slugs[slug] for slug in slugs)
            at = (each["office"], each["number"])
            yield Said("\n".join(words), at, ("any",), keys)


def share(results: list[Result], what: str) -> float:
    """The share of right ones, 0 to 1."""
    return sum(getattr(each, what) for each in results) / len(results)


def _print(name: str, results: list[Result]) -> None:
    out = sys.stdout.write
    for each in results:
        if not (each.act_is_right and each.service_is_right and not each.dangers):
            mark = ("" if each.act_is_right else "A") + ("" if each.service_is_right else "S")
            heard = each.heard
            near = "; ".join(f"{s.name} {s.score} <{s.by}>" for s in heard.near)
            out(
                f"{mark:3}{each.said.at[1]:14} {each.said.text!r} meant {each.said.acts} "
                f"{each.said.services} heard {[str(a) for a in heard.acts]} {each.service} "
                f"{each.offered} {heard.elsewhere} {' '.join(each.dangers).upper()}\n       {near}\n"
            )
    told = [each for each in results if each.said.acts != ("any",)]
    strict = sum(str(each.heard.act) in each.said.acts for each in told) / len(told)
    out(
        f"{name}: {len(results)} sentences, act {share(told, 'act_is_right'):.1%} "
        f"(with the kind of wish {strict:.1%}), service {share(results, 'service_is_right'):.1%}, "
        f"{sum(bool(each.dangers) for each in results)} dangerous\n"
    )


if __name__ == "__main__":
    offices = Offices()
    if "held" in sys.argv:
        for each in sys.argv[sys.argv.index("held") + 1 :] or ROUNDS:
            _print(f"held out {each}", [offices.hear(said) for said in held_out(each)])
    for each in VOICES if "voices" in sys.argv else ():
        _print(each, [offices.hear(said) for said in sentences(each)])
    if path := os.environ.get("CORPUS"):
        _print("corpus", [offices.hear(said) for said in corpus(path, offices)])
