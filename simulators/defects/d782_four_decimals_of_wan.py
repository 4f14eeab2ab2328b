"""#782: the price that the market tells in 万元 is kept with four decimals."""

from __future__ import annotations

from dataclasses import replace

from simulators.defects.filing import refiled
from simulators.land_fees import Deal
from simulators.world import World

NUMBER = 782
TITLE = "成交价格的万元只存四位小数"
FAMILY = "land_fee"
ROLE = "finance"
FINDS = ("LAND-25",)


def _yuan(deal: Deal, _: World, __: object) -> Deal:
    return replace(deal, price=deal.price // 100 * 100)


behave = refiled("market_result", "deal", "lot", _yuan)
