"""JSON log lines with a request id; survey tokens and values of rows are removed from them."""

import json
import re
from collections.abc import MutableMapping
from typing import Any

import structlog

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
    """Sentry's `before_send`: removes the same at any depth of the report."""
    text = _SURVEY_LINK.sub(r"\1***/", json.dumps(event, default=str))
    return json.loads(_ROW_IN_JSON.sub("DETAIL: ***", text))


def json_logging(level: str) -> dict[str, Any]:
    """The setting LOGGING; configures structlog too."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    wrapped = structlog.stdlib.ProcessorFormatter.wrap_for_formatter
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, wrapped],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    written = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.format_exc_info,
        without_tokens,
        structlog.processors.JSONRenderer(),
    ]
    line = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": written,
        "foreign_pre_chain": shared,
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": line},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "httpx": {"level": "WARNING"},
            "httpcore": {"level": "WARNING"},
            # Django's own handlers would print paths as they are, survey tokens among them.
            "django": {"handlers": [], "level": "INFO"},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        },
    }
