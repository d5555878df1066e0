"""A corpus of citizens' dialogues, where one is at hand: DIALOGUES=/path/dialogues.json."""

import json
import os
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone

from tests.tickets.conversing.playing import make_world, play_of, runner_of

CORPUS = os.environ.get("DIALOGUES", "")
ENOUGH = 0.95

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not CORPUS, reason="DIALOGUES names no corpus"),
]


def test_dialogues_and_utterances_come_out_right(tmp_path_factory, settings):
    """At least 95 of 100, of each; writes what did not to DIALOGUES_REPORT."""
    runner, wanted = runner_of(Path(CORPUS)), os.environ.get("DIALOGUES_ONLY", "")
    data, lines, right, sent = json.loads(Path(CORPUS).read_text()), [], {}, []
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        world = make_world(runner, traveller)
        runner.Play = play_of(runner)
        for mode in ("open", "closed"):
            world.helper.ask("hours", mode=mode)
            for each in data["dialogues"]:
                if each.get("hours", "open") == mode and wanted in f"{each['id']} {each['kind']}":
                    bad, play = runner.play_dialogue(world, each)
                    right[each["id"]] = not bad
                    sent.append(len(play.bot(0)) if play else 0)
                    if bad or wanted:
                        lines += [f"## {each['id']} [{each['kind']}] {' ;; '.join(bad)}"]
                        lines += [play.transcript() if play else ""]
            world.helper.ask("hours", mode="restore")
        world.helper.ask("hours", mode="open")
        heard = {}
        for each in data["utterances"]:
            if wanted in f"{each['text']} {each['act']}":
                bad, play = runner.play_utterance(world, each)
                heard[each["text"], each["number"]] = not bad
                if bad:
                    lines.append(f'"{each["text"]}" [{each["act"]}] {" ;; ".join(bad)}')
    lines.append(
        f"{sum(right.values())}/{len(right)} dialogues, {sum(heard.values())}/{len(heard)} "
        f"utterances, {sum(sent) / max(len(sent), 1):.2f} messages of the bot on average"
    )
    report = os.environ.get("DIALOGUES_REPORT")
    Path(report or tmp_path_factory.mktemp("dialogues") / "report").write_text("\n".join(lines))
    assert sum(right.values()) >= ENOUGH * len(right), "\n".join(lines)
    assert sum(heard.values()) >= ENOUGH * len(heard), "\n".join(lines)
