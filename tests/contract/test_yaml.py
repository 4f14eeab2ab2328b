"""The strict YAML reader: every scalar is its text, nothing is guessed, nothing overwritten, every mistake has a place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml as pyyaml
from hypothesis import given
from hypothesis import strategies as st

from kanhe.contract import yaml as strict
from kanhe.contract.yaml import DEEPEST, Node, parse_yaml
from kanhe.errors import Position

ROOT = Path(__file__).resolve().parents[2] / "contracts"
FILES = sorted(ROOT.rglob("*.yaml"))
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\ufeff\ufffe\uffff"), max_size=12)
trees = st.recursive(texts, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4), max_leaves=12)


def parsed(text: str) -> Node:
    """The root node of a right text."""
    node, problems = parse_yaml(text, "a.yaml")
    assert not problems
    assert node is not None
    return node


@pytest.mark.parametrize("text", ["010", "NO", "yes", "12:30", "1e3", "2026-01-05", "0x1F", "1_000", ".inf", "６", "3.10", "=", "true"])
def test_scalars_stay_as_written(text: str) -> None:
    """What YAML takes for octal, boolean, sexagesimal, float or date stays its text."""
    assert {"a": text} == parsed(f"a: {text}").plain_data()


@pytest.mark.parametrize("loader", [pyyaml.SafeLoader, getattr(pyyaml, "CSafeLoader", pyyaml.SafeLoader)])
@pytest.mark.parametrize(("text", "wanted"), [("a:", None), ("a: ~", None), ("a: null", None), ("a: ''", ""), ('a: "null"', "null"), ("a: '~'", "~")])
def test_null_is_null_and_quoted_null_is_text(loader: type, text: str, wanted: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty value, ~ and null remove a node; the same in quotes is text: with libyaml as without."""
    monkeypatch.setattr(strict, "_Loader", loader)
    assert {"a": wanted} == parsed(text).plain_data()


@given(trees.filter(lambda tree: not isinstance(tree, str)))
def test_reads_what_was_written(tree: object) -> None:
    """Whatever nested texts are written come back the same."""
    written = pyyaml.safe_dump(tree, allow_unicode=True, default_style='"', width=1000)
    assert tree == parsed(written).plain_data()


@given(st.text(max_size=200) | st.text("[]{}:,-#&*!|>'\"%@`\n \t?ab", max_size=60))
def test_no_text_makes_it_fall_over(text: str) -> None:
    """Any text gives a node or located problems, never an exception."""
    node, problems = parse_yaml(text, "a.yaml")
    assert (node is not None) or problems
    assert all(p.at.line >= 1 and p.at.column >= 1 for p in problems)


@pytest.mark.parametrize(("text", "line", "column", "found"), [
    ("a: 1\nb: 2\na: 3\n", 3, 1, "键 a 重复"),
    ("a: {b: 1, b: 2}\n", 1, 11, "键 b 重复"),
    ("a: &x 1\n", 1, 4, "用了锚点或别名"),
    ("a: 1\nb: *x\n", 2, 4, "用了锚点或别名"),
    ("a: !!int 1\n", 1, 4, "用了标签 int"),
    ("a: !python/object:os.system x\n", 1, 4, "用了标签 python/object:os.system"),
    ("<<: {b: 1}\n", 1, 1, "用了合并键 <<"),
    ("? [a]\n: 1\n", 1, 3, "键不是文本"),
    ("a: 1\n---\nb: 2\n", 1, 1, "文件里有多个文档"),
])
def test_what_is_refused_has_its_place(text: str, line: int, column: int, found: str) -> None:
    """Duplicate keys, anchors, tags, merge keys and second documents are refused where they stand."""
    _, problems = parse_yaml(text, "a.yaml")
    assert (Position("a.yaml", line, column), found) == (problems[0].at, problems[0].found)


def test_all_mistakes_of_a_file_come_at_once() -> None:
    """Three duplicate keys are three problems."""
    _, problems = parse_yaml("a: 1\na: 1\nb: 1\nb: 1\nc: {d: 1, d: 1}\n", "a.yaml")
    assert [2, 4, 5] == [p.at.line for p in problems]


@pytest.mark.parametrize("text", ["[" * 50_000, "a: " + "{b: " * 3000 + "1" + "}" * 3000, "".join(f"{' ' * i}a:\n" for i in range(500))])
def test_depth_is_bounded(text: str) -> None:
    """Nesting beyond the limit is told; the composer's stack never sees it."""
    node, problems = parse_yaml(text, "a.yaml")
    assert node is None
    assert re.search(f"嵌套超过 {DEEPEST} 层|maximum nesting depth", problems[0].found)  # libyaml has a limit of its own


def test_brackets_in_texts_are_not_depth() -> None:
    """A text or a remark full of brackets is no nesting."""
    assert {"a": "[" * 60} == parsed(f"# {'{' * 60}\na: '{'[' * 60}'\n").plain_data()


@pytest.mark.parametrize("path", FILES[::4], ids=lambda path: str(path.relative_to(ROOT)))
def test_both_parsers_read_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """libyaml and the Python parser give the same nodes, styles and places for every fourth file of the project."""
    text = path.read_text("utf-8")
    fast = parse_yaml(text, "a.yaml")
    monkeypatch.setattr(strict, "_Loader", pyyaml.SafeLoader)
    assert fast == parse_yaml(text, "a.yaml")


words = st.lists(st.sampled_from(["request.a", "==", '"中文"', "and", "甲乙", "0.01", "x"]), min_size=1, max_size=12)
LAYOUTS = {
    "plain": lambda parts: "k: " + "\n  ".join(parts), "single": lambda parts: "k: '" + "\n\n  ".join(parts) + "'",
    "double": lambda parts: 'k: "' + "\n  ".join(p.replace('"', '\\"') for p in parts) + '"',
    "folded": lambda parts: "k: >-\n  " + "\n  ".join(parts), "literal": lambda parts: "k: |\n  " + "\n  ".join(parts),
    "flow": lambda parts: "k: {v: '" + "\n   ".join(parts) + "'}",
}


@pytest.mark.parametrize("style", LAYOUTS)
@given(parts=words.filter(lambda parts: parts[0] != '"中文"'), data=st.data())
def test_a_sign_is_found_again_in_the_file(style: str, parts: list[str], data: st.DataObject) -> None:
    """Whatever way a text is quoted or folded, each of its signs is found at its own line and column."""
    file = LAYOUTS[style](parts)
    node = parsed(file).get("k")
    assert node is not None
    node = node.get("v") or node
    text = node.text or ""
    offset = data.draw(st.sampled_from([i for i, sign in enumerate(text) if not sign.isspace()]))
    at = node.place(offset)
    assert file.split("\n")[at.line - 1][at.column - 1] == text[offset]
