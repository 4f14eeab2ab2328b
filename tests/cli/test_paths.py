"""What a run with `--only` reads: no more than it needs, and never less than it can pick."""

from __future__ import annotations

from pathlib import Path

import pytest

from kanhe.__main__ import main
from kanhe.cli.paths import load_picked
from kanhe.errors import ContractError
from kanhe.run.target import peers_of
from tests.contract.mistakes import DESK
from tests.contract.roots import RIGHT, broken

CONTRACTS = Path(__file__).parents[2] / "contracts"


@pytest.mark.parametrize(("only", "families"), [
    ("land_margin.G00003", ["land_margin"]), ("land_margin.*", ["land_margin"]), ("land_margin.G0000*@*银行", ["land_margin"]),
    ("land_margin", []), ("G00003", []), ("*.G00003", []), ("linkage.deposit", []), ("@*银行", []), ("", [])])
def test_a_pattern_that_begins_with_a_family_reads_that_family(only: str, families: list[str]) -> None:
    """Every other one reads everything; what either picks is the same."""
    picked, whole = load_picked(CONTRACTS, only), load_picked(CONTRACTS, "")
    assert (families or list(whole.parties)) == list(picked.parties)
    assert peers_of(whole, "sim", Path("kanhe.toml"), only=only) == peers_of(picked, "sim", Path("kanhe.toml"), only=only)


def test_a_linkage_that_the_pattern_picks_needs_everything(tmp_path: Path) -> None:
    """Whatever its id begins with."""
    root = broken(tmp_path, [])
    (root / "linkages").mkdir(exist_ok=True)
    (root / "linkages" / "one.yaml").write_text("id: till.between\n", "utf-8")
    assert ["till"] == list(load_picked(root, "till.pay").parties)
    with pytest.raises(ContractError, match="联动没有 consequences"):
        load_picked(root, "till.*")


def test_a_mistake_of_another_family_stops_only_who_needs_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A run of one family begins; where the pattern picks nothing, what is wrong elsewhere is told."""
    root = broken(tmp_path, [(DESK, "transport: http", "transport: htp")])
    words = ["verify", "--memory", "--no-report", "--sequences", "0", "--root", str(root)]
    assert main([*words, "--only", "till.pay"]) in (0, 1, 4)
    assert 2 == main([*words, "--only", "desk.*"])
    assert "htp" in capsys.readouterr().err


def test_what_nothing_matches_is_told_with_all_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    """The names of every family, also where the pattern began with one."""
    assert 2 == main(["verify", "--memory", "--no-report", "--root", str(RIGHT), "--only", "till.nothing"])
    assert "desk." in capsys.readouterr().err
