"""The pytest door: options, the catalogue and one finished run as fixtures, and a test per cell of the plan.

The run itself is the same as `kanhe verify`; it happens once per session, and each test looks at its own cell.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from kanhe.model.contract import Catalogue
    from kanhe.model.verdict import Cell, Promise


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of the suites; `kanhe verify --help` explains them."""
    group = parser.getgroup("kanhe", "勘合：接口契约测试")
    group.addoption("--target", default="sim", help="目标：sim（内置模拟器）或 kanhe.toml 中的名称")
    group.addoption("--kanhe-root", default="", help="契约目录")
    group.addoption("--kanhe-config", default="", help="目标配置文件")
    group.addoption("--kanhe-seed", type=int, default=20260101, help="随机种子")
    group.addoption("--kanhe-budget", default="60s", help="时间预算")
    group.addoption("--kanhe-only", default="", help="契约编号的通配式")
    group.addoption("--kanhe-money", default="", help="对真实目标动账时再写一次目标名")
    group.addoption("--seeds", type=int, default=1, help="植入缺陷用几个种子各测一遍")


def pytest_report_header(config: pytest.Config) -> str:
    """What a later reader needs to run it again."""
    return f"kanhe: target={config.getoption('--target')} seed={config.getoption('--kanhe-seed')}"


class Door:
    """The catalogue and lines of this pytest run, made on first use; `cells()` performs the run once."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self._catalogue: Catalogue | None = None
        self._cells: dict[tuple[str, str, str], Cell] | None = None

    @property
    def root(self) -> Path:
        """The folder of contracts."""
        from kanhe.cli.paths import contracts_root

        return contracts_root(self.config.getoption("--kanhe-root"))

    @property
    def catalogue(self) -> Catalogue:
        """The contracts, loaded once."""
        from kanhe.contract.load import load

        if self._catalogue is None:
            self._catalogue = load(self.root)
        return self._catalogue

    def fresh_lines(self) -> list[Any]:
        """New lines to the peers of the target, for a suite that speaks to them itself; the caller closes the links."""
        return self.lines()

    def lines(self) -> list[Any]:
        """Lines to the peers of the chosen target; simulators are served over real sockets."""
        from kanhe.cli.paths import config_file
        from kanhe.run.target import live_lines, served_lines

        option = self.config.getoption
        if option("--target") == "sim":
            return list(served_lines(self.catalogue, root=self.root, seed=option("--kanhe-seed"), only=option("--kanhe-only")))
        config = config_file(option("--kanhe-config"), self.root)
        return list(live_lines(self.catalogue, config, option("--target"), money=option("--kanhe-money")))

    def planned(self) -> list[tuple[str, Promise]]:
        """(peer name, promise) of every cell, known before anything is sent."""
        from kanhe.cli.paths import config_file
        from kanhe.run.plan import planned_cells
        from kanhe.run.target import peers_of

        option = self.config.getoption
        config = config_file(option("--kanhe-config"), self.root)
        peers = peers_of(self.catalogue, option("--target"), config, only=option("--kanhe-only"))
        return planned_cells(self.catalogue, peers, option("--kanhe-only"))

    def cells(self) -> dict[tuple[str, str, str], Cell]:
        """The finished cells by (peer, contract, promise)."""
        from kanhe.cli.verify import seconds
        from kanhe.model.event import Closed
        from kanhe.run.engine import Settings, verify

        if self._cells is None:
            option = self.config.getoption
            settings = Settings(seed=option("--kanhe-seed"), budget_s=seconds(option("--kanhe-budget")),
                                only=option("--kanhe-only"), target=option("--target"))
            found = [e.cell for e in verify(self.catalogue, self.lines(), settings) if isinstance(e, Closed)]
            self._cells = {(c.peer, c.promise.contract, c.promise.id): c for c in found}
        return self._cells


def pytest_configure(config: pytest.Config) -> None:
    """One door per pytest run."""
    config.stash[DOOR] = Door(config)


DOOR = pytest.StashKey[Door]()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for `planned_cell` runs once per cell of the plan; one that asks for `contract` once per contract."""
    door = metafunc.config.stash[DOOR]
    if "planned_cell" in metafunc.fixturenames:
        cells = door.planned()
        metafunc.parametrize("planned_cell", cells, ids=[f"{peer}-{p.contract}-{p.id}" for peer, p in cells])
    if "contract" in metafunc.fixturenames:
        contracts = [c for c in door.catalogue.contracts.values() if c.kind == "call"]
        metafunc.parametrize("contract", contracts, ids=[c.id for c in contracts])


@pytest.fixture(scope="session")
def door(request: pytest.FixtureRequest) -> Door:
    """The catalogue, the lines and the finished run of this pytest session."""
    return request.config.stash[DOOR]
