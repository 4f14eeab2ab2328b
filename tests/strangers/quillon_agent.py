"""Quillon's business: quotas granted to units, warrants queued, paid a minute later and receipted until somebody acknowledges, money that
comes back, bills of the levy window, and the books of each day. Sums are integer fen."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from quillon_wire import sm3

ZONE, PAY_AFTER_S, RETRY_S, MOST_RETRIES = "320600", 60, 20, 12
MOMENT = "%Y%m%d%H%M%S"
Values = dict[str, Any]


class No(Exception):
    """A refusal: verdict and remark."""


def fen(text: Any) -> int:
    if not isinstance(text, str) or not re.fullmatch(r"(0|[1-9][0-9]{0,12})\.[0-9]{2}", text, re.ASCII):
        raise No("210", "金额应为两位小数")
    return int(text.replace(".", ""))


def yuan(sum_: int) -> str:
    return f"{'-' if sum_ < 0 else ''}{abs(sum_) // 100}.{abs(sum_) % 100:02d}"


class Clock:
    """Stands until it is moved on; or, in the prompt manner, goes on from where it was moved to."""

    def __init__(self, *, runs: bool) -> None:
        self.runs, self.base, self.since = runs, datetime(2026, 6, 1, 9, 30), time.monotonic()

    def now(self) -> datetime:
        return self.base + timedelta(seconds=int(time.monotonic() - self.since)) if self.runs else self.base

    def set(self, to: datetime) -> None:
        self.base, self.since = to, time.monotonic()

    def target(self, word: str) -> datetime:
        now = self.now()
        span = re.fullmatch(r"\+([0-9]+)([smhd])", word)
        if span:
            return now + int(span[1]) * {"s": timedelta(seconds=1), "m": timedelta(minutes=1), "h": timedelta(hours=1),
                                         "d": timedelta(days=1)}[span[2]]
        days = re.fullmatch(r"\+([0-9]+)wd", word)
        if days or word == "next-working-day":
            for _ in range(int(days[1]) if days else 1):
                now += timedelta(days=1)
                while now.weekday() > 4:
                    now += timedelta(days=1)
            return now if days else now.replace(hour=8, minute=30, second=0)
        raise No("210", f"不认识 {word}")


class Agent:
    def __init__(self, defect: str, *, folder: Path | None, tell: Callable[[str, Values], bool], prompt: bool) -> None:
        self.d, self.folder, self.tell, self.prompt = defect, folder, tell, prompt
        self.lock, self.moving = threading.RLock(), threading.Lock()
        self.clock = Clock(runs=prompt)
        self.purses: dict[str, Values] = {}
        self.grants: dict[str, tuple[Any, int]] = {}
        self.warrants: dict[str, Values] = {}
        self.entries: list[Values] = []
        self.mail: list[Values] = []
        self.bills: dict[str, Values] = {}
        self.seen: dict[str, Any] = {}
        self.numbers = 0
        self.day = self.clock.now().date()
        self.opening = 0

    def number(self, letter: str) -> str:
        self.numbers += 1
        return f"{letter}{self.clock.now():%Y%m%d}{self.numbers:07d}"

    def free(self, purse: Values) -> int:
        return purse["balance"] - (0 if self.d == "reserve-not-counted" else purse["reserved"])

    def book(self, unit: str, kind: str, no: str, sum_: int, payee: str) -> str:
        purse, serial = self.purses[unit], self.number("S")
        change = -sum_ if kind == "P" or self.d == "bounce-as-payment" and kind == "B" else sum_
        purse["balance"] += change
        if self.d == "float-sums":
            purse["balance"] = int(float(f"{purse['balance'] / 100:.7g}") * 100)
        self.entries.append({"serial": serial, "kind": "P" if change < 0 else kind, "unit": unit, "no": no, "sum": sum_,
                             "after": purse["balance"], "payee": payee, "day": f"{self.clock.now():%Y%m%d}"})
        return serial

    # -- the desk --------------------------------------------------------------------------------------------------------------------------
    def grant(self, no: str, unit: str, name: str, sum_: int) -> Values:
        if sum_ <= 0:
            raise No("210", "额度应大于零")
        if no in self.grants and self.d != "grant-on-resend":
            if self.grants[no][0] != (unit, name, sum_):
                raise No("230", "额度单号已用于其他内容")
            return {"verdict": "130", "available": yuan(self.grants[no][1])}
        purse = self.purses.setdefault(unit, {"name": name, "balance": 0, "reserved": 0})
        if purse["name"] != name:
            raise No("240", "单位名称与开户时不符")
        self.book(unit, "G", no, sum_, "")
        self.grants[no] = (unit, name, sum_), purse["balance"] - purse["reserved"]
        return {"verdict": "100", "available": yuan(self.grants[no][1])}

    def lodge(self, outer: Values, paper: Values, raw: bytes) -> Values:
        no, sum_, items = paper["No"], fen(paper["Sum"]), paper["Items"]
        if self.d != "envelope-not-compared" and outer["Sum"] != paper["Sum"]:
            raise No("260", "信封金额与凭证金额不同")
        if any(outer[k] != paper[k] for k in ("Zone", "Year", "Sort", "No")):
            raise No("260", "信封与凭证不符")
        if sum_ <= 0 or self.d != "items-not-summed" and sum(fen(i["Sum"]) for i in items) != sum_:
            raise No("210", "明细之和不等于凭证金额")
        known = self.warrants.get(no)
        if self.d == "race-lodge":
            time.sleep(0.03)
        if known is not None and not (self.d == "queued-twice-on-resend" or self.d == "paid-again-on-resend" and known["standing"] == "PAID"):
            if known["paper"] != paper and not (self.d == "changed-resend-accepted" and known["paper"] | {"Sum": "", "Items": ""}
                                                == paper | {"Sum": "", "Items": ""}):
                raise No("230", "凭证号已用于其他内容")
            if self.d == "status-goes-back" and known["standing"] == "PAID":
                known["standing"] = "QUEUED"
            return {"verdict": "130", "no": no, "standing": known["standing"]}
        with self.lock:
            purse = self.purses.get(paper["Unit"])
            if purse is None:
                raise No("220", "没有这个单位的额度")
            if self.free(purse) + (1 if self.d == "overdraft-by-a-fen" else 0) < sum_:
                raise No("250", "可用额度不足")
            purse["reserved"] += sum_
            due = self.clock.now() + timedelta(seconds=0 if self.prompt else PAY_AFTER_S)
            one = {"no": no, "paper": paper, "raw": raw, "sum": sum_, "back": 0, "standing": "QUEUED", "due": due, "serial": "", "paid_on": ""}
            self.warrants[no] = one
            self.seen.setdefault("queue", []).append(one)
        if self.d == "receipt-before-payment":
            one["serial"], one["paid_on"] = self.number("S"), f"{self.clock.now():%Y%m%d}"
            self.post("takeReceipt", one)
        return {"verdict": "120", "no": no, "standing": "QUEUED"}

    def trace(self, no: str) -> Values:
        one = self.warrants.get(no)
        if one is None or self.d == "queued-not-found" and one["standing"] == "QUEUED":
            raise No("220", "没有这张凭证")
        told = {"no": no, "standing": one["standing"], "sum": yuan(one["sum"]), "back": yuan(one["back"]),
                "payee": one["paper"]["Payee"][:20] if self.d == "payee-cut" else one["paper"]["Payee"]}
        return told | ({"serial": one["serial"], "paidOn": one["paid_on"]} if one["standing"] in ("PAID", "PART", "BACK") else {})

    def purse(self, unit: str) -> Values:
        purse = self.purses.get(unit)
        if purse is None:
            raise No("220", "没有这个单位的额度")
        return {"unit": unit, "unitName": purse["name"], "balance": yuan(purse["balance"]), "reserved": yuan(purse["reserved"]),
                "available": yuan(purse["balance"] - purse["reserved"])}

    def journal(self, unit: str, day: str) -> Values:
        if unit not in self.purses:
            raise No("220", "没有这个单位的额度")
        lines = [{"serial": e["serial"], "kind": e["kind"], "no": e["no"], "sum": yuan(e["sum"]), "after": yuan(e["after"])}
                 for e in self.entries if e["unit"] == unit and e["day"] == day]
        return {"count": str(len(lines)), "line": lines}

    def recall(self, no: str) -> Values:
        one = self.warrants.get(no)
        if one is None:
            raise No("220", "没有这张凭证")
        if one["standing"] != "QUEUED" and not (self.d == "recall-of-paid" and one["standing"] == "PAID"):
            raise No("240", "凭证已不在待支付")
        if one["standing"] == "PAID":
            self.purses[one["paper"]["Unit"]]["balance"] += one["sum"]
        elif self.d != "recall-keeps-reserve":
            self.purses[one["paper"]["Unit"]]["reserved"] -= one["sum"]
        one["standing"] = "RECALLED"
        return {"no": no, "standing": "RECALLED"}

    def bounce(self, no: str, sum_: int, why: str) -> None:
        """The payee's bank sends back some of a payment."""
        one = self.warrants.get(no)
        if one is None or one["standing"] not in ("PAID", "PART") or not 0 < sum_ <= one["sum"] - one["back"]:
            raise No("240", "没有这么多可退")
        one["back"] += sum_
        one["standing"] = "BACK" if one["back"] == one["sum"] else "PAID" if self.d == "part-shown-as-paid" else "PART"
        if self.d != "bounce-not-restored":
            self.book(one["paper"]["Unit"], "B", no, sum_, one["paper"]["Payee"])
        self.post("takeReturn", one | {"return_no": self.number("R"), "returned": one["sum"] if self.d == "return-tells-all" else sum_, "why": why})

    # -- what Quillon does of its own accord -----------------------------------------------------------------------------------------------
    def pay(self, one: Values) -> None:
        if one["standing"] == "RECALLED":
            if self.d == "recalled-is-receipted":
                self.post("takeReceipt", one | {"serial": self.number("S"), "paid_on": f"{self.clock.now():%Y%m%d}"})
            return
        unit = one["paper"]["Unit"]
        self.purses[unit]["reserved"] -= one["sum"]
        serial = self.book(unit, "P", one["no"], one["sum"], one["paper"]["Payee"])
        one["standing"], one["serial"], one["paid_on"] = "PAID", one["serial"] or serial, f"{self.clock.now():%Y%m%d}"
        if self.d != "receipt-before-payment" and not (self.d == "receipt-never" and len(one["paper"]["Items"]) > 1 or self.d == "receipts-none"):
            self.post("takeReceipt", one)
        if self.d == "receipt-twice":
            self.post("takeReceipt", one | {"serial": self.number("S")})

    def post(self, method: str, one: Values) -> None:
        if method == "takeReturn" and self.d == "return-never":
            return
        self.mail.append({"method": method, "one": dict(one), "due": self.clock.now(), "tries": 0})

    def due(self) -> list[datetime]:
        return [w["due"] for w in self.seen.get("queue", [])] + [m["due"] for m in self.mail]

    def work(self) -> None:
        """Everything that is due at this moment."""
        with self.lock:
            now, queue = self.clock.now(), self.seen.setdefault("queue", [])
            for one in [w for w in queue if w["due"] <= now]:
                queue.remove(one)
                self.pay(one)
            letters = [m for m in self.mail if m["due"] <= now]
            self.mail = [m for m in self.mail if m["due"] > now]
        for letter in letters:
            if not self.tell(letter["method"], letter["one"]) and self.d != "receipt-once":
                letter["tries"] += 1
                letter["due"] = now + timedelta(seconds=RETRY_S * 2 ** letter["tries"] if not self.prompt else 1)
                if self.d == "receipt-renumbered":
                    letter["one"]["serial"] = self.number("S")
                if self.d == "return-renumbered" and "return_no" in letter["one"]:
                    letter["one"]["return_no"] = self.number("R")
                if letter["tries"] < MOST_RETRIES:
                    with self.lock:
                        self.mail.append(letter)

    def advance(self, word: str) -> datetime:
        """Let time pass: payments, letters and the ends of days come in their order."""
        with self.moving:
            to = self.clock.target(word)
            while True:
                midnight = datetime.combine(self.day + timedelta(days=1), datetime.min.time())
                moment = min([max(m, self.clock.now()) for m in self.due()] + [midnight])
                if moment > to:
                    break
                self.clock.set(moment)
                if moment == midnight:
                    self.close_day()
                self.work()
            self.clock.set(to)
        return to

    def keep_going(self) -> None:
        """The prompt manner: what is due is done within milliseconds."""
        while True:
            time.sleep(0.02)
            if self.moving.acquire(blocking=False):
                self.work()
                self.moving.release()

    # -- the day's files -------------------------------------------------------------------------------------------------------------------
    def close_day(self) -> None:
        with self.lock:
            day, rows = f"{self.day:%Y%m%d}", [e for e in self.entries if e["day"] == f"{self.day:%Y%m%d}"]
            if self.folder is not None and not (self.d == "no-file-on-quiet-days" and not rows):
                self.write(f"QFA_BOOK_{ZONE}_{day}.txt", self.day_book(day, rows))
                self.write(f"QFA_ROLL_{ZONE}_{day}.dat", self.roll([e for e in rows if e["kind"] == "P"]))
                if self.d == "book-issued-again" and len(rows) > 2:
                    self.write(f"QFA_BOOK_{ZONE}_{day}.txt", self.day_book(day, [*rows[:1], *rows[2:], rows[1]]))
            self.opening = sum(p["balance"] for p in self.purses.values())
            self.day += timedelta(days=1)

    def write(self, name: str, data: bytes) -> None:
        assert self.folder is not None
        (self.folder / f"{name}.part").write_bytes(data)
        (self.folder / f"{name}.part").rename(self.folder / name)

    def day_book(self, day: str, rows: list[Values]) -> bytes:
        closing = sum(p["balance"] for p in self.purses.values())
        shown = rows[:-1] if self.d == "book-leaves-out-last" and len(rows) > 1 else rows
        total = {k: sum(e["sum"] for e in shown if e["kind"] == k) for k in "GPB"}
        if self.d == "book-totals-without-bounces":
            total["B"] = 0
        if self.d == "book-leaves-out-last":
            closing = self.opening + total["G"] + total["B"] - total["P"]
        lines = [f"H|{day}|{yuan(self.opening)}|{yuan(closing)}"]
        for e in shown:
            payee = e["payee"].encode("gbk")[:19].decode("gbk", "replace").replace("�", "?") if self.d == "book-cuts-characters" else e["payee"]
            amount = yuan(e["sum"])[:9] if self.d == "book-cuts-sums" else yuan(e["sum"])
            lines.append(f"D|{e['serial']}|{e['kind']}|{e['unit']}|{e['no']}|{amount}|{yuan(e['after'])}|{payee}")
        body = "".join(f"{line}\n" for line in lines)
        count = len(shown) + (1 if self.d == "book-counts-header" else 0)
        digest = sm3(body.encode("utf-8" if self.d == "book-digest-of-text" else "gbk"))
        return f"{body}T|{count}|{yuan(total['G'])}|{yuan(total['P'])}|{yuan(total['B'])}|{digest}\n".encode("gbk")

    def roll(self, rows: list[Values]) -> bytes:
        def padded(text: str, width: int) -> bytes:
            data = text.encode("gbk")
            return text.ljust(width).encode("gbk") if self.d == "roll-padded-in-characters" else data + b" " * (width - len(data))
        return b"".join(padded(e["serial"], 16) + padded(e["no"], 24) + padded(e["payee"], 60) + f"{e['sum']:016d}".encode() + b"\r\n" for e in rows)

    # -- the levy window ---------------------------------------------------------------------------------------------------------------------
    def register(self, bill: str, payer: str, sum_: int) -> Values:
        if sum_ <= 0:
            raise No("E1", "金额应大于零")
        known = self.bills.get(bill)
        if known is not None:
            if (known["payer"], known["sum"]) != (payer, sum_) and self.d != "bill-rewritten":
                raise No("E3", "缴款单号已用于其他内容")
            known |= {"payer": payer, "sum": sum_}
            return {"Ret": "01"}
        self.bills[bill] = {"payer": payer, "sum": sum_, "state": "DUE", "pays": {}, "rev": "", "collected": 0}
        return {"Ret": "00"}

    def collect(self, bill: str, pay: str, sum_: int) -> Values:
        one = self.bills.get(bill)
        if one is None:
            raise No("E2", "没有这张缴款单")
        known = one["pays"].get(pay)
        if known is not None and self.d != "collects-again":
            if known[0] != sum_:
                raise No("E3", "缴款号已用于其他内容")
            return {"Ret": "01", "Serial": known[1]}
        if one["state"] == "PAID" and known is None:
            raise No("E4", "缴款单已缴")
        if sum_ != one["sum"] and not (self.d == "collects-less" and 0 < sum_ < one["sum"]):
            raise No("E5", "金额与缴款单不同")
        one["pays"][pay] = sum_, self.number("L")
        one |= {"state": "PAID", "collected": one["collected"] + sum_}
        return {"Ret": "00", "Serial": one["pays"][pay][1]}

    def undo(self, bill: str, rev: str) -> Values:
        one = self.bills.get(bill)
        if one is None:
            raise No("E2", "没有这张缴款单")
        if one["state"] != "PAID" and not (self.d == "undone-twice" and one["rev"]):
            raise No("E4", "没有可冲正的缴款")
        one |= {"state": "DUE", "rev": rev, "collected": one["collected"] - one["sum"]}
        return {"Ret": "00"}

    def ask(self, bill: str) -> Values:
        one = self.bills.get(bill)
        if one is None:
            raise No("E2", "没有这张缴款单")
        return {"Ret": "00", "Payer": one["payer"], "Sum": yuan(one["sum"]), "State": one["state"], "Collected": yuan(one["collected"])}
