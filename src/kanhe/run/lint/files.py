"""Executing file contracts: the specimen's bytes are judged, and both halves of every pair."""

from __future__ import annotations

import os
from pathlib import Path

from kanhe.books.books import Books
from kanhe.contract.reading import near
from kanhe.errors import Problem
from kanhe.files.checking import check
from kanhe.files.findings import Violation
from kanhe.files.sheet import BadPatch, Sheet, judged, patched, read_sheet
from kanhe.model.file import FileContract, FileExample, FileRule
from kanhe.model.words import Level
from kanhe.run.lint.desk import Desk
from kanhe.run.lint.pairs import wrong_thing


def run_files(desk: Desk) -> None:
    """Every file contract."""
    for contract in desk.catalogue.files.values():
        path = specimen_path(Path(desk.catalogue.root), contract)
        if path is None:
            at = desk.places.at(contract.at.file, "specimen")
            desk.blame(at, f"{contract.id} 没有样例文件 {contract.specimen or '（没有写）'}", "specimen: 文件名",
                       f"把样例放在契约旁边，或 fixtures/{Path(contract.at.file).parent.as_posix()}/ 下")
            continue
        with path.open("rb") as stream:
            report = check(contract, path.name, stream, parameters=desk.catalogue.parameters)
            stream.seek(0)
            sheet = read_sheet(contract, path.name, stream)
        for violation in report.violations:
            _tell(desk, contract, violation)
        _pairs(desk, contract, sheet, report.kept)


def specimen_path(root: Path, contract: FileContract) -> Path | None:
    """Where the specimen's bytes lie: beside the contract, or in the mirror `fixtures/` beside the root; None where nowhere."""
    folder = Path(contract.at.file).parent
    if not contract.specimen or Path(contract.specimen).name != contract.specimen:
        return None
    found = (root / folder / contract.specimen, root.resolve().parent / "fixtures" / folder / contract.specimen)
    return next((p for p in found if p.is_file() and os.access(p, os.R_OK)), None)


def _tell(desk: Desk, contract: FileContract, violation: Violation) -> None:
    at = desk.places.at(contract.at.file, "specimen")
    found = f"样例文件{violation.place}：{violation.says}（规则 {violation.rule}）：{violation.found}"
    (desk.blame if violation.level is Level.MUST else desk.note)(at, found, violation.right, violation.hint or "改样例文件，或改契约")


def _pairs(desk: Desk, contract: FileContract, sheet: Sheet, right: bool) -> None:
    for rule in contract.rules:
        if rule.on == "declared" or rule.holds is None:
            continue
        for half in ("accepts", "refuses"):
            example = rule.accepts if half == "accepts" else rule.refuses
            if example is None:
                found = f"{half}: {{…}}，即{'守' if half == 'accepts' else '违'}此规则的一例"
                desk.blame(rule.at, f"规则 {rule.id} 没有 {half}", found, "改样例的哪些格就写哪些，如 {row.0.列名: 值}")
            elif right:  # on a wrong specimen pairs say nothing new
                desk.problems += _half(desk, contract, rule, sheet, example, half=half)


def _half(desk: Desk, contract: FileContract, rule: FileRule, sheet: Sheet, example: FileExample, *, half: str) -> list[Problem]:
    try:
        sheets = [patched(contract, sheet, patch) for patch in (*example.earlier, example.patch)]
    except BadPatch as bad:
        return [Problem(desk.places.inside(example.at, bad.key, key=True), f"例里 {bad.found}", bad.right, "改例")]
    kinds, there = desk.kinds(contract.party), desk.places.inside(example.at, "given")
    for kind, things in example.given.items():
        if kind not in kinds:
            return [Problem(there, f"账上没有 {kind} 这类东西", "、".join(sorted(kinds)), near(kind, kinds))]
        if wrong := wrong_thing({kind: things}):
            return [Problem(there, wrong, '{key: ["…"], status: …, balance: "0.00", fields: {…}}')]
    answer, why = judged(contract, rule, sheets, now=example.now, parameters=desk.catalogue.parameters, books=Books.of(example.given))
    if answer is (half == "accepts"):
        return []
    if answer is None:
        return [Problem(example.at, f"规则 {rule.id} 的 {half} 没有用到这条规则：缺 {why}", "例里给出规则要读的全部内容",
                        "写出 row.…、header.…、earlier: 或 now:")]
    return [Problem(example.at, f"规则 {rule.id} 在 {half} 上{'成立' if answer else '不成立'}{'：' + why if why else ''}",
                    f"{'不成立' if answer else '成立'}", "改例，或改规则的 holds")]
