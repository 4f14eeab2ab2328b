"""A bank that knows nothing of Kanhe: JSON over HTTP, plain standard library, in the manner of a small payments company.

    python tests/strangers/bank.py --port 0 [--defect NAME]

prints `listening on http://127.0.0.1:PORT`. Every defect is one that banks have had; `--list` names them. Nothing here imports Kanhe.
"""

import argparse
import json
import re
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote

DEFECTS = {
    "pays-twice-on-resend": "a transfer with a known reference is paid again",
    "pays-twice-after-lost-reply": "the reference is forgotten when the client hung up before reading the reply",
    "pays-twice-at-once": "two equal transfers under way together are both paid",
    "pays-twice-after-other-business": "only the newest reference is remembered",
    "deposits-twice-on-resend": "a deposit with a known key is booked again, the reply is the first one",
    "overdraft-by-a-cent": "one cent more than the balance can be transferred",
    "overdraft-at-once": "the balance is checked before the lock is taken",
    "cent-lost": "from 1,000.00 on the payee gets one cent less",
    "silent-fee": "the payer is charged half a percent on top",
    "float-cents": "amounts become cents by int(float(text) * 100)",
    "large-amounts-imprecise": "amounts pass through single precision floats",
    "int32-cents": "cents are kept in 32 bits",
    "three-decimals-truncated": "1.005 is taken for 1.00",
    "negative-accepted": "the sign of an amount is ignored when it is checked",
    "zero-accepted": "a transfer of nothing is accepted",
    "self-transfer-mints": "a transfer to oneself is accepted, and the credit is written over the debit",
    "reversal-in-cents": "a reversal gives back a hundred times the amount",
    "reversal-twice": "a reversed transfer can be reversed again",
    "reversal-to-the-payee": "the payee is credited by the reversal, the payer debited",
    "reversal-mints": "a reversal credits the payer without debiting the payee",
    "reversal-of-refused": "a transfer that was refused for lack of money can be reversed",
    "reversal-overdraws": "a reversal does not ask whether the payee still has the money",
    "status-goes-back": "a resend of a reversed transfer shows it as done again",
    "status-stays": "a reversed transfer still shows as done",
    "changed-resend-accepted": "a known reference with another amount is answered as if it were the first",
    "changed-resend-rewrites": "a known reference with another amount rewrites the transfer's record",
    "statement-skips-11th": "the second page starts one entry too late",
    "statement-repeats-10th": "the second page starts one entry too early",
    "statement-without-reversals": "reversals are not shown on the payee's statement",
    "statement-running-balance": "the running balance after a reversal is the one from before",
    "statement-order": "entries are ordered by their reference",
    "statement-count": "the number of entries is that of the page",
    "crash-on-quote": "an apostrophe in a name is an error 500",
    "crash-on-rare-character": "a name with a character outside GB2312 is an error 500",
    "name-a-byte-too-long": "a name may have one byte more than it may",
    "name-cut": "a name is stored in its first 20 characters",
    "closed-accepts-deposits": "a closed account takes deposits",
    "closure-swallows": "an account with money on it can be closed, the money is gone",
    "number-reused": "a new account gets the number of a closed one",
    "booked-not-found": "only the last transfer of a payer can be queried",
    "refused-holds-money": "a transfer that was refused keeps its amount on hold",
    "stale-balance": "the balance of the payee is served from a cache",
    "key-shared": "the idempotency key of a deposit counts for all accounts together",
    "unknown-payee": "money for an unknown account is taken and goes nowhere",
    "lost-update": "two deposits under way together: the later one overwrites the first",
}
MONEY = re.compile(r"(0|[1-9][0-9]{0,12})\.[0-9]{2}", re.ASCII)
TOKEN = re.compile(r"[A-Za-z0-9._-]+", re.ASCII)
PAGE = 10


class Refusal(Exception):
    def __init__(self, status, result, message):
        self.status, self.result, self.message = status, result, message


def text_of_cents(cents):
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"


class Account:
    def __init__(self, number, holder, client_ref):
        self.number, self.holder, self.client_ref = number, holder, client_ref
        self.cents, self.held, self.open, self.lines, self.cached = 0, 0, True, [], None

    def book(self, kind, reference, cents, *, shown=None):
        self.cents += cents
        self.lines.append({"kind": kind, "reference": reference, "amount": text_of_cents(cents),
                           "balance": text_of_cents(self.cents if shown is None else shown)})


class Bank:
    def __init__(self, defect=""):
        self.defect, self.lock = defect, threading.RLock()
        self.accounts, self.transfers, self.refused, self.latest = {}, {}, {}, {}
        self.replies, self.sequence, self.freed = {}, 62000000000, []

    def amount(self, body):
        text = body.get("amount")
        if not isinstance(text, str):
            raise Refusal(400, "BAD_REQUEST", "amount is a text")
        if self.defect == "three-decimals-truncated" and re.fullmatch(r"[0-9]+\.[0-9]{3}", text, re.ASCII):
            text = text[:-1]
        sign = 1
        if self.defect == "negative-accepted" and text.startswith("-"):
            sign, text = -1, text[1:]
        if not MONEY.fullmatch(text):
            raise Refusal(400, "BAD_REQUEST", "amount is written like 12.30")
        cents = int(text.replace(".", ""))
        if self.defect == "float-cents":
            cents = int(float(text) * 100)
        elif self.defect == "large-amounts-imprecise":
            import struct
            cents = round(struct.unpack("f", struct.pack("f", float(text)))[0] * 100)
        elif self.defect == "int32-cents":
            cents = (cents + 2**31) % 2**32 - 2**31
        if cents <= 0 and self.defect not in ("zero-accepted", "int32-cents"):
            raise Refusal(400, "BAD_REQUEST", "amount must be more than nothing")
        return sign * cents

    def account(self, number):
        if number not in self.accounts:
            raise Refusal(404, "NO_ACCOUNT", f"no account {number}")
        return self.accounts[number]

    @staticmethod
    def word(source, name, longest):
        value = source.get(name)
        if not isinstance(value, str) or not TOKEN.fullmatch(value) or len(value) > longest:
            raise Refusal(400, "BAD_REQUEST", f"{name} is 1 to {longest} letters, digits, dots and dashes")
        return value

    def known(self, scope, key, content):
        """The reply given before under this key; a different content is an error."""
        if (scope, key) not in self.replies:
            return None
        before, reply = self.replies[scope, key]
        if before != content:
            raise Refusal(409, "REFERENCE_REUSED", f"{key} was used for something else")
        return reply

    # -- accounts ----------------------------------------------------------------------------------------------

    def open_account(self, body):
        reference, holder = self.word(body, "client_ref", 32), body.get("holder")
        if not isinstance(holder, str) or not 1 <= len(holder.encode()) <= (91 if self.defect == "name-a-byte-too-long" else 90):
            raise Refusal(400, "BAD_REQUEST", "holder is a text of 1 to 90 bytes")
        if self.defect == "crash-on-quote" and "'" in holder:
            raise RuntimeError(f'near "{holder.split(chr(39))[1]}": syntax error')
        if self.defect == "crash-on-rare-character":
            holder.encode("gb2312")
        with self.lock:
            reply = self.known("account", reference, holder)
            if reply is None:
                self.sequence += 1
                number = str(self.sequence)
                if self.defect == "number-reused" and self.freed:
                    number = self.freed.pop()
                stored = holder[:20] if self.defect == "name-cut" else holder
                self.accounts[number] = Account(number, stored, reference)
                reply = 201, {"account": number, "client_ref": reference, "holder": holder, "status": "OPEN"}
                self.replies["account", reference] = holder, reply
            return reply

    def show_account(self, number):
        with self.lock:
            account = self.account(number)
            cents = account.cents
            if self.defect == "stale-balance":
                account.cached = cents = cents if account.cached is None else account.cached
            return 200, {"account": number, "holder": account.holder, "status": "OPEN" if account.open else "CLOSED",
                         "balance": text_of_cents(cents), "available": text_of_cents(cents - account.held)}

    def close_account(self, number):
        with self.lock:
            account = self.account(number)
            if not account.open:
                raise Refusal(409, "ACCOUNT_CLOSED", "closed before")
            if account.cents and self.defect != "closure-swallows":
                raise Refusal(409, "NOT_EMPTY", f"{text_of_cents(account.cents)} left")
            account.open, account.cents = False, 0
            self.freed.append(number)
            return 200, {"account": number, "status": "CLOSED"}

    def statement(self, number, query):
        page = query.get("page", ["1"])[0]
        if not re.fullmatch(r"[1-9][0-9]{0,3}", page, re.ASCII):
            raise Refusal(400, "BAD_REQUEST", "page is a number from 1")
        with self.lock:
            lines = [{"number": i, **line} for i, line in enumerate(self.account(number).lines, 1)]
        if self.defect == "statement-without-reversals":
            lines = [line for line in lines if line["kind"] != "REVERSAL" or not line["amount"].startswith("-")]
        if self.defect == "statement-order":
            lines.sort(key=lambda line: line["reference"][::-1])
        start = (int(page) - 1) * PAGE
        if page == "2":
            start += {"statement-skips-11th": 1, "statement-repeats-10th": -1}.get(self.defect, 0)
        shown = lines[start : start + PAGE]
        count = len(shown) if self.defect == "statement-count" else len(lines)
        return 200, {"account": number, "page": int(page), "count": count, "entries": shown}

    def deposit(self, number, body, headers):
        key = self.word(headers, "idempotency-key", 40)
        scope, content = f"deposit {number}", body.get("amount")
        if self.defect == "key-shared":
            scope = "deposit"
        cents = self.amount(body)
        if self.defect == "lost-update":
            seen = self.account(number).cents
            time.sleep(0.002)
        with self.lock:
            account = self.account(number)
            reply = self.known(scope, key, content)
            if reply is not None and self.defect != "deposits-twice-on-resend":
                return reply
            if not account.open and self.defect != "closed-accepts-deposits":
                raise Refusal(409, "ACCOUNT_CLOSED", "closed")
            if self.defect == "lost-update":
                account.cents = seen
            account.book("DEPOSIT", key, cents)
            reply = reply or (201, {"account": number, "amount": body["amount"], "balance": text_of_cents(account.cents)})
            self.replies[scope, key] = content, reply
            account.cached = account.cents
            return reply

    # -- transfers ---------------------------------------------------------------------------------------------

    def transfer(self, body):
        reference = self.word(body, "reference", 32)
        sender, target, cents = self.word(body, "from", 20), self.word(body, "to", 20), self.amount(body)
        memo = body.get("memo", "")
        if not isinstance(memo, str) or len(memo.encode()) > 120:
            raise Refusal(400, "BAD_REQUEST", "memo is a text of up to 120 bytes")
        content = (sender, target, body["amount"], memo)
        if self.defect == "pays-twice-at-once":
            reply = self.known("transfer", reference, content)
            if reply is None:
                time.sleep(0.002)
                with self.lock:
                    reply = self.pay(reference, content, cents)
            return reply
        if self.defect == "overdraft-at-once" and ("transfer", reference) not in self.replies:
            self.funds(self.account(sender), cents)
            time.sleep(0.002)
        with self.lock:
            if self.defect == "pays-twice-after-other-business":
                self.replies = {k: v for k, v in self.replies.items() if k[0] != "transfer" or k[1] == next(reversed(self.transfers))}
            return self.repeated(reference, content, cents) or self.pay(reference, content, cents)

    def repeated(self, reference, content, cents):
        if ("transfer", reference) not in self.replies:
            return None
        if self.defect == "pays-twice-on-resend":
            return None
        before, reply = self.replies["transfer", reference]
        if before != content and before[:2] == content[:2]:
            if self.defect == "changed-resend-accepted":
                return reply
            if self.defect == "changed-resend-rewrites":
                self.transfers[reference]["cents"] = cents
                return 201, {**reply[1], "amount": content[2]}
        reply = self.known("transfer", reference, content)
        if self.defect == "status-goes-back":
            self.transfers[reference]["status"] = "DONE"
        return reply

    def funds(self, account, cents):
        allowed = account.cents - account.held + (1 if self.defect == "overdraft-by-a-cent" else 0)
        if cents > allowed:
            raise Refusal(422, "INSUFFICIENT", f"{text_of_cents(account.cents)} on the account")

    def pay(self, reference, content, cents):
        sender, target = self.account(content[0]), self.accounts.get(content[1])
        if target is None and self.defect != "unknown-payee":
            raise Refusal(404, "NO_ACCOUNT", f"no account {content[1]}")
        if sender is target and self.defect != "self-transfer-mints":
            raise Refusal(422, "SAME_ACCOUNT", "payer and payee are one")
        if not sender.open or (target is not None and not target.open):
            raise Refusal(409, "ACCOUNT_CLOSED", "closed")
        try:
            if self.defect != "overdraft-at-once":
                self.funds(sender, cents)
        except Refusal:
            self.refused[reference] = {"from": content[0], "to": content[1], "cents": cents, "status": "FAILED"}
            if self.defect == "refused-holds-money":
                sender.held += cents
            raise
        fee = cents // 200 if self.defect == "silent-fee" else 0
        short = 1 if self.defect == "cent-lost" and cents >= 100000 else 0
        sender.book("TRANSFER", reference, -cents - fee)
        if sender is target:
            sender.cents += cents
        if target is not None:
            target.book("TRANSFER", reference, cents - short)
        sender.cached = sender.cents
        self.transfers[reference] = {"from": content[0], "to": content[1], "cents": cents, "status": "DONE"}
        self.latest[content[0]] = reference
        reply = 201, {"reference": reference, "status": "DONE", "amount": content[2], "balance": text_of_cents(sender.cents)}
        self.replies["transfer", reference] = content, reply
        return reply

    def show_transfer(self, reference):
        with self.lock:
            found = self.transfers.get(reference)
            if found is None or (self.defect == "booked-not-found" and self.latest[found["from"]] != reference):
                raise Refusal(404, "NO_TRANSFER", f"no transfer {reference}")
            return 200, {"reference": reference, "from": found["from"], "to": found["to"], "amount": text_of_cents(found["cents"]),
                         "status": found["status"]}

    def reverse(self, reference, body):
        own = self.word(body, "reference", 32)
        with self.lock:
            reply = self.known("reversal", own, reference)
            if reply is not None:
                return reply
            found = self.transfers.get(reference)
            if found is None and self.defect == "reversal-of-refused":
                found = self.refused.get(reference)
            if found is None:
                raise Refusal(404, "NO_TRANSFER", f"no transfer {reference}")
            if found["status"] == "REVERSED" and self.defect != "reversal-twice":
                raise Refusal(409, "ALREADY_REVERSED", "reversed before")
            payer, payee, cents = self.account(found["from"]), self.account(found["to"]), found["cents"]
            if not payer.open or not payee.open:
                raise Refusal(409, "ACCOUNT_CLOSED", "closed")
            if self.defect not in ("reversal-overdraws", "reversal-mints"):
                self.funds(payee, cents)
            if self.defect == "reversal-to-the-payee":
                payer, payee = payee, payer
            if self.defect != "reversal-mints":
                payee.book("REVERSAL", own, -cents, shown=payee.cents if self.defect == "statement-running-balance" else None)
            payer.book("REVERSAL", own, cents * (100 if self.defect == "reversal-in-cents" else 1))
            payee.cached = payee.cents
            if self.defect != "status-stays":
                found["status"] = "REVERSED"
            reply = 201, {"reference": own, "transfer": reference, "amount": text_of_cents(cents), "status": "REVERSED"}
            self.replies["reversal", own] = reference, reply
            return reply


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    bank: Bank

    def do_GET(self):
        self.serve("GET")

    def do_POST(self):
        self.serve("POST")

    def serve(self, method):
        try:
            status, reply = self.route(method)
            reply = {"result": "OK", **reply}
        except Refusal as refusal:
            status, reply = refusal.status, {"result": refusal.result, "message": refusal.message}
        except Exception as error:
            status, reply = 500, {"result": "INTERNAL", "message": f"{type(error).__name__}: {error}"[:200]}
        data = json.dumps(reply).encode()
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)
            if self.bank.defect == "pays-twice-after-lost-reply":  # the front end waits until the client has taken the reply
                self.connection.settimeout(1)
                self.connection.recv(1, socket.MSG_PEEK)
        except ConnectionError:
            self.close_connection = True
            if self.bank.defect == "pays-twice-after-lost-reply":
                self.bank.replies.pop(("transfer", reply.get("reference")), None)
        except TimeoutError:
            pass

    def route(self, method):
        path, _, query = self.path.partition("?")
        try:
            parts = [unquote(part, errors="strict") for part in path.strip("/").split("/")]
        except UnicodeDecodeError:
            raise Refusal(400, "BAD_REQUEST", "the path is not UTF-8") from None
        body = self.body() if method == "POST" else {}
        headers = {k.lower(): v for k, v in self.headers.items()}
        match method, parts:
            case "POST", ["accounts"]:
                return self.bank.open_account(body)
            case "GET", ["accounts", number]:
                return self.bank.show_account(number)
            case "GET", ["accounts", number, "statement"]:
                return self.bank.statement(number, parse_qs(query))
            case "POST", ["accounts", number, "deposits"]:
                return self.bank.deposit(number, body, headers)
            case "POST", ["accounts", number, "closure"]:
                return self.bank.close_account(number)
            case "POST", ["transfers"]:
                return self.bank.transfer(body)
            case "GET", ["transfers", reference]:
                return self.bank.show_transfer(reference)
            case "POST", ["transfers", reference, "reversal"]:
                return self.bank.reverse(reference, body)
        raise Refusal(404, "NO_ROUTE", path)

    def body(self):
        length = int(self.headers.get("Content-Length") or 0)
        data = self.rfile.read(length) or b"{}"
        try:
            found = json.loads(data)
        except ValueError:
            raise Refusal(400, "BAD_REQUEST", "the body is no JSON") from None
        if not isinstance(found, dict):
            raise Refusal(400, "BAD_REQUEST", "the body is no object")
        return found

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    request_queue_size, daemon_threads = 128, True

    def handle_error(self, *_):
        """Clients hang up; that is their affair."""


def main():
    parser = argparse.ArgumentParser(description="a small bank")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--defect", default="", choices=["", *DEFECTS])
    parser.add_argument("--list", action="store_true")
    said = parser.parse_args()
    if said.list:
        print("\n".join(f"{name:<34}{text}" for name, text in DEFECTS.items()))
        return
    Handler.bank = Bank(said.defect)
    server = Server(("127.0.0.1", said.port), Handler)
    print(f"listening on http://127.0.0.1:{server.server_address[1]}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
