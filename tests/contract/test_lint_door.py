"""`kanhe lint`: what it prints in each form, its exit codes, the schema, and how fast it is."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kanhe.__main__ import main
from kanhe.contract.load import load
from kanhe.contract.schema import schema_text
from kanhe.run.lint.lint import lint
from tests.contract.mistakes import MISTAKES, PAY
from tests.contract.roots import RIGHT, broken

ROOT = Path(__file__).resolve().parents[2] / "contracts"


def test_a_clean_root(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 0, nothing on standard output, the count on standard error."""
    assert 0 == main(["lint", "--root", str(RIGHT)])
    assert ("", "5 份契约、1 个流程：0 处问题，0 处提示。\n") == capsys.readouterr()


def test_notes_do_not_fail(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is only worth knowing is printed, with exit 0."""
    assert 0 == main(["lint", "--root", str(broken(tmp_path, MISTAKES["note-unused"][:1]))])
    out, err = capsys.readouterr()
    assert "提示：词 unheard 没有字段用到" in out
    assert "0 处问题，1 处提示" in err


@pytest.mark.parametrize("name", ["expression-field-unknown", "lint-refuses-holds"])
def test_text_names_a_file_that_can_be_opened(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit 2 for loading and for linting alike; the path is from here, with line and column."""
    root = broken(tmp_path, MISTAKES[name])
    monkeypatch.chdir(tmp_path)
    assert 2 == main(["lint", "--root", str(root)])
    place = capsys.readouterr().out.partition(": ")[0]
    file, line, column = place.rsplit(":", 2)
    assert (tmp_path / file).is_file()
    assert int(line) > 1
    assert int(column) > 1


@pytest.mark.parametrize("how", [["--json"], ["--output-format", "json"]])
def test_json(how: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One JSON document with every part of every problem."""
    assert 2 == main(["lint", "--root", str(broken(tmp_path, MISTAKES["expression-field-unknown"])), *how])
    (row,) = json.loads(capsys.readouterr().out)["problems"]
    assert (row["level"], row["line"], row["column"]) == ("error", 30, 28)
    assert row["file"].endswith(PAY)
    assert row["hint"] == "是不是想写 row.Amt？"


def test_github(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One workflow command per problem, on one line, escaped; a note is a notice."""
    root = broken(tmp_path, [*MISTAKES["lint-refuses-holds"], *MISTAKES["note-unused"][:1]])
    assert 2 == main(["lint", "--root", str(root), "--output-format", "github"])
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("::error file=")
    assert f"{PAY},line=25,col=14::规则 TILL-04 在 refuses 上成立" in first
    assert "%0A应为: 不成立%0A下一步: " in first
    assert second.startswith("::notice file=")


def test_schema_to_output_and_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--schema prints, --schema FILE writes the same."""
    assert 0 == main(["lint", "--schema"])
    assert capsys.readouterr().out == schema_text()
    assert 0 == main(["lint", "--schema", str(tmp_path / "s.json")])
    assert (tmp_path / "s.json").read_text("utf-8") == schema_text()


def test_the_network_is_never_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No schema, however it refers to elsewhere, makes lint open a socket."""
    import socket

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    for number, name in enumerate(("xsd-network", "xsd-doctype", "openapi-network")):
        (tmp_path / str(number)).mkdir()
        assert lint(load(broken(tmp_path / str(number), MISTAKES[name])))


def test_lint_is_not_loaded_for_help() -> None:
    """`kanhe --help` imports neither lint nor any heavy package."""
    code = "import sys, kanhe.__main__ as m; m.parser(); print(*[n for n in sys.modules if n.split('.')[0] in ('lxml', 'yaml', 'jsonschema_rs')])"
    assert "" == subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
