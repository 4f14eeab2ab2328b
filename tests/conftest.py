"""How tests run: no example of a property test has a deadline, because a busy machine must not decide what passes; and our own contracts,
which no test changes, are read once a process, whatever door a test comes through."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from hypothesis import settings

from kanhe.contract import load as loading
from kanhe.model.contract import Catalogue

OURS = Path(__file__).parents[1] / "contracts"
_read = loading.load_all
_read_once = cache(_read)


def _ours_once(root: Path, family: str) -> Catalogue:
    return (_read_once if root.resolve() == OURS else _read)(root, family)


loading.load_all = _ours_once

settings.register_profile("kanhe", settings.default, deadline=None)  # whatever else the machine has set, as CI has, stays
settings.load_profile("kanhe")
