"""The book of Ashdown's payments office: orders, what their payments have come to, and how it goes on until it knows."""

from __future__ import annotations

import socket
import threading
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

import ashdown_wire as wire
from ashdown_wire import Unreadable, Values

ACCOUNT, FEES, KEY = "320600010001", "320600010009", b"ashdown-key"
NEW, SENT, PAID, FAILED, PARTLY, REFUNDED = "NEW", "SENT", "PAID", "FAILED", "PARTLY", "REFUNDED"
MANY = 20  # so many questions come quickly one after the other, later ones every two seconds


class No(Exception):
    """Refused, with a code and a reason."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(why)
        self.code, self.why = code, why


@dataclass(slots=True)
class Order:
    """What somebody entered, and what became of it. pay_no: of the payment that it is made by."""

    ref: str
    what: tuple[str, str, str, int, str]  # payee, account, bank, fen, purpose
    day: str
    pay_no: str
    state: str = NEW
    refunded: int = 0
    since: float = 0.0  # when the payment went out first
    tried: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def fen(self) -> int:
        return self.what[3]


class Office:
    """Orders are paid one by one, each by a thread of its own, through the one bank that the office has."""

    def __init__(self, bank: tuple[str, int], *, flaw: str = "", patience_s: float = 0.4, pause_s: float = 0.2, grace_s: float = 0.5) -> None:
        self.bank, self.flaw = bank, flaw
        self.patience_s, self.pause_s, self.grace_s = patience_s, pause_s, grace_s
        self.lock = threading.RLock()
        self.orders: dict[str, Order] = {}
        self.payments: dict[str, Order] = {}
        self.refunds: dict[str, tuple[str, int]] = {}
        self.ahead = timedelta()
        self.counted = self.serials = 0

    def has(self, flaw: str) -> bool:
        return self.flaw == flaw

    # -- what clerks do -----------------------------------------------------------------------------------------------------------------
    def enter(self, ref: str, what: tuple[str, str, str, int, str]) -> Order:
        """A new order, which is paid at once; the same one again is known."""
        with self.lock:
            known = self.orders.get(ref)
            if known and not self.has("entered-twice-paid-twice"):
                if known.what != what:
                    raise No("1002", "单号已用于另一笔")
                raise No("0001", "已录入")
            order = Order(ref, what, self.today(), "" if self.has("one-number-for-two") else self.number())
            self.orders[ref] = order
        if self.has("one-number-for-two"):
            order.pay_no = self.number(slow=True)
        self.payments[order.pay_no] = order
        self.start(order)
        return order

    def again(self, ref: str) -> Order:
        """A refused order is paid once more, under a number of its own."""
        with self.lock:
            order = self.orders.get(ref)
            if not order:
                raise No("1404", "没有这笔单")
            allowed = {FAILED, SENT} if self.has("again-while-unknown") else {FAILED, PAID} if self.has("again-when-paid") else {FAILED}
            if order.state not in allowed:
                raise No("1006", "只有失败的才能重付")
            if not self.has("again-under-old-number"):
                order.pay_no = self.number()
            order.state, order.since, order.tried = NEW, 0.0, 0
            self.payments[order.pay_no] = order
        self.start(order)
        return order

    def number(self, *, slow: bool = False) -> str:
        """The next payment number."""
        count = self.counted + 1
        if slow:
            time.sleep(0.05)
        self.counted = count
        return f"AP{'' if self.has('numbers-begin-again') else self.today()}{count:06d}"

    @property
    def clock(self) -> datetime:
        return datetime.now() + self.ahead

    def today(self) -> str:
        return f"{self.clock:%Y%m%d}"

    def next_day(self) -> None:
        with self.lock:
            self.ahead += timedelta(days=1)
            self.counted = 0 if self.has("numbers-begin-again") else self.counted

    # -- paying -------------------------------------------------------------------------------------------------------------------------
    def start(self, order: Order) -> None:
        threading.Thread(target=self.pay, args=(order, order.pay_no), daemon=True).start()

    def pay(self, order: Order, pay_no: str) -> None:
        """Send the payment and ask until it is known what became of it."""
        order.since, order.state = time.monotonic(), SENT
        said = self.ask("PAY", self.payment(order, pay_no), late=lambda told: self.learn(order, pay_no, told))
        if said is not None:
            self.learn(order, pay_no, said)
        elif self.has("silence-is-failure"):
            order.state = FAILED
        elif self.has("resent-under-new-number"):
            pay_no = self.renumbered(order)
            self.learn(order, pay_no, self.ask("PAY", self.payment(order, pay_no)) or {})
        asked = 0
        while order.state == SENT and order.pay_no == pay_no and not self.has("never-asks"):
            time.sleep(self.pause_s if asked < MANY else 2.0)
            asked += 1
            if order.state == SENT:
                self.inquire(order, pay_no)
            if self.has("gives-up") and asked == 3 and order.state == SENT:
                order.state = FAILED

    def payment(self, order: Order, pay_no: str) -> Values:
        payee, account, bank, fen, purpose = order.what
        if self.has("payee-cut"):
            payee = payee.encode("gb18030")[:19].decode("gb18030", "replace").replace("\ufffd", "?")
        if self.has("amount-through-float"):
            fen = int(float(f"{Decimal(fen) / 100}") * 100)
        if self.has("yuan-for-fen"):
            fen = fen // 100
        fees = ACCOUNT if self.has("fees-from-the-account") else FEES
        return {"PayNo": pay_no, "OrdNo": order.ref, "Day": order.day, "Pyr": ACCOUNT, "Fee": fees, "Pye": account, "PyeName": payee,
                "PyeBank": bank, "Fen": fen, "Use": "" if self.has("purpose-left-out") else purpose}

    def learn(self, order: Order, pay_no: str, told: Values) -> None:
        """What the bank says to a payment."""
        code = told.get("Rc", "")
        with order.lock:
            if order.pay_no != pay_no:
                return
            if code == "0001" and self.has("in-process-undoes") and order.state == PAID:
                order.state = SENT
            if order.state != SENT:
                return
            if code == "0000" or code == "0001" and self.has("in-process-is-paid"):
                order.state = PAID
            elif code == "0002" and self.has("duplicate-is-refusal") or code[:1] == "9" and self.has("fault-is-refusal"):
                order.state = FAILED
            elif code == "0002" and self.has("duplicate-paid-anew"):
                fresh = self.renumbered(order)
                threading.Thread(target=self.pay, args=(order, fresh), daemon=True).start()
            elif code[:1] == "1":
                order.state = FAILED

    def renumbered(self, order: Order) -> str:
        with self.lock:
            order.pay_no = self.number()
            self.payments[order.pay_no] = order
        return order.pay_no

    def inquire(self, order: Order, pay_no: str) -> None:
        """Ask what became of a payment; what the bank has no record of for long enough is sent again as it was."""
        said = self.ask("QRY", {"PayNo": order.ref if self.has("asks-for-order-number") else pay_no})
        code, state = (said or {}).get("Rc", ""), (said or {}).get("St", "")
        if code == "0000":
            if self.has("found-is-paid"):
                state = "PAID"
            with order.lock:
                if order.state == SENT and state in ("PAID", "FAIL"):
                    order.state = PAID if state == "PAID" or self.has("failed-is-paid") else FAILED
        elif code == "1404" and self.has("no-record-is-failure"):
            order.state = FAILED
        elif code == "1404" and self.has("no-record-resent-anew"):
            self.pay(order, self.renumbered(order))
        elif code == "1404" and time.monotonic() - order.since >= self.grace_s:
            order.since = time.monotonic()
            self.learn(order, pay_no, self.ask("PAY", self.payment(order, pay_no)) or {})

    # -- refunds ------------------------------------------------------------------------------------------------------------------------
    def refund(self, told: Values) -> str:
        """Money came back: the code of the answer."""
        no, pay_no, fen = str(told.get("RfNo", "")), str(told.get("PayNo", "")), int(told.get("Fen", "0"))
        if not fen:
            return "1403"
        if self.has("refund-lost") and fen % 2:
            return "0000"
        with self.lock:
            if no in self.refunds and not self.has("refund-twice"):
                return "0002" if self.refunds[no] == (pay_no, fen) or self.has("changed-refund-known") else "1409"
            order = self.payments.get(pay_no)
            took = order is not None and order.pay_no == pay_no  # what failed has taken no money, whatever was paid later
            if self.has("refund-by-amount"):
                order = next((o for o in self.orders.values() if o.fen == fen and o.state == PAID), order)
            if order is None or order.state == FAILED or not took:
                return "0000" if self.has("any-refund-taken") else "1404"
            with order.lock:
                if order.state == SENT and self.has("early-refund-refused"):
                    return "1404"
                if order.refunded + fen > order.fen and not self.has("refunds-exceed"):
                    return "1403"
                self.refunds[no] = (pay_no, fen)
                order.refunded += -fen if self.has("refund-as-payment") else fen
                whole = order.refunded >= order.fen or self.has("part-is-whole")
                order.state = PAID if self.has("refund-unmarked") else REFUNDED if whole else PARTLY
            return "0000"

    # -- what is shown ------------------------------------------------------------------------------------------------------------------
    def day(self, day: str) -> list[Order]:
        with self.lock:
            return [o for o in self.orders.values() if o.day == day]

    def totals(self, day: str) -> tuple[int, Decimal, Decimal]:
        """Payments that were made, their sum, and what came back."""
        made = [o for o in self.day(day) if o.state in (PAID, PARTLY, REFUNDED) or self.has("totals-count-failed") and o.state == FAILED]
        back = sum(o.refunded for o in made)
        paid = sum(o.fen for o in made) - (back if self.has("totals-net") else 0)
        return len(made), Decimal(paid) / 100, Decimal(back) / 100

    def close(self, day: str) -> Values:
        """Ask the bank for its statement of the day and lay it beside the book."""
        lines: list[Values] = []
        page = 1
        while True:
            said = self.ask("STM", {"Day": day, "Page": page}, patience_s=10 * self.patience_s)  # a clerk waits, no payment does
            if said is None or said.get("Rc") != "0000":
                raise No("1500", "对账单没有取到")
            rows = said.get("Row", [])
            lines += rows if isinstance(rows, list) else [rows]
            if said.get("More") != "Y" or self.has("first-page-alone"):
                break
            page += 1
        told = sum(int(line["Fen"]) for line in lines)
        count, paid, _ = self.totals(day)
        same = (len(lines), Decimal(told) / 100) == (count, paid) or self.has("always-agrees")
        return {"bankCount": len(lines), "bankSum": f"{Decimal(told) / 100:.2f}", "count": count, "paid": f"{paid:.2f}", "agrees": "Y" if same else "N"}

    # -- the line to the bank -----------------------------------------------------------------------------------------------------------
    def ask(self, code: str, body: Values, *, late=None, patience_s: float = 0.0) -> Values | None:
        """The answer to a message; None: none within the deadline, or none that is ours. late: what to do with one that comes later."""
        with self.lock:
            self.serials += 1
            serial = f"S{self.clock:%m%d}{self.serials:08d}"
        head = {"Tx": code, "Sn": serial, "At": f"{self.clock:%Y%m%d%H%M%S}"}
        message = wire.written({"Hd": head, "Bd": body}, key=KEY, charset_errors="replace" if self.has("rare-characters-lost") else "strict")
        try:
            line = socket.create_connection(self.bank, timeout=patience_s or self.patience_s)
            wire.send(line, message)
        except OSError:
            return None
        answer: list[Values] = []
        listener = threading.Thread(target=self.listen, args=(line, serial, answer), daemon=True)
        listener.start()
        listener.join(patience_s or self.patience_s)
        if listener.is_alive() and late:
            threading.Thread(target=lambda: (listener.join(), late(answer[0]) if answer else None), daemon=True).start()
            return None
        return answer[0] if answer else None

    def listen(self, line: socket.socket, serial: str, answer: list[Values]) -> None:
        """Take the answer that is ours."""
        try:
            with line:
                line.settimeout(5)
                said = wire.read(wire.receive(line), key=KEY, lax=self.has("code-not-checked"))
                head, body = said["Hd"], said["Bd"]
                if head["Sn"] == serial or self.has("serial-not-checked"):
                    answer.append(body)
        except (OSError, Unreadable, KeyError, TypeError):
            return
