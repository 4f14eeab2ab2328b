"""A small right root, and what is said of it once something in it is broken."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from kanhe.contract.load import load
from kanhe.errors import ContractError, Problem
from kanhe.run.lint.lint import lint

RIGHT = Path(__file__).parent / "root"
SNAPSHOTS = Path(__file__).resolve().parents[1] / "snapshots/contract"
Edit = tuple[str, str | None, str | bytes | None]
"""(file, old, new): replace a text that occurs once; old None = the whole file; both None = a folder of that name."""


def broken(place: Path, edits: Sequence[Edit]) -> Path:
    """A copy of the right root with the edits made."""
    root = place / "contracts"
    shutil.copytree(RIGHT, root)
    for name, old, new in edits:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if new is None:
            path.mkdir()
        elif old is None:
            path.write_bytes(new if isinstance(new, bytes) else new.encode())
        else:
            text = path.read_text("utf-8")
            assert text.count(old) == 1, f"{name}: {old!r} occurs {text.count(old)} times"
            assert isinstance(new, str)
            path.write_text(text.replace(old, new), "utf-8")
    return root


def problems(root: Path) -> list[Problem]:
    """Everything that loading or, where that went well, linting says."""
    try:
        return lint(load(root))
    except ContractError as error:
        return list(error.problems)


def told(root: Path) -> str:
    """The problems as people read them, each with the text that it points at."""
    parts = []
    for problem in problems(root):
        parts.append(str(problem).replace(str(root), "ROOT"))
        path = root / problem.at.file
        if problem.at.line and path.is_file():
            lines = path.read_text("utf-8", errors="replace").split("\n")
            parts.append(f"    此处: {lines[problem.at.line - 1][max(problem.at.column - 1, 0):][:60].strip() or '（行末）'}")
    return "\n".join(parts) + "\n"


def check_snapshot(name: str, text: str) -> None:
    """The text is as stored in tests/snapshots/contract; KANHE_UPDATE_SNAPSHOTS=1 stores it."""
    path = SNAPSHOTS / f"{name}.txt"
    if os.environ.get("KANHE_UPDATE_SNAPSHOTS"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    assert path.is_file(), f"no snapshot {path}; run with KANHE_UPDATE_SNAPSHOTS=1 and read what it says"
    assert path.read_text("utf-8") == text
