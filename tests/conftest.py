"""How tests run: no example of a property test has a deadline, because a busy machine must not decide what passes; and our own contracts,
which no test changes, are read once a process, whatever door a test comes through."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

from kanhe.contract import load as loading
from kanhe.contract.collector import keep_for_good
from kanhe.model.contract import Catalogue

OURS = Path(__file__).parents[1] / "contracts"
_read = loading.load_all


@cache
def _read_once(family: str, judged: bool) -> Catalogue:
    """Whoever names the folder; the collector never looks at them again, as in a run."""
    found = _read(OURS, family, judged)
    keep_for_good()
    return found


def _ours_once(root: Path, family: str, judged: bool) -> Catalogue:
    return replace(_read_once(family, judged), root=str(root)) if root.resolve() == OURS else _read(root, family, judged)


loading.load_all = _ours_once

# Whatever else the machine has set, as CI has, stays. `--hypothesis-profile=many` looks for what fifty examples do not find.
settings.register_profile("kanhe", settings.default, deadline=None, max_examples=50)
settings.register_profile("many", settings.default, deadline=None, max_examples=1000)
settings.load_profile("kanhe")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Servers that others wrote take longest: they begin first, so that no process is left alone with them at the end."""
    items.sort(key=lambda item: "strangers" not in item.path.parts)
