"""Check digits: the vectors of the domain document, python-stdnum as an oracle, and what they detect."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import luhn as stdnum_luhn
from stdnum.cn import ric
from stdnum.cn import uscc as stdnum_uscc
from stdnum.iso7064 import mod_11_2, mod_11_10

from kanhe.contract.checkdigits import bank_no, luhn, resident_id, uscc
from tests.shared import shared

BAD = {"11320600014387024Q", "320623199002300019"}  # the traps that section 4 names


def section(number: str) -> str:
    """One paragraph of section 4 of the domain document."""
    text = shared("domain/interfaces.md").read_text("utf-8")
    found = re.search(rf"^{re.escape(number)} .*$", text, re.MULTILINE)
    assert found, f"section {number} is gone"
    return found[0]


@pytest.mark.parametrize(("number", "check", "pattern", "least"), [
    ("4.1", uscc, r"`([0-9A-Z]{18})`", 6), ("4.2", resident_id, r"`([0-9]{17}[0-9X])`", 6), ("4.3", bank_no, r"\b([0-9]{12})\b", 10),
    ("4.4", luhn, r"`([0-9]{16,19})`", 3)])
def test_vectors_of_the_document(number: str, check: Callable[[object], bool], pattern: str, least: int) -> None:
    """Every number that section 4 calls valid passes, every trap fails."""
    numbers = re.findall(pattern, section(number))
    assert len(numbers) >= least
    assert {n for n in numbers if not check(n)} == BAD & set(numbers)


@given(st.from_regex(r"[0-9A-HJ-NPQRTUWXY]{18}", fullmatch=True) | st.sampled_from(["91110000600037341L", "91350100M000100Y43", "11320600014387024Q"]))
def test_uscc_is_stricter_than_stdnum(text: str) -> None:
    """What passes here passes stdnum; stdnum does not look at the organisation code inside."""
    if uscc(text):
        assert stdnum_uscc.is_valid(text)


@settings(deadline=None)
@given(st.dates(date(1850, 1, 1)).map(lambda d: f"{d:%Y%m%d}"), st.integers(0, 999))
def test_resident_ids_agree_with_stdnum(birth: str, serial: int) -> None:
    """For every birth date, the digit that ISO 7064 gives passes and the ten others do not; stdnum agrees where it knows the place."""
    head = f"110101{birth}{serial:03}"
    right = mod_11_2.calc_check_digit(head)
    assert [d for d in "0123456789X" if resident_id(head + d)] == [right]
    if ric.is_valid(head + right):
        assert resident_id(head + right)


@given(st.text("0123456789", min_size=11, max_size=11), st.integers(0, 11), st.integers(1, 9))
def test_bank_numbers_detect_every_single_slip(head: str, place: int, more: int) -> None:
    """The right digit passes; no single other digit anywhere does."""
    number = head + mod_11_10.calc_check_digit(head)
    assert bank_no(number)
    slipped = number[:place] + str((int(number[place]) + more) % 10) + number[place + 1 :]
    assert not bank_no(slipped)


@given(st.text("0123456789", min_size=11, max_size=18))
def test_luhn_agrees_with_stdnum(head: str) -> None:
    """Exactly one last digit passes, and it is stdnum's."""
    assert [d for d in "0123456789" if luhn(head + d)] == [stdnum_luhn.calc_check_digit(head)]


@pytest.mark.parametrize("check", [uscc, resident_id, bank_no, luhn])
@given(st.text(max_size=20) | st.none() | st.integers() | st.lists(st.text(max_size=3)))
def test_anything_else_is_just_wrong(check: Callable[[object], bool], value: object) -> None:
    """Other types, lengths and full-width digits are false, never an exception."""
    assert check(value) in (True, False)
    assert not check("１０２３３８００１３０７")
    assert not check("11010519491231002x")
    assert not check("")
