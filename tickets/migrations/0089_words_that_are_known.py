"""On PostgreSQL the words of all entries stand in a list, so that the beginning of a word is found as whole words (ADR 0096).

The database enters new words itself, at every write of an entry: none that begins with a digit, since numbers would be as many as
the entries. Whoever takes a word out must hold the lock alone, and then no entry is being written. What was there is
entered batch by batch by id, each committed on its own; at the next start it is done again, and enters what is missing.
"""

from django.db import migrations

BATCH = 20_000
_LIST = """
CREATE TABLE IF NOT EXISTS tickets_searchword (word text COLLATE "C" NOT NULL);
CREATE INDEX IF NOT EXISTS search_word ON tickets_searchword (word)
"""
# Each word is looked up by the index, whatever the planner believes of the rows that were written.
_NEW = """
INSERT INTO tickets_searchword (word)
SELECT w FROM (SELECT DISTINCT w FROM {entries}, unnest(tsvector_to_array(words)) w WHERE w !~ '^[0-9@#+]') every
WHERE (SELECT true FROM tickets_searchword s WHERE s.word = w LIMIT 1) IS NULL
"""
_ENTER = f"""
CREATE OR REPLACE FUNCTION tickets_words_came() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtext('tickets_searchword'));
    {_NEW.format(entries="written")};
    RETURN NULL;
END
$$;
CREATE OR REPLACE FUNCTION tickets_enter_words(first bigint, last bigint) RETURNS void LANGUAGE sql AS $$
SELECT pg_advisory_xact_lock_shared(hashtext('tickets_searchword'));
{_NEW.format(entries="(SELECT words FROM tickets_searchentry WHERE id BETWEEN first AND last) e")}
$$
"""
_TRIGGER = """
DROP TRIGGER IF EXISTS tickets_words_{name} ON tickets_searchentry;
CREATE TRIGGER tickets_words_{name} AFTER {event} ON tickets_searchentry
REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION tickets_words_came()
"""
_DROP = """
DROP TRIGGER IF EXISTS tickets_words_inserted ON tickets_searchentry;
DROP TRIGGER IF EXISTS tickets_words_updated ON tickets_searchentry;
DROP FUNCTION IF EXISTS tickets_words_came();
DROP FUNCTION IF EXISTS tickets_enter_words(bigint, bigint);
DROP TABLE IF EXISTS tickets_searchword
"""


def make(apps, schema_editor):
    """New rows are entered from here on; SQLite finds beginnings of words by itself."""
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute(_LIST)
    schema_editor.execute(_ENTER)
    for name, event in (("inserted", "INSERT"), ("updated", "UPDATE")):
        schema_editor.execute(_TRIGGER.format(name=name, event=event))


def fill(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT min(id), max(id) FROM tickets_searchentry")
        first, last = cursor.fetchone()
        for start in range(first or 1, (last or 0) + 1, BATCH):
            cursor.execute("SELECT tickets_enter_words(%s, %s)", [start, start + BATCH - 1])
        cursor.execute("ANALYZE tickets_searchword")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_DROP)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("tickets", "0088_notifications_of_pages")]

    operations = [
        migrations.RunPython(make, drop),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
