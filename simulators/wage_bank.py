"""The bank that pays wages: accounts, cards, batches and their rows, in integer fen, and the small tools that its parts share.

Money leaves `acct:<account>` for `transit:<account>` when a batch is taken on; from there it goes to `card:<number>`, `outside:banks`
or back. Written from the interface document (1.3 P3, P4), not from the contracts' effects.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import fen_of, refuse, text_of
from simulators.world import World

TREASURY, BANKS = "outside:treasury", "outside:banks"
WRONG_NAME, CLOSED, NO_SUCH_CARD = "E01", "E02", "E03"
REASONS = {WRONG_NAME: "户名不符", CLOSED: "收款账户已销户", NO_SUCH_CARD: "没有这个账号",
           "R01": "账号有误", "R03": "户名有误", "R09": "其他"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account that wages are paid from."""

    number: str
    name: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """An account that wages are paid to, at this bank or at another."""

    number: str
    name: str
    bank: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One payee of a batch. state: A taken on, I under way, S paid, E failed, C came back; reason: why it failed or came back."""

    number: int
    person: str
    name: str
    card: str
    bank: str
    amount_fen: int
    state: str = "A"
    reason: str = ""
    repaid: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A batch under its number; rows in the order in which they came."""

    number: str
    account: str
    month: str
    kind: str
    rows: tuple[Row, ...]
    state: str = "ACCEPTED"

    def row(self, number: int) -> Row | None:
        """The row with this number."""
        return next((row for row in self.rows if row.number == number), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pay:
    """What became of one person's pay of a month: the row that was last tried, and how often it was."""

    batch: str
    row: int
    times: int


def start(role: str, seeds: Mapping[str, Any], now: str) -> World:
    """A fresh world with the bank's own number and the test cards."""
    world = World(role=role)
    for home in seeds.get("home", ()):
        world = world.put("home", *map(str, home["key"]), record=True)
    for seed in seeds.get("card", ()):
        number, fields = str(seed["key"][0]), seed["fields"]
        card = Card(number=number, name=str(fields["name"]), bank=str(fields["bank"]), status=str(seed["status"]))
        world = world.put("card", number, record=card)
    return world


def open_payer(world: World, command: Command) -> Step:
    """A test account with money in it."""
    number, amount = text_of(command, "account"), fen_of(command, "opening")
    if world.find("account", number) is not None or amount <= 0:
        return refuse(world, "账号已有人使用，或存入金额不大于零")
    account = Account(number=number, name=text_of(command, "account_name"), status="NORMAL")
    ledger = world.ledger.move(amount, source=TREASURY, target=acct(number), voucher=f"open {number}", at=command.now)
    return Step(world=world.booked(ledger).put("account", number, record=account))


def acct(number: str) -> str:
    """The ledger account of a payer's account."""
    return f"acct:{number}"


def transit(number: str) -> str:
    """Where the money of a payer's batches waits."""
    return f"transit:{number}"


def batch_of(world: World, number: str) -> Batch | None:
    """The batch under a number."""
    found: Batch | None = world.find("batch", number)
    return found


def at_home(world: World, bank: str) -> bool:
    """Whether a bank number is this bank's own."""
    return world.find("home", bank) is not None
