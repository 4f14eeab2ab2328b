"""Asking a bank for a name against the interface document (1.2 A5): complete, clean, and of one opinion with names folded sign by sign."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanhe.contract.functions import normalise
from kanhe.model.event import Peer
from kanhe.run.lint.lint import lint
from kanhe.run.plan import planned
from kanhe.simulate.defects import all_defects, name_of
from simulators.account_names import same
from tests.defects.account_desk import Desk, catalogue

ROOT = Path(__file__).parents[2]
FAMILY = "account_verify"
UNPLANTED = {"SIG-01", "REP-01"}
PLAIN, DOTTED, SPACED, SLEEPER = "0010320600018888", "6001320600000027", "6001320600000035", "6001320600000043"
NAME = "南通市某局（预算专户）"


def test_contracts_are_clean() -> None:
    """Every file loads, every pair and specimen holds, and every rule of A5 has an id."""
    assert [] == [str(p) for p in lint(catalogue()) if FAMILY in p.at.file and not p.note]
    text = "\n".join(p.read_text("utf-8") for p in (ROOT / "contracts/banks" / FAMILY).glob("*.yaml"))
    assert {"ACCT-51", "ACCT-52", "ACCT-53"} <= set(re.findall(r"\bid: (ACCT-[0-9]{2})", text))


def by_hand(name: str) -> str:
    """A name sign by sign: dots are one, spaces are nothing, the rest is what Unicode calls compatible."""
    signs = ("·" if sign in "·•・‧･" else "" if sign.isspace() else unicodedata.normalize("NFKC", sign) for sign in name)
    return "".join("".join(signs).split())


@given(st.text(st.sampled_from("局学專专（）()· •・‧･ 　ａA1１①"), max_size=8), st.text(st.sampled_from("局学專专（）()· •・ 　ａA1１①"), max_size=8))
def test_names_are_folded_like_by_hand(left: str, right: str) -> None:
    """ACCT-52: the language, the simulator and a folding sign by sign agree on which names are one."""
    assert (by_hand(left) == by_hand(right)) == (normalise(left) == normalise(right)) == same(left, right)


def asked(desk: Desk, account: str = PLAIN, name: str = NAME, bank: str = "313306000019") -> Any:
    """The verdict on an account and a name, or the code where there is none."""
    told = desk.send("verify", "", body__acctNo=account, body__acctName=name, body__bankNo=bank)
    return told["body"].get("data", {}).get("result", told["body"]["code"])


@pytest.mark.parametrize(("account", "name", "bank", "verdict"), [
    (PLAIN, NAME, "313306000019", "MATCH"),
    (PLAIN, "南通市某局(预算专户)", "313306000019", "MATCH"),
    (PLAIN, "南通市某局（预算專户）", "313306000019", "MISMATCH"),
    (PLAIN, NAME, "102306000125", "UNKNOWN"),
    (DOTTED, "阿依古丽・买买提", "313306000019", "MATCH"),
    (DOTTED, "阿依古丽买买提", "313306000019", "MISMATCH"),
    (SPACED, "如皋市某中学零余额账户", "313306000019", "MATCH"),
    (SLEEPER, "海安市某中心", "313306000019", "DORMANT"),
    ("6001320600000051", "启东市某站", "313306000019", "NOT_FOUND"),
    ("10320600018888", NAME, "313306000019", "NOT_FOUND"),
])
def test_worked_questions(account: str, name: str, bank: str, verdict: str) -> None:
    """Questions worked out by hand; each is asked three times and answered alike (ACCT-51)."""
    desk = Desk(FAMILY, "bank")
    assert [verdict] * 3 == [asked(desk, account, name, bank) for _ in range(3)]


def renamed(desk: Desk) -> list[Any]:
    """What is said of the old name before, while and after it is changed, and of the new one."""
    said = [asked(desk)]
    desk.cause("renaming")
    said.append(asked(desk))
    desk.cause("renamed")
    return [*said, asked(desk), asked(desk, name="南通市某局（预算專户）")]


CASES: list[tuple[int, Callable[[Desk], Any], Any, Any]] = [
    (498, lambda d: asked(d, name="南通市某局(预算专户)"), "MATCH", "MISMATCH"),
    (499, lambda d: asked(d, DOTTED, "阿依古丽•买买提"), "MATCH", "MISMATCH"),
    (500, lambda d: asked(d, SPACED, "如皋市某中学零余额账户"), "MATCH", "MISMATCH"),
    (501, lambda d: asked(d, name="南通市某局"), "MISMATCH", "MATCH"),
    (502, lambda d: asked(d, name="南通市某局（预算專户）"), "MISMATCH", "MATCH"),
    (503, lambda d: asked(d, bank="102306000125"), "UNKNOWN", "MISMATCH"),
    (504, lambda d: asked(d, "6001"), "NOT_FOUND", "MISMATCH"),
    (505, lambda d: asked(d, SLEEPER, "海安市某中心"), "DORMANT", "MATCH"),
    (506, lambda d: asked(d, "6001320600000051", "启东市某站"), "NOT_FOUND", "MATCH"),
    (507, renamed, ["MATCH", "UNKNOWN", "MISMATCH", "MATCH"], ["MATCH", "MATCH", "MATCH", "MATCH"]),
    (508, lambda d: [asked(d) for _ in range(3)], ["MATCH"] * 3, ["MATCH", "MATCH", "UNKNOWN"]),
    (509, lambda d: d.send("verify", "body.code", body__acctName="别的户名"), "0000", "E213"),
    (510, lambda d: d.send("verify", "body.data.acctNo"), PLAIN, PLAIN.lstrip("0")),
]


@pytest.mark.parametrize(("number", "sight", "honest", "flawed"), CASES, ids=[f"d{n}" for n, *_ in CASES])
def test_the_defect_shows_and_the_honest_bank_does_not_have_it(number: int, sight: Callable[[Desk], Any], honest: Any, flawed: Any) -> None:
    """The same questions, with and without the defect, are seen to differ in exactly the described way."""
    assert honest == sight(Desk(FAMILY, "bank"))
    assert flawed == sight(Desk(FAMILY, "bank", str(number)))


def test_every_rule_has_a_defect_that_is_told() -> None:
    """Every promise of the bank is named by a planted defect, every defect has a row in docs/defects-account.md."""
    mine = [d for d in all_defects() if d.FAMILY == FAMILY]
    rows = dict(re.findall(r"^\| ([0-9]+) \|.*\| ([^|]+) \|$", (ROOT / "docs/defects-account.md").read_text("utf-8"), re.MULTILINE))
    owed = {p.id for p in planned(catalogue(), Peer(name="bank", family=FAMILY, role="bank", address="memory://")) if ":" not in p.id}
    assert UNPLANTED == owed - {rule for d in mine for rule in d.FINDS}
    for defect in mine:
        assert list(defect.FINDS) == rows[str(defect.NUMBER)].split("、"), name_of(defect)
