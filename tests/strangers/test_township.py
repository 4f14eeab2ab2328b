"""A house of three systems that share no code with Kanhe: what lies between them is judged by a linkage that their customer wrote. Each
system alone keeps its promises, whatever it forgets to tell the others.

`python tests/strangers/township.py --list` says what each defect is; all of them, and the systems themselves: tests/quality/test_strangers.py.
"""

from __future__ import annotations

import re
import socket

import pytest

from kanhe.errors import ContractError
from kanhe.model.event import RunStarted
from kanhe.model.words import Outcome
from kanhe.run.lines import HouseLine
from kanhe.run.live import live_lines
from kanhe.run.target import peers_of
from tests import kept
from tests.strangers import stand
from tests.strangers.names import TOWNSHIP, TOWNSHIP_OPEN

SOME = ("cents-as-yuan", "told-at-the-next", "cover-from-rent", "receipt-told-on-resend", "revocation-not-told")
LINKAGE = "linkage.*"
BUDGET_S = 60.0


@pytest.mark.parametrize("defect", SOME)
def test_the_defect_is_found_under_a_right_name(defect, tmp_path):
    """The first finding names the consequence that the house breaks."""
    with stand.town(tmp_path, defect) as config:
        found = stand.first_finding(config, seed=20260101, budget_s=BUDGET_S, root=stand.TOWN, only=LINKAGE)
    assert found.named == f"linkage.wexcombe {TOWNSHIP[defect]}", found.says


def test_the_honest_house_raises_no_alarm_and_the_run_is_complete(tmp_path):
    """Every consequence is tried and kept."""
    with stand.town(tmp_path) as config:
        end, left = stand.whole_run(config, seed=20260101, budget_s=BUDGET_S, root=stand.TOWN, only=LINKAGE)
    assert [] == [f"{c.cell.promise.id} {c.cell.outcome} {c.cell.reason}" for c in left]
    assert (end.exit_code, end.complete) == (0, True)


def test_each_site_is_a_house_of_its_own(tmp_path):
    """Two towns in one target: the one that tells cents as yuan is found under its own site's name, and the other is not blamed."""
    with stand.town(tmp_path, "cents-as-yuan", "") as config:
        lines = [line for line in _lines(config) if isinstance(line, HouseLine)]
        assert ["第1镇", "第2镇"] == [line.peer.name.split()[-1] for line in lines]
        assert all(f"第{n}镇" in line.peer.address and f"第{3 - n}镇" not in line.peer.address for n, line in enumerate(lines, 1))
        assert {line.peer.name for line in lines} <= {peer.name for peer in peers_of(stand.catalogue(stand.TOWN), stand.TARGET, config)}
        found = stand.first_finding(config, seed=20260101, budget_s=BUDGET_S, root=stand.TOWN, only=LINKAGE)
    assert found.named == "linkage.wexcombe WEX-03"
    assert found.peer == lines[0].peer.name


def test_only_what_lies_between_systems_that_are_there_is_owed(tmp_path):
    """Without the permits office the plan owes the consequences between desk and ledger; a single system makes no house."""
    with stand.town(tmp_path, families=("wexdesk", "wexledger")) as config:
        (house,) = [line for line in _lines(config) if isinstance(line, HouseLine)]
        assert ("WEX-01", "WEX-02", "WEX-03", "WEX-04") == house.peer.between == tuple(c.id for c in house.linkage.consequences)
        started = next(stand.events(config, seed=1, budget_s=BUDGET_S, root=stand.TOWN))
        assert isinstance(started, RunStarted)
    assert {*house.peer.between} == {promise.id for _, promise in started.planned if promise.contract.startswith("linkage.")}
    with stand.town(tmp_path, families=("wexpermits",)) as config:
        assert [] == [line for line in _lines(config) if isinstance(line, HouseLine)]


def test_a_dead_system_is_out_of_reach_and_breaks_nothing(tmp_path):
    """The ledger is gone: every consequence that needs it is unreached, none is broken or kept, and the run ends with 3."""
    with stand.town(tmp_path) as config:
        ledger = next(p for family, p in stand.places(config) if family == "wexledger")
        with socket.socket() as taken:  # a port that nobody listens at
            taken.bind(("127.0.0.1", 0))
            dead = f"127.0.0.1:{taken.getsockname()[1]}"
            config.write_text(config.read_text("utf-8").replace(ledger, dead), "utf-8")
            end, left = stand.whole_run(config, seed=1, budget_s=BUDGET_S, root=stand.TOWN, only=LINKAGE)
    told = {c.cell.promise.id: c.cell.outcome for c in left}
    assert {told.get(name) for name in ("WEX-01", "WEX-02", "WEX-03", "WEX-04")} == {Outcome.UNREACHED}
    assert Outcome.BROKEN not in told.values()
    assert end.exit_code == 3


def test_two_systems_of_a_kind_in_one_site_are_one_located_message(tmp_path):
    """Which of them is to know what the others do is not said: the second one is pointed at."""
    with stand.town(tmp_path, "", "") as config:
        config.write_text(config.read_text("utf-8").replace('site = "第2镇"', 'site = "第1镇"', 1), "utf-8")  # the second town's desk
        with pytest.raises(ContractError) as raised:
            _lines(config)
        (problem,) = raised.value.problems
        shown = config.read_text("utf-8").split("\n")[problem.at.line - 1][problem.at.column - 1:]
    kept.check("run/site-crowded", f"{problem}\n    此处: {shown}\n".replace(str(tmp_path), "DIR"))


def _lines(config):
    return live_lines(stand.catalogue(stand.TOWN), config, stand.TARGET, money=stand.TARGET, only="")


def test_the_township_shares_no_code_and_every_defect_is_accounted_for():
    """The systems import nothing of Kanhe, their contracts are data alone, and no planted defect is left out in silence."""
    source = (stand.HERE / "township.py").read_text(encoding="utf-8")
    assert not re.search(r"^\s*(from|import)\s+(kanhe|simulators)\b", source, re.MULTILINE)
    assert [] == [p for p in stand.TOWN.rglob("*") if p.suffix not in ("", ".yaml")]
    planted = "".join(re.findall(r"^DEFECTS = \{[^\n]*\n(.*?)^\}", source, re.MULTILINE | re.DOTALL))
    assert {*TOWNSHIP, *TOWNSHIP_OPEN} == set(re.findall(r'^    "([a-z0-9-]+)":', planted, re.MULTILINE))
