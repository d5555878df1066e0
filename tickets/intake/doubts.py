"""What the bot only guessed ("Apakah maksud Bapak/Ibu ...?") counts as not answered, unless that is confirmed."""

from __future__ import annotations

from dataclasses import replace

from tickets.intake import memory as steps
from tickets.intake.scene import Scene, Turn
from tickets.intake.values import ChooseService, Unmatched

_GUESSES = frozenset({"which_service", "meant"})
_PAGES = ("group:", "page:")  # rows that lead to more rows, of a number with many services
_MOST = 3  # sentences that the state keeps
_LONG = 300


def doubted(decided: Turn, scene: Scene) -> Turn:
    """The turn that remembers what it guessed about, and lists an earlier guess that was not confirmed."""
    before = scene.state.doubted
    if decided.replies and decided.replies[0].key in _GUESSES and scene.reading.texts:
        texts = tuple(text[:_LONG] for text in scene.reading.texts[:_MOST])
        return _listing(decided, before, keep=texts)
    if not before:
        return decided
    if _is_open_still(decided, scene):
        return replace(decided, state=replace(decided.state, doubted=before))
    return _listing(decided, () if _is_confirmed(decided, scene) else before, keep=())


def _listing(decided: Turn, texts: tuple[str, ...], *, keep: tuple[str, ...]) -> Turn:
    listed = {each.text for each in decided.effects if isinstance(each, Unmatched)}
    more = tuple(Unmatched(text) for text in texts if text not in listed)
    state = replace(decided.state, doubted=keep)
    return replace(decided, state=state, effects=(*decided.effects, *more))


def _is_open_still(decided: Turn, scene: Scene) -> bool:
    """Whether the same rows wait for an answer, or those that one of them led to."""
    if decided.state.step != steps.MENU:
        return False
    return decided.state.options == scene.state.options or scene.picked.startswith(_PAGES)


def _is_confirmed(decided: Turn, scene: Scene) -> bool:
    """Whether one of the guessed services was chosen; any, where all were offered group by group."""
    chosen = {f"svc:{one.service_id}" for one in decided.effects if isinstance(one, ChooseService)}
    offers_all = any(one.startswith(_PAGES) for one in scene.state.options)
    return bool(chosen) and (offers_all or not chosen.isdisjoint(scene.state.options))
