"""Planted defects of the voucher vault and of its member: told in docs, of promises that are owed, and some of them shown at the desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kanhe.model.event import Peer
from kanhe.run.plan import planned
from kanhe.simulate.defects import all_defects, name_of
from tests.defects.vouchers import Receipts, Vault, catalogue

ROOT = Path(__file__).parents[2]


def future(vault: Vault) -> Any:
    """Whether a voucher of tomorrow is refused."""
    return vault.write("8202", "N1", VouDate="20260106") != ""


def waiting_after_confirmation(vault: Vault) -> Any:
    """How many vouchers are still waiting once the only one is signed for."""
    vault.sent("8202", "N1", confirmed=True)
    return len(vault.read())


CASES: list[tuple[int, Callable[[Vault], Any], Any, Any]] = [
    (307, waiting_after_confirmation, 0, 1),
    (316, future, True, False),
]


@pytest.mark.parametrize(("number", "sight", "honest", "flawed"), CASES, ids=[f"d{n}" for n, *_ in CASES])
def test_the_defect_shows_and_the_honest_vault_does_not_have_it(number: int, sight: Callable[[Vault], Any], honest: Any, flawed: Any) -> None:
    """The same requests, with and without the defect, are seen to differ in exactly the described way."""
    assert honest == sight(Vault())
    assert flawed == sight(Vault(str(number)))


def changed_receipt(vault: Receipts) -> Any:
    """What is said to a second receipt of the same voucher with another serial."""
    vault.signed("3206002026000001")
    return [vault.code("receipt_5201", XAgentBusinessNo=serial) for serial in ("YH1", "YH2")]


def unknown_voucher(vault: Receipts) -> Any:
    """What is said to the receipt of a voucher that nobody wrote."""
    return vault.code("receipt_5201")


RECEIPTS: list[tuple[int, Callable[[Receipts], Any], Any, Any]] = [
    (344, unknown_voucher, "Server.EVS404", ""),
    (347, changed_receipt, ["", "Server.EVS410"], ["", ""]),
]


@pytest.mark.parametrize(("number", "sight", "honest", "flawed"), RECEIPTS, ids=[f"d{n}" for n, *_ in RECEIPTS])
def test_the_defect_of_receipts_shows(number: int, sight: Callable[[Receipts], Any], honest: Any, flawed: Any) -> None:
    """The same receipts, with and without the defect, are seen to differ in exactly the described way."""
    assert honest == sight(Receipts())
    assert flawed == sight(Receipts(str(number)))


def test_every_defect_has_a_row_and_names_what_is_owed() -> None:
    """What is planted is told in docs/defects-treasury.md and names promises that are planned at that side."""
    families = ("treasury_voucher", "treasury_receipt", "treasury_recon", "tips", "cnaps2")
    mine = [d for d in all_defects() if d.FAMILY in families and not hasattr(d, "LINKAGE")]
    table = (ROOT / "docs/defects-treasury.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| ([0-9]+) \|.*\| ([^|]+) \|$", table, re.MULTILINE))
    assert mine and [d.NUMBER for d in mine] == [int(number) for number in rows]
    for defect in mine:
        peer = Peer(name=defect.ROLE, family=defect.FAMILY, role=defect.ROLE, address="memory://")
        owed = {promise.id for promise in planned(catalogue(), peer)}
        assert set(defect.FINDS) <= owed, name_of(defect)
        assert all(rule in rows[str(defect.NUMBER)] for rule in defect.FINDS), name_of(defect)
