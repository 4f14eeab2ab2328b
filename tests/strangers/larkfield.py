"""Larkfield Deposits: a small bank for term deposits by signed JSON. Money is counted in integer fen and written as text with two decimals; its
business day is its own and goes on only when the bench moves it. Every request carries an SM2 signature over its own bytes."""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import threading
import time
from collections.abc import Callable
from contextlib import nullcontext, suppress
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from gmalg import SM2

DEFECTS = {
    "deposit-on-resend": "a deposit that is sent again is made again",
    "deposit-at-once": "two identical deposits at the same moment are both made",
    "withdrawal-on-resend": "a withdrawal that is sent again is paid again",
    "changed-resend-accepted": "a request number with another amount is answered as the first one",
    "year-of-365": "interest counts a year of 365 days",
    "interest-truncated": "interest is cut to the fen",
    "interest-of-the-whole": "a partial withdrawal pays interest on all that is left",
    "term-rate-before-due": "an early withdrawal earns the rate of the term",
    "demand-rate-after-due": "a withdrawal on the day of maturity or later earns the demand rate for all its days",
    "term-rate-past-due": "the days after maturity earn the rate of the term",
    "last-day-counts": "the day of withdrawal earns interest as well",
    "interest-not-credited": "interest is told, not credited",
    "interest-without-entry": "interest is credited, but is no entry of the statement",
    "due-a-day-early": "a deposit is due a day early",
    "rest-below-the-least": "a partial withdrawal may leave less than a deposit must have",
    "more-than-is-left": "one fen more than is left can be withdrawn",
    "closed-pays-again": "a closed deposit pays a fen once more",
    "deposit-overdraws": "one fen more than there is can be deposited",
    "least-not-asked": "a deposit may be smaller than the least amount",
    "entries-lose-the-sixth": "the first row of the second page is left out",
    "signature-not-checked": "nobody looks at the signature",
    "nonce-forgotten": "the same message is taken twice",
    "old-stamp-taken": "a timestamp of long ago is taken",
}
ID, WINDOW = b"1234567812345678", timedelta(minutes=5)
RATES, DEMAND, LEAST, SIZE = {"7": 135, "30": 180, "90": 210}, 30, 10000, 5  # hundredths of a per cent a year; fen; rows of a page
MOMENT = "%Y%m%d%H%M%S"


class No(Exception):
    """A refusal: HTTP status, code, what it means."""


def fen(text: Any) -> int:
    if not isinstance(text, str) or not re.fullmatch(r"(0|[1-9][0-9]{0,10})\.[0-9]{2}", text, re.ASCII):
        raise No(400, "E400", "金额应为两位小数")
    return int(text.replace(".", ""))


def yuan(sum_: int) -> str:
    return f"{'-' if sum_ < 0 else ''}{abs(sum_) // 100}.{abs(sum_) % 100:02d}"


def word(value: Any, pattern: str) -> str:
    if not isinstance(value, str) or not re.fullmatch(pattern, value, re.ASCII):
        raise No(400, "E400", "编号不合规")
    return value


class Bank:
    def __init__(self, defect: str, signer: bytes) -> None:
        self.d, self.signer, self.lock = defect, SM2(pk=signer, uid=ID), threading.RLock()
        self.now = datetime(2026, 6, 1, 10)
        self.accounts: dict[str, dict[str, Any]] = {}
        self.deposits: dict[str, dict[str, Any]] = {}
        self.known: dict[tuple[str, str], tuple[Any, dict[str, Any]]] = {}
        self.nonces: set[str] = set()

    def today(self) -> str:
        return f"{self.now:%Y%m%d}"

    def account(self, number: Any) -> dict[str, Any]:
        if number not in self.accounts:
            raise No(404, "E404", "没有这个账户")
        return self.accounts[number]

    def deposit(self, number: Any) -> dict[str, Any]:
        if number not in self.deposits:
            raise No(404, "E404", "没有这笔存款")
        return self.deposits[number]

    def book(self, number: str, kind: str, ref: str, sum_: int) -> None:
        a = self.accounts[number]
        a["balance"] += sum_
        a["entries"].append({"kind": kind, "ref": ref, "amount": yuan(sum_), "after": yuan(a["balance"])})

    def once(self, key: tuple[str, str], content: Any, do: Callable[[], dict[str, Any]], *, keep: bool = True) -> dict[str, Any]:
        if key in self.known and keep:
            before, answer = self.known[key]
            if before != content and self.d != "changed-resend-accepted":
                raise No(409, "E409", "请求号已用于另一笔业务")
            return answer
        if self.d == "deposit-at-once":
            time.sleep(0.03)
        with self.lock:
            self.known[key] = content, (answer := do())
        return answer

    # -- operations --------------------------------------------------------------------------------------------------------------------
    def open(self, body: dict[str, Any]) -> dict[str, Any]:
        number, owner, sum_ = word(body.get("account"), "[0-9]{10}"), body.get("owner"), fen(body.get("amount"))
        if not isinstance(owner, str) or not 1 <= len(owner) <= 40:
            raise No(400, "E400", "户名不合规")
        if sum_ <= 0:
            raise No(400, "E400", "金额应大于零")
        if number in self.accounts:
            raise No(422, "E422", "账号已开过")
        self.accounts[number] = {"owner": owner, "balance": 0, "entries": []}
        self.book(number, "OPEN", number, sum_)
        return {"account": number, "balance": yuan(sum_)}

    def show(self, number: str) -> dict[str, Any]:
        a = self.account(number)
        return {"account": number, "owner": a["owner"], "balance": yuan(a["balance"])}

    def place(self, body: dict[str, Any]) -> dict[str, Any]:
        ref, number, sum_, term = word(body.get("reqNo"), r"[A-Za-z0-9_.-]{1,24}"), body.get("account"), fen(body.get("amount")), body.get("term")
        if term not in RATES:
            raise No(400, "E400", "没有这个存期")
        if sum_ < LEAST and (self.d != "least-not-asked" or sum_ <= 0):
            raise No(400, "E400", "低于起存金额")

        def do() -> dict[str, Any]:
            a = self.account(number)
            if a["balance"] < sum_ - (1 if self.d == "deposit-overdraws" else 0):
                raise No(422, "E422", "余额不足")
            no = f"LD{len(self.deposits) + 1:08d}"
            self.book(number, "DEPOSIT", no, -sum_)
            due = self.now + timedelta(days=int(term) - (1 if self.d == "due-a-day-early" else 0))
            self.deposits[no] = {"account": number, "left": sum_, "state": "ACTIVE", "since": self.today(), "due": f"{due:%Y%m%d}", "rate": RATES[term]}
            return {"depositNo": no, "since": self.today(), "due": f"{due:%Y%m%d}", "rate": yuan(RATES[term])}
        return self.once(("D", ref), (number, sum_, term), do, keep=self.d != "deposit-on-resend")

    def earned(self, d: dict[str, Any], sum_: int) -> int:
        since, due, now = (datetime.strptime(day, "%Y%m%d") for day in (d["since"], d["due"], self.today()))
        days, beyond = max((min(now, due) - since).days, 0), max((now - due).days, 0)
        if self.d == "last-day-counts":
            days += 1
        rate = d["rate"] if now >= due or self.d == "term-rate-before-due" else DEMAND
        if self.d == "demand-rate-after-due":
            rate = DEMAND
        sum_ = d["left"] if self.d == "interest-of-the-whole" else sum_
        parts = [sum_ * days * rate, sum_ * beyond * (rate if self.d == "term-rate-past-due" else DEMAND)]
        year = (365 if self.d == "year-of-365" else 360) * 10000
        return sum((part + (0 if self.d == "interest-truncated" else year // 2)) // year for part in parts)

    def withdraw(self, no: str, body: dict[str, Any]) -> dict[str, Any]:
        ref, sum_ = word(body.get("reqNo"), r"[A-Za-z0-9_.-]{1,24}"), fen(body.get("amount"))
        if sum_ <= 0:
            raise No(400, "E400", "金额应大于零")

        def do() -> dict[str, Any]:
            d = self.deposit(no)
            if d["state"] != "ACTIVE" and not (self.d == "closed-pays-again" and sum_ <= 1):
                raise No(422, "E422", "存款已销户")
            rest = d["left"] - sum_
            if rest < (-1 if self.d == "more-than-is-left" or d["state"] != "ACTIVE" else 0):
                raise No(422, "E422", "超过存款余额")
            if 0 < rest < LEAST and self.d != "rest-below-the-least":
                raise No(422, "E422", "剩余低于起存金额")
            interest = self.earned(d, sum_)
            d["left"] = max(rest, 0)
            d["state"] = "ACTIVE" if rest > 0 else "CLOSED"
            self.book(d["account"], "PRINCIPAL", no, sum_)
            if interest and self.d != "interest-not-credited":
                self.book(d["account"], "INTEREST", no, interest)
                if self.d == "interest-without-entry":
                    self.accounts[d["account"]]["entries"].pop()
            return {"depositNo": no, "principal": yuan(sum_), "interest": yuan(interest), "left": yuan(d["left"])}
        return self.once(("W", ref), (no, sum_), do, keep=self.d != "withdrawal-on-resend")

    def show_deposit(self, no: str) -> dict[str, Any]:
        d = self.deposit(no)
        return {"depositNo": no, "account": d["account"], "left": yuan(d["left"]), "state": d["state"], "since": d["since"], "due": d["due"]}

    def entries(self, number: str, page: str) -> dict[str, Any]:
        """Oldest first, five a page."""
        rows, start = self.account(number)["entries"], (int(word(page, "[1-9][0-9]{0,3}")) - 1) * SIZE
        if self.d == "entries-lose-the-sixth" and start == SIZE:
            return {"account": number, "count": len(rows), "rows": rows[start + 1:start + SIZE]}
        return {"account": number, "count": len(rows), "rows": rows[start:start + SIZE]}

    # -- the door ----------------------------------------------------------------------------------------------------------------------
    def checked(self, method: str, target: str, headers: Any, raw: bytes) -> None:
        if self.d == "signature-not-checked":
            return
        stamp, nonce, sign = (headers.get(f"X-Lark-{name}", "") for name in ("Time", "Nonce", "Sign"))
        place = urlsplit(target)
        query = "&".join(sorted(place.query.split("&"))) if place.query else ""
        text = "\n".join((method, place.path, query, stamp, nonce, hashlib.new("sm3", raw).hexdigest())).encode()
        try:
            signature, told = base64.b64decode(sign, validate=True), datetime.strptime(stamp, MOMENT)
        except ValueError:
            raise No(401, "E401", "签名或时间不合规") from None
        with self.lock:
            if len(signature) != 64 or not nonce or not self.signer.verify(text, signature[:32], signature[32:]):
                raise No(401, "E401", "签名不符")
            if abs(told - self.now) > WINDOW and self.d != "old-stamp-taken":
                raise No(401, "E401", "时间戳过期")
            if nonce in self.nonces and self.d != "nonce-forgotten":
                raise No(401, "E401", "报文重放")
            self.nonces.add(nonce)

    def answer(self, method: str, target: str, headers: Any, raw: bytes) -> dict[str, Any]:
        self.checked(method, target, headers, raw)
        place = urlsplit(target)
        query = {k: v[0] for k, v in parse_qs(place.query, keep_blank_values=True).items()}
        try:
            body = json.loads(raw) if raw else {}
            if not isinstance(body, dict):
                raise No(400, "E400", "报文不是对象")
        except ValueError:
            raise No(400, "E400", "报文不是 JSON") from None
        parts = [method, *(unquote(p) for p in place.path.strip("/").split("/"))]
        with nullcontext() if self.d == "deposit-at-once" and parts == ["POST", "deposits"] else self.lock:
            match parts:
                case ["POST", "accounts"]:
                    return self.open(body)
                case ["GET", "accounts", a]:
                    return self.show(a)
                case ["GET", "accounts", a, "entries"]:
                    return self.entries(a, query.get("page", "1"))
                case ["POST", "deposits"]:
                    return self.place(body)
                case ["GET", "deposits", no]:
                    return self.show_deposit(no)
                case ["POST", "deposits", no, "withdrawals"]:
                    return self.withdraw(no, body)
        raise No(404, "E404", "没有这个接口")

    def advance(self, to: str) -> dict[str, Any]:
        """The bench: +30s, +10m, +2h, +3d, +1wd, next-working-day, or a moment."""
        span = re.fullmatch(r"\+([0-9]+)(s|m|h|d|wd)", to)
        moment = self.now
        if to == "next-working-day" or (span and span[2] == "wd"):
            for _ in range(int(span[1]) if span else 1):
                moment += timedelta(days=3 if moment.weekday() == 4 else 2 if moment.weekday() == 5 else 1)
        elif span:
            moment += int(span[1]) * {"s": timedelta(seconds=1), "m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}[span[2]]
        else:
            moment = datetime.fromisoformat(to)
        if moment < self.now:
            raise ValueError(to)
        self.now = moment
        return {"now": f"{moment:{MOMENT}}", "mode": "frozen"}


def serve(bank: Bank, port: int, *, bench: bool) -> ThreadingHTTPServer:
    class Door(BaseHTTPRequestHandler):
        protocol_version, disable_nagle_algorithm = "HTTP/1.1", True

        def handled(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            try:
                if bench:
                    status, told = 200, bank.advance(str(json.loads(raw)["to"]))
                else:
                    status, told = 200, {"code": "0000", "msg": "成功", "data": bank.answer(self.command, self.path, self.headers, raw)}
            except No as no:
                status, told = no.args[0], {"code": no.args[1], "msg": no.args[2]}
            except Exception as error:
                status, told = 500, {"code": "E500", "msg": type(error).__name__, "reason": str(error)}
            data = json.dumps(told, ensure_ascii=False).encode()
            with suppress(OSError):
                self.send_response(status)
                self.send_header("Content-Type", "application/json; charset=UTF-8")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

        do_GET = do_POST = handled  # noqa: N815

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", port), Door)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", action="store_true", help="say what each defect is")
    parser.add_argument("--signer", default="", help="the client's public key, 128 hex digits")
    parser.add_argument("--defect", default="", choices=["", *DEFECTS])
    args = parser.parse_args()
    if args.list:
        print("\n".join(f"{name}: {what}" for name, what in DEFECTS.items()))
        return
    bank = Bank(args.defect, bytes.fromhex("04" + args.signer))
    servers = serve(bank, 0, bench=False), serve(bank, 0, bench=True)
    print(*(f"ready http://127.0.0.1:{s.server_address[1]}" for s in servers), flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
