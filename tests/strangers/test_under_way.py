"""Payments under way: whatever an honest bank does with them, and whenever, the books explain it; one that lies is seen through.

The second bank is driven without a wire. It books what is in process when the example says so: before the reply is heard, after other
business, in any order, never.
"""

from __future__ import annotations

import asyncio
import importlib.util
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanhe.books.books import Books
from kanhe.books.drift import Drift
from kanhe.books.outcome import classify
from kanhe.books.steps import Fact
from kanhe.books.worlds import settle
from kanhe.contract.load import load
from kanhe.contract.promises import compiled
from kanhe.model.words import Outcome

HERE = Path(__file__).parent
NOW = "20260105101500"
ONE, TWO = "1000000001", "1000000002"
NAMES = {ONE: "海门某公司", TWO: "南通某公司"}
ACTS = ("pay", "pay", "large", "large", "large", "again", "credit", "refund", "hold", "account", "list", "state", "books", "books", "books")
STEPS = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 5), st.booleans(), st.booleans()), max_size=16)


def _exchange():
    found = importlib.util.spec_from_file_location("strangers_exchange", HERE / "exchange.py")
    assert found is not None and found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


exchange = _exchange()
CONTRACTS = load(HERE / "root").contracts
DRIFT = Drift(events=(CONTRACTS["meridian.settles"],), listed=frozenset({"account"}), now=NOW)


@dataclass
class Counter:
    """One who asks, hears or does not hear, and judges. broken: the promises that were found broken."""

    bank: Any
    worlds: tuple[Books, ...] = (Books(),)
    broken: list[str] = field(default_factory=list)
    sent: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)

    def ask(self, code: str, ref: str, body: dict[str, str], *, lost: bool = False) -> None:
        """One request to the bank; its reply is lost or judged."""
        contract = CONTRACTS[f"meridian.{code}"]
        request = {"hd": {"tx": code, "ref": ref}, "bd": body}
        try:
            result, told = asyncio.run(self.bank.do(code, ref, body))
        except exchange.No as no:
            result, told = no.code, {"msg": no.text}
        shown = {k: [{n: str(v) for n, v in row.items()} for row in told[k]] if k == "rows" else str(told[k]) for k in told}
        if "rows" in shown:
            shown["row"] = shown.pop("rows")
        reply = None if lost else {"hd": {"tx": code, "ref": ref, "rc": result}, "bd": shown}
        if reply is not None and "payno" in shown and shown["payno"] not in self.numbers:
            self.numbers.append(shown["payno"])
        fact = Fact(contract=contract, request=request, reply=reply, seen=classify(contract.outcomes, reply) if reply else None, now=NOW)
        self.worlds, verdicts = settle(self.worlds, fact, compiled(contract).read, DRIFT)
        self.broken += [v.promise for v in verdicts if v.outcome is Outcome.BROKEN]

    def step(self, act: str, number: int, lost: bool, other: bool) -> None:
        """One step of an example."""
        ref, source, to = f"R{len(self.sent)}", *((ONE, TWO) if other else (TWO, ONE))
        amount = str((5_000_000 if act == "large" else 1500) + 500 * number)
        if act in ("pay", "large"):
            self.mutate("PAY", ref, {"from": source, "to": to, "toname": NAMES[to], "fen": amount}, lost=lost)
        elif act == "again" and self.sent:
            code, ref, body = self.sent[number % len(self.sent)]
            self.ask(code, ref, body, lost=lost)
        elif act == "credit":
            self.mutate("CRE", ref, {"acno": source, "fen": amount}, lost=lost)
        elif act == "hold":
            self.mutate("HLD", ref, {"acno": source, "fen": amount}, lost=lost)
        elif act == "refund" and self.numbers:
            self.mutate("RFD", ref, {"payno": self.numbers[number % len(self.numbers)], "fen": amount}, lost=lost)
        elif act == "state" and self.numbers:
            self.ask("QPY", ref, {"payno": self.numbers[number % len(self.numbers)]})
        elif act in ("account", "list"):
            self.ask("QAC" if act == "account" else "LST", ref, {"acno": source})
        elif act == "books" and self.waiting:
            asyncio.run(self.book(self.waiting.pop(number % len(self.waiting))))

    def mutate(self, code: str, ref: str, body: dict[str, str], *, lost: bool) -> None:
        """A request that changes something, so that it can be sent again."""
        self.sent.append((code, ref, body))
        self.ask(code, ref, body, lost=lost)

    async def book(self, number: str) -> None:
        """What was in process is booked now."""
        self.bank.finish(number)


def counter(defect: str = "", manner: str = "") -> Counter:
    """Two accounts with money at a bank that books large payments when it is told to."""
    found = Counter(bank=exchange.Exchange(defect, manner))
    found.bank.later = found.waiting.append
    for number, name in NAMES.items():
        found.ask("OPN", f"O{number}", {"acno": number, "name": name})
        found.ask("CRE", f"C{number}", {"acno": number, "fen": "18000000"})
    return found


@pytest.mark.parametrize("manner", ["", "present-state", "still-in-process"])
@settings(max_examples=60, deadline=None)
@given(steps=STEPS)
def test_an_honest_bank_is_never_blamed(manner, steps):
    """Payments in process, resends, refunds, holds, queries; any reply lost, the booking at any moment and in any order."""
    here = counter(manner=manner)
    for step in steps:
        here.step(*step)
        assert [] == here.broken, step
    for act in ("account", "list"):
        here.step(act, 0, False, True)
        here.step(act, 0, False, False)
    assert [] == here.broken


@pytest.mark.parametrize(("defect", "name"), [
    ("process-unheld", "MERI-61"), ("process-twice", "MERI-60"), ("process-forgotten", "MERI-37"), ("process-goes-back", "MERI-37")])
def test_a_bank_that_lies_about_what_is_in_process_is_seen_through(defect, name):
    """A large payment whose reply is lost, asked for, booked, sent again and asked for again: nothing of that hides the defect."""
    here = counter(defect)
    here.step("large", 0, True, True)
    here.step("again", 0, False, True)
    here.step("account", 0, False, True)
    here.step("state", 0, False, True)
    here.step("account", 0, False, True)
    here.step("books", 0, False, True)
    here.step("account", 0, False, True)
    here.step("again", 0, False, True)
    here.step("state", 0, False, True)
    assert name in here.broken
