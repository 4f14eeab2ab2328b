"""The treasury that books land income: receipts by pay code, in integer fen, and the file that tells a day of them.

Money comes from `outside:payers` into `treasury:<code>`; a repayment of the construction-land fee goes back. Rules: LAND-41, 42, 44.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kanhe.model.formula import Value
from kanhe.simulate.filing import Chance, Filing
from simulators.ledger import fen, yuan
from simulators.world import World

__all__ = ["busy", "income", "receive", "start", "told_income"]

TREASURY, PAYERS = "0320600001", "outside:payers"
FEE = "103014898"  # the only subject that may be paid back
SUBJECTS = ("103014801", "103014801", "103014802", "103014803", FEE, "103014899")
NAMES = ("南通市某置业有限公司", "珅昞贸易（南通）有限公司", "崇川区某开发公司", "旸镕堃置业", "O'Brien 置业（中国）有限公司",
         "如皋市喆玥建材厂", "某,某与合伙人事务所", "海门区某公司·分公司")


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What was paid for; the amount stands in the ledger under the serial."""

    serial: str
    pay_code: str
    subject: str
    level: str
    payer: str
    contract: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """A receipt that a bank has collected for us. day: its accounting day."""

    receipt: Receipt
    day: str
    amount_fen: int


def start(role: str, seeds: Mapping[str, Any], now: str) -> World:
    """A treasury with empty books."""
    return World(role=role)


def receive(world: World, receipt: Receipt, amount_fen: int, *, at: str) -> World:
    """Book one receipt, or one repayment where the amount is negative."""
    treasury = f"treasury:{TREASURY}"
    source, target = (PAYERS, treasury) if amount_fen > 0 else (treasury, PAYERS)
    ledger = world.ledger.move(abs(amount_fen), source=source, target=target, voucher=receipt.serial, at=at)
    return world.booked(ledger).put("receipt", receipt.serial, record=receipt)


def told_income(world: World, values: Mapping[str, Value], now: str) -> World:
    """What a bank has collected under a pay code, to be paid over when its day ends; what it took back before never gets here."""
    code, day = str(values["pay_code"]), str(values["paid_date"])
    amount = fen(Decimal(str(values["paid_amount"])))
    if amount < 0:
        for one in [one for one in world.all("collected") if one.receipt.pay_code == code]:
            world = world.drop("collected", one.receipt.serial)
        return world
    world, order = world.count("receipt")
    payer = str(values["payer_name"]).replace("|", "｜")  # the file has no way to write its delimiter inside a name
    receipt = Receipt(serial=f"TR{day}{order:08d}", pay_code=code, subject=str(values["budget_subject"]), level="3", payer=payer,
                      contract=str(values["land_contract"]).ljust(16, "0"))
    return world.put("collected", receipt.serial, record=Collected(receipt=receipt, day=day, amount_fen=amount))


def busy(world: World, day: str, chance: Chance, volume: int) -> World:
    """So many receipts on a day; about one in twelve pays the construction-land fee back, where there is money for it."""
    for number in range(volume):
        world, order = world.count("receipt")
        subject = chance.choice(SUBJECTS)
        receipt = Receipt(
            serial=f"TR{day}{order:08d}", pay_code=f"320600{day}{order:06d}", subject=subject, level=chance.choice("3344445"),
            payer=chance.choice(NAMES), contract=f"3206{day[:4]}B{order:07d}"[: chance.choice((16, 20))].ljust(16, "0"))
        amount = chance.choice((chance.randint(1, 99), chance.randint(100, 10**7), chance.randint(10**7, 2 * 10**11)))
        balance = world.ledger.balance(f"treasury:{TREASURY}")
        back = subject == FEE and chance.random() < 0.5 and balance > 1
        world = receive(world, receipt, -min(amount, balance) if back else amount, at=f"{day}{9 + number * 8 // max(volume, 1):02d}0000")
    return world


def income(world: World, day: str) -> tuple[Filing, ...]:
    """The day's file, read off the ledger and what banks have collected for us; there is one on every day."""
    rows: list[dict[str, Value]] = []
    for serial in range(1, len(world.ledger.postings) + 1):
        posting = world.ledger.postings[serial]
        if posting.at[:8] == day:
            rows.append(line(world.find("receipt", posting.voucher), posting.amount_fen * (1 if posting.source == PAYERS else -1), day))
    rows += [line(one.receipt, one.amount_fen, day) for one in world.all("collected") if one.day == day]
    return (Filing(values={"treasury_code": TREASURY, "entry_date": day, "file_sequence": "01"}, rows=rows),)


def line(receipt: Receipt, amount_fen: int, day: str) -> dict[str, Value]:
    """A row of the file."""
    return {"income_serial": receipt.serial, "pay_code": receipt.pay_code, "budget_subject": receipt.subject,
            "budget_level": receipt.level, "amount": yuan(amount_fen), "entry_date": day, "payer_name": receipt.payer,
            "land_contract": receipt.contract}
