"""The JSON Schema for editors: up to date, true of every file of the project, and as strict about words as the reader."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from kanhe.contract.openapi import typed
from kanhe.contract.schema import schema, schema_text
from kanhe.contract.yaml import read_yaml
from tests.contract.mistakes import MISTAKES
from tests.contract.roots import RIGHT, broken, problems

ROOT = Path(__file__).resolve().parents[2] / "contracts"
JUDGE = jsonschema_rs.Draft202012Validator(schema())


def files(root: Path) -> list[Path]:
    """Every contract file of a root."""
    return sorted(p for p in root.rglob("*.yaml") if "openapi" not in p.name)


ALL = [*files(ROOT), *files(RIGHT)]


def data(path: Path) -> list[Any]:
    """The file as we read it (texts), and as an editor reads it (numbers and booleans)."""
    node, found = read_yaml(path, path.name)
    assert node is not None, found
    return [node.plain_data(), typed(node)]


def test_the_committed_schema_is_up_to_date() -> None:
    """`kanhe lint --schema contracts/kanhe.schema.json` would change nothing."""
    assert (ROOT / "kanhe.schema.json").read_text("utf-8") == schema_text()
    jsonschema_rs.meta.validate(json.loads(schema_text()))


@pytest.mark.parametrize("path", ALL, ids=lambda p: "/".join(p.parts[-3:]))
def test_every_file_keeps_it(path: Path) -> None:
    """Each file of the project and of the test root validates, in both readings."""
    for tree in data(path):
        assert [] == [f"{'/'.join(map(str, e.instance_path))}: {e.message}" for e in JUDGE.iter_errors(tree)]


@pytest.mark.parametrize("path", [p for p in ALL if p.parent.name not in ("codelists", "contracts", "root")], ids=lambda p: "/".join(p.parts[-3:]))
def test_an_unknown_word_breaks_it(path: Path) -> None:
    """A word that the reader does not know is refused at the top and in every field and rule."""
    for tree in data(path):
        assert not JUDGE.is_valid({**tree, "bogus": "1"})
        for name in ("rules", "effects", "observes", "transitions"):
            for number, item in enumerate(tree.get(name) or []):
                changed = [*tree[name][:number], {**item, "bogus": "1"}, *tree[name][number + 1 :]]
                assert not JUDGE.is_valid({**tree, name: changed}), (name, number)
        for name in ("request", "reply", "wire", "outcomes", "idempotency", "batch"):
            if isinstance(tree.get(name), dict) and name in ("request", "reply"):
                for path_, field in tree[name].items():
                    assert not JUDGE.is_valid({**tree, name: {**tree[name], path_: {**field, "bogus": "1"}}})
            elif isinstance(tree.get(name), dict):
                assert not JUDGE.is_valid({**tree, name: {**tree[name], "bogus": "1"}})


@pytest.mark.parametrize("name", [n for n in MISTAKES if n.endswith(("-key-unknown", "-word", "-key"))])
def test_what_the_reader_refuses_the_schema_refuses(name: str, tmp_path: Path) -> None:
    """Each mistake in a word that has a message breaks the schema too."""
    root = broken(tmp_path, MISTAKES[name])
    told = {p.at.file for p in problems(root) if "不认识的键" in p.found and "契约里" not in p.found}
    for file in told:
        assert not any(JUDGE.is_valid(tree) for tree in data(root / file))
