"""The bank's refunds: each receipt goes back once, to the payer that it came from (LAND-08)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kanhe.model.formula import Value
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Send, Step
from simulators.asked import text_of
from simulators.land_bank import NOTICE_ATTEMPTS, PAYERS, Receipt, SubAccount, inner, keep, money, put_receipt, receipt_row, refuse
from simulators.ledger import fen, yuan
from simulators.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One accepted refund application. rows: (bank serial, amount in fen) in the order of the request."""

    number: str
    sub_account: str
    rows: tuple[tuple[str, int], ...]
    settled: bool = False


def refund(world: World, command: Command) -> Step:
    """G00010: all rows or none; money leaves the sub-account at once, G00012 tells when it has arrived."""
    number = text_of(command, "sub_account")
    account: SubAccount | None = world.find("sub_account", number)
    if account is None or account.status in ("CLOSED", "COLLECTED"):
        return refuse(world, "子账号不存在、已注销或已转出让金")
    if wrong := _wrong(world, number, command.rows):
        return refuse(world, wrong)
    world, count = world.count("refund_batch")
    rows = tuple((str(row["bank_serial"]), fen(money(row["amount"]))) for row in command.rows)
    batch = Batch(number=f"TK{command.now[:8]}{count:06d}", sub_account=number, rows=rows)
    for serial, amount_fen in rows:
        world = _pay_back(world, number, serial, amount_fen=amount_fen, now=command.now)
    world = world.put("batch", batch.number, record=batch)
    if world.ledger.balance(inner(number)) == 0:
        world = keep(world, replace(account, status="REFUNDED"))
    told = tuple({**_payer(row), "row_number": n, "row_result": "00"} for n, row in enumerate(command.rows))
    return Step(world=world, values={"batch": batch.number}, rows=told)


def list_refunds(world: World, command: Command) -> Step:
    """G00011: the rows of one batch, filtered by what the request names."""
    batch: Batch | None = world.find("batch", text_of(command, "batch"))
    if batch is None or batch.sub_account != text_of(command, "sub_account"):
        return refuse(world, "没有这个子账号的退款批次")
    rows = refund_rows(world, batch)
    wanted = [name for name in ("payer_account", "bank_serial", "amount") if command.values.get(name) is not None]
    found = [row for row in rows if all(row[name] == command.values[name] for name in wanted)]
    return Step(world=world, rows=tuple({**row, "row_number": n} for n, row in enumerate(found)))


def refund_rows(world: World, batch: Batch) -> list[dict[str, Value]]:
    """The refunds of a batch as rows of a message."""
    rows = []
    for index, (serial, amount_fen) in enumerate(batch.rows):
        receipt: Receipt = world.find(f"receipt {batch.sub_account}", serial)
        rows.append({**receipt_row(index, receipt), "amount": yuan(amount_fen), "row_result": "00"})
    return rows


def refund_settles(world: World, command: Command) -> Step:
    """The refunds of a batch have arrived at the payers' banks: the land side is told with G00012."""
    batch: Batch | None = world.find("batch", text_of(command, "batch"))
    if batch is None or batch.settled:
        return refuse(world, "没有这个批次，或已经退到")
    rows = tuple(refund_rows(world, batch))
    total = yuan(sum(amount_fen for _, amount_fen in batch.rows))
    values: dict[str, Value] = {"count": len(rows), "total_amount": total, "sub_account": batch.sub_account}
    send = Send(operation="G00012", values=values, rows=rows, key=batch.sub_account, attempts=NOTICE_ATTEMPTS)
    return Step(world=world.put("batch", batch.number, record=replace(batch, settled=True)), sends=(send,))


def refund_told(world: World, sent: Send, reply: ReplyClass | None, values: Mapping[str, Value]) -> Step:
    """The land side answered G00012; 01 means that it knew."""
    if reply not in (ReplyClass.SUCCESS, ReplyClass.DUPLICATE):
        return Step(world=world)
    for row in sent.rows:
        receipt: Receipt = world.find(f"receipt {sent.key}", str(row["bank_serial"]))
        world = put_receipt(world, replace(receipt, status="REFUNDED"))
    return Step(world=world)


def _wrong(world: World, sub_account: str, rows: Sequence[Mapping[str, Value]]) -> str:
    """Why these rows cannot be refunded, '' if they can."""
    serials = [str(row["bank_serial"]) for row in rows]
    if len(set(serials)) < len(serials):
        return "同一笔到账在一批里重复"
    for row in rows:
        receipt: Receipt | None = world.find(f"receipt {sub_account}", str(row["bank_serial"]))
        if receipt is None or (receipt.payer_account, receipt.payer_name) != (row["payer_account"], row["payer_name"]):
            return "不是本子账号的到账，或付款人与到账不符"
        if receipt.status != "BOOKED":
            return "该笔到账已经退过"
        if not 0 < fen(money(row["amount"])) <= receipt.amount_fen:
            return "退款金额超过该笔到账"
    return ""


def _pay_back(world: World, sub_account: str, serial: str, *, amount_fen: int, now: str) -> World:
    receipt: Receipt = world.find(f"receipt {sub_account}", serial)
    ledger = world.ledger.move(
        amount_fen, source=inner(sub_account), target=PAYERS, voucher=f"refund {serial}", at=now
    )
    return put_receipt(world.booked(ledger), replace(receipt, status="REFUNDING", refund_fen=amount_fen))


def _payer(row: Mapping[str, Value]) -> dict[str, Value]:
    return {name: row[name] for name in ("payer_account", "payer_name", "bank_serial") if name in row}
