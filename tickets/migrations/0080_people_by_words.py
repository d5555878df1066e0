"""On PostgreSQL tickets are found by words for their citizen's names and number (ADR 0079).

The database makes these words, and enters them at every write of a ticket's citizen and of a citizen's names: tickets
and citizens are written in many ways. What was there is entered batch by batch by id, each committed on its own; what stops
it goes on where it was at the next start. The index comes last, without a lock.
"""

from django.db import migrations, models

BATCH = 5000
_WORDS = r"""
CREATE OR REPLACE FUNCTION tickets_person_words(names text, phone text) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
SELECT coalesce(array_to_tsvector((
    SELECT array_agg(DISTINCT told) FROM (
        SELECT '^' || word AS told FROM regexp_split_to_table(names, '\s+') word WHERE word <> ''
        UNION ALL
        SELECT '~' || substr(word, begin)
        FROM regexp_split_to_table(names, '\s+') word, generate_series(2, length(word) - 2) begin
    ) every
)), ''::tsvector) || coalesce((
    SELECT string_agg('+' || substr(digits, place, 4) || ':' || place, ' ')
    FROM regexp_replace(phone, '[^0-9]', '', 'g') digits, generate_series(1, length(digits) - 3) place
), '')::tsvector
$$
"""
_ENTER = """
CREATE OR REPLACE FUNCTION tickets_enter_people(first bigint, last bigint) RETURNS void LANGUAGE sql AS $$
INSERT INTO tickets_searchentry (kind, source, ticket_id, agency_id, words)
SELECT 'who', t.id, t.id, t.agency_id,
    ('@' || t.agency_id || ' #' || to_char(t.received_at AT TIME ZONE 'UTC', 'YYYYMM'))::tsvector
    || tickets_person_words(c.search_name, c.phone)
FROM tickets_ticket t JOIN tickets_citizen c ON c.id = t.citizen_id
WHERE t.id BETWEEN first AND last
ON CONFLICT (kind, source) DO UPDATE SET ticket_id = EXCLUDED.ticket_id, agency_id = EXCLUDED.agency_id,
    words = EXCLUDED.words
$$
"""
_OF_TICKET = """
CREATE OR REPLACE FUNCTION tickets_ticket_is_of() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM tickets_enter_people(NEW.id, NEW.id);
    RETURN NULL;
END
$$
"""
_OF_CITIZEN = """
CREATE OR REPLACE FUNCTION tickets_citizen_is_called() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM tickets_enter_people(t.id, t.id) FROM tickets_ticket t WHERE t.citizen_id = NEW.id;
    RETURN NULL;
END
$$
"""
# Name, table, when, and which function.
_TRIGGERS = (
    ("tickets_ticket_came", "tickets_ticket", "AFTER INSERT", "", "tickets_ticket_is_of"),
    (
        "tickets_ticket_went_over", "tickets_ticket", "AFTER UPDATE OF citizen_id, agency_id",
        "WHEN (OLD.citizen_id <> NEW.citizen_id OR OLD.agency_id <> NEW.agency_id)", "tickets_ticket_is_of",
    ),
    (
        "tickets_citizen_renamed", "tickets_citizen", "AFTER UPDATE OF search_name, phone",
        "WHEN (OLD.search_name <> NEW.search_name OR OLD.phone <> NEW.phone)", "tickets_citizen_is_called",
    ),
)  # fmt: skip
_MISSING = (
    "SELECT EXISTS (SELECT FROM tickets_ticket t WHERE t.id BETWEEN %s AND %s AND NOT EXISTS"
    " (SELECT FROM tickets_searchentry e WHERE e.kind = 'who' AND e.source = t.id))"
)
_INDEX = (
    "CREATE INDEX CONCURRENTLY IF NOT EXISTS search_entry_who ON tickets_searchentry"
    " USING gin (words) WITH (gin_pending_list_limit = 256) WHERE kind = 'who'"
)
_BROKEN = (
    "SELECT FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
    " WHERE NOT i.indisvalid AND c.relname = 'search_entry_who'"
)


def make(apps, schema_editor):
    """New rows are entered from here on; SQLite looks at each citizen."""
    if schema_editor.connection.vendor != "postgresql":
        return
    for function in (_WORDS, _ENTER, _OF_TICKET, _OF_CITIZEN):
        schema_editor.execute(function)
    for name, table, at, when, function in _TRIGGERS:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        schema_editor.execute(
            f"CREATE TRIGGER {name} {at} ON {table} FOR EACH ROW {when} EXECUTE FUNCTION {function}()"
        )


def fill(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT min(id), max(id) FROM tickets_ticket")
        first, last = cursor.fetchone()
        for start in range(first or 1, (last or 0) + 1, BATCH):
            cursor.execute(_MISSING, [start, start + BATCH - 1])
            if cursor.fetchone()[0]:
                cursor.execute("SELECT tickets_enter_people(%s, %s)", [start, start + BATCH - 1])


def index(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(_BROKEN)  # left by a start that was stopped
        if cursor.fetchall():
            cursor.execute("DROP INDEX CONCURRENTLY search_entry_who")
        cursor.execute(_INDEX)
        cursor.execute("ANALYZE tickets_searchentry")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for name, table, *_ in _TRIGGERS:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
    for function in (
        "tickets_citizen_is_called()", "tickets_ticket_is_of()", "tickets_enter_people(bigint, bigint)",
        "tickets_person_words(text, text)",
    ):  # fmt: skip
        schema_editor.execute(f"DROP FUNCTION IF EXISTS {function}")
    schema_editor.execute("DROP INDEX IF EXISTS search_entry_who")
    schema_editor.execute("DELETE FROM tickets_searchentry WHERE kind = 'who'")


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("tickets", "0079_untied")]

    operations = [
        migrations.AlterField(
            model_name="searchentry",
            name="kind",
            field=models.CharField(
                choices=[("said", "Percakapan"), ("note", "Catatan"), ("file", "Berkas"), ("matter", "Perihal"), ("who", "Pemohon")],
                max_length=8,
            ),
        ),
        migrations.RunPython(make, drop),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(index, migrations.RunPython.noop),
    ]
