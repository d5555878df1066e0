"""The instruments that come with the product: a TOML file each under `instruments/`.

An unusable file is refused with all its faults, in Indonesian, for the office or developer who
adds an instrument.
"""

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any

from surveys.completeness import faults_of
from surveys.instrument import Element, Grade, Instrument, ProfileField

FOLDER = Path(__file__).parent / "instruments"
PROFILE_FIELDS = ("gender", "education", "occupation")
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# A rounded weight may miss one by so much over all elements: 9 x 0,11 is 0,99.
_ROUNDING = Fraction(2, 100)
# The least converted value; the last row of a category table begins there or below.
_LEAST = 25
_MISSING = object()


class BadInstrument(Exception):
    """A file that is no usable instrument; `faults` say why, in Indonesian."""

    def __init__(self, name: str, faults: Sequence[str]) -> None:
        super().__init__("\n".join(f"Berkas {name}: {fault}." for fault in faults))
        self.faults = tuple(faults)


def read_all() -> list[Instrument]:
    """Every instrument of the product, by code. Raises BadInstrument for the first bad file."""
    return [read(path) for path in sorted(FOLDER.glob("*.toml"))]


def codes() -> list[str]:
    """The codes of all instruments, which are the names of their files."""
    return [path.stem for path in sorted(FOLDER.glob("*.toml"))]


def read_one(code: str) -> Instrument:
    """The instrument with this code, which is one of `codes()`."""
    return read(FOLDER / f"{code}.toml")


def read(path: Path) -> Instrument:
    """The instrument in this file. Raises BadInstrument."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise BadInstrument(path.name, ["bukan teks UTF-8"]) from None
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        where = f"baris {found[1]}" if found else "akhir berkas"
        raise BadInstrument(path.name, [f"bukan TOML yang sah, lihat {where}"]) from None
    reader = _Reader()
    instrument = _instrument(reader, data)
    if instrument.code != path.stem:
        reader.faults.append(f'"code" harus sama dengan nama berkas, yaitu {path.stem}')
    if reader.faults:
        raise BadInstrument(path.name, reader.faults)
    return instrument


class _Reader:
    """Takes values out of TOML tables, and gathers what is wrong with them."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def text(
        self, table: Mapping[str, Any], key: str, *, where: str = "", longest: int = 300
    ) -> str:
        value = table.get(key, "")
        if not isinstance(value, str) or not value.strip():
            self.fault(where, f'"{key}" belum diisi')
            return ""
        if len(value) > longest:
            self.fault(where, f'"{key}" terlalu panjang, paling banyak {longest} huruf')
        return value.strip()

    def number(self, table: Mapping[str, Any], key: str, *, where: str) -> int:
        value = table.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
        self.fault(where, f'"{key}" harus bilangan bulat mulai dari 1')
        return 0

    def texts(
        self, table: Mapping[str, Any], key: str, *, where: str = "", default: Any = _MISSING
    ) -> tuple[str, ...]:
        value = table.get(key, default)
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return tuple(value)
        self.fault(where, f'"{key}" harus daftar kata dalam tanda kurung siku')
        return ()

    def tables(self, data: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
        value = data.get(key)
        if value and isinstance(value, list) and all(isinstance(one, dict) for one in value):
            return value
        self.fault("", f"belum ada bagian [[{key}]]")
        return []

    def only(self, table: Mapping[str, Any], known: set[str], *, where: str = "") -> None:
        for key in sorted(table.keys() - known):
            self.fault(where, f'isian "{key}" tidak dikenal')

    def fault(self, where: str, words: str) -> None:
        self.faults.append(f"{where}: {words}" if where else words)


def _instrument(reader: _Reader, data: dict[str, Any]) -> Instrument:
    reader.only(
        data,
        {"code", "name", "legal_basis", "weight", "legacy_weights", "unconfirmed"}
        | {"categories", "elements", "profile"},
    )
    code = reader.text(data, "code", longest=40)
    if code and not _CODE.fullmatch(code):
        reader.fault("", '"code" hanya huruf kecil, angka, dan tanda hubung')
    elements, also_called = _elements(reader, data)
    return Instrument(
        code=code,
        name=reader.text(data, "name", longest=200),
        legal_basis=reader.text(data, "legal_basis", longest=200),
        unconfirmed=reader.texts(data, "unconfirmed"),
        legacy_weights=_weights(reader, data, len(elements)),
        grades=_grades(reader, data),
        elements=elements,
        profile=_profile(reader, data),
        also_called=also_called,
        digest=_digest(data),
    )


def _digest(data: dict[str, Any]) -> str:
    """A hash of the file's values; comments and line breaks do not change it."""
    text = json.dumps(data, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _weights(reader: _Reader, data: dict[str, Any], elements: int) -> tuple[str, ...]:
    """The rounded weights of earlier reports; the exact one is checked, since it follows."""
    exact = reader.text(data, "weight")
    if exact and elements and exact != f"1/{elements}":
        reader.fault("", f'"weight" harus "1/{elements}", karena ada {elements} unsur')
    weights = reader.texts(data, "legacy_weights")
    for weight in weights:
        value = _decimal(weight)
        if value is None or abs(value * elements - 1) > _ROUNDING:
            reader.fault(
                "", f'bobot "{weight}" dalam "legacy_weights" bukan bobot {elements} unsur'
            )
    return weights


def _grades(reader: _Reader, data: dict[str, Any]) -> tuple[Grade, ...]:
    grades: list[Grade] = []
    for number, row in enumerate(reader.tables(data, "categories"), 1):
        where = f"kategori ke-{number}"
        reader.only(row, {"grade", "label", "from"}, where=where)
        letter = reader.text(row, "grade", where=where, longest=1)
        label = reader.text(row, "label", where=where, longest=40)
        lower = _decimal(reader.text(row, "from", where=where))
        if lower is None:
            reader.fault(where, '"from" harus bilangan dalam tanda kutip, misalnya "88.31"')
            continue
        if grades and lower >= grades[-1].lower:
            reader.fault(where, '"from" harus lebih kecil daripada kategori sebelumnya')
        grades.append(Grade(letter, label, lower))
    if grades and grades[-1].lower > _LEAST:
        reader.fault("", f"kategori terakhir harus mulai dari {_LEAST}, nilai terkecil")
    return tuple(grades)


def _elements(
    reader: _Reader, data: dict[str, Any]
) -> tuple[tuple[Element, ...], dict[str, tuple[str, ...]]]:
    elements: list[Element] = []
    also_called: dict[str, tuple[str, ...]] = {}
    known = {"code", "key", "question_number", "name", "definition", "question", "answers"}
    for order, row in enumerate(reader.tables(data, "elements"), 1):
        where = f"unsur ke-{order}"
        reader.only(row, known | {"also_called"}, where=where)
        element = Element(
            code=reader.text(row, "code", where=where, longest=10),
            key=reader.text(row, "key", where=where, longest=30),
            order=order,
            question_number=reader.number(row, "question_number", where=where),
            name=reader.text(row, "name", where=where, longest=100),
            definition=reader.text(row, "definition", where=where, longest=1000),
            question=reader.text(row, "question", where=where),
            answers=reader.texts(row, "answers", where=where),
        )
        elements.append(element)
        also_called[element.code] = reader.texts(row, "also_called", where=where, default=[])
    if not reader.faults and elements:
        reader.faults.extend(faults_of(elements))
    return tuple(elements), also_called


def _profile(reader: _Reader, data: dict[str, Any]) -> tuple[ProfileField, ...]:
    fields: list[ProfileField] = []
    for number, row in enumerate(reader.tables(data, "profile"), 1):
        where = f"profil ke-{number}"
        reader.only(row, {"field", "options"}, where=where)
        field = reader.text(row, "field", where=where)
        if field not in PROFILE_FIELDS or field in {one.field for one in fields}:
            names = ", ".join(PROFILE_FIELDS)
            reader.fault(where, f'"field" harus salah satu dari {names}, masing-masing sekali')
        options = row.get("options")
        if not isinstance(options, dict) or not options:
            reader.fault(where, "belum ada pilihan dalam [profile.options]")
            continue
        words = [(code, reader.text(options, code, where=where, longest=100)) for code in options]
        fields.append(ProfileField(field=field, options=tuple(words)))
    return tuple(fields)


def _decimal(text: str) -> Fraction | None:
    try:
        return Fraction(Decimal(text))
    except (InvalidOperation, ValueError, OverflowError):
        return None
