"""`kanhe lint`: every problem of every contract, at once; exit 0 where there is none (notes do not count), 2 where there is."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from kanhe.cli.paths import contracts_root, load_for_good
from kanhe.errors import ContractError, Problem
from kanhe.run.lint.lint import lint


def run(args: argparse.Namespace) -> int:
    """Lint a root, or write the schema of the contract language."""
    if args.schema:
        return _schema(args.schema)
    root = contracts_root(args.root)
    try:
        catalogue = load_for_good(root)
        problems: Sequence[Problem] = lint(catalogue)
        told = f"{len(catalogue.contracts) + len(catalogue.files)} 份契约、{len(catalogue.flows)} 个流程"
    except ContractError as error:
        problems, told = error.problems, "契约未能读完，改正后再查样例与例"
    for line in WRITERS[args.output_format](problems, root):
        print(line)
    wrong = sum(not p.note for p in problems)
    print(f"{told}：{wrong} 处问题，{len(problems) - wrong} 处提示。", file=sys.stderr)
    return ContractError.exit_code if wrong else 0


def _schema(path: str) -> int:
    from kanhe.contract.schema import schema_text

    if path == "-":
        sys.stdout.write(schema_text())
    else:
        Path(path).write_text(schema_text(), encoding="utf-8")
    return 0


def _file(problem: Problem, root: Path) -> str:
    """The file as one can open it from here."""
    found = root / problem.at.file
    return os.path.relpath(found) if found.exists() else problem.at.file


def _text(problems: Sequence[Problem], root: Path) -> list[str]:
    return [str(p).replace(p.at.file, _file(p, root), 1) for p in problems]


def _github(problems: Sequence[Problem], root: Path) -> list[str]:
    """Workflow commands, so that problems stand in the pull request beside their line."""
    lines = []
    for p in problems:
        place = "".join(f",{name}={value}" for name, value in (("line", p.at.line), ("col", p.at.column)) if value)
        text = "\n".join(t for t in (p.found, p.right and f"应为: {p.right}", p.hint and f"下一步: {p.hint}") if t)
        lines.append(f"::{'notice' if p.note else 'error'} file={_escaped(_file(p, root), ':,')}{place}::{_escaped(text)}")
    return lines


def _escaped(text: str, more: str = "") -> str:
    for sign in f"%\r\n{more}":
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text


def _json(problems: Sequence[Problem], root: Path) -> list[str]:
    rows = [{"level": "note" if p.note else "error", "file": _file(p, root), "line": p.at.line, "column": p.at.column,
             "found": p.found, "right": p.right, "hint": p.hint} for p in problems]
    return [json.dumps({"problems": rows}, ensure_ascii=False, indent=2)]


WRITERS = {"text": _text, "github": _github, "json": _json}
