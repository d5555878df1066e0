"""Rows that earlier releases wrote, brought to today by the migrations."""
