"""What a citizen filled in on a WhatsApp Flow: a form, and the words that a person reads of it."""

import json
from itertools import accumulate, takewhile

from services.masking import shortened
from tickets.received import Form
from tickets.transports.whatsapp.values import scrub_json, string

_VALUE = 1000  # characters of one answer
_ALL = 3000  # of all, as much as a long message
_HIDDEN = "flow_token"  # ours, it says nothing of the matter


def form_of(response: object) -> tuple[str, Form | None]:
    """The text of a `response_json`, "question: answer" in lines, and the answers that fit in it.

    What is no JSON is text as it came, what is no object has no questions: neither is a form.
    """
    try:
        found = json.loads(response) if isinstance(response, str) else response
    except (ValueError, RecursionError):
        return shortened(string(response), _ALL), None
    answers = scrub_json(found)
    if not isinstance(answers, dict):
        return shortened(_words(answers), _ALL), None
    told = ((key, _words(value)) for key, value in answers.items() if key != _HIDDEN)
    form = Form(tuple((key, _cut(words)) for key, words in told if words))
    return shortened(form.text, _ALL), _fitting(form)


def _fitting(form: Form) -> Form | None:
    """Its answers that are whole in the text, and no form without any."""
    ends = accumulate(len(label) + len(value) + 3 for label, value in form.answers)
    whole = sum(1 for _ in takewhile(lambda end: end <= _ALL + 1, ends))
    return Form(form.answers[:whole]) if whole else None


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
