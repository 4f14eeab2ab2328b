"""The base data of zero-balance accounts against the interface document (1.2 A3, 5901): complete, clean, and the same in whatever order it comes."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanhe.model.event import Peer
from kanhe.run.lint.lint import lint
from kanhe.run.plan import planned
from kanhe.simulate.defects import all_defects, name_of
from tests.defects.account_desk import Desk, catalogue

ROOT = Path(__file__).parents[2]
FAMILY = "account_base"
Event = tuple[int, bool, int]


def test_contracts_are_clean() -> None:
    """Every file loads, every pair and specimen holds, and the fields are those of 5901."""
    assert [] == [str(p) for p in lint(catalogue()) if FAMILY in p.at.file and not p.note]
    text = (ROOT / "contracts/units" / FAMILY / "load.yaml").read_text("utf-8")
    named = {"ZeroAccount", "ZBAsstate", "Zerotime", "ZeroBanknumber", "ZeroBankname", "Zerocodingunit", "ZeroAccountName"}
    assert named == set(re.findall(r"^  body\.DetailList\.Detail\[\]\.(\w+):", text, re.MULTILINE))


def account(number: int) -> str:
    """An account."""
    return f"32060000000000{number:02}"


def row(number: int, active: bool = True, time: str = "20260531090000", unit: str = "", **changes: str) -> dict[str, str]:
    """A row: account n is that of unit n unless told otherwise."""
    return {"Zerocodingunit": unit or f"0010{number:02}", "ZeroAccount": account(number), "ZBAsstate": "1" if active else "0", "Zerotime": time,
            "ZeroBanknumber": "313306000019", "ZeroBankname": "某银行", "ZeroAccountName": "某局", **changes}


def load(desk: Desk, *rows: dict[str, str], number: str = "", count: int | None = None, show: str = "body.Result") -> Any:
    """The answer to a message, under a number of its own."""
    return desk.send("load", show, head__MsgNo=number or f"0{desk.number}", body__TotalNum=str(len(rows) if count is None else count),
                     body__DetailList__Detail=list(rows))


def asked(desk: Desk, number: int) -> Any:
    """State, time and unit of an account; the code where there is none."""
    told = desk.send("asked", "body", body__ZeroAccount=account(number))
    return " ".join(str(told[n]) for n in ("ZBAsstate", "Zerotime", "Zerocodingunit")) if "ZBAsstate" in told else told["Result"]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 3), st.booleans(), st.integers(0, 30)), min_size=1, max_size=9, unique_by=lambda e: (e[0], e[2])), st.randoms())
def test_the_order_of_coming_does_not_matter(events: list[Event], chance: Any) -> None:
    """ACCT-61: however the rows come, each account is what the latest of its times says, and so is the number that was told last."""
    desk, came = Desk(FAMILY, "bank"), list[Event]()
    for event in chance.sample(events, len(events)):
        number, active, minute = event
        came.append(event)
        latest = max((e for e in came if e[0] == number), key=lambda e: e[2])
        assert str(int(latest[1])) == load(desk, row(number, active, f"202605310900{minute:02}"), show="body.ActiveNum")
    for number in {e[0] for e in events}:
        _, active, minute = max((e for e in events if e[0] == number), key=lambda e: e[2])
        assert f"{int(active)} 202605310900{minute:02} 0010{number:02}" == asked(desk, number)


EARLY, LATE = "20260530090000", "20260601090000"


@pytest.mark.parametrize(("rows", "result", "after"), [
    ([row(9, unit="001001", time=LATE)], "1002", "1"),
    ([row(9, False, unit="001001")], "0000", "1"),
    ([row(1, False, LATE), row(9, unit="001001", time=LATE)], "0000", "0"),
    ([row(1, False, EARLY), row(9, unit="001001", time=LATE)], "1002", "1"),
    ([row(1, False, EARLY)], "0000", "1"),
    ([row(1, False)], "0000", "1"),
    ([row(1, False, LATE)], "0000", "0"),
    ([row(1, unit="1001", time=LATE)], "1002", "1"),
    ([row(1, unit="1001", time=EARLY)], "1002", "1"),
    ([row(3, time="20260601093000")], "0000", "1"),
    ([row(3, time="20260601103100")], "1001", "1"),
    ([row(3, ZeroBanknumber="313306000018")], "1001", "1"),
    ([row(3), row(4, unit="001003")], "1001", "1"),
    ([row(3), row(4, False, unit="001003")], "0000", "1"),
])
def test_worked_rows(rows: list[dict[str, str]], result: str, after: str) -> None:
    """What may come after account 1 became normal on 31 May, and what account 1 is then."""
    desk = Desk(FAMILY, "bank")
    load(desk, row(1))
    assert [result, after] == [load(desk, *rows), asked(desk, 1)[0]]


def then(*rows: dict[str, str]) -> Callable[[Desk], Any]:
    """The code of a message after account 1 became normal, and what account 1 is then."""
    return lambda desk: [load(desk, row(1)), load(desk, *rows), asked(desk, 1)][1:]


def twice(desk: Desk) -> list[Any]:
    """The same message again, then with other rows, then one that is refused."""
    sent = (row(1), row(1), row(2))
    return [*(load(desk, one, number="07") for one in sent), load(desk, row(1, unit="009"))]


CASES: list[tuple[int, Callable[[Desk], Any], Any, Any]] = [
    (750, then(row(1, unit="002001", time=LATE)), ["1002", "1 20260531090000 001001"], ["0000", "1 20260601090000 002001"]),
    (751, twice, ["0000", "0002", "1003", "1002"], ["0000", "0000", "0000", "7213"]),
    (752, lambda d: [load(d, row(1), number="07", show="head.MsgNo"), asked(d, 1)], ["07", "1 20260531090000 001001"], ["7", "1 20260531090000 1001"]),
    (838, then(row(1, False, EARLY)), ["0000", "1 20260531090000 001001"], ["0000", "0 20260530090000 001001"]),
    (839, then(row(9, unit="001001")), ["1002", "1 20260531090000 001001"], ["0000", "1 20260531090000 001001"]),
]


@pytest.mark.parametrize(("number", "sight", "honest", "flawed"), CASES, ids=[f"d{n}" for n, *_ in CASES])
def test_the_defect_shows_and_the_honest_bank_does_not_have_it(number: int, sight: Callable[[Desk], Any], honest: Any, flawed: Any) -> None:
    """The same messages, with and without the defect, are seen to differ in exactly the described way."""
    assert honest == sight(Desk(FAMILY, "bank"))
    assert flawed == sight(Desk(FAMILY, "bank", str(number)))


def test_every_rule_has_a_defect() -> None:
    """Every promise of the bank is named by a planted defect."""
    mine = [d for d in all_defects() if d.FAMILY == FAMILY]
    owed = {p.id for p in planned(catalogue(), Peer(name="bank", family=FAMILY, role="bank", address="memory://")) if ":" not in p.id}
    assert set() == owed - {rule for d in mine for rule in d.FINDS}, [name_of(d) for d in mine]
