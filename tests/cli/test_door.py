"""The pytest door: `pytest suites` says what `kanhe verify` says, with stable ids, short messages and pytest's own exit codes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.families import alone

HERE = Path(__file__).resolve().parents[2]
BANK = "land_margin.G00003@*银行"
EACH = tuple(f"suites/test_{name}.py" for name in ("promises", "flows", "properties", "pacts"))  # a test per cell, flow's cell, call, family


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    """Two banks of ours; with every family the suites are what this project runs beside these tests."""
    return alone(tmp_path_factory.mktemp("root"), "land_margin", "bank_direct")


def suite(root: Path, *words: str, files: tuple[str, ...] = EACH[:1]) -> tuple[int, str]:
    """(exit code, output) of the suites in a pytest of their own."""
    done = subprocess.run([sys.executable, "-m", "pytest", *files, "-vv", "-n", "0", "-p", "no:cacheprovider", "-c", "tox.ini",
                           "--kanhe-root", str(root), *words], cwd=HERE, capture_output=True, text=True, check=False, encoding="utf-8",
                          env={**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": "200"})
    return done.returncode, done.stdout + done.stderr


def test_an_honest_bank_passes_under_readable_ids(root):
    """One test per promise, named contract-promise@role; exit 0, and a promise that does not bind and was not tried is skipped with why."""
    code, out = suite(root, "--kanhe-only", BANK)
    assert 0 == code, out
    assert "test_promise[land_margin.G00003-LAND-05@bank] PASSED" in out and "test_promise[land_margin.G00003-accepts@bank] PASSED" in out
    ids = re.findall(r"test_promise\[(\S+)\]", out)
    assert len(ids) >= 10 and all(i.isascii() and i.endswith("@bank") for i in ids)
    assert "结论 " in out and "target=sim seed=20260101" in out


def test_in_memory_the_same_is_said(root):
    """Without sockets: the same tests under the same ids, and the line that runs it again says so."""
    ids = [set(re.findall(r"test_promise\[(\S+)\] (PASSED|FAILED|SKIPPED)", out)) for words in ((), ("--kanhe-memory",))
           for code, out in [suite(root, "--kanhe-only", BANK, *words)] if code == 0]
    assert 2 == len(ids) and ids[0] == ids[1] != set()
    code, out = suite(root, "--kanhe-only", BANK, "--kanhe-defect", "d13", "--kanhe-memory")
    assert 1 == code and re.search(r"重跑 kanhe verify .*--memory", out)


def test_a_planted_defect_fails_its_promise_shortly(root, tmp_path):
    """Exit 1; the rule is named with phenomenon, story and the command that runs it again; no traceback; labels where Allure listens."""
    code, out = suite(root, "--kanhe-only", BANK, "--kanhe-defect", "d13", "--alluredir", str(tmp_path))
    assert 1 == code
    assert "test_promise[land_margin.G00003-LAND-05@bank] FAILED" in out and "[LAND-05] 不符" in out and "重跑 kanhe verify" in out
    failures = out.split("FAILURES")[1].split("short test summary")[0]
    assert "Traceback" not in out and "def test_promise" not in out and ".py:" not in failures
    results = [p.read_text("utf-8") for p in tmp_path.glob("*-result.json")]
    failed = next(r for r in results if "LAND-05" in r and '"status": "failed"' in r)
    assert all(word in failed for word in ("土地出让金管理", "保证金开户银行", "G00003 申请子账号", '"critical"'))


def test_a_bank_out_of_reach_is_an_error_of_its_own(root, tmp_path):
    """Neither passed nor failed: each promise is an error that says 不可达 and why."""
    (tmp_path / "kanhe.toml").write_text(
        '[target.t]\nallow = ["127.0.0.1:9"]\n[[target.t.peer]]\nname = "甲"\nfamily = "land_margin"\nrole = "bank"\n'
        'address = "tcp://127.0.0.1:9"\n', "utf-8")
    code, out = suite(root, "--target", "t", "--kanhe-config", str(tmp_path / "kanhe.toml"), "--kanhe-only", "land_margin.G00011")
    assert 1 == code and "不可达：甲：连不上 127.0.0.1:9：连接被拒绝" in out and "Traceback" not in out
    assert " ERROR" in out and not re.search(r"test_promise\[\S+\] (PASSED|FAILED)", out)


def test_a_binding_promise_that_was_not_tried_fails(root):
    """In one second most of a family that takes many stays untried: each promise that binds is a failure, not a skip, and the run incomplete."""
    code, out = suite(root, "--kanhe-only", "bank_direct*@*银行*", "--kanhe-budget", "1s")
    words = dict(re.findall(r"test_promise\[(\S+)\] (PASSED|FAILED|SKIPPED)", out))
    failed = [name for name, word in words.items() if word == "FAILED"]
    assert 1 == code and len(failed) >= 10, out
    assert len(failed) == out.split("short test summary")[0].count("必守的约定没有测到，不能算通过")
    assert "不是必守的约定" in out or "SKIPPED" not in words.values()
    assert "结论 未完成" in out


def test_what_is_found_on_the_way_fails_the_session(root):
    """A query that was asked on the way was found wrong: that is told by a test of its own, beside those of the plan."""
    code, out = suite(root, "--kanhe-only", BANK, "--kanhe-defect", "d620", "--kanhe-seed", "1")
    assert 1 == code and "test_nothing_else_was_found FAILED" in out, out
    assert "[LAND-05E] 不符" in out and "test_promise[land_margin.G00003-LAND-05@bank] PASSED" in out


def test_mistakes_end_the_session_before_any_test(root):
    """An unknown target, root or pattern is pytest's usage error, told once."""
    for words in (["--target", "nowhere", "--kanhe-config", "none.toml"], ["--kanhe-root", "/none"], ["--kanhe-only", "nothing*"]):
        code, out = suite(root, *words, files=EACH)
        assert 4 == code and 1 == out.count("下一步") and "Traceback" not in out, words


def test_one_run_is_not_shared_out_to_several_pytest_processes(root):
    """`-n 2` would ask the peer everything twice: every test of the run is an error that says so, and nothing is sent; what needs no run is
    shared out."""
    code, out = suite(root, "--kanhe-only", BANK, "-n", "2", files=(EACH[0], EACH[2]))
    assert 1 == code and "去掉 -n" in out and "Traceback" not in out and "结论" not in out, out
    assert ["test_any_request_is_answered_as_promised"] == re.findall(r"PASSED \S+::(\w+)", out), out


def test_a_test_of_the_user_may_have_a_parameter_of_ours(root, tmp_path):
    """A test with parameters called promise, peer or contract that asks for nothing of Kanhe runs beside Allure as it is."""
    (tmp_path / "test_own.py").write_text(
        "import pytest\n@pytest.mark.parametrize('promise', ['a', 'b'])\ndef test_own(promise):\n    assert promise\n", "utf-8")
    code, out = suite(root, "--alluredir", str(tmp_path / "results"), files=(str(tmp_path / "test_own.py"),))
    assert 0 == code and "test_own[a] PASSED" in out, out
