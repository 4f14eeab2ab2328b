"""Every planted defect that only the other systems of a house can see is told, names a consequence, and is found by it.

All of them, at every seed: tests/quality/test_defects.py; here one of each sort is shot.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kanhe.__main__ import main
from kanhe.contract.load import load
from kanhe.run.power import shoot
from kanhe.simulate.defects import all_defects, name_of

ROOT = Path(__file__).parents[2]
MINE = [d for d in all_defects() if hasattr(d, "LINKAGE")]
SHOT = (753, 754)  # told in another unit; told again when it is sent again


def test_every_defect_has_a_row_and_a_consequence() -> None:
    """What is planted is told in docs/defects-linkages.md, and names consequences of its linkage, which has its system in the house."""
    rows = re.findall(r"^\| ([0-9]+) \| ([^|]+) \|[^|]+\| ([^|]+) \|$", (ROOT / "docs/defects-linkages.md").read_text("utf-8"), re.MULTILINE)
    assert [(str(d.NUMBER), d.TITLE, "、".join(d.FINDS)) for d in MINE] == [tuple(map(str.strip, row)) for row in rows]
    linkages = load(ROOT / "contracts").linkages
    for defect in MINE:
        linkage = linkages[defect.LINKAGE]
        assert set(defect.FINDS) <= {c.id for c in linkage.rules}, name_of(defect)
        assert (defect.FAMILY, defect.ROLE) in (*linkage.seats, *linkage.places), name_of(defect)


def test_every_consequence_is_named_by_a_defect() -> None:
    """No consequence stands there that nothing planted breaks."""
    named = {rule for d in MINE for rule in d.FINDS}
    assert {c.id for one in load(ROOT / "contracts").linkages.values() for c in one.rules} == named


@pytest.mark.parametrize("number", SHOT)
def test_it_is_found_by_name(number: int) -> None:
    """Each system alone keeps all its promises; the house is found out."""
    name = next(name_of(d) for d in MINE if number == d.NUMBER)
    assert shoot(load(ROOT / "contracts"), ROOT / "contracts", name, seed=20260101, budget_s=120).named


def test_it_is_not_planted_where_nobody_can_see_it(capsys: pytest.CaptureFixture[str]) -> None:
    """Only its own system picked, without the house: that would be an honest-looking run, so it is refused."""
    assert main(["verify", "--memory", "--no-report", "--only", "bank_confirm.*", "--defect", "775"]) == 2
    assert "不在所测的对端里" in capsys.readouterr().err
    assert main(["verify", "--memory", "--no-report", "--only", "time_deposit.tender", "--defect", "775"]) == 2
