"""`kanhe verify`: load, plan, perform, judge, tell."""

from __future__ import annotations

import argparse
import re
import sys
import time
from pathlib import Path

from kanhe.cli.paths import config_file, contracts_root
from kanhe.cli.report import rendered
from kanhe.contract.load import load
from kanhe.errors import Position, Problem, UsageError
from kanhe.report.listeners import listeners_for
from kanhe.run.engine import Settings, verify
from kanhe.run.target import live_lines, memory_lines, served_lines


def seconds(text: str) -> float:
    """`30s`, `5m`, `90` -> seconds; raises UsageError."""
    found = re.fullmatch(r"([0-9]{1,6}(?:\.[0-9]{1,3})?)(s|m|h)?", text, re.ASCII)
    if not found:
        raise UsageError(Problem(Position("--budget"), f"时间预算写作 {text}", "如 30s、5m、1h", "kanhe verify --budget 30s"))
    return float(found[1]) * {"m": 60, "h": 3600}.get(found[2] or "s", 1)


def run(args: argparse.Namespace) -> int:
    """Verify one target; the exit code of the verdict."""
    started = time.monotonic()
    budget_s = seconds(args.budget)
    root = contracts_root(args.root)
    catalogue = load(root)
    loaded = time.monotonic()
    config = config_file(args.config, root)
    settings = Settings(
        seed=args.seed, budget_s=budget_s, only=args.only, target=args.target, said_root=args.root, config=args.config,
        base=0 if args.target == "sim" else int(time.time() * 1000) % 10**11,
        command="kanhe " + " ".join(sys.argv[1:]),
    )
    if args.target == "sim":
        maker = memory_lines if args.memory else served_lines
        lines = maker(catalogue, root=root, seed=args.seed, defects=args.defect, only=args.only)
    else:
        if args.defect:
            raise UsageError(Problem(Position("--defect"), "植入缺陷只能用于内置模拟器", "--target sim", "去掉 --defect"))
        lines = live_lines(catalogue, config, args.target, money=args.money)
    if not lines:
        raise UsageError(Problem(Position("--only"), f"没有契约与 {args.only or args.target} 相符", "契约编号或操作码的通配式",
                                 "kanhe lint 可查看全部契约"))
    ready = time.monotonic()
    out = None if args.no_report else Path(args.out)
    listeners = listeners_for(catalogue, out, json_=args.json, secrets=[line.keys.private_key for line in lines if line.keys],
                              extra={"读契约": loaded - started, "起对端": ready - loaded})
    exit_code = 5
    try:
        for event in verify(catalogue, lines, settings):
            for listener in listeners:
                listener.hear(event)
            exit_code = getattr(event, "exit_code", exit_code)
    finally:
        for listener in listeners:
            listener.close()
    return exit_code if out is None else rendered(out, exit_code, sys.stderr if args.json else sys.stdout)
