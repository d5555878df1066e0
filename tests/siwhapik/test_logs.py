"""What a log may hold when a database refuses a citizen's row."""

import logging
import logging.config

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from siwhapik.logs import report_without_tokens, without_tokens
from tests import factories
from tickets.models import Ticket

REFUSED = (
    "Traceback\n  File x\nIntegrityError: null value in column\n"
    "DETAIL:  Failing row contains (1, 6281200001234, Pak, saya sakit\nparah, null).\n"
)
# Not where it is used: from Python 3.13 on a traceback shows all lines of a statement.
WORDS = "rahasia saya"


def test_the_row_that_a_database_refused_is_not_logged() -> None:
    chained = REFUSED + "\n\nThe above exception was the direct cause\n" + REFUSED
    logged = without_tokens(None, "", {"event": "x", "exception": chained})["exception"]
    assert "saya sakit" not in logged
    assert "parah" not in logged
    assert "6281200001234" not in logged
    assert logged.count("IntegrityError: null value in column") == 2


def test_nor_is_it_reported() -> None:
    report = {"exception": {"values": [{"value": REFUSED + '"kutipan"', "type": "IntegrityError"}]}}
    cleaned = report_without_tokens(report)["exception"]["values"][0]
    assert cleaned["type"] == "IntegrityError"
    assert "sakit" not in str(cleaned)
    assert "kutipan" not in str(cleaned)


@pytest.mark.django_db
def test_a_real_refusal_names_no_words_of_a_citizen(tiket: Ticket) -> None:
    factories.MessageFactory(ticket=tiket)
    formatter = logging.config.DictConfigurator(settings.LOGGING).configure_formatter(
        settings.LOGGING["formatters"]["json"]
    )
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE tickets_message SET text = %s, direction = NULL", [WORDS])
    except DatabaseError as error:
        fault = (type(error), error, error.__traceback__)
    record = logging.LogRecord("x", logging.ERROR, "x", 1, "gagal", None, fault)
    line = formatter.format(record)
    assert WORDS not in line
    assert "IntegrityError" in line
