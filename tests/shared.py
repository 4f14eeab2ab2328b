"""The documents that lie beside the checkout, where there are any."""

from __future__ import annotations

from pathlib import Path

import pytest

PLACE = Path(__file__).resolve().parents[2] / "shared"


def shared(path: str) -> Path:
    """A file of ../shared; the test is skipped, with the reason, where it is absent."""
    found = PLACE / path
    if not found.exists():
        pytest.skip(f"../shared/{path} is not beside this checkout")
    return found
