"""A process keeps what it has read, under the stamp with which it was read."""

from collections.abc import Callable

from services.remembering import Remembered


def _reader(read: list[str], value: str) -> Callable[[], str]:
    def once() -> str:
        read.append(value)
        return value

    return once


def test_it_is_read_once_for_a_stamp() -> None:
    kept, read = Remembered[int, str](3), list[str]()
    assert kept.get(1, stamp="a", read=_reader(read, "old")) == "old"
    assert kept.get(1, stamp="a", read=_reader(read, "new")) == "old"
    assert kept.get(1, stamp="b", read=_reader(read, "new")) == "new"
    assert kept.get(1, stamp="a", read=_reader(read, "again")) == "again"
    assert read == ["old", "new", "again"]


def test_each_key_has_its_own() -> None:
    kept, read = Remembered[int, str](3), list[str]()
    assert kept.get(1, stamp="a", read=_reader(read, "one")) == "one"
    assert kept.get(2, stamp="a", read=_reader(read, "two")) == "two"
    assert kept.get(1, stamp="a", read=_reader(read, "three")) == "one"


def test_without_a_stamp_nothing_is_kept() -> None:
    kept, read = Remembered[int, str](3), list[str]()
    assert kept.get(1, stamp=None, read=_reader(read, "one")) == "one"
    assert kept.get(1, stamp=None, read=_reader(read, "two")) == "two"


def test_the_latest_used_are_kept() -> None:
    kept, read = Remembered[int, str](2), list[str]()
    for key in (1, 2, 1, 3):
        kept.get(key, stamp="a", read=_reader(read, str(key)))
    assert kept.get(1, stamp="a", read=_reader(read, "1 again")) == "1"
    assert kept.get(2, stamp="a", read=_reader(read, "2 again")) == "2 again"
    assert read == ["1", "2", "3", "2 again"]


def test_what_fails_is_read_again() -> None:
    kept, read = Remembered[int, str](2), list[str]()

    def fails() -> str:
        raise RuntimeError("contoh")

    for _ in range(2):
        try:
            kept.get(1, stamp="a", read=fails)
        except RuntimeError:
            read.append("failed")
    assert kept.get(1, stamp="a", read=_reader(read, "read")) == "read"
    assert read == ["failed", "failed", "read"]
