"""The arguments of `kanhe catalogue`."""

from __future__ import annotations

from typing import Any


def add_catalogue(verbs: Any) -> None:
    """`kanhe catalogue`."""
    catalogue = verbs.add_parser("catalogue", help="列出系统、接口、双方和约定，或写成一页可以打印的接口目录")
    catalogue.add_argument("--root", default="", help="契约目录（缺省：本项目的 contracts）")
    catalogue.add_argument("--only", default="", metavar="PATTERN", help="只列这些：系统代码、契约族、接口编号或操作码的通配式，如 G0000*")
    catalogue.add_argument("--brief", action="store_true", help="每个接口一行和约定数目，不逐条列约定")
    form = catalogue.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="在标准输出给出 JSON")
    form.add_argument("--html", default="", metavar="FILE|DIR", help="写成一个 HTML 文件（给目录就写 catalogue.html）")
    catalogue.set_defaults(verb_module="kanhe.cli.catalogue")
