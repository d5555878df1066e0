"""Makes what was said, noted, sent and written so far searchable; the indexes of words come last.

Batch by batch by id, each committed on its own; what stops it goes on where it was at the next start.
"""

from django.db import migrations, transaction
from django.db.models import Max, Q

from tickets.models.search_entries import MARKS, SPOKEN, words_of

BATCH = 5000
# A partial index each: a note is found without reading what millions of messages say.
_KINDS = ("said", "note", "file", "matter")
# A short list of what is not sorted in yet: a search reads all of it.
_INDEX = (
    "CREATE INDEX CONCURRENTLY IF NOT EXISTS search_entry_{kind} ON tickets_searchentry"
    " USING gin (words) WITH (gin_pending_list_limit = 256) WHERE kind = '{kind}'"
)
_BROKEN = (
    "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
    " WHERE NOT i.indisvalid AND c.relname LIKE 'search_entry_%%'"
)


def fill(apps, schema_editor):
    tell = _Teller(apps.get_model("tickets", "SearchEntry"), schema_editor.connection.alias)
    messages = apps.get_model("tickets", "Message").objects.filter(ticket__isnull=False)
    said = messages.filter(Q(direction="note") | Q(origin__in=SPOKEN)).exclude(type="system")
    said = said.exclude(type__in=MARKS, quoted__isnull=False)
    tell.each(said, ("said", "note"), _MESSAGE, _message)
    files = apps.get_model("tickets", "Attachment").objects.filter(message__ticket__isnull=False)
    tell.each(files.exclude(filename=""), ("file",), _FILE, _file)
    tell.each(apps.get_model("tickets", "Ticket").objects.all(), ("matter",), _TICKET, _ticket)


_MESSAGE = ("ticket", "ticket__agency", "occurred_at", "direction", "text", "edited_text")
_FILE = ("message__ticket", "message__ticket__agency", "created_at", "filename")
_TICKET = ("pk", "agency", "received_at", "subject", "outcome_note")


def _message(direction, text, edited_text):
    return "note" if direction == "note" else "said", [edited_text or text]


def _file(filename):
    return "file", [filename]


def _ticket(*texts):
    return "matter", texts


class _Teller:
    def __init__(self, entries, alias):
        self.entries, self.alias = entries, alias

    def each(self, rows, kinds, columns, read):
        done = self.entries.objects.using(self.alias).filter(kind__in=kinds)
        last = done.aggregate(last=Max("source"))["last"] or 0
        rows = rows.using(self.alias).order_by("pk")
        while batch := list(rows.filter(pk__gt=last).values_list("pk", *columns)[:BATCH]):
            made = [self._entry(read, *values) for values in batch]
            with transaction.atomic(using=self.alias):
                told = [entry for entry in made if entry.words]
                self.entries.objects.using(self.alias).bulk_create(told, batch_size=500)
            last = batch[-1][0]

    def _entry(self, read, source, ticket, agency, at, *rest):
        kind, texts = read(*rest)
        words = words_of(*texts, agency=agency, at=at)
        return self.entries(
            kind=kind, source=source, ticket_id=ticket, agency_id=agency, words=words
        )


def index(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(_BROKEN)  # left by a start that was stopped
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP INDEX CONCURRENTLY {name}")
        for kind in _KINDS:
            cursor.execute(_INDEX.format(kind=kind))
        cursor.execute("ANALYZE tickets_searchentry")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for kind in _KINDS:
            schema_editor.execute(f"DROP INDEX IF EXISTS search_entry_{kind}")


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("tickets", "0049_search_entries")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(index, drop),
    ]
