"""What a citizen filled in on a WhatsApp Flow, as lines that a person reads."""

import json

from services.masking import shortened
from tickets.transports.whatsapp.values import scrub_json, string

_VALUE = 1000  # characters of one answer
_ALL = 3000  # of all, as much as a long message
_HIDDEN = "flow_token"  # ours, it says nothing of the matter


def flow_answers(response: object) -> str:
    """The lines "question: answer" of a `response_json`; what is no JSON as it came."""
    try:
        found = json.loads(response) if isinstance(response, str) else response
    except (ValueError, RecursionError):
        return shortened(string(response), _ALL)
    answers = scrub_json(found)
    if not isinstance(answers, dict):
        return shortened(_words(answers), _ALL)
    told = ((key, _words(value)) for key, value in answers.items() if key != _HIDDEN)
    lines = "\n".join(f"{key}: {_cut(words)}" for key, words in told if words)
    return shortened(lines, _ALL)


def _words(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return str(value).strip()


def _cut(words: str) -> str:
    return words if len(words) <= _VALUE else f"{shortened(words, _VALUE)}…"
