"""Figures: counts of each day that are kept, and counts of what is not settled (ADR 0063).

`marking` is called by the desk; `rebuilding` is the sweep; `reading` is what pages ask.
"""
