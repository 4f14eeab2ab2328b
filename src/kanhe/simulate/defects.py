"""Find and load planted defects and behaviour modules by entry point; the engine names no simulator.

What a defect module may hold is written in the defects package itself (`simulators/defects/__init__.py`).
"""

from __future__ import annotations

import difflib
import importlib
import pkgutil
import re
from collections.abc import Callable
from functools import cache
from importlib.metadata import entry_points
from types import ModuleType
from typing import Any

from kanhe.errors import Position, Problem, UsageError

GROUP = "kanhe.simulators"
HOOKS = ("frame", "taken", "decode", "reply", "reply_bytes", "sealed", "unreadable", "request_document", "behave", "tells")

_SHORT = re.compile(r"d?0*([1-9][0-9]{0,3})")


def behaviour_module(name: str) -> ModuleType:
    """The module that behaves like a party (`behaves:` of party.yaml); raises UsageError for an unknown name."""
    known = _modules()
    if name not in known:
        raise UsageError(
            Problem(
                Position("party.yaml"),
                f"behaves: 没有名为 {name} 的行为模块",
                right=f"已登记: {' '.join(sorted(known)) or '无'}",
                hint=f"在 pyproject.toml 的 entry-points.\"{GROUP}\" 中登记后重新安装",
            )
        )
    return importlib.import_module(known[name])


def load_defect(name: str) -> ModuleType:
    """A defect by its file name (`d09_unknown_sub_account_stored`) or number (`9`, `d09`); raises UsageError."""
    short = _SHORT.fullmatch(name)
    for defect in all_defects():
        if defect.__name__.rpartition(".")[2] == name or (short and int(short.group(1)) == defect.NUMBER):
            return defect
    names = [name_of(defect) for defect in all_defects()]
    said = {word: n for n in names for word in (n, n.partition("_")[2])}  # with its number or without
    near = list(dict.fromkeys(said[word] for word in difflib.get_close_matches(name, said, 3)))
    raise UsageError(Problem(Position("--defect"), f"没有名为 {name} 的植入缺陷",
                             right=f"缺陷名或编号，如 {names[0]}、d01、1" if names else "",
                             hint=f"是不是想写 {'、'.join(near)}？" if near else "kanhe defects 列出全部"))


def name_of(defect: ModuleType) -> str:
    """The name by which a defect is asked for."""
    return defect.__name__.rpartition(".")[2]


@cache
def all_defects() -> tuple[ModuleType, ...]:
    """Every planted defect of every registered simulator, by number."""
    found: dict[str, ModuleType] = {}
    for package in sorted({f"{module.rpartition('.')[0]}.defects" for module in _modules().values()}):
        try:
            home = importlib.import_module(package)
        except ModuleNotFoundError as error:
            if error.name != package:
                raise
            continue
        for info in pkgutil.iter_modules(home.__path__):
            if re.fullmatch(r"d[0-9]+_.+", info.name):
                found[info.name] = importlib.import_module(f"{package}.{info.name}")
    return tuple(sorted(found.values(), key=lambda module: module.NUMBER))


def started(defect: ModuleType) -> Any:
    """What bears the hooks: the module, or for a defect with a memory what its `start()` makes for one simulator."""
    return defect.start() if hasattr(defect, "start") else defect


def hooks(defects: tuple[Any, ...], name: str) -> tuple[Callable[..., Any], ...]:
    """The functions of this name that the defects have, in order."""
    return tuple(getattr(defect, name) for defect in defects if hasattr(defect, name))


def forgotten(defects: tuple[Any, ...]) -> frozenset[str]:
    """The checks that the defects skip."""
    return frozenset().union(*(getattr(defect, "skip", frozenset()) for defect in defects))


@cache
def _modules() -> dict[str, str]:
    return {point.name: point.value for point in entry_points(group=GROUP)}
