"""The pytest door: options, the catalogue and one finished run as fixtures, and a test per cell of the plan.

The run itself is the same as `kanhe verify`; it happens once per session, and each test looks at its own cell.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

import pytest

from kanhe.cli.arguments import count, seconds, seed

if TYPE_CHECKING:
    from kanhe.cli.door import Door
    from kanhe.model.verdict import Cell

CELL = ("peer", "contract", "promise")


class Unreached(Exception):
    """The peer of a promise could not be reached: an error, neither a breach nor a pass."""


class OurFault(Exception):
    """Our own fault kept a promise from being judged: an error that says where to look."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of the suites; `kanhe verify --help` explains them."""
    group = parser.getgroup("kanhe", "勘合：接口契约测试")
    group.addoption("--target", default="sim", help="目标：sim（内置模拟器）或 kanhe.toml 中的名称")
    group.addoption("--kanhe-root", default="", help="契约目录")
    group.addoption("--kanhe-config", default="", help="目标配置文件")
    group.addoption("--kanhe-seed", type=seed, default=20260101, help="随机种子")
    group.addoption("--kanhe-budget", type=seconds, default=120.0, help="每家对端的时间上限，如 30s、5m；跑完就停")
    group.addoption("--kanhe-sequences", type=count, default=0, help="每家几个随机序列；缺省 0，长清单、再并发也不跑，kanhe verify 才跑")
    group.addoption("--kanhe-only", default="", help="契约编号的通配式，其后可加 @对端名")
    group.addoption("--kanhe-money", default="", help="对真实目标动账时再写一次目标名")
    group.addoption("--kanhe-defect", action="append", default=[], help="在内置模拟器里植入缺陷（可重复）")
    group.addoption("--kanhe-memory", action="store_true", help="内置模拟器在内存中运行，不经套接字")
    group.addoption("--seeds", type=int, default=1, help="植入缺陷用几个种子各测一遍")


def pytest_report_header(config: pytest.Config) -> str:
    """What a later reader needs to run it again."""
    return f"kanhe: target={config.getoption('--target')} seed={config.getoption('--kanhe-seed')}"


def _door(config: pytest.Config) -> Door:
    """The one door of this pytest session, made on first use."""
    from kanhe.cli.door import Door

    if DOOR not in config.stash:
        names = ("root", "config", "seed", "budget", "sequences", "only", "money", "defect", "memory")
        divided = getattr(config, "workerinput", {}).get("workercount", 1) > 1
        options = {n: config.getoption(f"--kanhe-{n}") for n in names}
        config.stash[DOOR] = Door(target=config.getoption("--target"), divided=divided, **options)
    return config.stash[DOOR]


DOOR: pytest.StashKey[Door] = pytest.StashKey()
MISTAKE: pytest.StashKey[str] = pytest.StashKey()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for `cell` runs once per promise of a contract, for `flow_cell` once per promise of a flow or a linkage, for `call`
    once per operation, for `family` once per family with an OpenAPI file. A mistake of the user ends the session before any test."""
    from kanhe.errors import KanheError

    own = {name.strip() for mark in metafunc.definition.iter_markers("parametrize")
           for name in (mark.args[0].split(",") if isinstance(mark.args[0], str) else mark.args[0])}
    wanted = {"cell", "flow_cell", "call", "family"} & set(metafunc.fixturenames) - own  # a test may use the words for itself
    if not wanted:
        return
    door = _door(metafunc.config)
    try:
        if {"cell", "flow_cell"} & wanted:
            seats = [s for s in door.planned() if door.between(s[1].contract) == ("flow_cell" in wanted)]
            _each(metafunc, CELL, {door.id_of(p, c): (p, c.contract, c.id) for p, c in seats})
        else:
            name, found = ("call", door.calls()) if "call" in wanted else ("family", door.families())
            _each(metafunc, (name,), {word: (word,) for word in found})
    except KanheError as error:
        metafunc.config.stash[MISTAKE] = str(error)
        _each(metafunc, CELL if {"cell", "flow_cell"} & wanted else tuple(wanted - {"cell", "flow_cell"}), {})


def _each(metafunc: pytest.Metafunc, names: tuple[str, ...], rows: dict[str, tuple[str, ...]]) -> None:
    """One test per row, by its id; where there is none, one skipped test that says so."""
    nothing = pytest.param(*[""] * len(names), marks=pytest.mark.skip(reason="所选契约里没有这一类"), id="none")
    metafunc.parametrize(names, [pytest.param(*row, id=name) for name, row in rows.items()] or [nothing])


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A mistake of the user is told, once. epic = system, feature = party, story = contract, for Allure where it listens."""
    if MISTAKE in config.stash:
        raise pytest.UsageError(config.stash[MISTAKE])
    if not config.pluginmanager.hasplugin("allure_pytest"):
        return
    for item in items:
        params = getattr(getattr(item, "callspec", None), "params", {})
        if "door" in getattr(item, "fixturenames", ()) and params.get("promise"):  # a test of somebody else may have such a word, too
            for name, value in _door(config).labels(params["peer"], params["contract"]).items():
                item.add_marker(pytest.mark.allure_label(value, label_type=name))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """What is said of a peer or of ourselves is a sentence, not a traceback."""
    from kanhe.errors import KanheError

    report = yield
    if call.excinfo is not None and isinstance(call.excinfo.value, (Unreached, OurFault, KanheError)):
        report.longrepr = str(call.excinfo.value)
    return report


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """The verdict of the run behind the tests, where there was one."""
    if DOOR in config.stash and (told := config.stash[DOOR].verdict()):
        terminalreporter.write_sep("-", "kanhe")
        terminalreporter.write_line(told)


@pytest.fixture(scope="session")
def door(request: pytest.FixtureRequest) -> Door:
    """The catalogue, the lines and the finished run of this pytest session."""
    return _door(request.config)


def _cell(door: Door, peer: str, contract: str, promise: str) -> Cell:
    """The finished cell. Raises Unreached or OurFault, which pytest shows as errors."""
    from kanhe.errors import KanheError
    from kanhe.model.words import Outcome

    try:
        cell = door.cells().get((peer, contract, promise))
    except KanheError as error:
        raise OurFault(str(error)) from None
    if cell is None:
        raise OurFault(f"未完成：计划中的 {contract} [{promise}] 没有结果")
    if cell.outcome is Outcome.UNREACHED:
        raise Unreached(f"不可达：{peer}：{cell.reason}")
    if cell.outcome is Outcome.HARNESS:
        raise OurFault(cell.reason)
    return cell


@pytest.fixture
def cell(door: Door, peer: str, contract: str, promise: str) -> Cell:
    """What became of one promise of a contract at one peer."""
    return _cell(door, peer, contract, promise)


@pytest.fixture
def flow_cell(door: Door, peer: str, contract: str, promise: str) -> Cell:
    """What became of one promise of a flow at one peer, or of a linkage in one house."""
    return _cell(door, peer, contract, promise)
