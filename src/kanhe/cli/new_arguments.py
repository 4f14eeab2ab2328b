"""The arguments of `kanhe new`."""

from __future__ import annotations

import argparse
from typing import Any

ROOT = "契约目录（缺省：本项目的 contracts）"


def add_new(verbs: Any) -> None:
    """`kanhe new bank|interface|rule`."""
    new = verbs.add_parser("new", help="新建：一家银行、一个接口、一条约定", description="新建：一家银行、一个接口、一条约定")
    things = new.add_subparsers(dest="thing", metavar="bank|interface|rule", required=True, title="新建什么")
    _bank(things.add_parser("bank", help="说已有契约族的一家银行：kanhe.toml 里的一个对端"))
    _interface(things.add_parser("interface", help="一个接口：契约、样例和 fixtures 里的字节"))
    _rule(things.add_parser("rule", help="一条约定，连同它的一对例"))
    new.set_defaults(verb_module="kanhe.cli.new")


def _bank(bank: argparse.ArgumentParser) -> None:
    bank.add_argument("name", metavar="NAME", help="对端的名称，报告里用，如 甲行")
    bank.add_argument("--family", required=True, help="它说哪一族契约的话，如 land_margin")
    bank.add_argument("--address", required=True, help="它的地址，如 tcp://10.20.0.8:9001")
    bank.add_argument("--role", default="", help="它扮演的角色（缺省 bank）")
    bank.add_argument("--listen", default="", metavar="ADDRESS", help="它主动发来的报文送到本机的哪个地址")
    bank.add_argument("--target", default="staging", help="写进哪个目标（缺省 staging）")
    bank.add_argument("--config", default="", metavar="FILE", help="写进哪个 kanhe.toml（缺省：当前目录或契约目录上级的）")
    bank.add_argument("--root", default="", help=ROOT)


def _interface(interface: argparse.ArgumentParser) -> None:
    interface.add_argument("id", metavar="FAMILY.NAME", help="契约族和接口名，如 land_margin.G00014")
    interface.add_argument("--title", required=True, help="中文名称")
    interface.add_argument("--kind", choices=("message", "event", "file"), default="message", help="报文（缺省）、事件或文件")
    interface.add_argument("--sends", default="", metavar="ROLE", help="哪个角色发（缺省：party.yaml 里的第一个）")
    interface.add_argument("--operation", default="", metavar="CODE", help="操作码；HTTP 写 'POST /路径'（缺省：接口名）")
    interface.add_argument("--family-title", default="", metavar="TITLE", help="契约族还没有时，连它一起新建：中文名称")
    interface.add_argument("--system", default="", metavar="CODE", help="新契约族属于哪个系统，如 LAND（缺省 TEST）")
    interface.add_argument("--wire", choices=("tcp-xml", "http-json"), default="tcp-xml", help="新契约族的线路（缺省 tcp-xml）")
    interface.add_argument("--group", choices=("banks", "units"), default="banks", help="新契约族放在哪里（缺省 banks）")
    interface.add_argument("--root", default="", help=ROOT)


def _rule(rule: argparse.ArgumentParser) -> None:
    rule.add_argument("id", metavar="ID", help="约定的编号，如 LAND-31")
    rule.add_argument("--contract", required=True, metavar="ID", help="写进哪个契约，如 land_margin.G00003")
    rule.add_argument("--says", default="", metavar="TEXT", help="约定的中文说法")
    rule.add_argument("--on", default="", metavar="WHERE", help="报文 request、reply、state，文件 row、file、series（缺省 request 或 row）")
    rule.add_argument("--holds", default="", metavar="FORMULA", help="成立的条件，如 'request.body.InAmount > 0'（缺省：某个必填字段要有）")
    rule.add_argument("--accepts", action="append", default=[], metavar="PATH=VALUE", help="合规的例：样例改这里（可重复；缺省样例原样）")
    rule.add_argument("--refuses", action="append", default=[], metavar="PATH=VALUE", help="不合规的例：样例改这里，~ 是去掉（可重复）")
    rule.add_argument("--level", choices=("must", "should", "note"), default="must", help="必守（缺省）、应守、提示")
    rule.add_argument("--clause", default="", help="依据的条款")
    rule.add_argument("--grade", choices=("S", "K", "M"), default="M", help="依据：S 公开来源、K 公知规定、M 本项目拟定（缺省）")
    rule.add_argument("--root", default="", help=ROOT)
