"""Quillon Fiscal Agent: a bank that pays a treasury's warrants. SOAP desk with GBK vouchers in base64, receipts of its own accord, day books
in a folder, and a levy window that takes forms with an SM3 code. Tells two addresses: the desk's (with the bench) and the window's."""

from __future__ import annotations

import argparse
import re
import threading
from collections.abc import Callable
from contextlib import nullcontext, suppress
from datetime import datetime
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from json import dumps, loads
from pathlib import Path
from typing import Any

import quillon_wire as wire
from quillon_agent import MOMENT, ZONE, Agent, No, Values, fen, yuan

DEFECTS = {
    "queued-twice-on-resend": "a warrant that is sent again is queued again",
    "paid-again-on-resend": "a warrant that is sent again after it was paid is queued again",
    "changed-resend-accepted": "a known warrant number with another sum is answered as known",
    "race-lodge": "two identical warrants at the same moment are both queued",
    "overdraft-by-a-fen": "one fen more than the quota is taken",
    "reserve-not-counted": "what is queued does not count against the quota",
    "grant-on-resend": "a quota that is sent again is granted again",
    "envelope-not-compared": "the sum on the envelope is not compared with that of the warrant in it",
    "items-not-summed": "the items need not add up to the warrant",
    "float-sums": "quotas are kept with seven digits",
    "payee-cut": "payees are kept with twenty characters",
    "queued-not-found": "a warrant that waits for its payment is not found",
    "status-goes-back": "a paid warrant that is sent again is shown as queued",
    "part-shown-as-paid": "a warrant of which a part came back is shown as paid",
    "recall-keeps-reserve": "a recalled warrant goes on taking up quota",
    "recall-of-paid": "a paid warrant can be recalled",
    "receipts-none": "no receipt is ever sent",
    "receipt-never": "no receipt is sent for warrants of several items",
    "receipt-once": "a receipt that is not acknowledged is not sent again",
    "receipt-renumbered": "a receipt that is not acknowledged is sent again under a new serial",
    "receipt-twice": "each receipt is followed by another one with a new serial",
    "receipt-other-sum": "the receipt tells the first item alone",
    "receipt-before-payment": "the receipt is sent when the warrant comes in",
    "receipt-not-echoed": "the purpose on the receipt is written with half-width brackets",
    "recalled-is-receipted": "a recalled warrant is receipted",
    "bounce-as-payment": "money that came back is booked as another payment",
    "bounce-not-restored": "money that came back is not granted anew",
    "return-never": "money that came back is told to nobody",
    "return-tells-all": "a part that came back is told as the whole",
    "return-renumbered": "a return that is not acknowledged is told again under a new number",
    "book-leaves-out-last": "the day book leaves out the last entry, totals and closing to match",
    "book-totals-without-bounces": "what came back is left out of the totals of the day book",
    "book-counts-header": "the day book counts one line too many",
    "book-digest-of-text": "the digest of the day book is made over UTF-8",
    "book-cuts-characters": "payees in the day book are cut in the middle of a character",
    "book-cuts-sums": "sums in the day book have nine places",
    "book-issued-again": "the day book is issued again under its name with the rows in another order",
    "no-file-on-quiet-days": "no files on days without entries",
    "roll-padded-in-characters": "names on the roll are padded to sixty characters instead of bytes",
    "code-not-checked": "the code of a form is not looked at",
    "code-over-retyped": "the code is made over the base64 text as the window would write it, not over what came",
    "collects-again": "a collection that is sent again is collected again",
    "collects-less": "less than the bill is taken as paid",
    "undone-twice": "a collection can be undone again",
    "bill-rewritten": "a known bill number with another sum replaces the bill",
}
KEY = "quillon-levy-key"
PLAIN = {"No": r"[A-Za-z0-9._-]{1,24}", "Zone": ZONE, "Year": "[0-9]{4}", "Sort": "Q10", "Unit": "[0-9]{12}", "Acct": "[A-Za-z0-9._-]{1,32}",
         "stamp": "[A-Za-z0-9._-]{1,32}", "desk": "QFA01", "no": r"[A-Za-z0-9._-]{1,24}", "unit": "[0-9]{12}", "day": "[0-9]{8}",
         "grantNo": r"[A-Za-z0-9._-]{1,24}", "Seq": "[1-9][0-9]{0,2}", "Bill": r"[A-Za-z0-9._-]{1,20}", "Pay": r"[A-Za-z0-9._-]{1,24}",
         "Rev": r"[A-Za-z0-9._-]{1,24}", "Flag": "0"}
WIDE = {"UnitName": 60, "Payee": 60, "Purpose": 80, "unitName": 60, "Payer": 60}
PAPER = ("No", "Zone", "Year", "Sort", "Day", "Unit", "Payee", "Acct", "Purpose", "Sum")


def checked(values: Any, *names: str) -> Values:
    """The named texts, each as it must be."""
    if not isinstance(values, dict):
        raise No("210", "报文不合规")
    for name in names:
        text = values.get(name.lstrip("@"), values.get(name))
        if not isinstance(text, str):
            raise No("210", f"缺少 {name}")
        key = name.lstrip("@")
        if key in PLAIN and not re.fullmatch(PLAIN[key], text, re.ASCII):
            raise No("210", f"{key} 不合规")
        if key in WIDE and not 1 <= len(text.encode("gb18030")) <= WIDE[key]:
            raise No("210", f"{key} 太长或是空的")
        if key == "Payee" and "|" in text:
            raise No("210", "收款人里有竖线，日终文件写不下")
        if key in ("Day", "day") and not date_like(text, "%Y%m%d", 8) or key == "madeAt" and not date_like(text, MOMENT, 14):
            raise No("210", f"{key} 不是日期")
        if key in ("Sum", "sum"):
            fen(text)
    return values


def date_like(text: str, form: str, length: int) -> bool:
    try:
        return text.isascii() and text.isdigit() and len(text) == length and bool(datetime.strptime(text, form))
    except ValueError:
        return False


def lodged(agent: Agent, values: Values) -> Values:
    parcel = wire.read_slip(wire.unpacked(values.get("parcel")), "Parcel")
    outer = parcel.get("Slip")
    if parcel.get("Slips") != "1" or not isinstance(outer, dict):
        raise No("210", "每次一张凭证")
    outer = {k.lstrip("@"): v for k, v in outer.items()}
    checked(outer, "Zone", "Year", "Sort", "No", "Sum", "Flag")
    raw = wire.unpacked(outer["Paper"] if "Paper" in outer else "!")
    paper = checked(wire.read_slip(raw, "Warrant"), *PAPER)
    rows = paper.get("Items", {}).get("Item", []) if isinstance(paper.get("Items"), dict) else []
    paper["Items"] = [checked(row, "Seq", "Sum") for row in (rows if isinstance(rows, list) else [rows])]
    if not paper["Items"] or len({i["Seq"] for i in paper["Items"]}) < len(paper["Items"]):
        raise No("210", "没有明细，或序号重复")
    return agent.lodge(outer, paper, raw)


def at_desk(agent: Agent, method: str, v: Values) -> Values:
    checked(v, "desk", "stamp", "madeAt")
    if method == "lodge":
        return lodged(agent, v)
    if method == "grant":
        checked(v, "grantNo", "unit", "unitName", "sum")
        return agent.grant(v["grantNo"], v["unit"], v["unitName"], fen(v["sum"]))
    if method == "journal":
        checked(v, "unit", "day")
        return {"verdict": "100"} | agent.journal(v["unit"], v["day"])
    if method == "purse":
        return {"verdict": "100"} | agent.purse(checked(v, "unit")["unit"])
    if method in ("trace", "recall"):
        return {"verdict": "100"} | getattr(agent, method)(checked(v, "no")["no"])
    raise No("210", "没有这个操作")


def answered(agent: Agent, data: bytes) -> bytes:
    """One call at the desk."""
    method, values = "fault", Values()
    try:
        method, values = wire.read_soap(data)
        with nullcontext() if agent.d == "race-lodge" and method == "lodge" else agent.lock:
            told = at_desk(agent, method, values)
    except wire.Unreadable as no:
        told = {"verdict": "210", "remark": str(no)}
    except No as no:
        told = {"verdict": no.args[0], "remark": no.args[1]}
    except Exception as broken:  # a desk that breaks says so
        told = {"verdict": "900", "remark": type(broken).__name__}
    return wire.soap(f"{method}Response", {"stamp": values.get("stamp", "")} | told)


def at_window(agent: Agent, v: Values) -> Values:
    code, bill = v.get("Code"), checked(v, "Bill").get("Bill", "")
    if not re.fullmatch(r"[A-Za-z0-9._-]{1,32}", str(v.get("Seq", "")), re.ASCII):
        raise No("210", "Seq 不合规")
    if code == "LV1":
        checked(v, "Payer", "Sum")
        return agent.register(bill, v["Payer"], fen(v["Sum"]))
    if code == "LV2":
        checked(v, "Pay", "Sum")
        return agent.collect(bill, v["Pay"], fen(v["Sum"]))
    if code == "LV3":
        return agent.ask(bill)
    if code == "LV4":
        return agent.undo(bill, checked(v, "Rev")["Rev"])
    raise No("E1", "没有这种报文")


def windowed(agent: Agent, data: bytes) -> bytes:
    """One form at the levy window; the code is made over the text of reqData and the key."""
    asked: Values = {}
    try:
        found = wire.read_form(data)
        text = found.get("reqData", "")
        if agent.d == "code-over-retyped":
            text = wire.packed(wire.unpacked(text))
        if agent.d != "code-not-checked" and found.get("mac", "").upper() != wire.coded(text, KEY):
            raise No("E9", "校验码不符")
        asked = wire.read_slip(wire.unpacked(text), "Levy")
        with agent.lock:
            told = at_window(agent, asked)
    except wire.Unreadable as no:
        told = {"Ret": "E1", "Msg": str(no)}
    except No as no:
        told = {"Ret": no.args[0] if no.args[0][0] == "E" else "E1", "Msg": no.args[1]}
    except Exception as broken:
        told = {"Ret": "99", "Msg": type(broken).__name__}
    text = wire.packed(wire.slip("Levy", {k: asked[k] for k in ("Code", "Seq", "Bill") if asked.get(k)} | told))
    return wire.form({"reqData": text, "mac": wire.coded(text, KEY)})


def letter(agent: Agent, one: Values) -> Values:
    """The parcel of a receipt: the warrant as it came, and what became of it."""
    paper, items = one["paper"], one["paper"]["Items"]
    sum_ = fen(items[0]["Sum"]) if agent.d == "receipt-other-sum" else one["sum"]
    purpose = paper["Purpose"].replace("（", "(").replace("）", ")") if agent.d == "receipt-not-echoed" else paper["Purpose"]
    payee = paper["Payee"][:20] if agent.d == "payee-cut" else paper["Payee"]
    inner = paper | {"Payee": payee, "Purpose": purpose, "Items": {"Item": items}, "XSerial": one["serial"], "XDay": one["paid_on"], "XSum": yuan(sum_)}
    outer = {f"@{k}": paper[k] for k in ("Zone", "Year", "Sort", "No")} | {"@Sum": yuan(sum_), "Flag": "1"}
    slip = outer | {"Paper": wire.packed(wire.slip("Warrant", inner))}
    return {"parcel": wire.packed(wire.slip("Parcel", {"Slips": "1", "Slip": slip}))}


def telling(address: str, path: str) -> Callable[[str, Values], bool]:
    """How the treasury is told: True once it has acknowledged."""
    def tell(method: str, one: Values) -> bool:
        with agent.lock:
            stamp, now = agent.number("M"), f"{agent.clock.now():{MOMENT}}"
        values = {"desk": "QFA01", "stamp": stamp, "madeAt": now} | (letter(agent, one) if method == "takeReceipt" else {
            "returnNo": one["return_no"], "no": one["no"], "sum": yuan(one["returned"]), "why": one["why"]})
        try:
            line = HTTPConnection(address, timeout=2)
            line.request("POST", path, wire.soap(method, values), {"Content-Type": "text/xml; charset=UTF-8", "SOAPAction": '""'})
            _, told = wire.read_soap(line.getresponse().read())
            line.close()
        except Exception:  # whatever it is, nobody has acknowledged
            return False
        return told.get("stamp") == stamp and told.get("verdict") in ("100", "130")
    return tell


def benched(agent: Agent, event: str, v: Values) -> tuple[int, Values]:
    """A door of the test bench."""
    try:
        if event == "advance":
            return 200, {"now": f"{agent.advance(str(v.get('to'))):{MOMENT}}", "mode": "offset" if agent.clock.runs else "frozen"}
        with agent.lock:
            agent.bounce(str(v.get("no")), fen(v.get("sum")), str(v.get("why", "")))
        with agent.moving:
            agent.work()
        return 200, {"done": True}
    except No as no:
        return 200, {"done": False, "reason": no.args[1]}


def serve(agent: Agent, port: int, *, desk: bool) -> ThreadingHTTPServer:
    class Door(BaseHTTPRequestHandler):
        protocol_version, disable_nagle_algorithm = "HTTP/1.1", True

        def do_POST(self) -> None:
            data, status, kind = self.rfile.read(int(self.headers.get("Content-Length") or 0)), 200, "text/xml; charset=UTF-8"
            if desk and self.path.startswith("/bench/"):
                status, told = benched(agent, self.path.removeprefix("/bench/"), loads(data or b"{}"))
                body, kind = dumps(told).encode(), "application/json"
            elif desk and self.path == "/quillon/desk":
                body = answered(agent, data)
            elif not desk and self.path == "/quillon/levy":
                body, kind = windowed(agent, data), "application/x-www-form-urlencoded"
            else:
                status, body = 404, b""
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(OSError):  # whoever asked has gone
                self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass
    ThreadingHTTPServer.daemon_threads = True
    return ThreadingHTTPServer(("127.0.0.1", port), Door)


MANNERS = {
    "prompt": "the clock goes on by itself, and a warrant is paid and receipted within milliseconds",
}


if __name__ == "__main__":
    words = argparse.ArgumentParser()
    words.add_argument("--defect", default="", choices=["", *DEFECTS])
    words.add_argument("--manner", default="", choices=["", *MANNERS])
    words.add_argument("--treasury", default="127.0.0.1:9", help="host:port where receipts go")
    words.add_argument("--folder", default="", help="where the day's files go")
    words.add_argument("--list", action="store_true")
    said = words.parse_args()
    if said.list:
        print(*(f"{k:28} {v}" for k, v in (DEFECTS | MANNERS).items()), sep="\n")
    else:
        agent = Agent(said.defect, folder=Path(said.folder) if said.folder else None, tell=telling(said.treasury, "/quillon/treasury"),
                      prompt=said.manner == "prompt")
        if agent.prompt:
            threading.Thread(target=agent.keep_going, daemon=True).start()
        servers = [serve(agent, 0, desk=True), serve(agent, 0, desk=False)]
        threading.Thread(target=servers[1].serve_forever, daemon=True).start()
        print(*(f"http://127.0.0.1:{s.server_address[1]}" for s in servers), flush=True)
        with suppress(KeyboardInterrupt):
            servers[0].serve_forever()
