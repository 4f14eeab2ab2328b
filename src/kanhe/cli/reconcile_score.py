"""`kanhe reconcile score`: what a reconciler found of the planted breaks; exit 1 where it missed one or told one that is none."""

from __future__ import annotations

import argparse
from pathlib import Path

from kanhe.reconcile.score import read_report, score
from kanhe.simulate.breaks import read_answers


def run(args: argparse.Namespace) -> int:
    """Print the score per class and what was missed or made up."""
    answers = read_answers(Path(args.answers))
    told = read_report(Path(args.report))
    scores = score([(b["class"], b["key"]) for b in answers["breaks"]], told)
    for one in scores:
        if one.planted or one.found or one.false:
            print(f"  {one.name}  植入 {one.planted}  查出 {one.found}  漏 {len(one.missed)}  误报 {len(one.false)}  "
                  f"查全 {one.recall}  查准 {one.precision}")
            for word, keys in (("漏", one.missed), ("误报", one.false)):
                for key in keys[:20]:
                    print(f"    {word} {key}")
    planted, found = sum(s.planted for s in scores), sum(s.found for s in scores)
    missed, false = planted - found, sum(len(s.false) for s in scores)
    good = not missed and not false
    print(f"对账自检 {answers['contract']}  植入 {planted} 处  查出 {found}  漏 {missed}  误报 {false}  → {'通过' if good else '不通过'}")
    return 0 if good else 1
