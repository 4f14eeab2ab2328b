"""What is wrong or not supported is refused by name, at its file and line, before anything is made; every message has a snapshot."""

from __future__ import annotations

import ast
import os
import re
from pathlib import Path

import pytest

from kanhe.errors import ContractError
from kanhe.schema.choices import Seeded
from kanhe.schema.profile import RICH
from kanhe.schema.xsd.generate import read_schema
from tests.schema.mistakes import XSD

SNAPSHOTS = Path(__file__).resolve().parents[1] / "snapshots/schema"
SOURCES = Path(__file__).resolve().parents[2] / "src/kanhe/schema"


def refusal(path: Path, element: str = "") -> str:
    """The problems of a schema file; a schema without any is asked for a message, which must not be made."""
    try:
        schema = read_schema(path, path.name, element=element)
        problems = schema.problems()
        if not problems:
            schema.document(Seeded(1), RICH)
    except ContractError as error:
        problems = list(error.problems)
    return "".join(f"{problem}\n" for problem in problems)


def check_snapshot(name: str, text: str) -> None:
    """The text is as stored in tests/snapshots/schema; KANHE_UPDATE_SNAPSHOTS=1 stores it."""
    path = SNAPSHOTS / f"{name}.txt"
    if os.environ.get("KANHE_UPDATE_SNAPSHOTS"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    assert path.is_file(), f"no snapshot {path}; run with KANHE_UPDATE_SNAPSHOTS=1 and read what it says"
    assert path.read_text("utf-8") == text


@pytest.mark.parametrize("name", XSD)
def test_message(name, tmp_path):
    """The message is as stored and names the file and, where there is one, the line."""
    path = tmp_path / "own.xsd"
    text = XSD[name]
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    found = refusal(path)
    assert re.match(r"own\.xsd(:\d+(:\d+)?)?: ", found)
    check_snapshot(name, found)


def test_an_unknown_element_and_file(tmp_path):
    """The root that was asked for is not there: those that are there are told. A file that is none is told."""
    path = tmp_path / "own.xsd"
    path.write_text(XSD["two-things"].replace("xs:ENTITIES", "xs:int").replace("xs:ENTITY", "xs:int"), "utf-8")
    check_snapshot("element-unknown", refusal(path, "nix"))
    check_snapshot("file-unreadable", refusal(tmp_path / "none.xsd"))


def test_nothing_is_made_where_something_is_refused(tmp_path):
    """All unsupported things are told at once, in order of place."""
    path = tmp_path / "own.xsd"
    path.write_text(XSD["two-things"], "utf-8")
    assert ["own.xsd:3", "own.xsd:4"] == [line.split(": ")[0] for line in refusal(path).splitlines() if not line.startswith(" ")]


def test_every_message_has_a_snapshot():
    """No message of the sources is without a stored example, and none is left over."""
    stored = "\n".join(path.read_text("utf-8") for path in SNAPSHOTS.glob("*.txt"))
    silent = []
    for path in sorted(SOURCES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in ("Problem", "_wrong", "refuse", "BadPattern", "Unmakeable") and node.args:
                    patterns = [p for arg in node.args[:2] if isinstance(arg, (ast.Constant, ast.JoinedStr)) and (p := pattern(arg))]
                    silent += [f"{path.name}:{node.lineno} {p}" for p in patterns if not re.search(p, stored)]
    assert [] == [one for one in silent if not any(known in one for known in ELSEWHERE)]


ELSEWHERE = (  # shown by tests/schema/test_pattern.py and tests/schema/test_types.py, or out of reach, because libxml2 refuses first
    "多出的部分", "没有写完", "括号没有成对", "方括号没有成对", "前面没有可重复的部分", "次数写法有误", "范围写反", "不认识的转义",
    "没有找到",
    "没有任何值满足这一部分", "不支持这一部分", "最小长度大于最大长度", "枚举值都不满足其它限制", "联合类型的成员都没有值", "模式没有任何值",
)


def pattern(node: ast.expr) -> str:
    """The literal parts of a message with whatever between them; '' where it has no Chinese."""
    if isinstance(node, ast.Constant):
        found = re.escape(str(node.value))
    else:
        found = "".join(re.escape(str(v.value)) if isinstance(v, ast.Constant) else ".*" for v in node.values)
    return found if re.search("[一-龥]", found) else ""
