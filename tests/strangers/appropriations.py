"""Thornbury Budget Office: appropriations, commitments and payments over JSON. REST in the manner of 2020s platforms: problem details,
versions in `if-match`, lists with opaque cursors, payments that are accepted now and made a moment later. It knows nothing of Kanhe.
"""

from __future__ import annotations

import argparse
import base64
import json
import re
import threading
import time
from collections.abc import Callable
from contextlib import nullcontext, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

DEFECTS = {
    "commitment-on-resend": "a commitment that is sent again under its key is made again",
    "payment-on-resend": "a payment that is sent again under its key is paid again",
    "refund-on-resend": "a refund that is sent again under its key is given again",
    "changed-resend-accepted": "a key with another amount is answered as the first one",
    "race-key": "two identical commitments at the same moment are both made",
    "race-free": "two commitments at the same moment both see what was free before",
    "commitments-not-counted": "what is committed and not yet paid counts as free",
    "over-by-one": "one cent more than free can be committed",
    "pending-not-counted": "a payment under way does not count against its commitment until it is made",
    "paid-over-commitment": "each payment is compared with the whole commitment",
    "paid-after-release": "a released commitment can still be paid from",
    "release-gives-all": "a release gives back the whole commitment, not what is left of it",
    "release-under-way": "a commitment with a payment under way can be released",
    "release-twice": "a commitment can be released again",
    "refund-over-payment": "each refund is compared with the whole payment",
    "refund-of-pending": "a payment under way can be refunded",
    "refund-not-free": "a refund lowers what is spent, and never comes back to the line",
    "refund-to-free": "a refund goes back to the line though its commitment is open",
    "version-not-checked": "an appropriation is changed whatever version the sender saw",
    "version-stays": "a change of the appropriation does not raise the version",
    "changed-though-412": "an outdated change is answered 412 and made all the same",
    "cut-below-committed": "an appropriation can be cut below what is committed and spent",
    "batch-last-row-lost": "the last row of a batch is told as taken and not made",
    "batch-rejected-row-made": "a row that is told as rejected is made all the same",
    "batch-index-from-one": "rejected rows are counted from one",
    "batch-sees-start": "every row of a batch is compared with what was free before the batch",
    "page-drops-row": "the first row of every further page is left out",
    "page-repeats-row": "the last row of a page is shown again on the next one",
    "cursor-of-any-line": "a cursor of another line is taken and shows that line's entries",
    "last-page-has-next": "a full last page says that more follow",
    "entries-without-refunds": "the entries of a line do not show refunds",
    "payment-goes-back": "a payment that is asked about for the third time is under way again",
    "payment-made-twice": "the worker makes a payment a second time when it is asked about early",
    "cents-through-float": "amounts go through binary floating point",
    "unknown-payment-is-pending": "a payment that nobody made is told as under way",
    "crash-on-quote": "a vendor with a quote is an internal error after the money was committed",
    "vendor-cut": "a vendor is cut after 24 characters",
}
SIZE, MOMENT = 4, 0.2


class No(Exception):
    """A refusal: HTTP status, problem type, what it means."""


class Office:
    def __init__(self, defect: str) -> None:
        self.d = defect
        self.lock = threading.RLock()
        self.lines: dict[str, dict[str, Any]] = {}
        self.commitments: dict[str, dict[str, Any]] = {}
        self.payments: dict[str, dict[str, Any]] = {}
        self.keys: dict[tuple[str, str], tuple[Any, dict[str, Any]]] = {}
        self.count = 0

    # -- small things ------------------------------------------------------------------------------------------------------------------
    def number(self, letters: str) -> str:
        self.count += 1
        return f"{letters}-{self.count:06d}"

    def cents(self, money: Any) -> int:
        if not isinstance(money, dict) or set(money) != {"currency", "value"} or money["currency"] != "CNY":
            raise No(422, "bad-money", "money is {currency, value}")
        if not isinstance(money["value"], str) or not re.fullmatch(r"(0|[1-9][0-9]{0,10})\.[0-9]{2}", money["value"], re.ASCII):
            raise No(422, "bad-money", "value has two decimals")
        if self.d == "cents-through-float":
            return int(float(money["value"]) * 100)
        return int(money["value"].replace(".", ""))

    def positive(self, money: Any) -> int:
        found = self.cents(money)
        if found <= 0:
            raise No(422, "bad-money", "the value must be above zero")
        return found

    def text(self, value: Any, most: int) -> str:
        if not isinstance(value, str) or not 1 <= len(value) <= most:
            raise No(422, "bad-text", f"1 to {most} characters")
        return value

    def line(self, number: Any) -> dict[str, Any]:
        if number not in self.lines:
            raise No(404, "no-such-line", "no such line")
        return self.lines[number]

    def free(self, line: dict[str, Any]) -> int:
        return line["appropriated"] - line["spent"] - (0 if self.d == "commitments-not-counted" else line["committed"])

    def left(self, c: dict[str, Any], *, whole: bool = False) -> int:
        """What may still be paid of a commitment."""
        under_way = sum(p["amount"] for p in self.payments.values() if p["commitment"] == c["id"] and p["state"] == "PENDING")
        return c["amount"] - c["paid"] - (0 if self.d == "pending-not-counted" and not whole else under_way)

    def enter(self, line: dict[str, Any], kind: str, about: str, amount: int) -> None:
        line["entries"].append({"seq": len(line["entries"]) + 1, "kind": kind, "about": about, "amount": money(amount)})

    def once(self, path: str, key: Any, body: Any, do: Callable[[], dict[str, Any]], *, again: bool) -> tuple[int, dict[str, Any]]:
        if not isinstance(key, str) or not re.fullmatch(r"[A-Za-z0-9_.-]{1,40}", key, re.ASCII):
            raise No(400, "bad-key", "idempotency-key")
        mark = path, key
        if mark in self.keys and not again:
            said, told = self.keys[mark]
            if said != body and self.d != "changed-resend-accepted":
                raise No(422, "key-reused", "the key stands for another request")
            return 200, told
        if self.d == "race-key":
            time.sleep(0.03)
        told = do()
        self.keys[mark] = body, told
        return 201, told

    def work(self) -> None:
        """Makes the payments whose time has come; called before everything."""
        for p in self.payments.values():
            if p["state"] == "PENDING" and p["due"] <= time.monotonic():
                self.make(p)

    def make(self, p: dict[str, Any]) -> None:
        c = self.commitments[p["commitment"]]
        line = self.lines[c["line"]]
        p["state"] = "DONE"
        c["paid"] += p["amount"]
        line["committed"] -= p["amount"]
        line["spent"] += p["amount"]
        self.enter(line, "PAYMENT", p["id"], p["amount"])

    # -- operations --------------------------------------------------------------------------------------------------------------------
    def open_line(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        number = body.get("lineId")
        if not isinstance(number, str) or not re.fullmatch(r"[0-9]{10}", number, re.ASCII):
            raise No(422, "bad-line", "ten digits")
        if number in self.lines:
            raise No(409, "line-exists", "the line exists")
        self.lines[number] = {"title": self.text(body.get("title"), 60), "appropriated": self.cents(body.get("appropriated")), "committed": 0,
                              "spent": 0, "version": 1, "entries": []}
        return 201, {"lineId": number, "version": 1}

    def show_line(self, number: str) -> tuple[int, dict[str, Any]]:
        line = self.line(number)
        return 200, {"lineId": number, "title": line["title"], "version": line["version"], "appropriated": money(line["appropriated"]),
                     "committed": money(line["committed"]), "spent": money(line["spent"]),
                     "free": money(line["appropriated"] - line["spent"] - line["committed"])}

    def appropriate(self, number: str, seen: Any, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if not isinstance(seen, str) or not re.fullmatch(r"[0-9]{1,6}", seen, re.ASCII):
            raise No(428, "no-version", "if-match is needed")
        amount, line = self.cents(body.get("appropriated")), self.line(number)
        stale = int(seen) != line["version"] and self.d != "version-not-checked"
        if stale and self.d != "changed-though-412":
            raise No(412, "outdated", "the line has changed since")
        if amount < line["committed"] + line["spent"] and self.d != "cut-below-committed":
            raise No(409, "below-committed", "less than is committed and spent")
        line["appropriated"] = amount
        line["version"] += 0 if self.d == "version-stays" else 1
        if stale:
            raise No(412, "outdated", "the line has changed since")
        return 200, {"lineId": number, "version": line["version"]}

    def commit(self, body: dict[str, Any], *, free: int | None = None) -> dict[str, Any]:
        line, vendor, amount = self.line(body.get("lineId")), self.text(body.get("vendor"), 80), self.positive(body.get("amount"))
        free = self.free(line) if free is None else free
        if self.d == "race-free":
            time.sleep(0.03)
        if amount > free + (1 if self.d == "over-by-one" else 0):
            raise No(409, "not-enough", "not enough is free")
        number = self.number("CM")
        self.commitments[number] = {"id": number, "line": body["lineId"], "vendor": vendor[:24] if self.d == "vendor-cut" else vendor,
                                    "amount": amount, "paid": 0, "state": "OPEN"}
        line["committed"] += amount
        self.enter(line, "COMMITMENT", number, amount)
        if self.d == "crash-on-quote" and "'" in vendor:
            raise ValueError("unbalanced quote")
        return {"commitmentId": number, "state": "OPEN"}

    def show_commitment(self, number: str) -> tuple[int, dict[str, Any]]:
        c = self.commitments.get(number)
        if c is None:
            raise No(404, "no-such-commitment", "no such commitment")
        return 200, {"commitmentId": number, "lineId": c["line"], "vendor": c["vendor"], "amount": money(c["amount"]), "paid": money(c["paid"]),
                     "state": c["state"]}

    def batch(self, body: dict[str, Any]) -> dict[str, Any]:
        rows = body.get("rows")
        if not isinstance(rows, list) or not 1 <= len(rows) <= 20:
            raise No(422, "bad-batch", "1 to 20 rows")
        made, rejected = [], []
        start = {number: self.free(line) for number, line in self.lines.items()}
        for index, row in enumerate(rows):
            try:
                if not isinstance(row, dict) or not re.fullmatch(r"[A-Za-z0-9_.-]{1,20}", str(row.get("ref", "")), re.ASCII):
                    raise No(422, "bad-row", "ref")
                if self.d == "batch-last-row-lost" and index == len(rows) - 1 > 0:
                    made.append({"ref": row["ref"], "commitmentId": self.number("CM")})
                    continue
                told = self.commit(row, free=start.get(row.get("lineId")) if self.d == "batch-sees-start" else None)
                made.append({"ref": row["ref"], "commitmentId": told["commitmentId"]})
            except No as no:
                if self.d == "batch-rejected-row-made" and no.args[1] == "not-enough":
                    self.commit(row, free=10**13)
                rejected.append({"index": index + (1 if self.d == "batch-index-from-one" else 0), "problem": no.args[1]})
        return {"accepted": made, "rejected": rejected}

    def pay(self, number: str, body: dict[str, Any]) -> dict[str, Any]:
        amount, c = self.positive(body.get("amount")), self.commitments.get(number)
        if c is None:
            raise No(404, "no-such-commitment", "no such commitment")
        if c["state"] != "OPEN" and self.d != "paid-after-release":
            raise No(409, "released", "the commitment is released")
        if amount > (c["amount"] if self.d == "paid-over-commitment" else self.left(c)):
            raise No(409, "over-commitment", "more than is left of the commitment")
        payment = self.number("PY")
        self.payments[payment] = {"id": payment, "commitment": number, "amount": amount, "refunded": 0, "state": "PENDING",
                                  "due": time.monotonic() + MOMENT, "asked": 0}
        return {"paymentId": payment, "state": "PENDING"}

    def show_payment(self, number: str) -> tuple[int, dict[str, Any]]:
        p = self.payments.get(number)
        if p is None:
            if self.d == "unknown-payment-is-pending" and re.fullmatch(r"PY-[0-9]{6}", number):
                return 200, {"paymentId": number, "commitmentId": "CM-000000", "amount": money(0), "refunded": money(0), "state": "PENDING"}
            raise No(404, "no-such-payment", "no such payment")
        p["asked"] += 1
        if self.d == "payment-made-twice" and p["state"] == "PENDING" and p["asked"] == 1:
            self.make(p)
            p["state"] = "PENDING"
        state = "PENDING" if self.d == "payment-goes-back" and p["asked"] == 3 else p["state"]
        return 200, {"paymentId": number, "commitmentId": p["commitment"], "amount": money(p["amount"]), "refunded": money(p["refunded"]),
                     "state": state}

    def release(self, number: str) -> tuple[int, dict[str, Any]]:
        c = self.commitments.get(number)
        if c is None:
            raise No(404, "no-such-commitment", "no such commitment")
        if c["state"] != "OPEN" and self.d != "release-twice":
            raise No(409, "released", "the commitment is released")
        rest = c["amount"] - c["paid"]
        if rest != self.left(c, whole=True) and self.d != "release-under-way":
            raise No(409, "under-way", "a payment is under way")
        if self.d == "release-gives-all":
            rest = c["amount"]
        c["state"] = "RELEASED"
        line = self.lines[c["line"]]
        line["committed"] -= rest
        if rest:
            self.enter(line, "RELEASE", number, rest)
        return 200, {"commitmentId": number, "state": "RELEASED", "released": money(rest)}

    def refund(self, number: str, body: dict[str, Any]) -> dict[str, Any]:
        amount, p = self.positive(body.get("amount")), self.payments.get(number)
        if p is None:
            raise No(404, "no-such-payment", "no such payment")
        if p["state"] != "DONE" and self.d != "refund-of-pending":
            raise No(409, "not-done", "the payment is not made")
        if amount > p["amount"] - (0 if self.d == "refund-over-payment" else p["refunded"]):
            raise No(409, "over-payment", "more than was paid")
        p["refunded"] += amount
        c = self.commitments[p["commitment"]]
        line = self.lines[c["line"]]
        line["spent"] -= amount
        c["paid"] -= amount
        if c["state"] == "OPEN" and self.d != "refund-to-free":
            line["committed"] += amount
        if self.d == "refund-not-free":
            line["appropriated"] -= amount
        if self.d != "entries-without-refunds":
            self.enter(line, "REFUND", number, amount)
        return {"paymentId": number, "refunded": money(p["refunded"])}

    def entries(self, number: str, cursor: str) -> tuple[int, dict[str, Any]]:
        line, start, of = self.line(number), 0, number
        if cursor:
            try:
                of, start = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii")))
            except (ValueError, TypeError):
                raise No(400, "bad-cursor", "cursor") from None
            if of != number and self.d != "cursor-of-any-line":
                raise No(400, "bad-cursor", "cursor")
            line = self.lines[of]
        rows = line["entries"]
        end = start + SIZE
        shown = rows[start + 1:end] if cursor and self.d == "page-drops-row" else rows[start:end]
        if cursor and self.d == "page-repeats-row":
            shown = rows[start - 1:end]
        told: dict[str, Any] = {"items": shown}
        if len(rows) > end or (self.d == "last-page-has-next" and rows and len(rows) == end):
            told["next"] = base64.urlsafe_b64encode(json.dumps([of, end]).encode("ascii")).decode("ascii")
        return 200, told


def money(cents: int) -> dict[str, str]:
    """An amount as it is written."""
    sign, cents = ("-", -cents) if cents < 0 else ("", cents)
    return {"currency": "CNY", "value": f"{sign}{cents // 100}.{cents % 100:02d}"}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    office: Office

    def log_message(self, *_: Any) -> None:
        """Says nothing."""

    def answer(self, status: int, told: dict[str, Any]) -> None:
        data = json.dumps(told, ensure_ascii=False).encode("utf-8")
        self.send_response(status)
        self.send_header("Content-Type", "application/json" if status < 400 else "application/problem+json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def handle_one(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            said = json.loads(body) if body else {}
            if not isinstance(said, dict):
                raise No(400, "bad-json", "an object")
            status, told = self.route(said)
        except No as no:
            status, told = no.args[0], {"type": no.args[1], "title": no.args[2]}
        except ValueError:
            status, told = 500, {"type": "internal", "title": "internal error"}
        with suppress(OSError):
            self.answer(status, told)

    do_GET = do_POST = do_PUT = handle_one

    def route(self, said: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        office, url = self.office, urlsplit(self.path)
        parts = [unquote(p) for p in url.path.strip("/").split("/")]
        key = self.headers.get("Idempotency-Key")
        racing = office.d in ("race-key", "race-free") and parts == ["commitments"]
        with office.lock:
            office.work()
        with nullcontext() if racing else office.lock:
            match [self.command, *parts]:
                case ["POST", "lines"]:
                    return office.open_line(said)
                case ["GET", "lines", number]:
                    return office.show_line(number)
                case ["PUT", "lines", number, "appropriation"]:
                    return office.appropriate(number, self.headers.get("If-Match"), said)
                case ["GET", "lines", number, "entries"]:
                    return office.entries(number, parse_qs(url.query).get("cursor", [""])[0])
                case ["POST", "commitments"]:
                    return office.once(url.path, key, said, lambda: office.commit(said), again=office.d == "commitment-on-resend")
                case ["POST", "batches"]:
                    return office.once(url.path, key, said, lambda: office.batch(said), again=False)
                case ["GET", "commitments", number]:
                    return office.show_commitment(number)
                case ["POST", "commitments", number, "release"]:
                    return office.release(number)
                case ["POST", "commitments", number, "payments"]:
                    status, told = office.once(url.path, key, said, lambda: office.pay(number, said), again=office.d == "payment-on-resend")
                    return 202 if status == 201 else status, told
                case ["GET", "payments", number]:
                    return office.show_payment(number)
                case ["POST", "payments", number, "refunds"]:
                    return office.once(url.path, key, said, lambda: office.refund(number, said), again=office.d == "refund-on-resend")
        raise No(404, "no-such-place", "no such place")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--defect", default="", choices=["", *DEFECTS])
    parser.add_argument("--list", action="store_true")
    args = parser.parse_args()
    if args.list:
        print("\n".join(f"{name}: {says}" for name, says in DEFECTS.items()))
        return
    Handler.office = Office(args.defect)
    server = ThreadingHTTPServer(("127.0.0.1", args.port), Handler)
    print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
