"""Ashdown Payments Office: a bureau's own system that pays through a bank. Orders come in over a JSON door, which also shows what became of
them; payments go to the bank that it is told of (framed GB18030 XML), refund notices come from there. Tells two addresses: the JSON door's (with
the bench) and the one that takes notices."""

from __future__ import annotations

import argparse
import json
import re
import socketserver
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

import ashdown_wire as wire
from ashdown_office import KEY, No, Office, Order
from ashdown_wire import Unreadable, Values

DEFECTS = {
    "resent-under-new-number": "a payment that got no answer is sent again under a new number",
    "silence-is-failure": "no answer is taken for failed, the order may be paid anew",
    "no-record-is-failure": "the first 'no record' is taken for failed",
    "no-record-resent-anew": "what the bank has no record of is sent again under a new number",
    "in-process-is-paid": "the answer 'in process' is taken for paid",
    "found-is-paid": "whatever the bank has a record of is taken for paid",
    "failed-is-paid": "a payment that the bank calls failed when it is asked is taken for paid",
    "never-asks": "what became of a payment without an answer is never asked",
    "gives-up": "after three questions a payment counts as failed",
    "asks-for-order-number": "the question names the order instead of the payment",
    "duplicate-is-refusal": "'received before' is taken for a refusal",
    "duplicate-paid-anew": "'received before' makes the office pay under a new number",
    "fault-is-refusal": "a fault of the bank's system is taken for a refusal",
    "in-process-undoes": "an answer 'in process' that comes late undoes a payment that is known as made",
    "again-while-unknown": "an order of which nothing is known yet can be paid anew",
    "again-when-paid": "a paid order can be paid anew",
    "again-under-old-number": "an order that was refused is paid anew under its old number",
    "entered-twice-paid-twice": "an order that is entered twice is paid twice",
    "one-number-for-two": "two orders that are entered at once get one number",
    "numbers-begin-again": "payment numbers begin again every day",
    "refund-twice": "a notice that comes again is booked again",
    "refund-by-amount": "the order is looked for by the amount that came back",
    "part-is-whole": "a part that came back closes the order",
    "refund-lost": "odd sums that came back are acknowledged and not booked",
    "refund-as-payment": "what came back is added to what was paid",
    "refund-unmarked": "an order whose money came back is still shown as paid",
    "refunds-exceed": "more can come back than was paid",
    "any-refund-taken": "money that came back for no payment of the office is acknowledged",
    "changed-refund-known": "a known notice with another sum is answered as known",
    "early-refund-refused": "money that comes back before the payment is known as made is refused",
    "amount-through-float": "amounts go through binary fractions and lose a fen",
    "yuan-for-fen": "the bank is told yuan where it takes fen",
    "payee-cut": "payees are cut after nineteen bytes, in the middle of a character",
    "rare-characters-lost": "characters that GBK lacks become question marks",
    "fees-from-the-account": "fees are taken from the account that pays",
    "purpose-left-out": "the bank is not told what the payment is for",
    "totals-count-failed": "the day's totals count failed orders",
    "totals-net": "what came back is taken off the day's payments",
    "list-leaves-out-last": "the day's list leaves out the last order",
    "list-shows-entered": "the day's list shows orders as they were when they were entered",
    "serial-not-checked": "an answer to another message is taken for the answer",
    "code-not-checked": "the code behind an answer is not looked at",
    "first-page-alone": "only the first page of the statement is asked for",
    "always-agrees": "the closing says that statement and book agree, whatever they say",
}
WHAT = {"payee": 30, "account": 32, "bank": 12, "purpose": 40}


def entered(office: Office, way: list[str], values: Values) -> Values:
    """POST /orders; what clerks call an order is shorter than the numbers of the test bench, so that they never meet."""
    ref, amount = values.get("ref"), values.get("amount")
    if not isinstance(ref, str) or not re.fullmatch(r"[A-Za-z0-9._-]{1,16}" if way[0] == "orders" else r"[0-9]{20}", ref, re.ASCII):
        raise No("1003", "单号不合规")
    for name, limit in WHAT.items():
        text = values.get(name)
        if not isinstance(text, str) or not 1 <= len(text) <= limit or name in ("account", "bank") and not re.fullmatch(
                r"[0-9]{12}" if name == "bank" else r"[A-Za-z0-9._-]+", text, re.ASCII):
            raise No("1003", f"{name} 不合规")
    if not isinstance(amount, str) or not re.fullmatch(r"(0|[1-9][0-9]{0,10})\.[0-9]{2}", amount, re.ASCII) or not amount.strip("0."):
        raise No("1003", "金额不合规")
    fen = int(amount.replace(".", ""))
    try:
        order = office.enter(ref, (values["payee"], values["account"], values["bank"], fen, values["purpose"]))
    except No as known:
        if known.code != "0001":
            raise
        return {"code": "0001", "payNo": office.orders[ref].pay_no}
    return {"code": "0000", "payNo": order.pay_no}


def again(office: Office, way: list[str], _: Values) -> Values:
    """POST /orders/{ref}/again"""
    return {"code": "0000", "payNo": office.again(way[1]).pay_no}


def shown(office: Office, way: list[str], _: Values) -> Values:
    """GET /orders/{ref}"""
    order = office.orders.get(way[1])
    if order is None:
        raise No("1404", "没有这笔单")
    return {"code": "0000", **line(order), "payNo": order.pay_no, "payee": order.what[0]}


def line(order: Order) -> Values:
    return {"ref": order.ref, "amount": f"{order.fen // 100}.{order.fen % 100:02d}", "state": "SENT" if order.state == "NEW" else order.state,
            "refunded": f"{order.refunded // 100}.{order.refunded % 100:02d}"}


def listed(office: Office, way: list[str], _: Values) -> Values:
    """GET /days/{day}/orders"""
    if not moment(way[1], "%Y%m%d", 8):
        raise No("1003", "日期不合规")
    lines = [line(order) for order in office.day(way[1])]
    if office.has("list-leaves-out-last"):
        lines = lines[:-1]
    if office.has("list-shows-entered"):
        lines = [{**one, "state": "SENT"} for one in lines]
    return {"code": "0000", "orders": lines}


def summed(office: Office, way: list[str], _: Values) -> Values:
    """GET /days/{day}/totals"""
    if not moment(way[1], "%Y%m%d", 8):
        raise No("1003", "日期不合规")
    count, paid, back = office.totals(way[1])
    return {"code": "0000", "count": count, "paid": f"{paid:.2f}", "refunded": f"{back:.2f}"}


def closed(office: Office, way: list[str], _: Values) -> Values:
    """POST /days/{day}/close"""
    if not moment(way[1], "%Y%m%d", 8):
        raise No("1003", "日期不合规")
    return {"code": "0000", **office.close(way[1])}


def bench_enter(office: Office, way: list[str], values: Values) -> Values:
    """POST /bench/enter: an order of a test, to which only the status of HTTP answers."""
    told = entered(office, way, values)
    if told["code"] != "0000":
        raise No(told["code"], "已录入")
    return told


def bench_again(office: Office, _: list[str], values: Values) -> Values:
    """POST /bench/again"""
    return again(office, ["orders", str(values.get("ref", ""))], values)


def bench_advance(office: Office, _: list[str], values: Values) -> Values:
    """POST /bench/advance: the clock cannot be moved but to the next day."""
    to = str(values.get("to"))
    if to in ("+1wd", "next-working-day", "next-day-switch"):
        office.next_day()
    elif to != "+0s":
        return {"done": False, "reason": "只能拨到第二天"}
    return {"now": f"{office.clock:%Y%m%d%H%M%S}", "mode": "offset"}


DOORS: list[tuple[str, str, Callable[[Office, list[str], Values], Values]]] = [
    ("POST", "orders", entered), ("POST", "orders/*/again", again), ("GET", "orders/*", shown), ("GET", "days/*/orders", listed),
    ("GET", "days/*/totals", summed), ("POST", "days/*/close", closed), ("POST", "bench/enter", bench_enter), ("POST", "bench/again", bench_again),
    ("POST", "bench/advance", bench_advance),
]


def served(office: Office) -> type[BaseHTTPRequestHandler]:
    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: Any) -> None:
            return

        def handle_one(self) -> None:
            size = int(self.headers.get("content-length") or 0)
            data = self.rfile.read(size)
            way = [unquote(part) for part in self.path.partition("?")[0].strip("/").split("/")]
            status = 200
            try:
                values = json.loads(data) if data else {}
                if not isinstance(values, dict):
                    raise No("1003", "不是对象")
                said = _door(self.command, way)(office, way, values)
            except ValueError:
                said = {"code": "1003", "why": "不是 JSON"}
            except No as no:
                said = {"code": no.code, "why": no.why}
                status = 409 if way[0] == "bench" else 200
            body = json.dumps(said, ensure_ascii=False).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json; charset=utf-8")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            with suppress(ConnectionError):
                self.wfile.write(body)

        do_GET = do_POST = handle_one

    return Door


def _door(method: str, way: list[str]) -> Callable[[Office, list[str], Values], Values]:
    for verb, pattern, door in DOORS:
        parts = pattern.split("/")
        if verb == method and len(parts) == len(way) and all(p in ("*", w) for p, w in zip(parts, way, strict=True)):
            return door
    raise No("1405", "没有这个服务")


def noticed(office: Office) -> type[socketserver.BaseRequestHandler]:
    class Notice(socketserver.BaseRequestHandler):
        """One refund notice of the bank."""

        def handle(self) -> None:
            self.request.settimeout(5)
            try:
                message = wire.receive(self.request)
                said = wire.read(message, key=KEY, lax=True)
                head, body = said["Hd"], said["Bd"]
                genuine = office.has("code-not-checked") or wire.genuine(message, key=KEY)
                code = taken(office, head, body) if genuine else "1003"
                head = {"Tx": head.get("Tx", ""), "Sn": head.get("Sn", ""), "At": f"{office.clock:%Y%m%d%H%M%S}"}
                wire.send(self.request, wire.written({"Hd": head, "Bd": {"Rc": code}}, key=KEY))
            except (OSError, Unreadable, KeyError, TypeError):
                return

    return Notice


NOTICE = {"RfNo": r"[A-Za-z0-9._-]{1,24}", "PayNo": r"[A-Za-z0-9._-]{1,24}", "Fen": "(0|[1-9][0-9]{0,12})", "Day": "[0-9]{8}"}


def taken(office: Office, head: Values, body: Values) -> str:
    """The code of the answer to a notice."""
    right = head.get("Tx") == "RFN" and re.fullmatch(r"[A-Za-z0-9._-]{1,32}", str(head.get("Sn")), re.ASCII) and moment(head.get("At"), "%Y%m%d%H%M%S", 14)
    right = right and set(head) == {"Tx", "Sn", "At"} and set(body) == set(NOTICE) and moment(body.get("Day"), "%Y%m%d", 8)
    if not right or not all(isinstance(body[name], str) and re.fullmatch(form, body[name], re.ASCII) for name, form in NOTICE.items()):
        return "1003"
    return office.refund(body)


def moment(text: Any, form: str, size: int) -> bool:
    try:
        return isinstance(text, str) and text.isascii() and text.isdigit() and len(text) == size and bool(datetime.strptime(text, form))
    except ValueError:
        return False


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--bank", default="127.0.0.1:9", help="host:port of the bank")
    parser.add_argument("--defect", default="", choices=["", *DEFECTS])
    parser.add_argument("--list", action="store_true")
    told = parser.parse_args()
    if told.list:
        print("\n".join(f"{name:<28}{says}" for name, says in DEFECTS.items()))
        return
    host, _, port = told.bank.rpartition(":")
    office = Office((host, int(port)), flaw=told.defect)
    door = ThreadingHTTPServer(("127.0.0.1", 0), served(office))
    socketserver.ThreadingTCPServer.allow_reuse_address = True
    notices = socketserver.ThreadingTCPServer(("127.0.0.1", 0), noticed(office))
    notices.daemon_threads = door.daemon_threads = True
    threading.Thread(target=notices.serve_forever, daemon=True).start()
    print(f"http://127.0.0.1:{door.server_address[1]} tcp://127.0.0.1:{notices.server_address[1]}", flush=True)
    door.serve_forever()


if __name__ == "__main__":
    main()
