"""#917: an injection goes to the voucher gateway before it is checked whether the line allows it."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step, Tell
from simulators.asked import text_of
from simulators.defects.telling import telling
from simulators.world import World

NUMBER = 917
TITLE = "资本金注入被拒，实拨凭证照样写进凭证库"
FAMILY = "capital_budget"
ROLE = "finance"
LINKAGE = "linkage.voucher"
FINDS = ("SCB-61",)


def _at_once(_: World, command: Command, __: Step) -> tuple[Tell, ...]:
    return (Tell(event="treasury_voucher.appropriation_ordered", values={
        "appropriation_no": text_of(command, "injection_no"), "payee_name": text_of(command, "line_payee_name"),
        "order_amount": command.values["injection_amount"]}),)


behave = telling("inject", _at_once)
