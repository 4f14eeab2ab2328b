"""Wexcombe Town: one owner, one process, three systems that tell each other what they have done. The cash desk takes receipts and gives
refunds (cents as JSON integers, problems with a status, `Idempotency-Key`); the ledger keeps the accounts (yuan as text, always 200, the
key is `ref`); the permits office issues what was paid for (yuan as JSON numbers, `X-Request-Id`). It knows nothing of Kanhe.
"""

from __future__ import annotations

import argparse
import json
import re
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

DEFECTS = {
    "receipt-forgotten": "the ledger is never told of rents",
    "receipt-told-on-resend": "a receipt that is sent again is told to the ledger again, though the desk keeps one",
    "receipt-told-after-hangup": "a receipt whose sender hung up before the answer is told again when it is sent again",
    "receipt-told-at-once": "the same receipt twice at the same moment is told to the ledger twice",
    "changed-resend-told": "a known key with another amount is refused, and its amount is told to the ledger all the same",
    "cents-as-yuan": "the ledger books as many yuan as the desk took cents",
    "credited-to-the-last": "the ledger is told the account that was opened last",
    "told-at-the-next": "the ledger is told of a receipt when the next one comes",
    "old-account": "after a payer's account has changed the money still goes to the former one",
    "zero-told": "a receipt of nothing makes an entry in the ledger",
    "cents-dropped": "refunds are told to the ledger in whole yuan",
    "refund-not-told": "the ledger is not told of refunds",
    "refund-as-whole": "a partial refund is told to the ledger as one of the whole receipt",
    "refund-once": "only the first refund of a receipt is told to the ledger",
    "refused-refund-told": "a refund that is refused for its amount is told to the ledger all the same",
    "refund-to-new-account": "a refund is taken from the account that the payer has now, not from the one that got the money",
    "refund-on-resend": "a refund that is sent again is told to the ledger again",
    "cover-stays": "the permits office is not told of refunds: a permit is issued for money that went back",
    "cover-from-rent": "rents are told to the permits office as if they were fees",
    "cover-of-all": "the permits office is told what the payer has paid for permits in all, not this receipt",
    "use-not-told": "the desk does not know that a receipt has paid for a permit, and refunds it",
    "use-told-on-resend": "a permit that is asked for again is told to the desk again",
    "use-told-though-refused": "a permit that is refused for lack of money counts at the desk as issued",
    "revocation-not-told": "the desk is not told of a revocation, and never refunds the fee",
    "revocation-told-twice": "a second revocation is refused, and the desk is told of it all the same",
    "opening-not-told": "the desk does not know new accounts",
    "closure-not-told": "the desk goes on taking money for accounts that are closed",
    "closure-though-refused": "an account that may not be closed yet is told to the desk as closed",
}
FEN = Decimal("0.01")
HANDS = "X-Request-Id"


class No(Exception):
    """A refusal: the code and what it means."""


class Shut(Exception):
    """The bench does not do what cannot happen."""


def can(happen: bool) -> None:
    if not happen:
        raise Shut


def yuan(cents: int) -> str:
    sign, cents = ("-", -cents) if cents < 0 else ("", cents)
    return f"{sign}{cents // 100}.{cents % 100:02d}"


def name(value: Any, pattern: str = r"[A-Za-z0-9_.-]{1,32}") -> str:
    if not isinstance(value, str) or not re.fullmatch(pattern, value, re.ASCII):
        raise No(101, "not a name")
    return value


def text(value: Any, most: int) -> str:
    if not isinstance(value, str) or not 1 <= len(value) <= most:
        raise No(102, "not a text")
    return value


class Keys:
    """The first answer again for a known key; a refused try does not use the key up."""

    def __init__(self) -> None:
        self.known: dict[Any, tuple[Any, Any]] = {}

    def once(self, key: Any, content: Any, do: Callable[[], Any], *, again: Callable[[], Any] = lambda: None,
             changed: Callable[[], Any] = lambda: None) -> Any:
        if key in self.known:
            before, answer = self.known[key]
            if before != content:
                changed()
                raise No(109, "the key stands for something else")
            again()
            return answer
        answer = do()
        self.known[key] = content, answer
        return answer


class Ledger:
    def __init__(self, town: Town) -> None:
        self.town, self.keys = town, Keys()
        self.accounts: dict[str, dict[str, Any]] = {}

    def account(self, number: Any) -> dict[str, Any]:
        if number not in self.accounts:
            raise No(201, "no such account")
        return self.accounts[number]

    def book(self, number: str, kind: str, ref: str, cents: int) -> None:
        """What others tell; of accounts that are not there nobody can know anything."""
        a = self.accounts.get(number)
        if a is not None:
            a["cents"] += cents
            a["lines"].append({"kind": kind, "ref": ref, "amount": yuan(cents), "after": yuan(a["cents"])})

    def open(self, body: dict[str, Any]) -> Any:
        number, title = name(body.get("acct"), "[0-9]{10}"), text(body.get("title"), 40)
        if number in self.accounts:
            raise No(202, "the number is taken")
        self.accounts[number] = {"title": title, "cents": 0, "lines": [], "closed": False}
        if self.town.d != "opening-not-told":
            self.town.desk.account_opened(number)
        return {"acct": number}

    def spend(self, body: dict[str, Any]) -> Any:
        number, ref, amount = body.get("acct"), name(body.get("ref")), body.get("amount")
        if not isinstance(amount, str) or not re.fullmatch(r"(0|[1-9][0-9]{0,10})\.[0-9]{2}", amount, re.ASCII):
            raise No(103, "amounts have two decimals")
        cents = int(amount.replace(".", ""))
        if not cents:
            raise No(104, "nothing to spend")

        def do() -> Any:
            a = self.account(number)
            if a["closed"]:
                raise No(203, "the account is closed")
            if cents > a["cents"]:
                raise No(204, "not enough")
            self.book(number, "SPENT", ref, -cents)
            return {"acct": number, "balance": yuan(a["cents"])}
        return self.keys.once(ref, (number, cents), do)

    def close(self, body: dict[str, Any]) -> Any:
        number = body.get("acct")
        a = self.account(number)
        if a["closed"]:
            raise No(203, "the account is closed")
        if a["cents"]:
            if self.town.d == "closure-though-refused":
                self.town.desk.account_closed(number)
            raise No(205, "the account is not empty")
        a["closed"] = True
        if self.town.d != "closure-not-told":
            self.town.desk.account_closed(number)
        return {"acct": number}

    def answer(self, parts: list[str], query: dict[str, str], body: dict[str, Any], headers: Any) -> Any:
        match parts:
            case ["POST", "open"]:
                return self.open(body)
            case ["POST", "spend"]:
                return self.spend(body)
            case ["POST", "close"]:
                return self.close(body)
            case ["GET", "balance"]:
                a = self.account(query.get("acct"))
                return {"acct": query["acct"], "title": a["title"], "balance": yuan(a["cents"]), "state": "CLOSED" if a["closed"] else "OPEN"}
            case ["GET", "statement"]:
                a = self.account(query.get("acct"))
                return {"acct": query["acct"], "lines": a["lines"]}
            case ["POST", "bench", "credited" | "debited" as what]:
                cents = int(body["amount"].replace(".", ""))
                can(body["acct"] in self.accounts and not self.accounts[body["acct"]]["closed"])
                self.book(body["acct"], "RECEIPT" if what == "credited" else "REFUND", body["receipt"], cents if what == "credited" else -cents)
                return {}
        raise No(100, "no such door")

    def written(self, said: Any) -> tuple[int, Any]:
        return 200, {"ok": False, "no": f"L-{said.args[0]}", "why": said.args[1]} if isinstance(said, No) else {"ok": True, "data": said}


class Desk:
    def __init__(self, town: Town) -> None:
        self.town, self.keys = town, Keys()
        self.accounts: dict[str, bool] = {}
        self.payers: dict[str, dict[str, Any]] = {}
        self.receipts: dict[str, dict[str, Any]] = {}
        self.hung: set[str] = set()
        self.under_way: dict[str, int] = {}
        self.waiting: list[Callable[[], None]] = []
        self.count = 0

    # -- what others tell --------------------------------------------------------------------------------------------------------------
    def account_opened(self, number: str) -> None:
        self.accounts.setdefault(number, True)

    def account_closed(self, number: str) -> None:
        self.accounts[number] = False

    def used(self, receipt: str, cents: int) -> None:
        if receipt in self.receipts:
            self.receipts[receipt]["used"] += cents

    # -- what it tells -----------------------------------------------------------------------------------------------------------------
    def tell_receipt(self, r: dict[str, Any]) -> None:
        d, ledger, permits = self.town.d, self.town.ledger, self.town.permits
        account, cents = r["account"], r["cents"] * 100 if d == "cents-as-yuan" else r["cents"]
        if d == "credited-to-the-last":
            account = next(reversed(ledger.accounts), account)
        if d == "old-account":
            account = self.payers[r["payer"]]["first"]
        if (cents or d == "zero-told") and not (d == "receipt-forgotten" and r["purpose"] == "RENT"):
            if d == "told-at-the-next":
                for one in self.waiting:
                    one()
                self.waiting = [lambda: ledger.book(account, "RECEIPT", r["no"], cents)]
            else:
                ledger.book(account, "RECEIPT", r["no"], cents)
        if r["cents"] and (r["purpose"] == "PERMIT" or d == "cover-from-rent"):
            mine = [x["cents"] for x in self.receipts.values() if x["payer"] == r["payer"] and x["purpose"] == "PERMIT"]
            permits.receipt_paid(r["no"], r["payer"], sum(mine) if d == "cover-of-all" else r["cents"])

    def tell_refund(self, r: dict[str, Any], cents: int, *, here: bool = True) -> None:
        d = self.town.d
        account = self.payers[r["payer"]]["account"] if d == "refund-to-new-account" else r["account"]
        told = {"refund-as-whole": r["cents"], "cents-dropped": cents // 100 * 100}.get(d, cents)
        if d != "refund-not-told" and not (d == "refund-once" and r["refunds"] > 1):
            self.town.ledger.book(account, "REFUND", r["no"], -told)
        if here and d != "cover-stays":
            self.town.permits.receipt_refunded(r["no"], cents)

    # -- what customers ask ------------------------------------------------------------------------------------------------------------
    def cents(self, value: Any, least: int) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= 10**13 - 1:
            raise No(110, "cents")
        return value

    def open_account(self, number: Any) -> str:
        if not self.accounts.get(name(number, "[0-9]{10}")):
            raise No(121, "no open account")
        return str(number)

    def payer(self, number: Any) -> dict[str, Any]:
        if number not in self.payers:
            raise No(122, "no such payer")
        return self.payers[number]

    def found(self, number: Any) -> dict[str, Any]:
        if number not in self.receipts:
            raise No(123, "no such receipt")
        return self.receipts[number]

    def register(self, body: dict[str, Any]) -> Any:
        who, account = name(body.get("payerId"), "[A-Z0-9]{8}"), self.open_account(body.get("account"))
        if who in self.payers:
            raise No(124, "the payer is known")
        self.payers[who] = {"account": account, "first": account}
        return {"payerId": who}

    def move(self, who: str, body: dict[str, Any]) -> Any:
        payer, account = self.payer(who), self.open_account(body.get("account"))
        payer["account"] = account
        return {"payerId": who, "account": account}

    def receive(self, key: str, body: dict[str, Any], hurry: bool) -> Any:
        cents, purpose, who = self.cents(body.get("cents"), 0), body.get("purpose"), body.get("payerId")
        if purpose not in ("PERMIT", "RENT"):
            raise No(111, "purpose")

        def do() -> Any:
            payer = self.payer(who)
            self.open_account(payer["account"])
            self.count += 1
            no = f"R{26000000 + self.count:08d}"
            self.receipts[no] = {"no": no, "payer": who, "account": payer["account"], "purpose": purpose, "cents": cents, "refunded": 0,
                                 "used": 0, "refunds": 0, "key": key}
            self.tell_receipt(self.receipts[no])
            return {"receiptNo": no, "cents": cents}

        def again() -> None:
            r = next(x for x in self.receipts.values() if x["key"] == key)
            if self.town.d == "receipt-told-after-hangup":
                time.sleep(0.05)  # another thread notices that the first sender has gone, and may be later than the resend
            lost = key in self.hung
            self.hung.discard(key)
            if self.town.d == "receipt-told-on-resend" or (self.town.d == "receipt-told-after-hangup" and lost) or \
                    (self.town.d == "receipt-told-at-once" and hurry):
                self.town.ledger.book(r["account"], "RECEIPT", r["no"], r["cents"])

        def changed() -> None:
            if self.town.d == "changed-resend-told" and who in self.payers:
                self.town.ledger.book(self.payers[who]["account"], "RECEIPT", key, cents)
        return self.keys.once(("receipt", key), (who, purpose, cents), do, again=again, changed=changed)

    def refund(self, no: str, key: str, body: dict[str, Any]) -> Any:
        cents = self.cents(body.get("cents"), 1)

        def do() -> Any:
            r = self.found(no)
            self.open_account(r["account"])
            if cents > r["cents"] - r["refunded"] - r["used"]:
                if self.town.d == "refused-refund-told":
                    self.tell_refund(r, cents, here=False)
                raise No(125, "more than is left of the receipt")
            r["refunded"] += cents
            r["refunds"] += 1
            self.tell_refund(r, cents)
            return {"receiptNo": no, "refunded": r["refunded"]}

        def again() -> None:
            if self.town.d == "refund-on-resend":
                self.tell_refund(self.receipts[no], cents, here=False)
        return self.keys.once(("refund", key), (no, cents), do, again=again)

    def answer(self, parts: list[str], query: dict[str, str], body: dict[str, Any], headers: Any) -> Any:
        key = headers.get("Idempotency-Key", "")
        match parts:
            case ["POST", "payers"]:
                return self.register(body)
            case ["PUT", "payers", who]:
                return self.move(who, body)
            case ["GET", "payers", who]:
                return {"payerId": who, "account": self.payer(who)["account"]}
            case ["POST", "receipts"]:
                return self.receive(name(key), body, self.under_way.get(key, 0) > 1)
            case ["POST", "receipts", no, "refunds"]:
                return self.refund(no, name(key), body)
            case ["GET", "receipts", no]:
                return {"receiptNo" if k == "no" else k: v for k, v in self.found(no).items() if k not in ("refunds", "key")}
            case ["POST", "bench", "account_opened"]:
                can(body["account"] not in self.accounts)
                return self.account_opened(body["account"]) or {}
            case ["POST", "bench", "account_closed"]:
                can(self.accounts.get(body["account"], False))
                return self.account_closed(body["account"]) or {}
            case ["POST", "bench", "permit_issued" | "permit_revoked" as what]:
                r, cents = self.receipts.get(body["receipt"], {}), int(body["cents"]) * (1 if what == "permit_issued" else -1)
                can(r.get("purpose") == "PERMIT" and 0 <= r["used"] + cents <= r["cents"] - r["refunded"])
                return self.used(body["receipt"], cents) or {}
        raise No(100, "no such door")

    def written(self, said: Any) -> tuple[int, Any]:
        if isinstance(said, No):
            return 404 if said.args[0] in (122, 123) else 422, {"error": {"code": f"DESK-{said.args[0]}", "text": said.args[1]}}
        return 200, said


class Permits:
    def __init__(self, town: Town) -> None:
        self.town, self.keys = town, Keys()
        self.covers: dict[str, dict[str, Any]] = {}
        self.permits: dict[str, dict[str, Any]] = {}

    # -- what others tell --------------------------------------------------------------------------------------------------------------
    def receipt_paid(self, receipt: str, payer: str, cents: int) -> None:
        self.covers[receipt] = {"payer": payer, "paid": cents, "used": 0}

    def receipt_refunded(self, receipt: str, cents: int) -> None:
        if receipt in self.covers:
            self.covers[receipt]["paid"] -= cents

    # -- what applicants ask -----------------------------------------------------------------------------------------------------------
    def issue(self, key: str, body: dict[str, Any]) -> Any:
        fee, receipt, subject = body.get("fee"), body.get("receipt"), text(body.get("subject"), 60)
        if isinstance(fee, bool) or not isinstance(fee, int | Decimal) or Decimal(fee) != Decimal(fee).quantize(FEN) or not 0 < fee < 10**11:
            raise No(112, "fee")
        cents, d = int(Decimal(fee) * 100), self.town.d

        def do() -> Any:
            if receipt not in self.covers:
                raise No(131, "not paid for")
            cover = self.covers[receipt]
            if cents > cover["paid"] - cover["used"]:
                if d == "use-told-though-refused":
                    self.town.desk.used(receipt, cents)
                raise No(132, "not enough paid")
            cover["used"] += cents
            number = f"P-{len(self.permits) + 260001:06d}"
            self.permits[number] = {"receipt": receipt, "subject": subject, "cents": cents, "state": "VALID"}
            if d != "use-not-told":
                self.town.desk.used(receipt, cents)
            return {"permit": number, "state": "VALID"}

        def again() -> None:
            if d == "use-told-on-resend":
                self.town.desk.used(receipt, cents)
        return self.keys.once(key, (receipt, subject, cents), do, again=again)

    def permit(self, number: str) -> dict[str, Any]:
        if number not in self.permits:
            raise No(133, "no such permit")
        return self.permits[number]

    def revoke(self, number: str) -> Any:
        p, d = self.permit(number), self.town.d
        if p["state"] != "VALID":
            if d == "revocation-told-twice":
                self.town.desk.used(p["receipt"], -p["cents"])
            raise No(134, "revoked already")
        p["state"] = "REVOKED"
        self.covers[p["receipt"]]["used"] -= p["cents"]
        if d != "revocation-not-told":
            self.town.desk.used(p["receipt"], -p["cents"])
        return {"permit": number, "state": "REVOKED"}

    def answer(self, parts: list[str], query: dict[str, str], body: dict[str, Any], headers: Any) -> Any:
        match parts:
            case ["POST", "permits"]:
                return self.issue(name(headers.get(HANDS, "")), body)
            case ["POST", "permits", number, "revocation"]:
                return self.revoke(number)
            case ["GET", "permits", number]:
                p = self.permit(number)
                return {"permit": number, "receipt": p["receipt"], "subject": p["subject"], "fee": Decimal(yuan(p["cents"])), "state": p["state"]}
            case ["GET", "covers", receipt]:
                if receipt not in self.covers:
                    raise No(131, "not paid for")
                c = self.covers[receipt]
                return {"receipt": receipt, "payer": c["payer"], "paid": Decimal(yuan(c["paid"])), "used": Decimal(yuan(c["used"]))}
            case ["POST", "bench", "receipt_paid"]:
                can(body["receipt"] not in self.covers)
                return self.receipt_paid(body["receipt"], body["payer"], int(Decimal(body["amount"]) * 100)) or {}
            case ["POST", "bench", "receipt_refunded"]:
                c = self.covers.get(body["receipt"])
                can(c is not None and c["used"] <= c["paid"] - int(Decimal(body["amount"]) * 100))
                return self.receipt_refunded(body["receipt"], int(Decimal(body["amount"]) * 100)) or {}
        raise No(100, "no such door")

    def written(self, said: Any) -> tuple[int, Any]:
        return (409, {"result": "refused", "reason": f"{said.args[0]} {said.args[1]}"}) if isinstance(said, No) else (200, {"result": "granted"} | said)


class Town:
    def __init__(self, defect: str) -> None:
        self.d, self.lock = defect, threading.RLock()
        self.desk, self.ledger, self.permits = Desk(self), Ledger(self), Permits(self)


def json_of(value: Any) -> str:
    """A value as JSON: decimals as plain numbers without needless zeros."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if value else "0"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)}: {json_of(v)}" for k, v in value.items()) + "}"
    return "[" + ", ".join(map(json_of, value)) + "]" if isinstance(value, list) else json.dumps(value, ensure_ascii=False)


def serve(town: Town, system: Desk | Ledger | Permits, port: int) -> ThreadingHTTPServer:
    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle(self) -> None:
            self.key = ""
            try:
                super().handle()
            except ConnectionError:  # whoever asked has gone without reading
                town.desk.hung.add(self.key)

        def do_GET(self) -> None:
            place, raw = urlsplit(self.path), self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.key = self.headers.get("Idempotency-Key", "")
            parts = [self.command, *(unquote(p) for p in place.path.strip("/").split("/"))]
            query = {k: v[0] for k, v in parse_qs(place.query, keep_blank_values=True).items()}
            status, said = self.said(parts, query, raw)
            out = json_of(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=UTF-8")
            self.send_header("Content-Length", str(len(out)))
            self.end_headers()
            self.wfile.write(out)
            if town.d == "receipt-told-after-hangup":  # who closes without reading resets the connection: wait until that shows
                time.sleep(0.02)
                with suppress(BlockingIOError):
                    self.connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)

        def said(self, parts: list[str], query: dict[str, str], raw: bytes) -> tuple[int, Any]:
            hasty = town.d == "receipt-told-at-once" and parts == ["POST", "receipts"]
            if hasty:
                with town.lock:
                    town.desk.under_way[self.key] = town.desk.under_way.get(self.key, 0) + 1
                time.sleep(0.03)
            try:
                body = json.loads(raw, parse_float=Decimal) if raw else {}
                if not isinstance(body, dict):
                    raise No(100, "not an object")
                with town.lock:
                    return system.written(system.answer(parts, query, body, self.headers))
            except ValueError:
                return system.written(No(100, "not JSON"))
            except No as no:
                return system.written(no)
            except Shut:
                return 409, {"done": False}
            except Exception as broken:  # a system that breaks says so
                return 500, {"broken": type(broken).__name__}
            finally:
                if hasty:
                    with town.lock:
                        town.desk.under_way[self.key] -= 1

        do_POST = do_PUT = do_DELETE = do_GET

        def log_message(self, *_: Any) -> None:
            pass
    ThreadingHTTPServer.daemon_threads = True
    return ThreadingHTTPServer(("127.0.0.1", port), Door)


if __name__ == "__main__":
    words = argparse.ArgumentParser()
    words.add_argument("--defect", default="", choices=["", *DEFECTS])
    words.add_argument("--list", action="store_true")
    told = words.parse_args()
    if told.list:
        print(*(f"{k:26} {v}" for k, v in DEFECTS.items()), sep="\n")
    else:
        town = Town(told.defect)
        servers = [serve(town, system, 0) for system in (town.desk, town.ledger, town.permits)]
        for one in servers[1:]:
            threading.Thread(target=one.serve_forever, daemon=True).start()
        print(*(f"http://127.0.0.1:{s.server_address[1]}" for s in servers), flush=True)
        with suppress(KeyboardInterrupt):
            servers[0].serve_forever()
