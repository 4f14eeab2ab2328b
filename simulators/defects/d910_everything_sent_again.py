"""#910: when a failed part is sent once more, the voucher gateway is told of the whole application."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step, Tell
from simulators.asked import text_of
from simulators.defects.telling import telling
from simulators.investment_vouchers import of
from simulators.ledger import yuan
from simulators.world import World

NUMBER = 910
TITLE = "失败的一部分重开凭证，送进凭证库的是整份申请的金额"
FAMILY = "investment_payment"
ROLE = "finance"
LINKAGE = "linkage.voucher"
FINDS = ("INV-64",)


def _whole(world: World, command: Command, step: Step) -> tuple[Tell, ...]:
    number = text_of(command, "pay_apply")
    found, again = world.find("apply", number), any(one.state in ("FAILED", "RETURNED") for one in of(world, number))

    def told() -> Iterator[Tell]:
        for tell in step.tells:
            whole = again and tell.event == "treasury_voucher.payment_ordered"
            yield replace(tell, values={**tell.values, "order_amount": yuan(found.amount)}) if whole else tell

    return tuple(told())


behave = telling("send", _whole)
