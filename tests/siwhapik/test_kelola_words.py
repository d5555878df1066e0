"""Under /kelola/ everything has an Indonesian name; Django's own guess is the field's English one."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten, flatten_fieldsets
from django.core.exceptions import FieldDoesNotExist
from django.test import Client
from django.utils.text import camel_case_to_spaces

from services.models import Agency, Service, Staff
from tickets.models import QuickReply

LogIn = Callable[[Staff], Client]
SAME_WORD = {"status"}
OURS = [one for one in admin.site._registry.values() if one.model._meta.app_label != "auth"]


def shown(model_admin: Any) -> Iterator[Any]:
    """The model fields that a list or form of this admin names."""
    names = {*model_admin.list_display} if hasattr(model_admin, "list_display") else set()
    names |= {*model_admin.readonly_fields, *flatten(model_admin.fields or ())}
    names |= {*flatten_fieldsets(model_admin.fieldsets or ())}
    if not (model_admin.fields or model_admin.fieldsets):
        names |= {field.name for field in model_admin.model._meta.fields if field.editable}
    for name in names:
        try:
            yield model_admin.model._meta.get_field(name)
        except (FieldDoesNotExist, TypeError):
            continue


@pytest.mark.parametrize("model_admin", OURS, ids=str)
def test_no_field_is_named_in_english(model_admin: Any) -> None:
    forms = [model_admin, *(one(model_admin.model, admin.site) for one in model_admin.inlines)]
    guessed = [
        f"{field.model.__name__}.{field.name}"
        for form in forms
        for field in shown(form)
        if field.model.__module__.partition(".")[0] in ("services", "tickets", "surveys")
        and getattr(field, "verbose_name", "") == field.name.replace("_", " ")
        and field.name not in SAME_WORD
    ]
    assert guessed == []


@pytest.mark.parametrize("model_admin", OURS, ids=str)
def test_no_rows_within_a_form_are_headed_in_english(model_admin: Any) -> None:
    inlines = [one(model_admin.model, admin.site) for one in model_admin.inlines]
    guessed = [camel_case_to_spaces(one.model.__name__) for one in inlines]
    headings = [str(one.verbose_name_plural) for one in inlines]
    assert not {f"{name}s" for name in guessed} & {*headings}


def test_our_words_win_over_those_of_django(masuk: LogIn, admin_opd: Staff, dinas: Agency) -> None:
    client = masuk(admin_opd)
    QuickReply.objects.create(agency=dinas, shortcut="salam", title="Salam", text="Selamat pagi.")
    form = {"agency": dinas.pk, "shortcut": "salam", "title": "Salam", "text": "Selamat siang."}
    page = client.post("/kelola/tickets/quickreply/add/", form).content.decode()
    assert "dengan Instansi dan Singkatan ini sudah ada; pakai yang lain." in page
    assert "Perbaiki kesalahan di bawah ini." in page
    page = client.post(
        "/kelola/tickets/quickreply/add/", form | {"shortcut": "salam hangat"}
    ).content.decode()
    assert "Hanya huruf, angka, garis bawah, dan tanda hubung, tanpa spasi." in page
    page = client.get("/kelola/services/dutyshift/add/").content.decode()
    assert 'placeholder="Tanggal"' in page
    page = client.get("/kelola/services/staff/add/").content.decode()
    assert "Wajib, paling banyak 150 karakter: huruf, angka, dan @/./+/-/_." in page


def test_a_name_that_is_taken_is_said_to_be_taken(
    masuk: LogIn, super_admin: Staff, layanan: Service
) -> None:
    answer = masuk(super_admin).post(
        "/kelola/services/service/add/", {"slug": layanan.slug, "order": "dua"}
    )
    page = answer.content.decode()
    assert "dengan Alamat halaman ini sudah ada; pakai yang lain." in page
    assert "Masukkan bilangan bulat." in page
