"""Several files: order, missing members, and what a register remembers from one run to the next."""

from __future__ import annotations

import io
import json
from contextlib import closing
from pathlib import Path

import pytest

from kanhe.errors import UsageError
from kanhe.files.batch import Arrived, check_all
from kanhe.files.register import Register
from kanhe.run.files import campaign
from tests.files.bank import ACCOUNT, ALL, DEPOSIT, LAND, catalogue, contract


def arrived(name: str, seed: int = 5) -> list[Arrived]:
    """A campaign as files that are there."""
    return [Arrived(name=d.name, open=lambda d=d: closing(io.BytesIO(d.data)), at=d.at) for d in campaign(contract(name), seed)]


@pytest.mark.parametrize("name", ALL)
def test_the_order_of_arrival_does_not_matter(name: str) -> None:
    """Files are judged in the order of their series, whichever way they came."""
    forward = check_all(contract(name), arrived(name), parameters=catalogue().parameters)
    backward = check_all(contract(name), arrived(name)[::-1], parameters=catalogue().parameters)
    assert forward.kept
    assert backward.kept
    assert sorted(r.name for r in forward.reports) == sorted(r.name for r in backward.reports)


def test_a_missing_file_is_not_an_empty_one() -> None:
    """Each member that is not there on a day is told by the rule of completeness; an empty file is there."""
    files = [f for f in arrived(DEPOSIT) if "20260104" not in f.name]
    batch = check_all(contract(DEPOSIT), files, members={"313306000019"}, days={"20260103", "20260104"})
    assert ["DEP-20C"] == [v.rule for v in batch.missing]
    assert "20260104" in batch.missing[0].found
    assert not check_all(contract(DEPOSIT), arrived(DEPOSIT), members={"313306000019"}, days={"20260103"}).missing
    assert 2 == len(check_all(contract(ACCOUNT), [], members={"1", "2"}, days={"20260104"}).missing)


@pytest.mark.parametrize("name", ALL)
def test_a_register_goes_on_where_it_stopped(name: str, tmp_path: Path) -> None:
    """Checked one file per run with a register on disk, or all at once: the same reports; a rerun changes nothing."""
    files, path = arrived(name), tmp_path / "register.json"
    whole = check_all(contract(name), files, parameters=catalogue().parameters)
    single = []
    for file in sorted(files, key=lambda f: f.at):
        register = Register.load(path)
        single += check_all(contract(name), [file], parameters=catalogue().parameters, register=register).reports
        register.save(path, catalogue().files)
    assert sorted((r.name, r.kept, r.repeated) for r in whole.reports) == sorted((r.name, r.kept, r.repeated) for r in single)
    before = path.read_bytes()
    register = Register.load(path)
    again = check_all(contract(name), files, parameters=catalogue().parameters, register=register)
    register.save(path, catalogue().files)
    assert all(r.repeated for r in again.reports)
    assert before == path.read_bytes()


def test_chains_go_on_over_files(tmp_path: Path) -> None:
    """A notice that is missing at the start of a day is noticed by the number, with a register in between."""
    path, files = tmp_path / "r.json", arrived(DEPOSIT)
    register = Register.load(path)
    check_all(contract(DEPOSIT), [f for f in files if "20260105" not in f.name], register=register)
    register.save(path, catalogue().files)
    last = next(f for f in files if "20260105" in f.name)
    with last.open() as stream:
        data = stream.read()
    shorter = Arrived(name=last.name, open=lambda: closing(io.BytesIO(data[data.index(b"\n") + 1 :])))
    report = check_all(contract(DEPOSIT), [shorter], register=Register.load(path)).reports[0]
    assert ("DEP-24B", 1) in [(v.rule, v.line) for v in report.violations]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 9, "contracts": {}}', "\x00"])
def test_what_is_no_register_is_told(text: str, tmp_path: Path) -> None:
    """A file that is no register is refused with its name and what to do, never overwritten."""
    path = tmp_path / "r.json"
    path.write_text(text)
    with pytest.raises(UsageError) as told:
        Register.load(path)
    assert "r.json" in str(told.value)
    assert text == path.read_text()


def test_a_changed_contract_forgets_what_no_longer_fits(tmp_path: Path) -> None:
    """Cells in the register that are not of the present type are left out instead of ending the run."""
    path = tmp_path / "r.json"
    register = Register()
    check_all(contract(LAND), arrived(LAND), register=register)
    register.save(path, catalogue().files)
    data = json.loads(path.read_text("utf-8"))
    for parts in data["contracts"][LAND]["last"].values():
        parts["header"]["date"], parts["header"]["old"] = "5 January", "x"
    path.write_text(json.dumps(data))
    memory = Register.load(path).of(contract(LAND))
    assert all("date" not in parts["header"] and "old" not in parts["header"] for parts in memory.last.values())
