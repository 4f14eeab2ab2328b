"""The repository checks itself: sizes, names, forbidden calls, homes of packages, data without Python."""

from __future__ import annotations

import ast
import re
import statistics
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted([*(ROOT / "src").rglob("*.py"), *(ROOT / "simulators").rglob("*.py")])
BAD_NAMES = re.compile(r"(Manager|Helper|Utils|Impl|Base)\b|\b(utils|helpers|misc)\b")
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__"}
HOMES = {
    "yaml": {"contract/yaml.py"}, "simplejson": {"wire/json.py"}, "schemathesis": {"bridges/"}, "pact": {"bridges/"},
    "responses": {"bridges/"}, "requests": {"bridges/"}, "allure_commons": {"report/allure.py"}, "jsonschema_rs": {"contract/openapi.py", "schema/json/judge.py"},
    "chinese_calendar": {"contract/calendar.py"}, "stdnum": {"contract/checkdigits.py"}, "tongsuopy": {"wire/sm.py", "wire/sm4.py"},
    "gmalg": {"wire/sm.py", "wire/sm4.py"}, "lxml": {"wire/xml.py", "contract/xsd.py", "schema/xsd/documents.py", "schema/xsd/judge.py"}, "httptools": {"transport/"}, "h11": {"transport/"},
    "uvloop": {"transport/"}, "pytest": {"plugin.py"}, "immutables": {"books/", "simulators/"},
    "asyncssh": {"transport/sftp.py"}, "duckdb": {"reconcile/engine.py"},
}


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a module."""
    return (n for n in ast.walk(tree) if isinstance(n, FUNCTION))


@cache
def trees() -> dict[Path, ast.Module]:
    """The tree of every source file by its path below the root; read once, all files in one test: a test each costs more than it says."""
    return {path.relative_to(ROOT): ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}


@pytest.fixture(scope="module", autouse=True)
def forgotten():
    """No other test has to live with so many nodes."""
    yield
    trees.cache_clear()


def found(look: Callable[[Path, ast.AST], Iterator[str]]) -> list[str]:
    """What is seen at a node of any file, as file:line and words."""
    return [f"{path}:{getattr(node, 'lineno', 1)} {word}" for path, tree in trees().items() for node in ast.walk(tree) for word in look(path, node)]


def written(pattern: str) -> list[str]:
    """Every place of a source file where a pattern is found."""
    texts = ((path.relative_to(ROOT), path.read_text(encoding="utf-8")) for path in SOURCES)
    return [f"{path} {match[0]}" for path, text in texts for match in re.finditer(pattern, text)]


def imported(node: ast.AST) -> list[str]:
    """The modules that a statement imports."""
    return [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def test_the_sources_are_found():
    """What is looked at below are hundreds of files of the engine and of the simulators."""
    assert {"src", "simulators"} == {path.parts[0] for path in trees()} and len(trees()) > 300


def test_files_and_functions_stay_small():
    """No file is longer than 400 lines, no function longer than 70."""
    assert [] == [str(path) for path in SOURCES if len(path.read_text(encoding="utf-8").splitlines()) > 400]
    assert [] == found(lambda _, node: iter(
        [node.name] if isinstance(node, FUNCTION) and node.end_lineno - node.lineno + 1 > 70 else []))


def test_the_median_file_is_short():
    """The median source file has at most 150 lines."""
    assert statistics.median(len(p.read_text(encoding="utf-8").splitlines()) for p in SOURCES) <= 150


def test_names_say_what_things_are():
    """No Manager, Helper, Utils, Impl or Base in a class, function or file name."""
    assert [] == [str(path) for path in trees() if BAD_NAMES.search(path.stem)]
    assert [] == found(lambda _, node: iter(
        [node.name] if isinstance(node, (ast.ClassDef, ast.FunctionDef)) and BAD_NAMES.search(node.name) else []))


def test_more_than_two_parameters_are_keyword_only_in_public():
    """A public function takes at most five positional parameters; the rest are named."""
    assert [] == found(lambda _, node: iter(
        [node.name] if isinstance(node, FUNCTION) and not node.name.startswith("_")
        and len([a for a in node.args.args if a.arg not in ("self", "cls")]) > 5 else []))


def test_nothing_dangerous_is_called():
    """No eval, exec, pickle, shell, unverified TLS, and no text decoding that replaces anything."""
    assert [] == found(dangerous)


def dangerous(path: Path, node: ast.AST) -> Iterator[str]:
    """What must not be called or imported."""
    if isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""
        if name in FORBIDDEN_CALLS and not isinstance(node.func, ast.Attribute):
            yield name
        if "defects" not in path.parts and name in ("encode", "decode", "open", "read_text"):  # a planted defect may do what it shows
            said = [a.value for a in (*node.args, *(k.value for k in node.keywords)) if isinstance(a, ast.Constant)]
            if {"replace", "ignore"} & {text for text in said if isinstance(text, str)}:
                yield name
        for keyword in node.keywords:
            constant = keyword.value.value if isinstance(keyword.value, ast.Constant) else None
            if (keyword.arg == "shell" and constant is not False) or (keyword.arg == "verify" and constant is False):
                yield keyword.arg
    yield from {m.split(".")[0] for m in imported(node)} & {"pickle", "marshal", "shelve"}


def test_no_money_in_floats():
    """No float literal is multiplied with, added to or compared with an amount: float() never meets 'amount' or 'fen'."""
    assert [] == written(r"float\([^)]*(amount|fen|yuan|balance)")


def test_third_party_packages_have_a_home():
    """Each third-party package is imported in its home file only."""
    assert [] == found(lambda path, node: (
        name for name in imported(node)
        if (homes := HOMES.get(name.split(".")[0])) is not None and not any(home in str(path) for home in homes)))


def test_data_folders_hold_no_python():
    """contracts/, fixtures/ and reports/ hold data only."""
    python = [p for d in ("contracts", "fixtures", "reports") for p in (ROOT / d).rglob("*.py") if "node_modules" not in p.parts]
    assert [] == python


def test_no_python_names_a_bank():
    """No engine or simulator file names a bank; a bank is data."""
    assert [] == written(r"工商银行|农业银行|中国银行|建设银行|招商银行|江苏银行|ICBC|\bCCB\b|\bBOC\b|\bABC\b|\bCMB\b")


def test_every_test_states_its_property():
    """Every test function has a docstring."""
    bare = []
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        bare += [f"{path.relative_to(ROOT)}:{f.lineno} {f.name}" for f in functions(tree)
                 if f.name.startswith("test_") and not ast.get_docstring(f)]
    assert [] == bare


def test_no_group_is_repeated_possessively():
    """Before Python 3.11.5 such a pattern takes in what does not match (gh-106052): a row of a message was lost."""
    assert [] == written(r"\)[?*+]\+")
