"""Stored texts: what people read, as it was looked at once. KANHE_UPDATE_SNAPSHOTS=1 stores anew; read what it then says."""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).parent / "snapshots"


def check(name: str, text: str) -> None:
    """The text is as stored under tests/snapshots/<name>.txt."""
    path = FOLDER / f"{name}.txt"
    if os.environ.get("KANHE_UPDATE_SNAPSHOTS"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    assert path.is_file(), f"no {path}; run with KANHE_UPDATE_SNAPSHOTS=1 and read what it says"
    assert path.read_text("utf-8") == text


def stored(folder: str) -> set[str]:
    """The names below one folder."""
    return {p.stem for p in (FOLDER / folder).glob("*.txt")}
