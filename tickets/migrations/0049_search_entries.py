"""What is searched in full text: a table of its own, and on SQLite an FTS5 index over it."""

import django.db.models.deletion
from django.db import DatabaseError, migrations, models, transaction

import tickets.models.search_entry

# The index has no text of its own: it reads the table's column, and is told of each change.
_FTS5 = (
    "CREATE VIRTUAL TABLE tickets_searchwords USING fts5("
    "words, content='tickets_searchentry', content_rowid='id', tokenize='unicode61 remove_diacritics 0')"
)
_GONE = (
    "INSERT INTO tickets_searchwords(tickets_searchwords, rowid, words)"
    " VALUES ('delete', old.id, old.words);"
)
_CAME = "INSERT INTO tickets_searchwords(rowid, words) VALUES (new.id, new.words);"
_TRIGGERS = {"insert": _CAME, "delete": _GONE, "update": f"{_GONE} {_CAME}"}


def index(apps, schema_editor):
    """Nothing on PostgreSQL (0050), nor where this Python's SQLite has no FTS5."""
    if schema_editor.connection.vendor != "sqlite":
        return
    try:
        with transaction.atomic(using=schema_editor.connection.alias):
            schema_editor.execute(_FTS5)
    except DatabaseError:
        return
    for verb, does in _TRIGGERS.items():
        schema_editor.execute(
            f"CREATE TRIGGER tickets_searchentry_{verb} AFTER {verb} ON tickets_searchentry"
            f" BEGIN {does} END"
        )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for verb in _TRIGGERS:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS tickets_searchentry_{verb}")
        schema_editor.execute("DROP TABLE IF EXISTS tickets_searchwords")


class Migration(migrations.Migration):

    dependencies = [
        ('services', '0010_examples_of_services'),
        ('tickets', '0048_read_by_the_officer'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('said', 'Percakapan'), ('note', 'Catatan'), ('file', 'Berkas'), ('matter', 'Perihal')], max_length=8)),
                ('source', models.BigIntegerField()),
                ('words', tickets.models.search_entry.WordsField()),
                ('agency', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='services.agency')),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticket')),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'agency', 'source'], name='search_entry_newest')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'source'), name='search_entry_once')],
            },
        ),
        migrations.RunPython(index, drop),
    ]
