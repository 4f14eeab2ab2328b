"""#57 (GT and FBI): the receipt is saved, then a missing InDate makes the handler fail: answered 02, yet booked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kanhe.model.contract import Contract
from kanhe.model.document import MISSING, Document, get, put
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.world import World

NUMBER = 57
TITLE = "到账先入库后出错：答错误码却已记账，重发又答 01"
FAMILY = "land_margin"
ROLE = "land"
FINDS = ("LAND-15A", "land_margin.G00001:accepts")

NO_DATE = "00010101000000"

Behaviour = Callable[[World, Command], Step]


def decode(contract: Contract, document: Document) -> Document:
    """A missing or unreadable InDate is null for now, nobody looks at it before the row is saved."""
    moment = get(document, "body.InDate")
    if contract.operation == "G00001" and (moment is MISSING or not str(moment)):
        put(document, "body.InDate", NO_DATE)
    return document


def behave(name: str, behaviour: Behaviour) -> Behaviour:
    """Save, then fail on the null."""
    if name != "receipt":
        return behaviour

    def receipt(world: World, command: Command) -> Step:
        known = world.find("serial", str(command.values["bank_serial"]))
        if known is not None and known.received_at == NO_DATE:  # the saved row has no date to compare with
            return behaviour(world, replace(command, values={**command.values, "received_at": NO_DATE}))
        step = behaviour(world, command)
        if command.values.get("received_at") != NO_DATE or step.outcome is not ReplyClass.SUCCESS:
            return step
        return Step(world=step.world, outcome=ReplyClass.FAULT, code="02", text="java.lang.NullPointerException")

    return receipt
