"""The arguments of `kanhe file` and `kanhe reconcile`."""

from __future__ import annotations

import argparse
import re
from typing import Any

from kanhe.cli.arguments import count, port, seed


def day(text: str) -> str:
    """yyyyMMdd; '' is none."""
    if text and not re.fullmatch(r"(19|20)[0-9]{6}", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"日期写作 {text}；应为 八位数字 yyyyMMdd，如 20260105")
    return text


def moment(text: str) -> str:
    """yyyyMMddHHmmss; '' is none."""
    if text and not re.fullmatch(r"(19|20)[0-9]{12}", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"时刻写作 {text}；应为 十四位数字 yyyyMMddHHmmss")
    return text


def add_file(verbs: Any) -> None:
    """`kanhe file check|make|fetch|serve`."""
    file = verbs.add_parser("file", help="检查、制作、收取对账文件", description="检查、制作、收取对账文件")
    actions = file.add_subparsers(dest="action", metavar="check|make|fetch|serve", required=True, title="做什么")
    _check(actions.add_parser("check", help="按契约检查文件，逐处指到行、列、字节"))
    _make(actions.add_parser("make", help="从模拟的账上制作文件，可以植入已知的差错"))
    _fetch(actions.add_parser("fetch", help="从目录或 SFTP 收取已经送到的文件"))
    _serve(actions.add_parser("serve", help="在本机开一个 SFTP 收件箱，供联调"))


def _check(check: argparse.ArgumentParser) -> None:
    check.add_argument("files", nargs="+", metavar="FILE", help="文件，或只放这种文件的目录")
    check.add_argument("--contract", default="", metavar="ID", help="文件契约，如 land_income.daily（缺省：按文件名认）")
    check.add_argument("--root", default="", help="契约目录（缺省：本项目的 contracts）")
    check.add_argument("--register", default="", metavar="JSON", help="登记簿：认出重送、改过的重送，接着上一份查连续")
    check.add_argument("--members", default="", metavar="FILE", help="该有文件的成员，每行一个，如在用账号")
    check.add_argument("--days", default="", metavar="D..D", help="该有文件的日子，如 20260101..20260105")
    check.add_argument("--now", type=moment, default="", help="文件送到的时刻（缺省：不查时限）")
    check.add_argument("--most", type=count, default=100, help="每个文件最多列出几处（缺省 100；一律计数）")
    check.add_argument("--json", action="store_true", help="在标准输出给出一份 JSON 结果")
    check.set_defaults(verb_module="kanhe.cli.file_check")


def _make(make: argparse.ArgumentParser) -> None:
    make.add_argument("--contract", required=True, metavar="ID", help="文件契约")
    make.add_argument("--root", default="", help="契约目录（缺省：本项目的 contracts）")
    make.add_argument("--date", type=day, required=True, help="第一天")
    make.add_argument("--days", type=count, default=1, help="几天（缺省 1）")
    make.add_argument("--rows", type=count, default=None, help="每天的业务笔数（缺省 100；0 为没有业务）")
    make.add_argument("--seed", type=seed, default=20260101, help="随机种子；同一种子得到同样的文件")
    make.add_argument("--out", required=True, metavar="DIR", help="写到这个目录")
    make.add_argument("--seed-breaks", default="", metavar="K=N,…", help="植入差错，如 missing=2,extra=1,amount=1,date_shift=1,dup=1")
    make.add_argument("--defect", default="", metavar="NAME", help="植入写文件的缺陷（kanhe defects 列出全部）")
    make.add_argument("--fault", default="", metavar="NAME", help="只做一份不合约定的文件，给收方试收（写错时列出全部）")
    make.set_defaults(verb_module="kanhe.cli.file_make")


def _fetch(fetch: argparse.ArgumentParser) -> None:
    fetch.add_argument("address", metavar="ADDRESS", help="folder:/目录，或 sftp://主机:端口/目录")
    fetch.add_argument("--contract", required=True, metavar="ID", help="收哪一种文件")
    fetch.add_argument("--root", default="", help="契约目录（缺省：本项目的 contracts）")
    fetch.add_argument("--into", required=True, metavar="DIR", help="收到这个目录")
    fetch.add_argument("--user", default="", help="SFTP 用户名")
    fetch.add_argument("--host-key", default="", metavar="FILE", help="登记的对方主机公钥（OpenSSH 一行）")
    fetch.add_argument("--key", default="", metavar="REF", help="我方私钥：env:变量名 或 file:路径")
    fetch.add_argument("--password", default="", metavar="REF", help="口令：env:变量名 或 file:路径")
    fetch.add_argument("--allow", action="append", default=[], metavar="HOST:PORT", help="允许连接的非本机地址（可重复）")
    fetch.set_defaults(verb_module="kanhe.cli.file_fetch")


def _serve(serve: argparse.ArgumentParser) -> None:
    serve.add_argument("folder", metavar="DIR", help="对方看得到的目录")
    serve.add_argument("--authorized", required=True, metavar="FILE", help="允许登录的公钥（OpenSSH，每行一个）")
    serve.add_argument("--host-key", required=True, metavar="FILE", help="主机私钥（ssh-keygen -t ed25519 生成）")
    serve.add_argument("--port", type=port, default=0, help="端口，0 由系统选择")
    serve.set_defaults(verb_module="kanhe.cli.file_serve")


def add_reconcile(verbs: Any) -> None:
    """`kanhe reconcile run|score`."""
    reconcile = verbs.add_parser("reconcile", help="两方或三方对账；给对账程序打分", description="两方或三方对账；给对账程序打分")
    actions = reconcile.add_subparsers(dest="action", metavar="run|score", required=True, title="做什么")
    run = actions.add_parser("run", help="按对账契约把各方的明细逐笔勾对")
    run.add_argument("plan", metavar="NAME", help="对账契约，如 land_income（contracts/reconcile/ 下的文件名）")
    run.add_argument("sides", nargs="+", metavar="SIDE=FILE", help="各方的文件，如 ledger=账.csv file=LAND_IN_….txt（可重复；可用通配）")
    run.add_argument("--root", default="", help="契约目录（缺省：本项目的 contracts）")
    run.add_argument("--date", type=day, default="", help="对账日，记进未达清单")
    run.add_argument("--open", default="", metavar="JSON", help="前一次的未达清单")
    run.add_argument("--open-out", default="", metavar="JSON", help="写下这一次的未达清单")
    run.add_argument("--most", type=count, default=200, help="每两方最多列出几处（缺省 200；--json 列出全部）")
    run.add_argument("--json", action="store_true", help="在标准输出给出一份 JSON 结果")
    run.set_defaults(verb_module="kanhe.cli.reconcile")
    score = actions.add_parser("score", help="拿封好的答案给对账结果打分：每一类的查全率、查准率")
    score.add_argument("--answers", required=True, metavar="JSON", help="kanhe file make --seed-breaks 写下的 answers.json")
    score.add_argument("--report", required=True, metavar="FILE", help="对账程序的结果：JSON 或 CSV，有 class 和 key")
    score.set_defaults(verb_module="kanhe.cli.reconcile_score")
