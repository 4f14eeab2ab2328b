"""`kanhe verify`: load, plan, perform, judge, tell."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from kanhe.cli.paths import config_file, contracts_root, load_for_good, load_picked
from kanhe.cli.report import rendered
from kanhe.contract.load import load
from kanhe.errors import Position, Problem, UsageError, those
from kanhe.model.contract import Catalogue
from kanhe.report.listeners import Listeners, listeners_for
from kanhe.run.engine import Settings, verify
from kanhe.run.lines import AnyLine, HouseLine
from kanhe.run.live import live_lines
from kanhe.run.served import served_lines
from kanhe.run.target import defects_for, memory_lines
from kanhe.simulate.defects import load_defect


def run(args: argparse.Namespace) -> int:
    """Verify one target; the exit code of the verdict."""
    started = time.monotonic()
    root = contracts_root(args.root)
    catalogue = load_for(args, root)
    loaded = time.monotonic()
    config = config_file(args.config, root)
    lines = lines_to(args, catalogue, root, config)
    try:
        return _told(args, catalogue, lines, {"读契约": loaded - started, "起对端": time.monotonic() - loaded})
    finally:
        for line in lines:
            line.link.close()


def load_for(args: argparse.Namespace, root: Path) -> Catalogue:
    """The contracts that a run needs: a target may name any of them, beside the built-in simulators there is only what `--only` picks."""
    return load_picked(root, args.only) if args.target == "sim" else load_for_good(root)


def lines_to(args: argparse.Namespace, catalogue: Catalogue, root: Path, config: Path) -> Sequence[AnyLine]:
    """Lines to the peers that were asked for, at least one; raises UsageError or ContractError."""
    if args.target == "sim":
        maker = memory_lines if args.memory else served_lines
        lines = maker(catalogue, root=root, seed=args.seed, defects=args.defect, only=args.only)
        _all_planted(lines, args.defect, args.only)
    else:
        if args.defect:
            raise UsageError(Problem(Position("--defect"), "植入缺陷只能用于内置模拟器", "--target sim", "去掉 --defect"))
        lines = live_lines(catalogue, config, args.target, money=args.money, only=args.only)
    if not lines:
        whole = load(root)  # not only what was picked
        names = those([*whole.contracts, *whole.files, *whole.linkages], args.only)
        raise UsageError(Problem(Position("--only"), f"没有契约与 {args.only or args.target} 相符", names,
                                 "通配式写契约编号或操作码，如 'land_margin.*'、G0000*，其后可加 @对端名"))
    return lines


def _all_planted(lines: Sequence[AnyLine], defects: Sequence[str], only: str) -> None:
    """A defect that lives in no peer of the run would make an honest run look like a defect that nobody found."""
    for name in defects:
        if lines and not any(_lives(name, line) for line in lines):
            for line in lines:
                line.link.close()
            where, between = f"（--only {only}）" if only else "", getattr(load_defect(name), "LINKAGE", "")
            raise UsageError(Problem(Position("--defect"), f"缺陷 {name} 不在所测的对端里{where}", "所测对端的缺陷",
                                     f"--only '{between}'" if between else "kanhe defects 列出每个缺陷属于哪一族、哪个角色"))


def _lives(defect: str, line: AnyLine) -> bool:
    """Whether the defect is planted in a peer of the line, and can be seen there."""
    between = getattr(load_defect(defect), "LINKAGE", "")
    if between and not (isinstance(line, HouseLine) and line.linkage.id == between):
        return False
    seats = (*line.linkage.seats, *line.linkage.places) if isinstance(line, HouseLine) else [(line.peer.family, line.peer.role)]
    return any(defects_for(family, role, [defect]) for family, role in seats)


def _told(args: argparse.Namespace, catalogue: Catalogue, lines: Sequence[AnyLine], extra: Mapping[str, float]) -> int:
    settings = settings_of(args, command=shlex.join(["kanhe", *sys.argv[1:]]))
    out = None if args.no_report else Path(args.out)
    secrets = [secret for line in lines for secret in line.secrets]
    listeners, exit_code = listeners_for(catalogue, out, json_=args.json, secrets=secrets, extra=extra), 5
    try:
        for event in verify(catalogue, lines, settings):
            listeners.hear(event)
            exit_code = getattr(event, "exit_code", exit_code)
    finally:
        listeners.close()
    if listeners.lost:
        return _incomplete(listeners, exit_code)
    return exit_code if out is None else rendered(out, exit_code, sys.stderr if args.json else sys.stdout)


def settings_of(args: argparse.Namespace, *, command: str = "") -> Settings:
    """The run that was asked for. Unique numbers start from the clock where the peer remembers earlier runs."""
    base = 0 if args.target == "sim" else int(time.time() * 1000) % 10**11
    jobs = args.jobs or (os.cpu_count() or 1 if args.target == "sim" else 1)
    return Settings(seed=args.seed, budget_s=args.budget, sequences=args.sequences, jobs=jobs, only=args.only, target=args.target,
                    again=again(args), root=args.root, base=base, command=command)


def again(args: argparse.Namespace) -> str:
    """The command of this run without what picks a contract and a seed."""
    said = [("--root", args.root), ("--config", args.config), ("--target", "" if args.target == "sim" else args.target),
            *(("--defect", name) for name in args.defect), ("--money", args.money)]
    words = [word for option, value in said if value for word in (option, value)]
    return shlex.join(["kanhe", "verify", *words, *(["--memory"] if args.memory else [])])


def _incomplete(listeners: Listeners, exit_code: int) -> int:
    """Say what could not be written; a good run without its proof is an incomplete one."""
    print("\n".join(["报告没有写全，本次运行不能作为依据：", *(f"    {line}" for line in listeners.lost[:20]),
                     "    下一步: 腾出空间或换一个 --out，再跑一次"]), file=sys.stderr)
    return exit_code or 4
