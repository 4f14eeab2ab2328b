"""Reports of banks about accounts against the interface document (1.2 A2): complete, clean, and of one opinion with a ledger kept by hand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanhe.model.event import Peer
from kanhe.run.lint.lint import lint
from kanhe.run.plan import planned
from kanhe.simulate.defects import all_defects
from tests.defects.account_desk import Desk, catalogue

ROOT = Path(__file__).parents[2]
FAMILY = "account_filing"
UNPLANTED = {"SIG-01"}
NAME, BANKS = "南通市某局（预算专户）", ("313306000019", "102306000125")


def test_contracts_are_clean() -> None:
    """Every file loads, every pair and specimen holds, and every rule of A2 has an id."""
    assert [] == [str(p) for p in lint(catalogue()) if FAMILY in p.at.file and not p.note]
    text = "\n".join(p.read_text("utf-8") for p in (ROOT / "contracts/banks" / FAMILY).glob("*.yaml"))
    assert {f"ACCT-{n}" for n in range(21, 26)} <= set(re.findall(r"\bid: (ACCT-[0-9]{2})", text))


def decide(desk: Desk, kind: str, number: str, **changes: str) -> None:
    """A decision, the specimen with changes."""
    desk.cause(f"decide_{kind}", decision_no=number, **changes)


def file(desk: Desk, kind: str, number: str, serial: str, **changes: Any) -> Any:
    """The answer to a report."""
    return desk.send(kind, "Result", DecisionNo=number, BankSeqNo=serial, **changes)


def opened(desk: Desk, bank: str = BANKS[0], order: str = "1", **changes: Any) -> Any:
    """Decided and reported."""
    decide(desk, "open", f"PF{order}", bank_no=bank)
    return file(desk, "open", f"PF{order}", f"K{order}", BankNo=bank, **changes)


def asked(desk: Desk, show: str = "Status", bank: str = BANKS[0]) -> Any:
    """A part of what is on file; the code where nothing is."""
    told = desk.send("query", "", BankNo=bank)
    return told.get(show, told["Result"])


MOVES = st.lists(st.tuples(st.sampled_from(("open", "change", "revoke")), st.integers(0, 1), st.integers(0, 1), st.sampled_from((NAME, "南通市 某局(预算专户)", "海安市某中心"))),
                 max_size=10)


@settings(max_examples=20, deadline=None)
@given(MOVES)
def test_reports_are_taken_as_a_ledger_by_hand_says(moves: list[tuple[str, int, int, str]]) -> None:
    """ACCT-21, 23, 24, 25: three decisions for each of two banks, reports in any order; a dictionary kept by hand says what is taken."""
    desk, on_file, used = Desk(FAMILY, "finance"), dict[int, str](), set[tuple[str, int]]()
    for bank in (0, 1):
        decide(desk, "open", f"open{bank}", bank_no=BANKS[bank])
    ready = {("open", 0), ("open", 1)}
    for serial, (kind, bank, other, name) in enumerate(moves):
        if kind != "open" and on_file.get(bank) == "1" and (kind, bank) not in ready:
            decide(desk, kind, f"{kind}{bank}", bank_no=BANKS[bank], **({"acct_name": NAME} if kind == "change" else {}))
            ready.add((kind, bank))
        order = (kind, other)
        if kind == "open":
            right = order in ready and other == bank and order not in used and bank not in on_file
        else:
            right = on_file.get(bank) == "1" and order in ready and other == bank and order not in used
        right &= kind == "revoke" or "".join(unicodedata.normalize("NFKC", name).split()) == "南通市某局(预算专户)"
        early = kind != "open" and bank not in on_file
        changes = {} if kind == "revoke" else {"AcctName": name}
        result = file(desk, kind, f"{kind}{other}", f"S{serial}", BankNo=BANKS[bank], **changes)
        assert ("0000" == result, "2001" == result) == (right, early)
        if right:
            used.add(order)
            on_file[bank] = "2" if kind == "revoke" else "1"
        assert on_file.get(bank, "1004") == asked(desk, bank=BANKS[bank])


def early(desk: Desk) -> list[Any]:
    """A revocation before the opening; the same once more behind it."""
    first = file(desk, "revoke", "PC1", "C1")
    opened(desk)
    decide(desk, "revoke", "PC1")
    return [first, asked(desk), file(desk, "revoke", "PC1", "C1"), asked(desk)]


def changed(desk: Desk) -> Any:
    """The name on file after a change."""
    opened(desk)
    decide(desk, "change", "PB1", acct_name="海安市某中心")
    file(desk, "change", "PB1", "B1", AcctName="海安市某中心")
    return asked(desk, "AcctName")


def revoked(desk: Desk, **changes: Any) -> list[Any]:
    """The answer to a revocation, and what is on file then."""
    opened(desk)
    decide(desk, "revoke", "PC1")
    return [file(desk, "revoke", "PC1", "C1", **changes), asked(desk)]


def twins(desk: Desk) -> list[Any]:
    """One number at two banks: what is on file at the first."""
    opened(desk)
    return [opened(desk, BANKS[1], "2"), asked(desk, "DecisionNo"), asked(desk, "DecisionNo", BANKS[1])]


CASES: list[tuple[int, Callable[[Desk], Any], Any, Any]] = [
    (670, lambda d: [opened(d), file(d, "open", "PF1", "K9", AcctNo="6001")], ["0000", "1006"], ["0000", "0000"]),
    (671, early, ["2001", "1", "0000", "2"], ["0000", "1", "0000", "2"]),
    (672, early, ["2001", "1", "0000", "2"], ["1004", "1", "0000", "2"]),
    (673, lambda d: opened(d, AcctName="南通市某局"), "1002", "0000"),
    (674, twins, ["0000", "PF1", "PF2"], ["0000", "PF1", "PF1"]),
    (675, lambda d: revoked(d, CloseDate="20260531"), ["1002", "1"], ["0000", "2"]),
    (676, changed, "海安市某中心", NAME),
    (677, revoked, ["0000", "2"], ["0000", "1"]),
    (678, lambda d: [opened(d), file(d, "open", "PF1", "K1", AcctNo="6001")], ["0000", "1003"], ["0000", "0002"]),
    (679, lambda d: opened(d, AcctNature="6"), "1004", "0000"),
    (680, lambda d: [opened(d), opened(d, order="2")], ["0000", "1002"], ["0000", "0000"]),
    (681, lambda d: [opened(d), d.send("open", "BankSeqNo", DecisionNo="PF1", BankSeqNo="K9")], ["0000", "K9"], ["0000", "0"]),
    (682, asked, "1004", "1"),
]


@pytest.mark.parametrize(("number", "sight", "honest", "flawed"), CASES, ids=[f"d{n}" for n, *_ in CASES])
def test_the_defect_shows_and_the_honest_bureau_does_not_have_it(number: int, sight: Callable[[Desk], Any], honest: Any, flawed: Any) -> None:
    """The same messages, with and without the defect, are seen to differ in exactly the described way."""
    assert honest == sight(Desk(FAMILY, "finance"))
    assert flawed == sight(Desk(FAMILY, "finance", str(number)))


def test_every_rule_has_a_defect() -> None:
    """Every promise of the bureau is named by a planted defect."""
    mine = [d for d in all_defects() if d.FAMILY == FAMILY and not hasattr(d, "LINKAGE")]
    owed = {p.id for p in planned(catalogue(), Peer(name="finance", family=FAMILY, role="finance", address="memory://")) if ":" not in p.id}
    assert UNPLANTED == owed - {rule for d in mine for rule in d.FINDS}
