"""A photo and a letter, made here: nothing of anybody is kept in the repository."""

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw


def photo(path: Path, words: str) -> Path:
    """A small JPEG that shows these words."""
    image = Image.new("RGB", (480, 320), "#d7e3dc")
    ImageDraw.Draw(image).text((40, 140), words, fill="#1d3b2f", font_size=32)
    image.save(path, "JPEG", quality=70)
    return path


def letter(path: Path, words: str) -> Path:
    """A PDF of one page."""
    image = Image.new("RGB", (595, 842), "white")
    ImageDraw.Draw(image).text((60, 80), words, fill="black", font_size=24)
    made = BytesIO()
    image.save(made, "PDF")
    path.write_bytes(made.getvalue())
    return path
