"""What never reaches a log or an error report: the tokens of survey links, and rows' values."""

import json
import re
from collections.abc import MutableMapping
from typing import Any

_SURVEY_LINK = re.compile(r"(/survei/)[^\s\"'?#<>\\]+")
# PostgreSQL quotes the row that it refuses: "DETAIL:  Failing row contains (1, 628..., Pak, saya".
_ROW = re.compile(r"DETAIL:.*?(?=\n\n(?:The above|During handling)|\Z)", re.DOTALL)
_ROW_IN_JSON = re.compile(r'DETAIL:(?:[^"\\]|\\.)*')


def without_tokens(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> Any:
    """A structlog processor: Django itself logs the path of every refused request."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = _ROW.sub("DETAIL: ***", _SURVEY_LINK.sub(r"\1***/", value))
    return event


def report_without_tokens(event: Any, _hint: Any = None) -> Any:
    """Sentry's `before_send`: the same, however deep in the report."""
    text = _SURVEY_LINK.sub(r"\1***/", json.dumps(event, default=str))
    return json.loads(_ROW_IN_JSON.sub("DETAIL: ***", text))
