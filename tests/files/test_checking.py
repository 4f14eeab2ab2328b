"""Every way in which a file goes wrong is found, by its rule, at its line, column and byte."""

from __future__ import annotations

import io
import random

import pytest

from kanhe.files import lines
from kanhe.files.checking import check
from kanhe.files.register import Register
from tests.files.bank import ACCOUNT, ALL, DEPOSIT, LAND, contract, judge, specimen, told

HEAD, TAIL = b"H|20260105|3|12340678.91", b"T|3|12340678.91|"

# contract, old bytes, new bytes, what is told as rule -> the bytes at which it points, and a word that must be said
CHANGES: list[tuple[str, bytes, bytes, dict[str, list[bytes]], str]] = [
    (LAND, b"|3|12000000.00", b"|9|12000000.00", {"LAND-45": [b"9|12000000.00"]}, "level"),
    (LAND, b"12000000.00", b"12000000.0", {"LAND-45": [b"12000000.0"]}, "12000000.0"),
    (LAND, b"12000000.00", b"1.2E7", {"LAND-45": [b"1.2E7"]}, "1.2E7"),
    (LAND, b"|103014801|", b"|103014601|", {"LAND-42A": [b"103014601"]}, "103014601"),
    (LAND, b"-5000.00", b"-5000.01", {"LAND-41B": [b"12340678.91\nD", b"12340678.91|"]}, "12340678.90"),
    (LAND, b"H|20260105|3|", b"H|20260105|4|", {"LAND-41A": [b"4|12340678.91"]}, "header.count 写 4"),
    (LAND, b"H|20260105", b"H|20260106",
     {"LAND-44A": [b"20260106|3"], "LAND-46": [b"20260105|\xc4\xcf", b"20260105|\xab|", b"20260105|\xb3\xe7"]}, "20260106"),
    (LAND, b"TR202601050002", b"TR202601050001", {"LAND-44C": [b"TR202601050001|32060020260000000002"]}, "第 2 行"),
    (LAND, b"\nT|3|", b"\nX|3|", {"LAND-45": [b"X|3|"]}, "尾记录"),
    (LAND, HEAD + b"\n", b"", {"LAND-45": [b"D|TR202601050001"]}, "头记录"),
    (LAND, HEAD, HEAD + b"\n", {"LAND-45": [b"\nD|TR202601050001"], "LAND-41A": [b"3|12340678.91\n", b"3|12340678.91|"]}, "空行"),
    (LAND, "珅".encode("gbk"), b"\xab ", {"LAND-45": [b"\xab "]}, "ab20"),
    (LAND, "贸易".encode("gbk"), "贸|易".encode("gbk"), {"LAND-45": [b"D|TR202601050002"]}, "payerName"),
    (ACCOUNT, b"15000.00,115000.00", b"15000.00,115000.01", {"ACCT-42A": [b"C,15000.00", b"D,2500.00"]}, "115000.01"),
    (ACCOUNT, b"B,0010320600018888,20260105,0915", b"B,10320600018888,20260105,0915", {"ACCT-48B": [b"10320600018888,20260105,091500"]},
     "10320600018888"),
    (ACCOUNT, b"6222021110000000006", "６222021110000000006".encode("gb18030"), {"ACCT-40": ["６222".encode("gb18030")]}, "AN(32)"),
    (ACCOUNT, b"112345.67\r\nB", b"112345.67\nB", {"ACCT-40": [b"A,313306000019"]}, "1 行以 LF 结束"),
    (DEPOSIT, b" 1220260105", b" 0x20260105", {"DEP-21": [b" 0x20260105"]}, "DEPOSIT_TERM"),
    (DEPOSIT, "国库存款".encode("gbk") + b" " * 60, "国库存款".encode("gbk") + b" " * 70, {"DEP-21": [b"20260105"]}, "按字符数正好"),
    (DEPOSIT, "存款".encode("gbk") + b" ", "存".encode("gbk") + b"\xbf  ", {"DEP-21": [b"\xbf  "]}, "截断"),
    (DEPOSIT, b"+001.750000", b" 001.750000", {"DEP-21": [b" 001.750000"]}, "正负号"),
    (DEPOSIT, b"+001.750000", b"+0001.75000", {"DEP-21": [b"+0001.75000"]}, "6 位小数"),
    (DEPOSIT, b"00000050000000.00+", b"   50000000.00   +", {"DEP-21": [b"   50000000.00   "]}, "AMOUNT"),
]


def place_of(data: bytes, needle: bytes, codec: str) -> tuple[int, int, int]:
    """(line, column, offset) of some bytes, reckoned anew."""
    offset = data.index(needle)
    start = data.rfind(b"\n", 0, offset) + 1
    return data[:offset].count(b"\n") + 1, len(data[start:offset].decode(codec)) + 1, offset


@pytest.mark.parametrize(("name", "old", "new", "wanted", "word"), CHANGES, ids=range(len(CHANGES)))
def test_a_change_is_told_where_it_is(name: str, old: bytes, new: bytes, wanted: dict[str, list[bytes]], word: str) -> None:
    """One change of the specimen: these rules and, but for the digest, no others; each at its line, column and byte; with its word."""
    data = specimen(name)[1]
    assert old in data
    changed = data.replace(old, new, 1)
    report = judge(name, changed)
    codec = {"GBK": "gbk", "GB18030": "gb18030"}[contract(name).charset]
    places = sorted((rule, *place_of(changed, needle, codec)) for rule, needles in wanted.items() for needle in needles)
    assert places == sorted(v for v in told(report) if v[0] not in ("LAND-41C", "ACCT-41E"))
    assert word in " ".join(f"{v.found} {v.right} {v.hint}" for v in report.violations)


@pytest.mark.parametrize("name", ALL)
def test_every_place_points_at_the_bytes(name: str) -> None:
    """Whatever single byte is changed: each offset that is told lies in the line that is told, at the column that is told."""
    chance, (_, data) = random.Random(1), specimen(name)
    codec = {"GBK": "gbk", "GB18030": "gb18030"}[contract(name).charset]
    for _ in range(300):
        at = chance.randrange(len(data))
        changed = data[:at] + bytes([chance.choice(b"0|, \r\nAZ9\x81\xff")]) + data[at + 1 :]
        for violation in judge(name, changed).violations:
            if violation.line:
                start = changed.rfind(b"\n", 0, violation.offset) + 1
                before = changed[start : violation.offset].decode(codec, "ignore")
                assert changed[:start].count(b"\n") == violation.line - 1
                if before.encode(codec) == changed[start : violation.offset].removeprefix(b"\xef\xbb\xbf"):
                    assert len(before) == violation.column - 1, violation


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("chunk", [1, 7, 64, 1000])
def test_the_size_of_a_read_does_not_matter(name: str, chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fed byte by byte or whole, right or spoilt, the report is the same."""
    _, data = specimen(name)
    spoilt = [data, data[:-1], data[: len(data) * 2 // 3], data.replace(b"\n", b"\n\n"), data + b"\n\n", b"\xef\xbb\xbf" + data, b"", b"\n"]
    whole = [judge(name, d) for d in spoilt]
    monkeypatch.setattr(lines, "CHUNK", chunk)
    for before, d in zip(whole, spoilt, strict=True):
        after = judge(name, d)
        assert (told(before), before.rows, before.digest, before.size_bytes) == (told(after), after.rows, after.digest, after.size_bytes)


@pytest.mark.parametrize("name", [LAND, ACCOUNT])
@pytest.mark.parametrize(("change", "word"), [
    (lambda d: b"", "空的"), (lambda d: b"\r\n", "没有尾记录"), (lambda d: d.rstrip(b"\r\n"), "没有行结束符"),
    (lambda d: d[: len(d) // 2], "没写完"),
    (lambda d: b"\xef\xbb\xbf" + d, "BOM"), (lambda d: d + b"\n", "末尾有空行"), (lambda d: d[: d.rindex(b"\n", 0, -1) + 1], "尾记录"),
    (lambda d: b"A" * 3_000_000, "没有"), (lambda d: d + d, "")])
def test_ends_of_a_file(name: str, change, word: str) -> None:
    """Empty, blank, unended, half, with a mark before or blank lines behind, doubled: never accepted, always said what it is."""
    report = judge(name, change(specimen(name)[1]))
    assert not report.kept
    assert word in " ".join(f"{v.found}{v.hint}" for v in report.violations)


def test_crlf_where_lf_was_agreed() -> None:
    """The line ends are told once with their number, and the first is located; the columns are judged all the same."""
    _, data = specimen(LAND)
    report = judge(LAND, data.replace(b"\n", b"\r\n").replace(b"|3|", b"|8|", 2))
    layout = [v for v in report.violations if v.rule == "LAND-45"]
    assert ["5 行以 CRLF 结束，第一处在第 1 行", "level（预算级次）“8”"] == [v.found for v in layout]
    assert (1, 1, 0) == (layout[0].line, layout[0].column, layout[0].offset)


def test_a_wrong_trailer_refuses_the_whole_file() -> None:
    """Header, trailer, total, digest and name are matters of the whole file; a bad row is not."""
    _, data = specimen(LAND)
    assert judge(LAND, data.replace(b"T|3|", b"T|4|")).refused
    assert judge(LAND, data.replace(b"T|3|12340678.91|", b"T|3|12340678.91|0")).refused
    assert judge(LAND, data, called="LAND_IN_0320600001_20260106_01.txt").refused
    assert judge(LAND, data, called="LAND_IN_0320600001_20260105_1.txt").refused
    rows = judge(DEPOSIT, specimen(DEPOSIT)[1].replace(b"0 1220260105", b"0 0x20260105", 1))
    assert not rows.kept
    assert not rows.refused


def test_zero_rows_are_a_file() -> None:
    """A day without business: header and trailer with 0 and 0.00, or for records without header an empty file; both are kept."""
    import hashlib

    head = b"H|20260105|0|0.00\n"
    assert judge(LAND, head + f"T|0|0.00|{hashlib.new('sm3', head).hexdigest()}\n".encode()).kept
    assert judge(DEPOSIT, b"").kept
    assert 0 == judge(DEPOSIT, b"").rows


def test_what_follows_from_a_bad_row_is_not_told() -> None:
    """A row that cannot be read makes sums unknown; the number of lines is known all the same."""
    _, data = specimen(LAND)
    report = judge(LAND, data.replace(b"|12000000.00|", b"|12000000|"))
    assert {"LAND-45", "LAND-41C"} == {v.rule for v in report.violations}
    lost = judge(LAND, data.replace(b"D|TR202601050003|", b"D|TR202601050003|x|").replace(b"T|3", b"T|2"))
    assert {"LAND-45", "LAND-41A", "LAND-41C"} == {v.rule for v in lost.violations}


def test_many_violations_are_counted_and_not_all_listed() -> None:
    """Ten thousand bad rows: all counted, few listed, the first among them."""
    head, row = b"H|20260105|10000|0.00\n", b"D|T|1|103014801|3|1.00|20260105|a|b\n"
    report = judge(LAND, head + row * 10_000 + b"T|10000|0.00|x\n")
    assert 10_000 * 2 < report.counts["LAND-45"]
    assert len(report.violations) <= 100
    assert 2 == min(v.line for v in report.violations if v.rule == "LAND-45")


def test_delivery_numbers() -> None:
    """The same number with the same bytes is a no-op, with other bytes it is refused; neither makes the other come true later."""
    register, (_, data) = Register(), specimen(LAND)
    assert judge(LAND, data, register=register).kept
    again = judge(LAND, data, register=register)
    assert again.kept
    assert again.repeated
    other = data.replace("崇川".encode("gbk"), "港闸".encode("gbk"))
    import hashlib

    body = other[: other.index(b"T|3|")]
    other = body + f"T|3|12340678.91|{hashlib.new('sm3', body).hexdigest()}\n".encode()
    report = judge(LAND, other, register=register)
    assert ["LAND-44B"] == [v.rule for v in report.violations if v.rule != "LAND-44D"]
    assert report.refused
    assert judge(LAND, data, register=register).repeated


def test_when_it_arrived() -> None:
    """A late file is noted, not refused, because that rule is a should; without a time nothing is said."""
    _, data = specimen(LAND)
    late = judge(LAND, data, now="20260106090001")
    assert ["LAND-47"] == [v.rule for v in late.violations]
    assert late.kept
    assert not judge(LAND, data, now="20260106090000").violations
    assert "LAND-47" not in judge(LAND, data).tried


def test_one_byte_changed_is_never_accepted() -> None:
    """Every byte of the digested part of the two digested files, changed: the file is not accepted."""
    for name in (LAND, ACCOUNT):
        _, data = specimen(name)
        for at in range(0, data.rindex(b"\n", 0, -1), 3):
            changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
            assert not judge(name, changed).kept, at


def test_a_stranger_file_is_refused_in_words() -> None:
    """Bytes that are nothing of the kind: refused with located words, never an exception."""
    chance = random.Random(3)
    for name in ALL:
        for size in (1, 10, 1000, 70_000):
            report = check(contract(name), "x", io.BytesIO(chance.randbytes(size)))
            assert not report.kept
            assert all(v.found and v.rule for v in report.violations)
