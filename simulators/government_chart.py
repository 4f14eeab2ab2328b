"""The chart of accounts of government accounting (1.7 G2; GFR-21 … GFR-23): which accounts are good on which day, and their names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kanhe.model.formula import Value
from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.world import World

# 政府会计制度（财会〔2017〕25号）, in the order of the document: the codes of a class, and their names in the same order
OFFICIAL: dict[str, str] = {
    "1001 1002 1011 1021 1101 1201 1211 1212 1214 1215 1216 1218 1219 1301 1302 1303 1401 1501 1502 1601 1602 1611 1613 1701 1702 1703":
        "库存现金 银行存款 零余额账户用款额度 其他货币资金 短期投资 财政应返还额度 应收票据 应收账款 预付账款 应收股利 应收利息 其他应收款 "
        "坏账准备 在途物品 库存物品 加工物品 待摊费用 长期股权投资 长期债券投资 固定资产 固定资产累计折旧 工程物资 在建工程 无形资产 "
        "无形资产累计摊销 研发支出",
    "1801 1802 1811 1821 1831 1832 1891 1901 1902":
        "公共基础设施 公共基础设施累计折旧（摊销） 政府储备物资 文物资源 保障性住房 保障性住房累计折旧 受托代理资产 长期待摊费用 "
        "待处理财产损溢",
    "2001 2101 2102 2103 2201 2301 2302 2303 2304 2305 2307 2401 2501 2502 2601 2901":
        "短期借款 应交增值税 其他应交税费 应缴财政款 应付职工薪酬 应付票据 应付账款 应付政府补贴款 应付利息 预收账款 其他应付款 预提费用 "
        "长期借款 长期应付款 预计负债 受托代理负债",
    "3001 3101 3201 3301 3302 3401 3501": "累计盈余 专用基金 权益法调整 本期盈余 本年盈余分配 无偿调拨净资产 以前年度盈余调整",
    "4001 4101 4201 4301 4401 4601 4602 4603 4604 4605 4609":
        "财政拨款收入 事业收入 上级补助收入 附属单位上缴收入 经营收入 非同级财政拨款收入 投资收益 捐赠收入 利息收入 租金收入 其他收入",
    "5001 5101 5201 5301 5401 5501 5801 5901":
        "业务活动费用 单位管理费用 经营费用 资产处置费用 上缴上级费用 对附属单位补助费用 所得税费用 其他费用",
    "6001 6101 6201 6301 6401 6501 6601 6602 6609":
        "财政拨款预算收入 事业预算收入 上级补助预算收入 附属单位上缴预算收入 经营预算收入 债务预算收入 非同级财政拨款预算收入 "
        "投资预算收益 其他预算收入",
    "7101 7201 7301 7401 7501 7601 7701 7901": "行政支出 事业支出 经营支出 上缴上级支出 对附属单位补助支出 投资支出 债务还本支出 其他支出",
    "8001 8101 8102 8201 8202 8301 8401 8501 8701":
        "资金结存 财政拨款结转 财政拨款结余 非财政拨款结转 非财政拨款结余 专用结余 经营结余 其他结余 非财政拨款结余分配",
}
NAMES: dict[str, str] = {code: name for codes, names in OFFICIAL.items() for code, name in zip(codes.split(), names.split(), strict=True)}
Names = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account of the chart. side: 1 debit, 2 credit; good from `start` to `end`, both days included."""

    code: str
    name: str
    side: str
    start: str
    end: str

    def good_on(self, day: str) -> bool:
        """Whether it may be used on that day."""
        return self.start <= day <= self.end


def learned(world: World, seeds: Mapping[str, Any]) -> World:
    """The world with the accounts of the seeds; those of four digits have their official names."""
    for one in seeds.get("account", ()):
        code, told = str(one["key"][0]), one["fields"]
        name, side = str(told.get("name", "")), str(told["side"])
        start, end = str(told["since"]), str(told["until"])
        world = world.put("account", code, record=Account(code=code, name=name, side=side, start=start, end=end))
    return world


def usable(world: World, code: str, day: str) -> bool:
    """Whether the chart has the account on that day."""
    found: Account | None = world.find("account", code)
    return found is not None and found.good_on(day)


def shown(found: Iterable[Account], name_of: Names) -> tuple[Mapping[str, Value], ...]:
    """Accounts as rows, each with its level, its parent, and whether it is a leaf among them."""
    known = list(found)
    parents = {one.code[:-2] for one in known if len(one.code) > 4}
    return tuple({
        "gov_account": one.code, "account_title": one.name or name_of(one.code), "account_level": len(one.code) // 2 - 1,
        "account_parent": one.code[:-2] if len(one.code) > 4 else "", "entry_side": one.side,
        "leaf_mark": "2" if one.code in parents else "1", "account_start": one.start, "account_end": one.end,
    } for one in known)


def accounts(world: World, command: Command, *, name_of: Names = NAMES.__getitem__) -> Step:
    """The accounts of a class that are good on a day. name_of: how accounts of the first level are called."""
    kind, day = text_of(command, "account_class"), text_of(command, "account_day")
    rows = shown((one for one in world.all("account") if one.code.startswith(kind) and one.good_on(day)), name_of)
    return Step(world=world, values={"account_day": day}, rows=rows)
