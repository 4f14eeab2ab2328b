"""Keys that come twice among very many are found, in memory and from disk."""

from __future__ import annotations

import random

import pytest

from kanhe.files import seen
from kanhe.files.seen import Seen


@pytest.mark.parametrize("held", [10, 1000, 100_000])
def test_the_repeated_ones_and_no_others(held: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 20,000 keys in pieces, exactly the doubled ones are repeated, wherever they were kept."""
    monkeypatch.setattr(seen, "IN_MEMORY", held)
    chance = random.Random(1)
    keys = [(f"K{n}",) for n in range(20_000)]
    doubled = {keys[n] for n in (0, 1, 9_999, 19_999)}
    listed = keys + sorted(doubled)
    chance.shuffle(listed)
    found = Seen()
    for start in range(0, len(listed), 777):
        found.add(listed[start : start + 777])
    assert {hash(k) for k in doubled} == found.repeated()
    found.close()


def test_nothing_is_nothing() -> None:
    """No keys, no repetition."""
    assert frozenset() == Seen().repeated()
