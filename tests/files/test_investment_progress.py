"""Monthly reports of investment progress (1.6 I6): what the simulated department writes, read and added up by hand, in fractions."""

from __future__ import annotations

from fractions import Fraction

import pytest

from kanhe.files.findings import FileReport
from kanhe.run.files import campaign
from tests.files.bank import PROGRESS, SEEDS, contract, judge, specimen

Lines = list[list[str]]


def lines_of(data: bytes) -> Lines:
    """The cells of every line, told apart on decoded text."""
    return [line.split("|") for line in data.decode("gbk").splitlines()]


def two_decimals(amount: Fraction) -> Fraction:
    """Half upwards at the second decimal."""
    return Fraction((amount * 100 + Fraction(1, 2)).__floor__(), 100)


@pytest.mark.parametrize("seed", SEEDS)
def test_reports_add_up_by_hand(seed: int) -> None:
    """INV-51 to INV-53: six months; sums of exact amounts, what is shown is rounded once, each project goes on from month to month."""
    before: dict[str, list[Fraction]] = {}
    rounded_late = False
    for one in campaign(contract(PROGRESS), seed)[:-1]:
        head, *rows, tail = lines_of(one.data)
        assert ["H", one.day, str(len(rows))] == head and f"INVPROG_601_{one.day}.txt" == one.name
        amounts = [[Fraction(cell) for cell in row[4:]] for row in rows]
        sums = [sum((row[place] for row in amounts), Fraction()) for place in range(4)]
        assert [Fraction(len(rows)), *sums, two_decimals(sums[0]), two_decimals(sums[2])] == [Fraction(cell) for cell in tail[1:]]
        assert all(len(cell.partition(".")[2]) <= 6 for row in (*rows, tail) for cell in row[4:])
        rounded_late |= two_decimals(sums[2]) != sum(two_decimals(row[2]) for row in amounts)
        for row, (month, year, total, paid) in zip(rows, amounts, strict=True):
            was = before.get(row[2], [Fraction()] * 4)
            assert (month + (0 if one.day[4:6] == "01" else was[1]), was[2] + month) == (year, total) and was[3] <= paid <= total
            before[row[2]] = [month, year, total, paid]
        assert len(before) == len(rows)
    assert rounded_late  # the campaign has a month in which rounding first would show


def changed(*changes: tuple[str, str]) -> FileReport:
    """The report over the specimen with these texts replaced."""
    text = specimen(PROGRESS)[1].decode("gbk")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return judge(PROGRESS, text.encode("gbk"))


@pytest.mark.parametrize(("changes", "rules"), [
    ((), set()),
    ((("T|3|10.000000|", "T|3|10.000001|"),), {"INV-52"}),
    ((("H|20250531|3", "H|20250531|2"),), {"INV-52"}),
    ((("|10.00|", "|9.99|"),), {"INV-53"}),  # 3.33 + 0 + 6.67 is 10.00; 10.00 it is
    ((("|135.50\n", "|135.51\n"),), {"INV-53"}),  # 23.33 + 105.50 + 6.67, rounded one by one, is 135.50 as well
    ((("|3.333333|", "|3.3333330|"),), {"INV-53L"}),
    ((("|0.000000|5.5", "|1e-06|5.5"),), {"INV-53L"}),
])
def test_a_changed_report_is_named(changes: tuple[tuple[str, str], ...], rules: set[str]) -> None:
    """Sums that are off by the last decimal, counts, shown amounts, seven decimals, exponents."""
    assert rules == {v.rule for v in changed(*changes).violations}
