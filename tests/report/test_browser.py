"""The pages in a real browser: they show Chinese text, ask nothing of any host, and run nothing that a peer sent."""

from __future__ import annotations

import base64
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kanhe.contract.load import load
from kanhe.model.verdict import Cell
from kanhe.model.words import Outcome
from kanhe.report.catalogue.page import html
from kanhe.report.catalogue.shelf import systems
from kanhe.report.node import find_allure
from kanhe.report.render import render
from tests.report.runs import CHEATED, PEER, broken_events, exchange, finding, made_up, promise, write

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
CONTRACTS = Path(__file__).parents[2] / "contracts"
QUIET = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-extensions", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--disable-default-apps", "--proxy-server=127.0.0.1:9",
         "--disable-features=OptimizationHints,OptimizationGuideModelDownloading"]  # else Chromium asks its maker, at a moment of its own
OF_A_PAGE = "101845102"  # Chromium's mark of what a page loads (blink_resource_loader); its own errands, at moments of its own, have others
HOSTILE = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="没有 chromium：apt-get install chromium fonts-noto-cjk 之后才能看真实页面")


def opened(path: Path, folder: Path, place: str = "") -> tuple[str, set[str]]:
    """(text of the page after its scripts ran, hosts that were asked for anything while it was open, but for the browser's own errands)."""
    log = folder / "net.json"
    shown = subprocess.run(
        [str(CHROMIUM), *QUIET, f"--user-data-dir={folder / 'profile'}", "--virtual-time-budget=6000", f"--log-net-log={log}", "--dump-dom",
         f"{path.resolve().as_uri()}#{place}"], capture_output=True, check=True, timeout=90).stdout.decode("utf-8")
    told = log.read_text("utf-8")  # it may be cut off: not parsed as a whole
    asked = re.findall(r'"traffic_annotation":([0-9]+),"url":"((?:https?|wss?)://[^"]+)"', told)
    errands = _hosts(u for mark, u in asked if mark != OF_A_PAGE) - _hosts(u for mark, u in asked if mark == OF_A_PAGE)
    return shown, _hosts(re.findall(r'"url":"((?:https?|wss?)://[^"]+)"', told)) - errands


def _hosts(urls: Iterable[str]) -> set[str]:
    return {urlsplit(u).hostname or "" for u in urls}


@pytest.fixture(scope="module")
def own(tmp_path_factory) -> set[str]:
    """Hosts that the browser asks of its own accord. A page that asks for a picture is seen to do so: the watch can fail."""
    folder = tmp_path_factory.mktemp("control")
    (folder / "page.html").write_text('<!DOCTYPE html><p>中文<img src="http://picture.example/x.png"><script>document.title="ran"</script>')
    text, hosts = opened(folder / "page.html", folder)
    assert "picture.example" in hosts and "<title>ran</title>" in text
    return hosts - {"picture.example"}


@pytest.fixture(scope="module")
def reports(tmp_path_factory) -> Path:
    """A real broken run, and made-up findings whose every text is hostile."""
    folder = tmp_path_factory.mktemp("reports")
    bad = finding(says=HOSTILE, actual=HOSTILE, story=(exchange(HOSTILE),))
    cells = [Cell(promise=promise(1), peer=PEER.name, outcome=Outcome.BROKEN, findings=(bad,)),
             Cell(promise=promise(2), peer=PEER.name, outcome=Outcome.HARNESS, reason=HOSTILE)]
    write(broken_events(), folder / "run")
    write(made_up(cells), folder / "hostile")
    return folder


@pytest.fixture(scope="module")
def hostile(reports) -> Path:
    """The rendered report of the hostile findings."""
    return render(reports / "hostile").path


def test_the_verdict_page(own, reports, tmp_path):
    """Verdict, finding and boxes to sign are shown; no host is asked."""
    text, hosts = opened(reports / "run" / "verdict.html", tmp_path)
    assert set() == hosts - own
    assert all(word in text for word in ("不建议发布", "申请子账号", "应为", "测试：", "复核：", "批准：")) and CHEATED in text


def test_the_catalogue_page(own, tmp_path):
    """Interfaces, fields and the drawing of states are shown; no host is asked."""
    catalogue = load(CONTRACTS)
    path = tmp_path / "catalogue.html"
    path.write_text(html(catalogue, systems(catalogue, "land_margin"), (), ()), "utf-8")
    text, hosts = opened(path, tmp_path)
    assert set() == hosts - own
    assert all(word in text for word in ("接口目录", "申请子账号", "入账账号", "<svg", "G00008 竞得人归集通知"))


def test_hostile_texts_on_the_verdict_page(reports, tmp_path):
    """What a peer sent is text: nothing of it runs."""
    text, _ = opened(reports / "hostile" / "verdict.html", tmp_path)
    assert "owned</title>" not in text and "onerror=" in text


@pytest.mark.skipif(find_allure() is None, reason="没有安装 Allure 3：kanhe report install")
def test_the_allure_page(own, reports, tmp_path):
    """The rendered report shows the Chinese tree and asks no host."""
    text, hosts = opened(render(reports / "run").path, tmp_path)
    assert set() == hosts - own and "土地出让金管理" in text and "勘合：接口契约验证" in text


@pytest.mark.skipif(find_allure() is None, reason="没有安装 Allure 3：kanhe report install")
@pytest.mark.parametrize("status", ["failed", "unknown"])
def test_hostile_texts_on_an_allure_result(own, hostile, tmp_path, status):
    """A single result with its message, description and steps runs nothing of what a peer sent, and asks no host."""
    path = hostile
    found = re.findall(r'"data/test-results/([0-9a-f]+)\.json","([^"]+)"', path.read_text("utf-8"))
    place = next(name for name, data in found if f'"status":"{status}"' in base64.b64decode(data).decode("utf-8"))
    text, hosts = opened(path, tmp_path, place)
    assert set() == hosts - own and "owned</title>" not in text
    assert "onerror" in text and '<img src="x"' not in text and "<img src=x" not in text
