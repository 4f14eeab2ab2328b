"""One run as a test runner sees it: what is planned is known before anything is sent, the run is performed once, on first use."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from kanhe.cli.paths import config_file, contracts_root
from kanhe.cli.verify import lines_to, load_for, settings_of
from kanhe.errors import KanheError, Position, Problem, UsageError
from kanhe.model.contract import Catalogue
from kanhe.model.event import Closed, Event, Peer, RunFinished
from kanhe.model.verdict import Cell, Promise
from kanhe.model.words import Level, Outcome
from kanhe.report.finding_text import lines as lines_of
from kanhe.report.labels import labels_of
from kanhe.report.mask import Mask
from kanhe.report.words import NAMES, short, verdict
from kanhe.run.engine import verify
from kanhe.run.lines import AnyLine
from kanhe.run.plan import planned_cells
from kanhe.run.target import peers_of

DIVIDED = Problem(Position("pytest -n"), "一次运行不能分给几个 pytest 进程，否则每个进程都把全部报文发一遍",
                  hint="去掉 -n；几家对端本来就是同时测的")


class Door:
    """Options as of `kanhe verify`, but no random sequences, long lists and further rounds of races unless asked for. divided: this is one
    of several processes that share out the tests. Raises KanheError for mistakes of the user."""

    def __init__(
        self, *, target: str = "sim", root: str = "", config: str = "", seed: int = 20260101, budget: float = 60.0, only: str = "",
        sequences: int = 0, money: str = "", defect: Sequence[str] = (), memory: bool = False, divided: bool = False,
    ) -> None:
        self.args = argparse.Namespace(target=target, root=root, config=config, seed=seed, budget=budget, only=only, money=money,
                                       sequences=sequences, defect=list(defect), memory=memory, jobs=0)
        self._divided = divided
        self._cells: dict[tuple[str, str, str], Cell] | None = None
        self._failed: KanheError | None = None
        self._end: RunFinished | None = None
        self._secrets: list[str] = []
        self._mask: Mask | None = None

    @cached_property
    def root(self) -> Path:
        """The folder of contracts."""
        return contracts_root(self.args.root)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The contracts."""
        return load_for(self.args, self.root)

    @property
    def mask(self) -> Mask:
        """Hides private values, and the secrets of every line so far, in what a test prints."""
        if self._mask is None:
            self._mask = Mask(self.catalogue, self._secrets)
        return self._mask

    @property
    def config(self) -> Path:
        """The kanhe.toml."""
        return config_file(self.args.config, self.root)

    def peers(self) -> list[Peer]:
        """The peers of the target, none of them reached yet."""
        return peers_of(self.catalogue, self.args.target, self.config, only=self.args.only)

    def planned(self) -> list[tuple[str, Promise]]:
        """(peer name, promise) of every cell, each once."""
        found = {(peer, p.contract, p.id): (peer, p) for peer, p in planned_cells(self.catalogue, self.peers(), self.args.only)}
        if not found:
            lines_to(self.args, self.catalogue, self.root, self.config)  # says what is wrong with --only
        return list(found.values())

    def id_of(self, peer: str, promise: Promise) -> str:
        """A short ASCII name of a cell that stays the same from run to run: `land_margin.G00003-LAND-05@bank`; the second bank of a
        target is `bank2`."""
        return f"{promise.contract}-{short(promise)}@{self._seats[peer]}"

    @cached_property
    def _seats(self) -> dict[str, str]:
        found: dict[str, str] = {}
        seen: Counter[tuple[str, str]] = Counter()
        for peer in self.peers():
            seen[peer.family, peer.role] += 1
            found[peer.name] = f"{peer.role}{seen[peer.family, peer.role] if seen[peer.family, peer.role] > 1 else ''}"
        return found

    def between(self, contract: str) -> bool:
        """Whether a promise of that contract lies between messages: in a flow, or in a linkage of several systems."""
        return contract in self.catalogue.flows or contract in self.catalogue.linkages

    def calls(self) -> list[str]:
        """Ids of the operations that `only` picks."""
        picked = {p.contract for _, p in self.planned()}
        return [c.id for c in self.catalogue.contracts.values() if c.kind == "call" and c.id in picked]

    def families(self) -> list[str]:
        """HTTP families whose operations have an OpenAPI file beside them."""
        picked = set(self.calls())
        return sorted({c.party.family for c in self.catalogue.contracts.values() if c.route and c.schema and c.id in picked})

    def labels(self, peer: str, contract: str) -> dict[str, str]:
        """Allure's labels of one cell."""
        return labels_of(self.catalogue, peer, contract)

    @contextmanager
    def lines(self, only: str = "") -> Iterator[Sequence[AnyLine]]:
        """Fresh lines to the peers of the target, for a suite that speaks to them itself; closed afterwards."""
        args = argparse.Namespace(**{**vars(self.args), "only": only or self.args.only, "defect": []})
        if self.args.target == "sim":
            args.defect = self._defects_of(only)
        lines = lines_to(args, self.catalogue, self.root, self.config)
        self._secrets += [secret for line in lines for secret in line.secrets if secret not in self._secrets]
        self._mask = None
        try:
            yield lines
        finally:
            for line in lines:
                line.link.close()

    def _defects_of(self, only: str) -> list[str]:
        from kanhe.simulate.defects import load_defect

        family = only.partition(".")[0]
        return [name for name in self.args.defect if not family or load_defect(name).FAMILY == family]

    def cells(self) -> dict[tuple[str, str, str], Cell]:
        """The finished cells by (peer, contract, promise); a run that could not start fails every time with the same error. Raises
        UsageError where tests are shared out: each process would make the whole run, and the peer would be asked everything again."""
        if self._divided:
            raise UsageError(DIVIDED)
        if self._failed is not None:
            raise self._failed
        if self._cells is None:
            try:
                with self.lines() as lines:
                    events = list(verify(self.catalogue, lines, settings_of(self.args)))
            except KanheError as error:
                self._failed = error
                raise
            self._take(events)
        return self._cells or {}

    def _take(self, events: Sequence[Event]) -> None:
        cells = [e.cell for e in events if isinstance(e, Closed)]
        self._cells = {(c.peer, c.promise.contract, c.promise.id): c for c in cells}
        self._end = next((e for e in events if isinstance(e, RunFinished)), None)

    def verdict(self) -> str:
        """The run's verdict in one line, '' where no run was made."""
        if self._cells is None or self._end is None:
            return ""
        word, why = verdict(Counter(c.outcome for c in self._cells.values()), complete=self._end.complete, ended=True)
        return f"结论 {word}：{why}（{self._end.exchanges} 次往来，{self._end.seconds:.1f}s，种子 {self.args.seed}）"

    def complaint(self, cell: Cell) -> str:
        """Why a cell is not fine, in a few masked lines; '' for one that is kept or only noted."""
        head = f"[{short(cell.promise)}] {NAMES[cell.outcome]}：{self.mask.text(cell.promise.says)}"
        if cell.outcome is Outcome.BROKEN:
            return "\n".join([head, *(line for f in cell.findings[:3] for line, _ in lines_of(f, self.mask))])
        if cell.outcome is Outcome.SKIPPED and cell.promise.level is Level.MUST:
            return f"{head}\n  必守的约定没有测到，不能算通过：{self.mask.text(cell.reason)}"
        return ""
