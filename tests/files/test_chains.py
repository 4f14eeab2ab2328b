"""The last row of each key is the same from memory as from disk."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from kanhe.contract.types import parse_type
from kanhe.errors import Position
from kanhe.files import chains
from kanhe.files.chains import Chain

TYPES = {name: parse_type(text, charset="GBK", codelists={}, at=Position(), json="string")
         for name, text in {"amount": "Y(±13.2)", "day": "D8", "name": "G(0..60)", "count": "int"}.items()}


@pytest.mark.parametrize("held", [3, 50, 10_000])
def test_the_last_row_of_every_key(held: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of puts and gets in random order: each get says what was put last, and so does the list of all rows."""
    monkeypatch.setattr(chains, "IN_MEMORY", held)
    chance, chain, known = random.Random(held), Chain(TYPES, "GBK"), dict[str, tuple[object, ...]]()
    for _ in range(40):
        keys = [f"K{chance.randrange(300)}·珅" for _ in range(30)]
        chain.want(set(keys))
        for key in keys:
            assert known.get(key) == chain.find(key)
            cut = (Decimal(chance.randint(-10**6, 10**6)).scaleb(-2), "20260105", chance.choice(["", "南通", None]), chance.choice([None, 0, -7]))
            chain.put(key, cut)
            known[key] = cut
        chain.settle()
    assert sorted(known) == [key for key, _ in chain.rows()]
    copy = Chain(TYPES, "GBK")
    copy.take_over(chain)
    for key, cut in known.items():
        copy.want({key})
        assert cut == copy.find(key)


def test_what_comes_later_counts() -> None:
    """Taking over replaces rows of the same key and keeps the others; cells that no longer fit are nothing."""
    first, second = Chain(TYPES, "GBK"), Chain(TYPES, "GBK")
    for chain, amount in ((first, "1.00"), (second, "2.00")):
        chain.put("A", (Decimal(amount), "20260105", "x", 1))
    first.put("B", (Decimal("3.00"), "20260105", "x", 1))
    first.take_over(second)
    assert (Decimal("2.00"), Decimal("3.00")) == (amount_of(first, "A"), amount_of(first, "B"))
    first.load("C", ["1.005", "20260230", "x", None])
    assert (None, None, "x", None) == first.find("C")


def amount_of(chain: Chain, key: str) -> object:
    """The first cell of a key's last row."""
    return (chain.find(key) or ())[0]
