"""Writing: what is written is right, is read again as it was, and zero rows are a file too."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from kanhe.errors import HarnessError, WireError
from kanhe.files.checking import check
from kanhe.files.sheet import Sheet, read_sheet
from kanhe.files.writing import write
from kanhe.run.files import campaign
from tests.files.bank import ALL, LAND, SEEDS, contract, specimen


@pytest.mark.parametrize("name", ALL)
def test_the_specimen_is_written_byte_for_byte(name: str) -> None:
    """The specimen, made by hand, is read and written again to the same name and bytes."""
    called, data = specimen(name)
    sheet = read_sheet(contract(name), called, io.BytesIO(data))
    bare = replace(sheet, trailer={k: v for k, v in sheet.trailer.items() if k not in ("digest", "count", "amount", "debit", "credit")})
    assert (called, data) == write(contract(name), bare)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", ALL)
def test_what_is_written_is_read_again(name: str, seed: int) -> None:
    """Every file of a campaign: its rows come back value for value, and it keeps its contract."""
    for one in campaign(contract(name), seed):
        found = read_sheet(contract(name), one.name, io.BytesIO(one.data))
        assert [{k: v for k, v in row.items() if v is not None} for row in one.sheet.rows] == [
            {k: v for k, v in row.items() if v is not None and k != "kind"} for row in found.rows]
        assert check(contract(name), one.name, io.BytesIO(one.data)).kept


def test_without_rows() -> None:
    """No business: 0 and 0.00 in header and trailer."""
    name, data = write(contract(LAND), Sheet(name={"tre_code": "0320600001", "seq": "01"}, header={"date": "20260101"}))
    assert "LAND_IN_0320600001_20260101_01.txt" == name
    assert data.startswith(b"H|20260101|0|0.00\nT|0|0.00|")


def test_what_cannot_be_written_is_refused() -> None:
    """A name that holds the delimiter, a line end, or a character that the charset lacks: refused with the column, never altered."""
    called, data = specimen(LAND)
    sheet = read_sheet(contract(LAND), called, io.BytesIO(data))
    for payer, error in (("甲|乙", HarnessError), ("甲\n乙", HarnessError), ("䶮某", WireError)):
        with pytest.raises(error) as told:
            write(contract(LAND), replace(sheet, rows=[{**sheet.rows[0], "payerName": payer}]))
        assert "payerName" in str(told.value) or "䶮" in str(told.value)
