"""Saltmarsh Savings: a small JSON bank. HTTP is always 200; `code` says what happened; amounts are JSON numbers in yuan."""

from __future__ import annotations

import argparse
import json
import re
import threading
import time
from collections.abc import Callable
from contextlib import nullcontext, suppress
from datetime import UTC, datetime
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

DEFECTS = {
    "pays-twice-on-resend": "a transfer that is sent again is paid again",
    "key-lost-after-failure": "a request number whose first try was refused is not kept: the paid transfer is paid again when resent",
    "race-resend": "two identical transfers at the same moment are both paid",
    "race-balance": "two transfers at the same moment both see the old balance",
    "reversal-resend": "a reversal that is sent again is booked again",
    "hold-resend": "a hold that is sent again holds again",
    "changed-resend-accepted": "a request number with another amount is answered as the first one",
    "blank-in-key": "a request number with a trailing blank is another request number",
    "deposit-key-global": "a deposit number is known for the whole bank instead of per account",
    "overdraft-by-a-fen": "one fen more than available is paid",
    "fee-not-covered": "the fee is forgotten when the balance is looked at",
    "fee-truncated": "the fee is cut instead of rounded half up",
    "fee-kept-on-reversal": "a transfer that is wholly reversed does not give back its fee",
    "fee-back-on-partial": "the fee is given back with the first reversal, even if it is partial",
    "over-reversal": "each reversal is compared with the whole amount: two partial ones give back more than was paid",
    "partial-is-whole": "a partial reversal moves the whole amount",
    "reversal-eats-hold": "a reversal takes money that the payee has on hold",
    "status-goes-back": "a refused reversal of a reversed transfer makes it partially reversed again",
    "not-found-is-success": "an unknown transfer is answered 0000 with zeros",
    "balance-of-another": "after a transfer the payee's account shows the payer's balance until it moves again",
    "number-as-double": "amounts are counted in binary floating point",
    "float32-balance": "the shown balance has seven digits",
    "hold-not-counted": "held money can be paid out",
    "hold-booked": "a hold also takes the money off the balance",
    "capture-over-hold": "more can be captured than is held",
    "capture-keeps-rest": "what a capture leaves over stays held",
    "release-twice": "a hold can be released again",
    "release-after-capture": "a captured hold can be released",
    "open-twice-resets": "opening an existing account empties it",
    "statement-drops-boundary": "the last entry of a full page is left out when more follow",
    "statement-more-wrong": "`more` is true on the last page when that is full",
    "statement-without-fees": "the statement does not show fees",
    "crash-on-quote": "a memo with a quote is an internal error after the money has moved",
    "negative-accepted": "negative amounts are taken",
    "three-decimals-rounded": "an amount with three decimals is rounded silently",
    "self-transfer": "a transfer to oneself only adds",
    "memo-cut": "a memo is cut after 20 characters",
}
RATE, FEN, SIZE = Decimal("0.0015"), Decimal("0.01"), 5
LIMIT = Decimal("99999999999.99")


class No(Exception):
    """A refusal: the code and what it means."""


def written(value: Any) -> str:
    """A value as JSON: decimals as plain numbers without needless zeros."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)}: {written(v)}" for k, v in value.items()) + "}"
    return "[" + ", ".join(map(written, value)) + "]" if isinstance(value, list) else json.dumps(value, ensure_ascii=False)


class Bank:
    def __init__(self, defect: str) -> None:
        self.d = defect
        self.lock = threading.RLock()
        self.accounts: dict[str, dict[str, Any]] = {}
        self.transfers: dict[str, dict[str, Any]] = {}
        self.holds: dict[str, dict[str, Any]] = {}
        self.known: dict[tuple[str, ...], tuple[Any, dict[str, Any]]] = {}
        self.keys: dict[str, threading.Lock] = {}
        self.burnt: set[tuple[str, ...]] = set()
        self.numbers = 0

    # -- small things ------------------------------------------------------------------------------------------------------------------
    def number(self, letter: str) -> str:
        self.numbers += 1
        return f"{letter}{self.numbers:08d}"

    def account(self, number: Any) -> dict[str, Any]:
        if number not in self.accounts:
            raise No("2001", "没有这个账户")
        return self.accounts[number]

    def free(self, a: dict[str, Any]) -> Decimal:
        return a["balance"] - a["held"]

    def amount(self, value: Any) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, Decimal | int):
            raise No("1001", "金额须为数字")
        value = Decimal(value)
        if value != value.quantize(FEN):
            if self.d != "three-decimals-rounded":
                raise No("1001", "金额至多两位小数")
            value = value.quantize(FEN, ROUND_HALF_UP)
        if (value <= 0 and not (self.d == "negative-accepted" and value < 0)) or value > LIMIT:
            raise No("1002", "金额须大于零")
        return value

    def name(self, value: Any, *, pattern: str = r"[A-Za-z0-9_.-]{1,32}") -> str:
        if self.d == "blank-in-key" and isinstance(value, str) and re.fullmatch(pattern, value.strip()):
            return value
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            raise No("1001", "编号不合规")
        return value

    def book(self, number: str, kind: str, ref: str, amount: Decimal) -> None:
        a = self.accounts[number]
        if self.d == "number-as-double":
            a["balance"] = Decimal(str(float(a["balance"]) + float(amount)))
        else:
            a["balance"] += amount
        a["shown"] = None
        a["entries"].append({"kind": kind, "ref": ref, "amount": amount, "after": a["balance"]})

    def once(self, key: tuple[str, ...], content: Any, do: Callable[[], dict[str, Any]], *, keep: bool = True) -> dict[str, Any]:
        """The first answer again for a known key; a refused try does not use the key up."""
        if key in self.known and keep:
            before, answer = self.known[key]
            if before != content and self.d != "changed-resend-accepted":
                raise No("2009", "编号已用于另一笔业务")
            return answer | {"replayed": True}
        if self.d == "race-resend":
            time.sleep(0.03)
        try:
            with self.lock if self.d == "race-resend" else nullcontext():
                answer = do()
        except No:
            self.burnt.add(key)
            raise
        if not (self.d == "key-lost-after-failure" and key in self.burnt):
            self.known[key] = content, answer
        return answer | {"replayed": False}

    # -- operations --------------------------------------------------------------------------------------------------------------------
    def open(self, body: dict[str, Any]) -> dict[str, Any]:
        number = self.name(body.get("accountNo"), pattern="[0-9]{12}")
        owner = body.get("owner")
        if not isinstance(owner, str) or not 1 <= len(owner) <= 40:
            raise No("1001", "户名不合规")
        if number in self.accounts and self.d != "open-twice-resets":
            raise No("2002", "账号已开过")
        self.accounts[number] = {"owner": owner, "balance": Decimal(0), "held": Decimal(0), "entries": [], "shown": None}
        return {"accountNo": number}

    def show(self, number: str) -> dict[str, Any]:
        a = self.account(number)
        balance = a["balance"] if a["shown"] is None else a["shown"]
        if self.d == "float32-balance" and balance >= 100000:
            balance = Decimal(f"{balance:.6e}")
        return {"accountNo": number, "owner": a["owner"], "balance": balance, "available": self.free(a), "held": a["held"]}

    def deposit(self, number: str, key: str, body: dict[str, Any]) -> dict[str, Any]:
        key, amount = self.name(key), self.amount(body.get("amount"))
        self.account(number)

        def do() -> dict[str, Any]:
            self.book(number, "DEPOSIT", key, amount)
            return {"accountNo": number, "balance": self.accounts[number]["balance"]}
        return self.once(("D", "" if self.d == "deposit-key-global" else number, key), amount, do)

    def transfer(self, body: dict[str, Any]) -> dict[str, Any]:
        key, amount = self.name(body.get("requestNo")), self.amount(body.get("amount"))
        payer, payee, memo = body.get("payer"), body.get("payee"), body.get("memo", "")
        if not isinstance(memo, str) or len(memo) > 60:
            raise No("1001", "附言不合规")
        fee = (amount * RATE).quantize(FEN, ROUND_DOWN if self.d == "fee-truncated" else ROUND_HALF_UP)

        def do() -> dict[str, Any]:
            a, b = self.account(payer), self.account(payee)
            if a is b and self.d != "self-transfer":
                raise No("3001", "收付款账户相同")
            free = a["balance"] if self.d == "hold-not-counted" else self.free(a)
            need = amount + (0 if self.d == "fee-not-covered" else fee) - (FEN if self.d == "overdraft-by-a-fen" else 0)
            if self.d == "race-balance":
                time.sleep(0.03)
            if free < need:
                raise No("3002", "可用余额不足")
            number = self.number("T")
            if a is not b:
                self.book(payer, "TRANSFER", number, -amount)
            if fee:
                self.book(payer, "FEE", number, -fee)
            self.book(payee, "TRANSFER", number, amount)
            if self.d == "balance-of-another":
                b["shown"] = a["balance"]
            self.transfers[number] = {"transferId": number, "requestNo": key, "payer": payer, "payee": payee, "amount": amount, "fee": fee,
                                      "memo": memo[:20] if self.d == "memo-cut" else memo, "reversed": Decimal(0), "status": "PAID",
                                      "createdAt": datetime.now(UTC).isoformat(timespec="seconds")}
            if self.d == "crash-on-quote" and '"' in memo:
                raise ValueError(memo)
            return {"transferId": number, "amount": amount, "fee": fee, "status": "PAID"}
        with self.keys.setdefault(key, threading.Lock()) if self.d == "race-balance" else nullcontext():
            return self.once(("T", key), (payer, payee, amount, memo), do, keep=self.d != "pays-twice-on-resend")

    def show_transfer(self, number: str) -> dict[str, Any]:
        if number not in self.transfers:
            if self.d == "not-found-is-success":
                return {"transferId": number, "requestNo": "", "payer": "", "payee": "", "amount": 0, "fee": 0, "memo": "", "reversed": 0,
                        "status": "PAID", "createdAt": ""}
            raise No("2003", "没有这笔转账")
        return dict(self.transfers[number])

    def reverse(self, number: str, body: dict[str, Any]) -> dict[str, Any]:
        key, amount = self.name(body.get("requestNo")), self.amount(body.get("amount"))

        def do() -> dict[str, Any]:
            if number not in self.transfers:
                raise No("2003", "没有这笔转账")
            t = self.transfers[number]
            if amount > t["amount"] - (0 if self.d == "over-reversal" and t["status"] != "REVERSED" else t["reversed"]):
                if self.d == "status-goes-back" and t["status"] == "REVERSED":
                    t["status"] = "PARTIAL"
                raise No("3003", "冲正超过原金额")
            free = self.accounts[t["payee"]]["balance"] if self.d == "reversal-eats-hold" else self.free(self.accounts[t["payee"]])
            if free < amount:
                raise No("3002", "可用余额不足")
            moved = t["amount"] if self.d == "partial-is-whole" else amount
            first = not t["reversed"]
            t["reversed"] += amount
            t["status"] = "REVERSED" if t["reversed"] >= t["amount"] else "PARTIAL"
            self.book(t["payee"], "REVERSAL", number, -moved)
            self.book(t["payer"], "REVERSAL", number, moved)
            back = first if self.d == "fee-back-on-partial" else t["status"] == "REVERSED" and self.d != "fee-kept-on-reversal"
            if back and t["fee"]:
                self.book(t["payer"], "FEE", number, t["fee"])
            return {"transferId": number, "reversed": t["reversed"], "status": t["status"]}
        return self.once(("R", key), (number, amount), do, keep=self.d != "reversal-resend")

    def hold(self, body: dict[str, Any]) -> dict[str, Any]:
        key, amount, number = self.name(body.get("requestNo")), self.amount(body.get("amount")), body.get("accountNo")

        def do() -> dict[str, Any]:
            a = self.account(number)
            if self.free(a) < amount:
                raise No("3002", "可用余额不足")
            a["held"] += amount
            if self.d == "hold-booked":
                a["balance"] -= amount
            hold = self.number("H")
            self.holds[hold] = {"accountNo": number, "amount": amount, "status": "ACTIVE"}
            return {"holdId": hold, "status": "ACTIVE"}
        return self.once(("H", key), (number, amount), do, keep=self.d != "hold-resend")

    def held(self, number: str) -> dict[str, Any]:
        if number not in self.holds:
            raise No("2004", "没有这笔冻结")
        return self.holds[number]

    def release(self, number: str) -> dict[str, Any]:
        h = self.held(number)
        allowed = {"release-twice": ("ACTIVE", "RELEASED"), "release-after-capture": ("ACTIVE", "CAPTURED")}.get(self.d, ("ACTIVE",))
        if h["status"] not in allowed:
            raise No("3004", "冻结已了结")
        h["status"] = "RELEASED"
        self.accounts[h["accountNo"]]["held"] -= h["amount"]
        return {"holdId": number, "status": "RELEASED"}

    def capture(self, number: str, body: dict[str, Any]) -> dict[str, Any]:
        h, amount, payee = self.held(number), self.amount(body.get("amount")), body.get("payee")
        self.account(payee)
        if h["status"] != "ACTIVE":
            raise No("3004", "冻结已了结")
        if amount > h["amount"] and self.d != "capture-over-hold":
            raise No("3005", "扣划超过冻结金额")
        if payee == h["accountNo"]:
            raise No("3001", "收付款账户相同")
        h["status"] = "CAPTURED"
        self.accounts[h["accountNo"]]["held"] -= amount if self.d == "capture-keeps-rest" else h["amount"]
        self.book(h["accountNo"], "CAPTURE", number, -amount)
        self.book(payee, "CAPTURE", number, amount)
        return {"holdId": number, "captured": amount, "status": "CAPTURED"}

    def statement(self, number: str, page: str) -> dict[str, Any]:
        """Newest first, five a page."""
        if not re.fullmatch("[1-9][0-9]{0,3}", page):
            raise No("1001", "页码不合规")
        entries = [e for e in reversed(self.account(number)["entries"]) if self.d != "statement-without-fees" or e["kind"] != "FEE"]
        start = (int(page) - 1) * SIZE
        rows, more = entries[start:start + SIZE], len(entries) > start + SIZE
        if self.d == "statement-drops-boundary" and more:
            rows = rows[:-1]
        return {"accountNo": number, "total": len(entries), "more": more or (self.d == "statement-more-wrong" and len(rows) == SIZE), "rows": rows}

    # -- the door ----------------------------------------------------------------------------------------------------------------------
    def answer(self, method: str, target: str, headers: Any, raw: bytes) -> dict[str, Any]:
        place = urlsplit(target)
        parts = [method, *(unquote(p) for p in place.path.strip("/").split("/"))]
        query = {k: v[0] for k, v in parse_qs(place.query, keep_blank_values=True).items()}
        try:
            body = json.loads(raw, parse_float=Decimal) if raw else {}
            if not isinstance(body, dict):
                raise No("1000", "报文不是对象")
        except ValueError:
            raise No("1000", "报文不是 JSON") from None
        with nullcontext() if self.d.startswith("race") and parts == ["POST", "transfers"] else self.lock:
            match parts:
                case ["POST", "accounts"]:
                    return self.open(body)
                case ["GET", "accounts", a]:
                    return self.show(a)
                case ["POST", "accounts", a, "deposits"]:
                    return self.deposit(a, headers.get("X-Request-No", ""), body)
                case ["GET", "accounts", a, "statement"]:
                    return self.statement(a, query.get("page", "1"))
                case ["POST", "transfers"]:
                    return self.transfer(body)
                case ["GET", "transfers", t]:
                    return self.show_transfer(t)
                case ["POST", "transfers", t, "reversal"]:
                    return self.reverse(t, body)
                case ["POST", "holds"]:
                    return self.hold(body)
                case ["POST", "holds", h, "release"]:
                    return self.release(h)
                case ["POST", "holds", h, "capture"]:
                    return self.capture(h, body)
        raise No("1000", "没有这个接口")


def serve(bank: Bank, port: int) -> ThreadingHTTPServer:
    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            try:
                said = {"code": "0000", "msg": "成功", "data": bank.answer(self.command, self.path, self.headers, raw)}
            except No as no:
                said = {"code": no.args[0], "msg": no.args[1]}
            except Exception as broken:  # a bank that breaks says so
                said = {"code": "9999", "msg": f"系统错误 {type(broken).__name__}"}
            out = written(said).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json; charset=UTF-8")
            self.send_header("Content-Length", str(len(out)))
            self.end_headers()
            with suppress(ConnectionError):
                self.wfile.write(out)

        do_POST = do_PUT = do_DELETE = do_GET

        def log_message(self, *_: Any) -> None:
            pass
    ThreadingHTTPServer.daemon_threads = True
    return ThreadingHTTPServer(("127.0.0.1", port), Door)


if __name__ == "__main__":
    words = argparse.ArgumentParser()
    words.add_argument("--port", type=int, default=0)
    words.add_argument("--defect", default="", choices=["", *DEFECTS])
    words.add_argument("--list", action="store_true")
    told = words.parse_args()
    if told.list:
        print(*(f"{k:26} {v}" for k, v in DEFECTS.items()), sep="\n")
    else:
        server = serve(Bank(told.defect), told.port)
        print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
        server.serve_forever()
