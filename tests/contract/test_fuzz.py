"""However a root is damaged, loading and linting give problems with places, never a traceback."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kanhe.contract.load import load
from kanhe.errors import ContractError
from kanhe.run.lint.lint import lint
from tests.contract.roots import RIGHT

FILES = sorted(str(p.relative_to(RIGHT)) for p in RIGHT.rglob("*") if p.is_file())
PIECES = ("", "null", "[]", "{}", "[a]", "{a: b}", "-1", "0", "1e9", "999999999999", "yes", '"\\u0001"', "甲", "request.body.Acct", "body.list.Row[].Amt",
          "a.b.c", "G(60)", "row.Amt", "[[a]]", "{given: {account: [a]}}", "{request.body.list: null}", "[{key: [a]}]", "''", "%", "http://a/b", "../x", "*")


def damaged(text: str, line: int, piece: str, how: str) -> str:
    """The text with one line changed."""
    lines = text.split("\n")
    line %= len(lines)
    if how == "drop":
        del lines[line]
    elif how == "twice":
        lines.insert(line, lines[line])
    elif how == "value" and ":" in lines[line]:
        lines[line] = f"{lines[line].partition(':')[0]}: {piece}"
    elif how == "last" and "," in lines[line]:
        head, _, tail = lines[line].rpartition(": ")
        lines[line] = f"{head}: {piece}{tail[-1:] if tail[-1:] in ']}' else ''}"
    else:
        lines[line] = f"{lines[line]}{piece}"
    return "\n".join(lines)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(FILES), st.integers(0, 60), st.sampled_from(PIECES), st.sampled_from(["drop", "twice", "value", "last", "end"])),
                min_size=1, max_size=3))
@example([("banks/till/party.yaml", 12, "0", "value")])
def test_a_damaged_root_is_told_about(changes: list[tuple[str, int, str, str]]) -> None:
    """Up to three damaged lines anywhere: a catalogue that lints, or located problems."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place) / "contracts"
        shutil.copytree(RIGHT, root)
        for file, line, piece, how in changes:
            path = root / file
            path.write_text(damaged(path.read_text("utf-8"), line, piece, how), "utf-8")
        try:
            found = lint(load(root))
        except ContractError as error:
            found = list(error.problems)
            assert found
        assert all(p.at.file and p.found for p in found)
