"""The queue's search: what was typed, and where it is looked for.

`numbers` and `people` turn a typed number or name into conditions, `hits_postgresql` and `hits_sqlite` look up
words (`frequency`: how many texts hold them), and `search` puts it together. The words are made by
tickets.matching, the rows that are searched by tickets.models.search_entries, the reasons by
views/search_reasons.py (docs/decisions/0051-search.md).
"""
