"""Every message that reading or linting contracts can give, as people see it, with the place that it points at."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kanhe.contract import openapi
from kanhe.contract.load import load
from kanhe.errors import ContractError
from tests.contract.mistakes import MISTAKES, OPEN, PARTY, PAY
from tests.contract.roots import RIGHT, SNAPSHOTS, broken, check_snapshot, problems, told

SOURCES = Path(__file__).resolve().parents[2] / "src/kanhe"
SAYS = {"blame": 1, "note": 1, "Problem": 1, "wrong": 1, "Unfit": 1}
WHOLE_FILE = {"file-is-a-folder", "file-too-large"}  # what concerns no line


def test_the_right_root_is_quiet() -> None:
    """Nothing at all is said of a right root, not even a note."""
    assert [] == problems(RIGHT)


@pytest.mark.parametrize("name", MISTAKES)
def test_message(name: str, tmp_path: Path) -> None:
    """The message is as stored, names file, line and column, and stands alone or with what follows from it."""
    edits = [(f, old, (RIGHT / f.replace("again", "till")).read_text("utf-8") if new == "COPY" else new) for f, old, new in MISTAKES[name]]
    root = broken(tmp_path, edits)
    found = problems(root)
    assert found, "nothing was said"
    if name not in WHOLE_FILE:
        assert all(p.at.file and p.at.line >= 1 for p in found)
        assert all(p.at.column >= 1 for p in found if not p.at.file.endswith(".xsd"))  # libxml2 tells no column of a schema
    assert bool(re.match("note-", name)) == all(p.note for p in found)
    check_snapshot(name, told(root))


def test_a_root_that_is_not_there(tmp_path: Path) -> None:
    """A missing folder and an empty one are told apart."""
    check_snapshot("root-missing", "\n".join(str(p) for p in problems(tmp_path / "nowhere")).replace(str(tmp_path), "ROOT") + "\n")
    check_snapshot("root-empty", "\n".join(str(p) for p in problems(tmp_path)).replace(str(tmp_path), "ROOT") + "\n")


def test_absent_validator_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without jsonschema-rs the OpenAPI file is not looked at, and a note says so."""
    monkeypatch.setattr(openapi, "available", lambda: False)
    root = broken(tmp_path, ())
    assert [p.note for p in problems(root)] == [True]
    check_snapshot("note-validator-absent", told(root))


def test_all_files_are_told_at_once(tmp_path: Path) -> None:
    """Mistakes in several files, of several sorts, come in one answer, in order of place."""
    root = broken(tmp_path, [(OPEN, "means: account", "means: acount"), (PAY, "row.Amt > 0", "row.Amount > 0"),
                             (PARTY, "charset: GBK", "charset: GKB"), ("codelists/colour.yaml", "红", "[红]"),
                             ("flows/account.yaml", "thing: account", "thing: acount")])
    with pytest.raises(ContractError) as raised:
        load(root)
    assert {p.at.file for p in raised.value.problems} == {
        OPEN, PAY, PARTY, "codelists/colour.yaml", "flows/account.yaml"}
    assert list(raised.value.problems) == sorted(raised.value.problems)
    assert raised.value.exit_code == 2
    check_snapshot("all-at-once", told(root))


def _messages() -> Iterator[tuple[str, str]]:
    """(place, pattern) of every literal message in the sources; what is only passed on has no literal."""
    for folder in ("contract", "run/lint"):
        for path in sorted((SOURCES / folder).glob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call):
                    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                    if name in SAYS and len(node.args) > SAYS[name]:
                        for pattern in _patterns(node.args[SAYS[name]]):
                            yield f"{path.name}:{node.lineno}", pattern


def _patterns(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant):
        yield re.escape(str(node.value))
    elif isinstance(node, ast.JoinedStr):
        yield "".join(re.escape(str(v.value)) if isinstance(v, ast.Constant) else ".*" for v in node.values)
    elif isinstance(node, ast.IfExp):
        yield from _patterns(node.body)
        yield from _patterns(node.orelse)


def test_every_message_has_a_snapshot() -> None:
    """No message of the sources is without a stored example."""
    stored = "\n".join(p.read_text("utf-8") for p in SNAPSHOTS.glob("*.txt"))
    assert {pattern for _, pattern in _messages() if not re.search(rf"(?m)^\S+: (提示：)?{pattern}", stored)} == set()


def test_no_snapshot_is_left_over() -> None:
    """Every stored text belongs to a mistake."""
    names = {*MISTAKES, "root-missing", "root-empty", "note-validator-absent", "all-at-once"}
    assert {p.stem for p in SNAPSHOTS.glob("*.txt")} == names
