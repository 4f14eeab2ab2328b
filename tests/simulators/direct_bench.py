"""The payer and its bank in one room, without wire: what one sends, the other's behaviour answers; time passes when it is let."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from kanhe.model.hours import Hours
from kanhe.model.plan import Wish
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Send, Step
from kanhe.simulate.timetable import Timetable
from simulators import bank_direct
from simulators.world import World, invariants

ANSWERS = {
    "CFRT02": "pay", "CQRT04": "query_payment", "CQRA06": "query_balance", "CQRA10": "statement", "IBAF04": "pay_batch",
    "IBAQ06": "query_batch", "CNTS01": "result_told", "CNTR01": "return_told", "BREC01": "confirm_balance",
}
ACCOUNT, NAME, BANK = "1070010400010001", "南通市财政局", "103306010109"
PAYEE = {"payee_account": "6222021110000000006", "payee_name": "海门某建设有限公司", "payee_bank": "102306015008"}
HOURS = Timetable(hours=Hours(opens="083000", cutoff="170000", day_switch="203000"))


class Bench:
    """bank and client with one account of 50,000.00 yuan. wish: how the bank answers payments. story: (operation, reply class).

    lose: how many replies of an operation are lost after they were made. deaf: how many requests are lost on their way.
    """

    def __init__(self, now: str = "20260601093000", opening: str = "50000.00") -> None:
        self.now = now
        self.worlds = {role: bank_direct.start(role, {}, now) for role in ("bank", "client")}
        self.wish: Wish | None = None
        self.story: list[tuple[str, ReplyClass | None]] = []
        self.sent: list[Send] = []
        self.agenda: list[tuple[str, int, str, Any]] = []
        self.entered = 0
        self.lose: dict[str, int] = {}
        self.deaf: dict[str, int] = {}
        given = {"account": ACCOUNT, "account_name": NAME, "account_bank": BANK, "opening": Decimal(opening)}
        self.ask("bank", "open_account", **given)
        self.ask("client", "register_account", **given)

    def ask(self, role: str, name: str, *, rows: Sequence[Mapping[str, Any]] = (), operation: str = "", **values: Any) -> Step:
        """Call one behaviour of a side; its world is kept, its messages delivered, its timers entered."""
        wish = self.wish if operation == "CFRT02" else None
        command = Command(operation=operation or name, values=values, rows=tuple(rows), now=self.now, hours=HOURS, wish=wish)
        step: Step = getattr(bank_direct, name)(self.worlds[role], command)
        self.take(role, step)
        return step

    def take(self, role: str, step: Step) -> None:
        """The next world of a side, what it sends and what it wants to do later."""
        self.worlds[role] = step.world
        assert [] == invariants(step.world)
        for later in step.later:
            self.entered += 1
            self.agenda.append((HOURS.after(self.now, later.after, at=later.at), self.entered, role, later))
        for send in step.sends:
            self.deliver(role, send)

    def deliver(self, role: str, send: Send) -> None:
        """Carry one message over and the answer back."""
        other = "client" if role == "bank" else "bank"
        reply, values = None, {}
        for _ in range(send.attempts):
            self.sent.append(send)
            if self.deaf.get(send.operation, 0):
                self.deaf[send.operation] -= 1
                continue
            step = self.ask(other, ANSWERS[send.operation], rows=send.rows, operation=send.operation, **send.values)
            self.story.append((send.operation, step.outcome))
            if self.lose.get(send.operation, 0):
                self.lose[send.operation] -= 1
                continue
            reply, values = step.outcome, dict(step.values)
            break
        self.take(role, bank_direct.reply_came(self.worlds[role], send, reply, values))

    def until(self, moment: str) -> None:
        """Let time pass; what is due on the way is done at its own moment."""
        while due := [item for item in self.agenda if item[0] <= moment]:
            first = min(due)
            self.agenda.remove(first)
            self.now = max(self.now, first[0])
            self.ask(first[2], first[3].event, **first[3].values)
        self.now = moment

    # ---- what a test asks ----------------------------------------------------------------------------------------

    def order(self, amount: str, number: str = "PZ1") -> str:
        """The payer orders a payment; its key."""
        self.ask("client", "order_payment", order_no=number, account=ACCOUNT, amount=Decimal(amount), **PAYEE)
        return str(self.worlds["client"].find("order", number).key)

    def pay(self, key: str, amount: str, **other: Any) -> Step:
        """CFRT02 straight to the bank."""
        values = {"payment_no": key, "account": ACCOUNT, "account_name": NAME, "amount": Decimal(amount), "order_no": key, **PAYEE, **other}
        return self.ask("bank", "pay", operation="CFRT02", **values)

    def bank(self) -> tuple[str, str]:
        """(balance, available) that the bank tells."""
        values = self.ask("bank", "query_balance", account=ACCOUNT).values
        return str(values["balance"]), str(values["available"])

    def book(self) -> tuple[str, int]:
        """(balance, open orders) of the payer's own book."""
        values = self.ask("client", "confirm_balance", account=ACCOUNT, balance=Decimal("0.00")).values
        return str(values["balance"]), int(str(values["open_count"]))

    def lines(self, first: str = "20260101", last: str = "20261231") -> list[tuple[str, str, str]]:
        """(day, D or C, amount) of the statement."""
        rows = self.ask("bank", "statement", account=ACCOUNT, start_date=first, end_date=last).rows
        return [(str(r["entry_date"]), str(r["dc_flag"]), str(r["amount"])) for r in rows]

    def state(self, key: str) -> str:
        """What the bank says about a payment; '' where it has no record."""
        step = self.ask("bank", "query_payment", payment_no=key, start_date="20260101", end_date="20261231")
        return str(step.values.get("payment_state", ""))

    def said(self, operation: str) -> list[ReplyClass | None]:
        """How the messages of an operation were answered."""
        return [reply for code, reply in self.story if code == operation]


def world_of(bench: Bench, role: str) -> World:
    """The world of one side."""
    return bench.worlds[role]
