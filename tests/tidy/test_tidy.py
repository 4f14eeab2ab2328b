"""The repository checks itself: sizes, names, forbidden calls, homes of packages, data without Python."""

from __future__ import annotations

import ast
import re
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted([*(ROOT / "src").rglob("*.py"), *(ROOT / "simulators").rglob("*.py")])
IDS = [str(p.relative_to(ROOT)) for p in SOURCES]
BAD_NAMES = re.compile(r"(Manager|Helper|Utils|Impl|Base)\b|\b(utils|helpers|misc)\b")
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
    return (n for n in ast.walk(tree) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef)))


@pytest.fixture(scope="module", params=SOURCES, ids=IDS)
def source(request):
    """One source file: its path and its tree."""
    return request.param, ast.parse(request.param.read_text(encoding="utf-8"))


def test_files_and_functions_stay_small(source):
    """No file is longer than 400 lines, no function longer than 70."""
    path, tree = source
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
    long = [(f.name, f.end_lineno - f.lineno + 1) for f in functions(tree) if f.end_lineno - f.lineno + 1 > 70]
    assert [] == long


def test_the_median_file_is_short():
    """The median source file has at most 150 lines."""
    assert statistics.median(len(p.read_text(encoding="utf-8").splitlines()) for p in SOURCES) <= 150


def test_names_say_what_things_are(source):
    """No Manager, Helper, Utils, Impl or Base in a class, function or file name."""
    path, tree = source
    names = [n.name for n in ast.walk(tree) if isinstance(n, (ast.ClassDef, ast.FunctionDef))] + [path.stem]
    assert [] == [n for n in names if BAD_NAMES.search(n)]


def test_more_than_two_parameters_are_keyword_only_in_public(source):
    """A public function takes at most five positional parameters; the rest are named."""
    _, tree = source
    many = [f.name for f in functions(tree) if not f.name.startswith("_")
            and len([a for a in f.args.args if a.arg not in ("self", "cls")]) > 5]
    assert [] == many


def test_nothing_dangerous_is_called(source):
    """No eval, exec, pickle, shell, unverified TLS, and no text decoding that replaces anything."""
    path, tree = source
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""
            assert name not in FORBIDDEN_CALLS or isinstance(node.func, ast.Attribute), f"{path}:{node.lineno} {name}"
            if "defects" not in path.parts and name in ("encode", "decode", "open", "read_text"):  # a planted defect may do what it shows
                said = [a.value for a in (*node.args, *(k.value for k in node.keywords)) if isinstance(a, ast.Constant)]
                assert not {"replace", "ignore"} & {text for text in said if isinstance(text, str)}, f"{path}:{node.lineno} {name}"
            for keyword in node.keywords:
                if keyword.arg == "shell":
                    assert isinstance(keyword.value, ast.Constant) and keyword.value.value is False
                if keyword.arg == "verify" and isinstance(keyword.value, ast.Constant):
                    assert keyword.value.value is not False
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            modules = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            assert not {m.split(".")[0] for m in modules} & {"pickle", "marshal", "shelve"}


def test_no_money_in_floats(source):
    """No float literal is multiplied with, added to or compared with an amount: float() never meets 'amount' or 'fen'."""
    path, _ = source
    assert not re.search(r"float\([^)]*(amount|fen|yuan|balance)", path.read_text(encoding="utf-8"))


def test_third_party_packages_have_a_home(source):
    """Each third-party package is imported in its home file only."""
    path, tree = source
    here = str(path.relative_to(ROOT))
    for node in ast.walk(tree):
        names = ([a.name for a in node.names] if isinstance(node, ast.Import)
                 else [node.module or ""] if isinstance(node, ast.ImportFrom) else [])
        for name in names:
            homes = HOMES.get(name.split(".")[0])
            assert homes is None or any(h in here for h in homes), f"{here}:{node.lineno} imports {name}"


def test_data_folders_hold_no_python():
    """contracts/, fixtures/ and reports/ hold data only."""
    found = [p for d in ("contracts", "fixtures", "reports") for p in (ROOT / d).rglob("*.py") if "node_modules" not in p.parts]
    assert [] == found


def test_no_python_names_a_bank(source):
    """No engine or simulator file names a bank; a bank is data."""
    path, _ = source
    banks = r"工商银行|农业银行|中国银行|建设银行|招商银行|江苏银行|ICBC|\bCCB\b|\bBOC\b|\bABC\b|\bCMB\b"
    names = re.findall(banks, path.read_text(encoding="utf-8"))
    assert [] == names


def test_every_test_states_its_property():
    """Every test function has a docstring."""
    bare = []
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        bare += [f"{path.relative_to(ROOT)}:{f.lineno} {f.name}" for f in functions(tree)
                 if f.name.startswith("test_") and not ast.get_docstring(f)]
    assert [] == bare
