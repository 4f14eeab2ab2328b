"""The file contracts of the project, their specimens, and what a check says of changed bytes."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

from kanhe.contract.load import load
from kanhe.files.checking import check
from kanhe.files.findings import FileReport
from kanhe.files.register import Register
from kanhe.model.contract import Catalogue
from kanhe.model.file import FileContract
from kanhe.run.lint.files import specimen_path

ROOT = Path(__file__).resolve().parents[2]
LAND, ACCOUNT, DEPOSIT = "land_income.daily", "account_balance.daily", "deposit_notice.daily"
STATEMENT, PROGRESS = "deposit_statement.monthly", "investment_progress.monthly"
ALL = (LAND, ACCOUNT, DEPOSIT, STATEMENT, PROGRESS)
SEEDS = (20260101, 7, 424242)


@cache
def catalogue() -> Catalogue:
    """The contracts of the project."""
    return load(ROOT / "contracts")


def contract(name: str) -> FileContract:
    """One file contract."""
    found: FileContract = catalogue().files[name]
    return found


def specimen(name: str) -> tuple[str, bytes]:
    """(name, bytes) of a specimen."""
    path = specimen_path(ROOT / "contracts", contract(name))
    assert path is not None
    return path.name, path.read_bytes()


def judge(name: str, data: bytes, *, called: str = "", register: Register | None = None, now: str = "") -> FileReport:
    """The report over some bytes under the specimen's name."""
    return check(contract(name), called or specimen(name)[0], io.BytesIO(data), parameters=catalogue().parameters, register=register,
                 now=now)


def told(report: FileReport) -> list[tuple[str, int, int, int]]:
    """(rule, line, column, offset) of every violation."""
    return [(v.rule, v.line, v.column, v.offset) for v in report.violations]
