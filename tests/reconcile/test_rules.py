"""REC-01 … REC-09 of the domain document, as properties."""

from __future__ import annotations

import hashlib
import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kanhe.model.reconcile import Match, Reconciliation
from kanhe.reconcile.carry import read_carry, write_carry
from kanhe.reconcile.run import Missing, Rejected, reconcile
from kanhe.reconcile.telling import as_data
from tests.files.bank import LAND, catalogue, specimen
from tests.reconcile.books import LINES, PLAN, Line, compared, counts, many, opinion, side, told, written

pytest.importorskip("duckdb", reason="the extra `files` is not installed")

few = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
SWAPPED = {Match.OURS: Match.THEIRS, Match.THEIRS: Match.OURS}


@few
@given(ours=LINES, theirs=LINES)
def test_rec_01_the_classes_partition_both_lists(ours: list[Line], theirs: list[Line], tmp_path: Path) -> None:
    """Every row lies in one class: rows and amounts of the classes add up to the lists; and another program sorts them the same way."""
    outcome = compared(tmp_path, ours, theirs)
    found = counts(outcome)
    assert (len(ours), len(theirs)) == (sum(n[1] for n in found.values()), sum(n[2] for n in found.values()))
    assert (sum(x.fen for x in ours), sum(x.fen for x in theirs)) == (sum(n[3] for n in found.values()), sum(n[4] for n in found.values()))
    assert opinion(ours, theirs) == found
    listed: dict[Match, int] = {m: n[0] for m, n in found.items() if m is not Match.EQUAL}
    assert listed == {m: sum(1 for d in outcome.pairs[0].listed if d.match is m) for m in {d.match for d in outcome.pairs[0].listed}}
    assert outcome.agrees == (not listed)


@few
@given(ours=LINES, theirs=LINES)
def test_rec_02_swapping_the_sides_swaps_the_single_side_classes(ours: list[Line], theirs: list[Line], tmp_path: Path) -> None:
    """And nothing else."""
    one, other = counts(compared(tmp_path, ours, theirs)), counts(compared(tmp_path, theirs, ours))
    assert one == {SWAPPED.get(m, m): (n[0], n[2], n[1], n[4], n[3]) for m, n in other.items()}


@few
@given(ours=LINES, theirs=LINES, cut=st.integers(0, 60), seed=st.integers(0, 99))
def test_rec_03_order_and_splitting_do_not_matter(ours: list[Line], theirs: list[Line], cut: int, seed: int, tmp_path: Path) -> None:
    """Shuffled, and split into two files."""
    shuffled, chance = list(theirs), random.Random(seed)
    chance.shuffle(shuffled)
    parts = [written(tmp_path / "a.csv", shuffled[:cut]), written(tmp_path / "b.csv", shuffled[cut:])]
    split = reconcile(PLAN, {}, {"ours": [written(tmp_path / "ours.csv", ours)], "theirs": parts})
    whole = compared(tmp_path, ours, theirs)
    assert counts(whole) == counts(split)
    assert told(whole) == told(split)


def test_rec_04_what_crosses_the_day_clears_on_the_next_run(tmp_path: Path) -> None:
    """Open on the day, met on the next with the other date: told as 跨日, cleared, and nothing is left open."""
    both = many(5)
    late = Line("LATE", 777, day="20260105")
    first = compared(tmp_path, [*both, late], both)
    assert [(Match.OURS, "LATE")] == told(first)
    assert not first.agrees
    today = Line("N", 1, day="20260106")
    second = compared(tmp_path, [today], [today, replace(late, day="20260106")], day="20260106", before=first.carry)
    assert [(Match.CROSSED, "LATE")] == told(second)
    assert second.pairs[0].listed[0].cleared
    assert second.agrees
    assert {} == second.carry.rows
    third = compared(tmp_path, [], [Line("LATE", 778)], day="20260106", before=first.carry)
    assert [(Match.AMOUNT, "LATE")] == told(third)  # another amount is no clearing


def test_rec_05_corrections_net_to_zero(tmp_path: Path) -> None:
    """Booked, taken back in red, booked in blue: one booking. Booked and taken back: nothing, on either side alone too."""
    red = [Line("A", 100), Line("A", -100), Line("A", 90)]
    assert [] == told(compared(tmp_path, red, [Line("A", 90)]))
    assert [(Match.AMOUNT, "A")] == told(compared(tmp_path, red, [Line("A", 100)]))
    assert [] == told(compared(tmp_path, [Line("B", 5), Line("B", -5)], []))
    assert [] == told(compared(tmp_path, [], [Line("B", -5), Line("B", 5)]))
    assert [(Match.AMOUNT, "B")] == told(compared(tmp_path, [Line("B", 5), Line("B", -5)], [Line("B", 5)]))
    assert [(Match.TWICE, "C")] == told(compared(tmp_path, [Line("C", 5), Line("C", 5), Line("C", 5), Line("C", -5)], [Line("C", 5)]))
    assert [] == told(compared(tmp_path, [Line("D", -5)], [Line("D", -5)]))  # a negative row alone is an ordinary one


def test_rec_06_what_is_open_too_long_raises_an_alarm(tmp_path: Path) -> None:
    """Open for three days: no alarm yet; for four: alarm with the number of days, on whichever side."""
    first = compared(tmp_path, [Line("A", 1)], [Line("B", 2)])
    for day, overdue in (("20260106", 0), ("20260108", 0), ("20260109", 2), ("20260201", 2)):
        outcome = compared(tmp_path, [], [], day=day, before=first.carry)
        assert overdue == outcome.pairs[0].overdue
        assert not outcome.agrees
        assert {"20260105"} == {row[5] for rows in outcome.carry.rows.values() for row in rows}  # since when it has been open stays
    assert 4 == max(d.overdue for d in compared(tmp_path, [], [], day="20260109", before=first.carry).pairs[0].listed)


def test_rec_07_an_empty_list_is_not_a_missing_one(tmp_path: Path) -> None:
    """Empty: everything is single-sided. Missing: nothing is said of any row, and the run counts as incomplete."""
    outcome = compared(tmp_path, many(3), [])
    assert {Match.OURS} == {m for m, _ in told(outcome)}
    for paths in ({"ours": [tmp_path / "ours.csv"]}, {"ours": [tmp_path / "ours.csv"], "theirs": [tmp_path / "nowhere.csv"]}):
        with pytest.raises(Missing, match="不要按零处理") as error:
            reconcile(PLAN, {}, paths)
        assert 4 == error.value.exit_code


def _damaged() -> dict[str, tuple[str, bytes]]:
    name, data = specimen(LAND)
    body = data[: data.index(b"T|3|")]
    other = body.replace(b"12000000.00", b"12000000.01")
    resealed = other + f"T|3|12340678.91|{hashlib.new('sm3', other).hexdigest()}\n".encode()
    return {
        "count": (name, data.replace(b"T|3|", b"T|4|")), "amount": (name, resealed), "digest": (name, data[:-5] + b"0000\n"),
        "trailer": (name, body), "header": (name, data[data.index(b"\n") + 1 :]), "half": (name, data[:200]),
        "name": (name.replace("20260105", "20260106"), data), "empty": (name, b""), "bom": (name, b"\xef\xbb\xbf" + data),
        "crlf": (name, data.replace(b"\n", b"\r\n")), "charset": (name, data.replace("珅".encode("gbk"), b"\xab ")),
        "bar": (name, data.replace("贸易".encode("gbk"), "贸|易".encode("gbk"))),
        "comma": (name, data.replace(b"|345678.91|", b"|345,678.91|"))}


@pytest.mark.parametrize("damage", _damaged())
def test_rec_08_a_wrong_file_is_refused_whole(damage: str, tmp_path: Path) -> None:
    """Trailer, header, count, amount, digest, name, half a file: no row is matched, and the reason is told with its place."""
    name, data = _damaged()[damage]
    (tmp_path / name).write_bytes(data)
    with pytest.raises(Rejected, match="整份拒收") as error:
        reconcile(LAND_PLAN, catalogue().files, {"ledger": [ledger(tmp_path)], "file": [tmp_path / name]})
    assert error.value.violations
    assert name in str(error.value)
    assert 1 == error.value.exit_code


LAND_PLAN = replace(catalogue().reconciliations["land_income"], sides=tuple(
    catalogue().reconciliations["land_income"].side(n) for n in ("ledger", "file")))


def ledger(folder: Path) -> Path:
    """What our books say of the specimen."""
    path = folder / "ledger.csv"
    path.write_text("payCode,traNo,amount,acctDate\n32060020260000000001,TR202601050001,12000000.00,20260105\n"
                    "32060020260000000002,TR202601050002,345678.91,20260105\n32060020260000000003,TR202601050003,-5000.00,20260105\n")
    return path


def test_the_whole_specimen_agrees(tmp_path: Path) -> None:
    """The undamaged file is not refused."""
    name, data = specimen(LAND)
    (tmp_path / name).write_bytes(data)
    assert reconcile(LAND_PLAN, catalogue().files, {"ledger": [ledger(tmp_path)], "file": [tmp_path / name]}).agrees


def as_text(outcome: Any) -> str:
    """Everything that an outcome says."""
    return json.dumps(as_data(outcome), ensure_ascii=False)


@few
@given(ours=LINES, theirs=LINES)
def test_rec_09_a_rerun_says_the_same(ours: list[Line], theirs: list[Line], tmp_path: Path) -> None:
    """The same lists, with the same open rows from before, twice: the same words and the same open rows, to the byte."""
    before = compared(tmp_path, theirs[:3], ours[:3], day="20260104").carry
    texts, carries = set(), set()
    for _ in range(2):
        outcome = compared(tmp_path, ours, theirs, before=before)
        write_carry(tmp_path / "open.json", outcome.carry)
        texts.add(as_text(outcome))
        carries.add((tmp_path / "open.json").read_bytes())
        assert outcome.carry == read_carry(tmp_path / "open.json", "toy") or not outcome.carry.rows
    assert 1 == len(texts) == len(carries)


def test_rows_that_were_open_and_come_again_count_once(tmp_path: Path) -> None:
    """An export that still holds yesterday's open row does not make it a duplicate."""
    open_row = Line("A", 5)
    first = compared(tmp_path, [open_row], [])
    again = compared(tmp_path, [open_row], [], before=first.carry)
    assert [(Match.OURS, "A")] == told(again)
    assert (1, 1) == counts(again)[Match.OURS][:2]


def test_three_sides_are_compared_in_pairs(tmp_path: Path) -> None:
    """What two of three say: each pair tells its own difference, and what is open is kept apart by pair."""
    plan = Reconciliation(id="toy", title="三方", sides=(side("ours"), side("notes"), side("theirs")))
    paths = {n: [written(tmp_path / f"{n}.csv", lines)] for n, lines in
             {"ours": [Line("A", 1), Line("B", 2)], "notes": [Line("A", 1)], "theirs": [Line("A", 1), Line("B", 3)]}.items()}
    outcome = reconcile(plan, {}, paths, day="20260105")
    assert [[(Match.OURS, "B")], [(Match.AMOUNT, "B")], [(Match.THEIRS, "B")]] == [told(outcome, n) for n in range(3)]
    assert {("ours", "notes", "ours"), ("notes", "theirs", "theirs")} == set(outcome.carry.rows)
