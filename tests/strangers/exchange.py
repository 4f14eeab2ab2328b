"""Another bank that knows nothing of Kanhe: framed XML over TCP in GB18030, amounts in whole fen, a journal instead of balances.

    python tests/strangers/exchange.py --port 0 [--defect NAME]

It answers a known reference with a code of its own (0001), charges a fee, holds money, refunds in parts, and books large payments only
a moment after it has answered "in process". Nothing here imports Kanhe.
"""

import argparse
import asyncio
import re
from collections import defaultdict
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from xml.etree import ElementTree
from xml.sax.saxutils import escape

DEFECTS = {
    "duplicate-books": "a known reference is answered 0001 and booked all the same",
    "duplicate-as-new": "a known reference is answered 0000, as if it were new; nothing is booked",
    "duplicate-at-once": "the reference is remembered only after the journal is written",
    "changed-is-duplicate": "a known reference with another amount is answered 0001",
    "refunds-exceed": "each refund is compared with the payment, not with what is left of it",
    "refund-hundredfold": "a refund takes fen for yuan",
    "refund-with-fee": "a refund gives the fee back as well",
    "refund-of-nothing": "a refund of a payment number that never was is answered 0000",
    "hold-ignored": "a payment may use money that is on hold",
    "hold-booked": "a hold takes the money off the balance, too",
    "release-twice": "a hold can be released again and again",
    "release-all": "releasing one hold releases all of the account",
    "fee-rounded-down": "the fee is rounded down",
    "fee-half-even": "the fee is rounded half to even",
    "fee-not-booked": "the fee is told and not taken",
    "list-capped": "a list shows the newest twenty entries",
    "list-without-fees": "the sum of what went out forgets the fees",
    "rare-character": "a character outside GBK is stored as a question mark",
    "name-compared-short": "of the payee's name only the first two characters are compared",
    "overdraft-at-once": "the balance is looked at before the journal is written",
    "number-again": "payment numbers start again after 30",
    "payment-forgotten": "only the newest ten payments can be queried",
    "echo-of-another": "the reference in a reply is that of the newest request",
    "negative-amount": "a minus sign is read over",
    "double-precision": "sums are kept in binary fractions of yuan",
    "late-visible": "a query sees the journal as it was 60 ms ago",
    "process-twice": "a payment in process is booked twice when it is asked about",
    "process-never-ends": "a large payment stays in process for good",
    "process-forgotten": "a payment that was in process stays so, though it is booked",
    "process-goes-back": "a finished payment is shown as in process again when it is sent once more",
    "process-unheld": "the money of a payment in process can be spent once more",
}
MANNERS = {  # all of them honest
    "late": "a payment in process is booked only after half a second",
    "at-once": "a payment answered as in process is booked before the reply goes out",
    "newest-first": "of two payments in process the later one is booked first",
    "present-state": "a known payment is answered 2001 while it is in process, 0001 afterwards",
    "still-in-process": "a known large payment is answered 2001, even when it is long booked",
}
LARGE = 5_000_000  # fen from which a payment is booked later
LATER_S = 0.05


class No(Exception):
    def __init__(self, code, text):
        self.code, self.text = code, text


def digits(body, name, longest, *, exact=0):
    text = body.get(name, "")
    if not re.fullmatch(f"[0-9]{{1,{longest}}}", text, re.ASCII) or (exact and len(text) != exact):
        raise No("1001", f"{name} 应为数字")
    return text


class Exchange:
    def __init__(self, defect, manner=""):
        self.defect, self.manner = defect, manner
        self.names, self.journal, self.holds, self.payments = {}, defaultdict(list), {}, {}
        self.known, self.newest, self.pictures, self.orders = {}, "", [], 0

    # -- reading -----------------------------------------------------------------------------------------------

    def fen(self, body):
        text = body.get("fen", "")
        if self.defect == "negative-amount":
            text = text.removeprefix("-")
        if not re.fullmatch("[1-9][0-9]{0,14}", text, re.ASCII):
            raise No("1001", "fen 应为大于零的整数分")
        return int(text)

    def name(self, body, key="name"):
        text = body.get(key, "")
        if not text or len(text.encode("gb18030")) > 60:
            raise No("1001", f"{key} 应为 1 到 60 字节")
        return text

    def number(self, body, key="acno"):
        number = digits(body, key, 10, exact=10)
        if number not in self.names:
            raise No("1002", f"没有账户 {number}")
        return number

    def balance(self, number):
        total = sum(line["fen"] for line in self.journal[number])
        if self.defect == "double-precision":
            yuan = 0.0
            for line in self.journal[number]:
                yuan += line["fen"] / 100
            total = int(yuan * 100)
        return total

    def held(self, number):
        under_way = [p for p in self.payments.values() if p["state"] == "P" and not p["booked"] and p["from"] == number]
        return (sum(h["fen"] for h in self.holds.values() if h["acno"] == number and h["on"])
                + sum(p["fen"] + p["fee"] for p in under_way if self.defect != "process-unheld"))

    def free(self, number):
        return self.balance(number) - (0 if self.defect == "hold-ignored" else self.held(number))

    def fee(self, fen):
        exact = Decimal(fen) / 1000
        mode = ROUND_HALF_EVEN if self.defect == "fee-half-even" else ROUND_HALF_UP
        return max(1, fen // 1000 if self.defect == "fee-rounded-down" else int(exact.quantize(Decimal(1), mode)))

    def post(self, number, kind, about, fen):
        self.journal[number].append({"kind": kind, "about": about, "fen": fen})

    def snap(self):
        now = asyncio.get_running_loop().time()
        picture = (now, {number: (self.balance(number), self.held(number), list(self.journal[number])) for number in self.names})
        self.pictures = [*self.pictures[-200:], picture]

    # -- business ----------------------------------------------------------------------------------------------

    async def do(self, code, ref, body):
        action = getattr(self, f"do_{code.lower()}", None)
        if action is None:
            raise No("1001", "没有这个交易")
        if not re.fullmatch("[A-Za-z0-9._-]{1,24}", ref, re.ASCII):
            raise No("1001", "ref 应为 1 到 24 位字母数字")
        if code in ("QAC", "QPY", "LST"):
            return "0000", action(body)
        key, content = (code, ref), dict(body.items())
        if key in self.known:
            before, reply = self.known[key]
            if before != content and not (self.defect == "changed-is-duplicate" and before.get("from") == content.get("from")):
                raise No("1009", "编号已用于其他内容")
            if self.defect == "duplicate-books":
                await action(body, ref)
            if self.defect == "process-goes-back" and "payno" in reply and self.payments.get(reply["payno"], {}).get("fen", 0) >= LARGE:
                self.payments[reply["payno"]]["state"] = "P"
            return self.again(reply), reply
        if self.defect != "duplicate-at-once":
            self.known[key] = content, {}
        try:
            result, reply = await action(body, ref)
        except No:
            if self.defect != "duplicate-at-once":
                del self.known[key]
            raise
        self.known[key] = content, reply
        self.snap()
        return result, reply

    def again(self, reply):
        """The code of a known reference."""
        paid = self.payments.get(reply.get("payno"), {"fen": 0, "booked": True})
        if paid["fen"] >= LARGE and (self.manner == "still-in-process" or (self.manner == "present-state" and not paid["booked"])):
            return "2001"
        return "0000" if self.defect == "duplicate-as-new" else "0001"

    def later(self, number):
        """When a large payment is booked."""
        if self.manner == "at-once":
            self.finish(number)
        elif self.defect != "process-never-ends":
            delay = {"late": 0.5, "newest-first": max(0.001, 0.03 - 0.002 * (self.orders % 15))}.get(self.manner, LATER_S)
            asyncio.get_running_loop().call_later(delay, self.finish, number)

    async def do_opn(self, body, ref):
        number, name = digits(body, "acno", 10, exact=10), self.name(body)
        if number in self.names:
            raise No("1003", "账号已开")
        if self.defect == "rare-character":
            name = name.encode("gbk", "replace").decode("gbk")
        self.names[number] = name
        return "0000", {"acno": number}

    async def do_cre(self, body, ref):
        fen, number = self.fen(body), self.number(body)
        if self.defect == "duplicate-at-once":
            await asyncio.sleep(0.003)
        self.post(number, "CRE", ref, fen)
        return "0000", {"bal": self.balance(number)}

    async def do_pay(self, body, ref):
        fen, sender, target = self.fen(body), self.number(body, "from"), self.number(body, "to")
        told, name = self.name(body, "toname"), self.names[target]
        if self.defect == "name-compared-short":
            told, name = told[:2], name[:2]
        if told != name:
            raise No("1004", "户名不符")
        if sender == target:
            raise No("1005", "收付款账户相同")
        fee = self.fee(fen)
        if fen + fee > self.free(sender):
            raise No("1006", "余额不足")
        if self.defect in ("overdraft-at-once", "duplicate-at-once"):
            await asyncio.sleep(0.003)
        self.orders += 1
        number = f"{self.orders % 30 if self.defect == 'number-again' else self.orders:08d}"
        self.payments[number] = {"from": sender, "to": target, "fen": fen, "fee": fee, "back": 0, "state": "P", "booked": False}
        if fen >= LARGE:
            self.later(number)
            return "2001", {"payno": number, "fee": fee}
        self.finish(number)
        return "0000", {"payno": number, "fee": fee}

    def finish(self, number):
        """Book a payment."""
        paid = self.payments[number]
        paid["booked"] = True
        self.post(paid["from"], "PAY", number, -paid["fen"])
        self.post(paid["to"], "PAY", number, paid["fen"])
        if self.defect != "fee-not-booked":
            self.post(paid["from"], "FEE", number, -paid["fee"])
        if self.defect != "process-forgotten" or paid["fen"] < LARGE:
            paid["state"] = "S"
        self.snap()

    async def do_rfd(self, body, ref):
        fen, number = self.fen(body), digits(body, "payno", 8, exact=8)
        paid = self.payments.get(number)
        if paid is None and self.defect == "refund-of-nothing":
            return "0000", {"left": 0}
        if paid is None or paid["state"] != "S":
            raise No("1007", "没有这笔付款，或尚未办成")
        left = paid["fen"] - (0 if self.defect == "refunds-exceed" else paid["back"])
        if fen > left:
            raise No("1008", "超过可退金额")
        back = fen * 100 if self.defect == "refund-hundredfold" else fen
        if back > self.free(paid["to"]):
            raise No("1006", "余额不足")
        paid["back"] += fen
        self.post(paid["to"], "RFD", ref, -back)
        self.post(paid["from"], "RFD", ref, back + (paid["fee"] if self.defect == "refund-with-fee" else 0))
        return "0000", {"left": paid["fen"] - paid["back"]}

    async def do_hld(self, body, ref):
        fen, number = self.fen(body), self.number(body)
        if fen > self.balance(number) - self.held(number):
            raise No("1006", "余额不足")
        hold = f"H{len(self.holds) + 1:07d}"
        self.holds[hold] = {"acno": number, "fen": fen, "on": True}
        if self.defect == "hold-booked":
            self.post(number, "CRE", ref, -fen)
        return "0000", {"hldno": hold}

    async def do_rel(self, body, ref):
        hold = self.holds.get(body.get("hldno", ""))
        if hold is None or not (hold["on"] or self.defect == "release-twice"):
            raise No("1007", "没有这笔冻结，或已解冻")
        if self.defect == "release-twice" and not hold["on"]:
            self.holds[f"X{len(self.holds)}"] = {"acno": hold["acno"], "fen": -hold["fen"], "on": True}
        for other in self.holds.values() if self.defect == "release-all" else [hold]:
            other["on"] = other["on"] and other["acno"] != hold["acno"]
        return "0000", {}

    # -- queries -----------------------------------------------------------------------------------------------

    def view(self, number):
        if self.defect == "late-visible":
            old = [p for t, p in self.pictures if t < asyncio.get_running_loop().time() - 0.06 and number in p]
            return old[-1][number] if old else (0, 0, [])
        return self.balance(number), self.held(number), self.journal[number]

    def do_qac(self, body):
        number = self.number(body)
        balance, held, _ = self.view(number)
        return {"acno": number, "name": self.names[number], "bal": balance, "avl": balance - held}

    def do_qpy(self, body):
        number = digits(body, "payno", 8, exact=8)
        if number not in self.payments or (self.defect == "payment-forgotten" and self.orders - int(number) >= 10):
            raise No("1007", "没有这笔付款")
        paid = self.payments[number]
        if self.defect == "process-twice" and paid["state"] == "P":
            self.post(paid["from"], "PAY", number, -paid["fen"])
        return {"payno": number, "fen": paid["fen"], "fee": paid["fee"], "back": paid["back"], "state": paid["state"]}

    def do_lst(self, body):
        number = self.number(body)
        _, _, lines = self.view(number)
        gone = [line for line in lines if line["fen"] < 0 and (line["kind"] != "FEE" or self.defect != "list-without-fees")]
        shown = lines[-20:] if self.defect == "list-capped" else lines
        return {"acno": number, "in": sum(line["fen"] for line in lines if line["fen"] > 0), "out": -sum(line["fen"] for line in gone),
                "rows": [{"kind": line["kind"], "about": line["about"], "fen": line["fen"]} for line in shown]}

    # -- the wire ----------------------------------------------------------------------------------------------

    async def answer(self, data):
        code, ref = "", ""
        try:
            text = re.sub(r"^\s*<\?xml[^>]*\?>", "", data.decode("gb18030"))
            root = ElementTree.fromstring(text)
            head = {child.tag: child.text or "" for child in root.find("hd") or ()}
            body = {child.tag: child.text or "" for child in root.find("bd") or ()}
            code, ref = head.get("tx", ""), head.get("ref", "")
            self.newest = ref
            result, reply = await self.do(code, ref, body)
            if self.defect == "echo-of-another":
                await asyncio.sleep(0.003)
        except No as no:
            result, reply = no.code, {"msg": no.text}
        except (UnicodeDecodeError, ElementTree.ParseError):
            result, reply = "1001", {"msg": "报文读不出"}
        if self.defect == "echo-of-another":
            ref = self.newest
        rows = reply.get("rows", [])
        parts = [f"<{k}>{escape(str(v))}</{k}>" for k, v in reply.items() if k != "rows"]
        parts += ["<row>" + "".join(f"<{k}>{escape(str(v))}</{k}>" for k, v in row.items()) + "</row>" for row in rows]
        text = (f'<?xml version="1.0" encoding="GB18030"?><msg><hd><tx>{escape(code)}</tx><ref>{escape(ref)}</ref><rc>{result}</rc></hd>'
                f"<bd>{''.join(parts)}</bd></msg>")
        return text.encode("gb18030")

    async def serve(self, reader, writer):
        try:
            while True:
                size = int.from_bytes(await reader.readexactly(4), "big")
                if not 4 <= size <= 1 << 20:
                    break
                reply = await self.answer(await reader.readexactly(size - 4))
                writer.write((len(reply) + 4).to_bytes(4, "big") + reply)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


async def run(port, exchange):
    server = await asyncio.start_server(exchange.serve, "127.0.0.1", port, backlog=128)
    print(f"listening on tcp://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    async with server:
        await server.serve_forever()


def main():
    parser = argparse.ArgumentParser(description="another small bank")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--defect", default="", choices=["", *DEFECTS])
    parser.add_argument("--manner", default="", choices=["", *MANNERS])
    parser.add_argument("--list", action="store_true")
    said = parser.parse_args()
    if said.list:
        print("\n".join(f"{name:<24}{text}" for name, text in DEFECTS.items()))
        return
    asyncio.run(run(said.port, Exchange(said.defect, said.manner)))


if __name__ == "__main__":
    main()
