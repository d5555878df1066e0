"""What tests do under /kelola/."""

from typing import Any


def prefixed(prefix: str, **values: Any) -> dict[str, Any]:
    return {f"{prefix}-{name}": value for name, value in values.items()}
