"""The data folder, and the secrets that are made once and stored there; works without Django."""

import contextlib
import os
import secrets
from pathlib import Path

from siwhapik.environment import end

BASE_DIR = Path(__file__).resolve().parent.parent


def data_dir() -> Path:
    """DATA_DIR, created if missing; an empty value means "not set"."""
    folder = Path(os.environ.get("DATA_DIR") or BASE_DIR / "var").resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        end(f"DATA_DIR {folder} tidak dapat dibuat; periksa nama dan izinnya.")
    return folder


def stored_secret(name: str, folder: Path) -> str:
    """A secret from the environment, else one made once and stored in the folder (0600)."""
    if value := os.environ.get(name, ""):
        return value
    path = folder / f"{name.lower()}.key"
    try:
        if not path.exists():
            _make(path)
        found = path.read_text().strip()
    except (OSError, UnicodeDecodeError):
        end(f"{path} tidak dapat dibuat atau dibaca; periksa izinnya dan ruang disk.")
    if not found:
        end(f"{path} kosong; kembalikan dari cadangan, atau atur {name} di lingkungan.")
    return found


def _make(path: Path) -> None:
    """Several processes may start at once: the first one's link wins, and it appears complete."""
    own = path.with_suffix(f".{os.getpid()}")
    try:
        with os.fdopen(os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):
            os.link(own, path)
    finally:
        own.unlink(missing_ok=True)
