"""`kanhe defects`: the planted defects, or with --of those that follow from a contract, and with --run the matrix defect x rule x time."""

from __future__ import annotations

import argparse
from fnmatch import fnmatch

from kanhe.cli.omissions import run_omissions
from kanhe.cli.paths import contracts_root, load_for_good
from kanhe.errors import Position, Problem, UsageError
from kanhe.run.power import score, shoot
from kanhe.simulate.defects import all_defects, load_defect, name_of


def run(args: argparse.Namespace) -> int:
    """Print the list, or run every defect; exit 1 when one is not found by its own rule."""
    if args.of:
        return run_omissions(args)
    if args.root:
        raise UsageError(Problem(Position("--root"), "植入的缺陷只在本项目的契约里", "与 --of 连用", "加 --of 族名"))
    names = [n for n in map(name_of, all_defects()) if not args.only or fnmatch(n, args.only)]
    if not names:
        raise UsageError(Problem(Position("--only"), f"没有缺陷与 {args.only} 相符", "缺陷名的通配式，如 'd0*'", "kanhe defects 列出全部"))
    if not args.run:
        for name in names:
            defect = load_defect(name)
            print(f"{name:<44} {defect.FAMILY}/{defect.ROLE:<8} {' '.join(defect.FINDS):<22} {defect.TITLE}")
        return 0
    root = contracts_root("")
    catalogue, shots = load_for_good(root), []
    for name in names:
        shot = shoot(catalogue, root, name, seed=args.seed)
        shots.append(shot)
        wanted, found = " ".join(shot.wanted), " ".join(shot.rules) or "无"
        print(f"{'√' if shot.named else '×'} {name:<44} {shot.seconds:6.2f}s  应由 {wanted}  发现 {found}",
              flush=True)
    print(f"植入缺陷 {score(shots)} 由其规则点名发现，种子 {args.seed}")
    return 0 if all(s.named for s in shots) else 1
