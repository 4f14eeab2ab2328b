"""Allure results become one HTML file that asks nothing of any network; a result that was lost is never passed over.

Allure itself says nothing about a lost or truncated result file and always carries an analytics script: both are met here.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kanhe.errors import HarnessError, KanheError, Position, Problem, UsageError
from kanhe.report.node import find_allure, find_node

MANIFEST = "planned.json"
TIMEOUT_S = 300
CATEGORIES = [
    {"name": "不符", "matchers": {"statuses": ["failed"]}},
    {"name": "本方故障", "matchers": {"statuses": ["unknown"]}},
    {"name": "不可达", "matchers": {"statuses": ["broken"]}},
    {"name": "未测到", "matchers": {"statuses": ["skipped"]}, "groupByMessage": True},
]
CSP = (
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' data: blob:; "
    "style-src 'unsafe-inline' data: blob:; img-src data: blob:; font-src data: blob:; connect-src data: blob:; media-src data: blob:; "
    "frame-src data: blob:; worker-src blob:; base-uri 'none'; form-action 'none'\">"
)
_ANALYTICS = re.compile(
    r'<script async src="https://www\.googletagmanager\.com/gtag/js\?id=[^"]+"></script>\s*<script>.*?</script>', re.DOTALL)
_RESULT = re.compile(r'"data/test-results/([0-9a-f]+)\.json"')
_CHARSET = re.compile(r'<meta charset="?utf-8"?\s*/?>', re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """What came of it."""

    path: Path
    results: int
    seconds: float


class LostResults(KanheError):
    """Planned results that are not there; the report would look better than the run was."""

    exit_code = 4

    def __init__(self, folder: Path, lost: list[str]) -> None:
        self.lost = tuple(lost)
        shown = "\n".join(f"    {line}" for line in lost[:20])
        more = f"\n    其余 {len(lost) - 20} 个略" if len(lost) > 20 else ""
        super().__init__(f"{folder}: 计划中的结果缺 {len(lost)} 个，报告不完整\n{shown}{more}\n"
                         "    下一步: 重跑 kanhe verify，不要用这份报告作结论")


def results_folder(folder: Path) -> Path:
    """The folder with the result files: the one said, or allure-results below it; raises UsageError."""
    for place in (folder / "allure-results", folder):
        if (place / MANIFEST).is_file() or any(place.glob("*-result.json")):
            return place
    found = "没有这个目录" if not folder.exists() else "不是目录" if not folder.is_dir() else "这里没有 Allure 结果"
    raise UsageError(Problem(Position(str(folder)), found, "kanhe verify 写出的报告目录，其中有 allure-results",
                             "先跑 kanhe verify，再 kanhe report render reports/out"))


def manifest(results: Path) -> tuple[dict[str, str], list[str]]:
    """(result file -> what it is about, what the run never reported), as the run wrote it; raises UsageError."""
    path = results / MANIFEST
    try:
        data: Any = json.loads(path.read_text(encoding="utf-8"))
        missing = [f"没有结果：{m}" for m in data["missing"]]
        return {str(k): str(v) for k, v in data["results"].items()}, missing if data["ended"] else ["运行没有走到结尾", *missing]
    except FileNotFoundError:
        found = "没有这个文件，无从知道结果是否齐全"
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        found = f"读不懂：{type(error).__name__}"
    raise UsageError(Problem(Position(str(path)), found, "kanhe verify 写出的结果清单", "重跑 kanhe verify"))


def lost_results(results: Path) -> list[str]:
    """One Chinese line per planned result that is absent or unreadable, or whose attachment is gone."""
    files, lost = manifest(results)
    for name, about in files.items():
        try:
            data: Any = json.loads((results / name).read_text(encoding="utf-8"))
            sources = [a["source"] for part in (data, *data.get("steps", ())) for a in part.get("attachments", ())]
        except FileNotFoundError:
            lost.append(f"{name} 丢失：{about}")
            continue
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            lost.append(f"{name} 残缺：{about}")
            continue
        lost += [f"{source} 附件丢失：{about}" for source in sources if not (results / source).is_file()]
    return lost


def render(folder: Path) -> Rendered:
    """Render DIR/allure-results to DIR/allure.html; raises UsageError, LostResults or HarnessError, and then writes no report."""
    started, results = time.monotonic(), results_folder(folder)
    target = (results.parent if results.name == "allure-results" else results) / "allure.html"
    lost = lost_results(results)
    if lost:
        target.unlink(missing_ok=True)
        raise LostResults(results, lost)
    program = find_allure()
    if program is None:
        raise UsageError(Problem(Position("allure"), "没有安装 Allure 3", "kanhe report install 装好的 Allure 3",
                                 "kanhe report install（一次即可，之后可离线）；结论页 verdict.html 不需要它"))
    with tempfile.TemporaryDirectory(prefix="kanhe-allure-") as work:
        html = _generate(program, results.resolve(), Path(work))
    planned, shown = len(manifest(results)[0]), len(set(_RESULT.findall(html)))
    if shown != planned:
        raise LostResults(target, [f"Allure 只画出 {shown} 项，清单有 {planned} 项"])
    target.write_text(sealed_off(html), encoding="utf-8")
    return Rendered(path=target, results=planned, seconds=time.monotonic() - started)


def _generate(program: Path, results: Path, work: Path) -> str:
    config, out = work / "allurerc.mjs", work / "out"
    config.write_text(f"export default {json.dumps(_settings(out), ensure_ascii=False)};\n", encoding="utf-8")
    command = [find_node().program, str(program), "generate", "-c", str(config), str(results)]
    quiet = {**os.environ, "NO_COLOR": "1", "ALLURE_NO_ANALYTICS": "1"}
    try:
        done = subprocess.run(command, cwd=work, env=quiet, capture_output=True, text=True, errors="backslashreplace",  # noqa: S603
                              timeout=TIMEOUT_S, check=False)
        return (out / "awesome" / "index.html").read_text(encoding="utf-8")
    except subprocess.TimeoutExpired:
        raise HarnessError(f"{program}: Allure 渲染超过 {TIMEOUT_S} 秒，已停止；结论以 verdict.html 为准") from None
    except FileNotFoundError:
        last = " ".join((done.stderr or done.stdout).split())[-300:]
        raise HarnessError(f"{program}: Allure 没有写出报告（退出码 {done.returncode}）：{last}\n"
                           "    下一步: kanhe report install 重装；结论以 verdict.html 为准") from None


def _settings(out: Path) -> dict[str, Any]:
    """Two plugins on purpose: with one alone Allure lays its output out differently."""
    look = {"singleFile": True, "reportLanguage": "zh", "theme": "light", "reportName": "勘合：接口契约验证",
            "groupBy": ["epic", "feature", "story"]}
    return {
        "name": "勘合：接口契约验证", "output": str(out), "hideLabels": ["thread", "host", "language", "framework", "package", "outcome"],
        "categories": {"rules": CATEGORIES},
        "plugins": {"awesome": {"options": look}, "csv": {"options": {"fileName": "results.csv"}}},
    }


def sealed_off(html: str) -> str:
    """The report without the analytics script, and with a policy that lets it reach nothing outside itself."""
    bare = _ANALYTICS.sub("", html)
    if "googletagmanager" in bare:
        raise HarnessError("allure.html: 去不掉 Allure 的统计脚本，报告未写出；Allure 的版本应为 3.18.0")
    return _CHARSET.sub(lambda m: m[0] + CSP, bare, count=1).replace('<html dir="ltr" lang="en">', '<html dir="ltr" lang="zh-CN">', 1)
