"""Daily reports of the treasury against the interface document (1.4 S3): clean, complete, and of one opinion with fen counted by hand."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kanhe.run.lint.lint import lint
from tests.defects.account_desk import Desk, catalogue

ROOT = Path(__file__).parents[2] / "contracts"
FAMILY = "treasury_income"
DATES = ("20251230", "20251231", "20260101", "20260102", "20260103")


def test_contracts_are_clean() -> None:
    """Every file loads, every pair and specimen holds, and every rule of S3 has an id."""
    assert [] == [str(p) for p in lint(catalogue()) if FAMILY in p.at.file and not p.note]
    text = "\n".join(p.read_text("utf-8") for p in (ROOT / "banks" / FAMILY).glob("*.yaml"))
    assert {"SCB-31", "SCB-32", "SCB-33", "TR-04"} <= set(re.findall(r"\bid: ((?:SCB|TR)-[0-9]{2})\b", text))


def yuan(fen: int) -> str:
    """Fen as text in yuan."""
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02}"


FEN = st.integers(-10_000, 10**11)
DAY = st.tuples(FEN, FEN, FEN, st.integers(0, 10**11))  # capital, other, late, paid


class Book:
    """The treasury's books kept by hand in fen."""

    def __init__(self) -> None:
        self.years: dict[tuple[str, str], int] = {}
        self.stock = 900_000

    def rows(self, year: str, moved: dict[str, int]) -> list[tuple[str, str, str]]:
        """Subject, today, total of the year; subjects without movement are left out."""
        out = []
        for subject, fen in moved.items():
            self.years[year, subject] = self.years.get((year, subject), 0) + fen
            if fen:
                out.append((subject, yuan(fen), yuan(self.years[year, subject])))
        return out


def reports(date: str, day: tuple[int, int, int, int], book: Book) -> tuple[list[tuple[str, str, list[tuple[str, str, str]], str]], list[str]]:
    """What is to be sent: (mark, year, rows, total) for each report of income, and the four figures of the stock."""
    capital, other, late, paid = day
    if date[4:] > "0110":
        late = 0
    found = []
    if late:
        found.append(("1", str(int(date[:4]) - 1), book.rows(str(int(date[:4]) - 1), {"1030601": late}), yuan(late)))
    found.append(("0", date[:4], book.rows(date[:4], {"1030601": capital, "10104": other}), yuan(capital + other)))
    before, book.stock = book.stock, book.stock + capital + other + late - paid
    return found, [yuan(before), yuan(capital + other + late), yuan(paid), yuan(book.stock)]


@settings(max_examples=15, deadline=None)
@given(st.lists(DAY, min_size=1, max_size=5))
def test_the_treasury_sends_what_is_counted_by_hand(days: list[tuple[int, int, int, int]]) -> None:
    """SCB-31, SCB-33, TR-04: over New Year, with late income and quiet days."""
    desk, book = Desk(FAMILY, "treasury"), Book()
    for date, day in zip(DATES, days, strict=False):
        income, stock = reports(date, day, book)
        late = day[2] if date[4:] <= "0110" else 0
        before = len(desk.party.outbox)
        desk.cause("close_day", date=date, profit=yuan(day[0]), tax=yuan(day[1]), late=yuan(late), paid=yuan(day[3]))
        sent = desk.party.outbox[before:]
        assert income == [(s.values["trim_sign"], s.values["voucher_year"], [tuple(str(v) for v in row.values()) for row in s.rows],
                           str(s.values["all_amount"])) for s in sent[:-1]]
        assert [len(s.rows) for s in sent[:-1]] == [s.values["all_count"] for s in sent[:-1]]
        assert stock == [str(sent[-1].values[name]) for name in ("yesterday_balance", "today_receipt", "today_pay", "today_balance")]


def income(desk: Desk, date: str, mark: str, year: str, rows: list[tuple[str, str, str]], total: str, off: str = "") -> Any:
    """The finance office's answer to a report; off: '' or which figure is a fen too much."""
    def more(text: str, name: str) -> str:
        return str(Decimal(text) + Decimal("0.01")) if off == name else text

    body = [{"BudgetSubjectCode": subject, "CurIncomeAmt": today, "SumIncomeAmt": more(year_to_date, "sum")} for subject, today, year_to_date in rows]
    return desk.send("3401", "Result", VoucherNo=f"SR{date}{mark}{off}", VouDate=date, TrimSign=mark, StYear=year, AllNum=str(len(rows)),
                     AllAmt=more(total, "total"), DetailList__Detail=body)


@settings(max_examples=10, deadline=None)
@given(st.lists(DAY, min_size=2, max_size=5), st.booleans())
def test_the_finance_office_takes_what_is_counted_by_hand_and_nothing_else(days: list[tuple[int, int, int, int]], known: bool) -> None:
    """A fen beside the total of the year, the total of the day, the receipts or the stock is refused, the right figure is taken."""
    desk, book = Desk(FAMILY, "finance"), Book()
    for place, (date, day) in enumerate(zip(DATES, days, strict=False)):
        found, stock = reports(date, day, book)
        for mark, year, rows, total in found:
            capital = sum((Decimal(today) for subject, today, _ in rows if subject == "1030601"), Decimal(0))
            if not known and capital:
                assert "1005" == income(desk, date, mark, year, rows, total)
            desk.cause("receipts_known", date=date, trim=mark, amount=str(capital.quantize(Decimal("0.01"))))
            if rows and place:
                assert "1005" == income(desk, date, mark, year, rows, total, "sum")
            assert "1001" == income(desk, date, mark, year, rows, total, "total")
            assert "0000" == income(desk, date, mark, year, rows, total)
            assert "0002" == income(desk, date, mark, year, rows, total)
        names = ("YesterdayBalance", "TodayReceipt", "TodayPay", "TodayBalance")
        for off in (1, 0):  # a fen more received and in stock: the sheet itself adds up
            figures = [yuan(round(Decimal(figure) * 100) + off * (name in ("TodayReceipt", "TodayBalance"))) for name, figure in zip(names, stock, strict=True)]
            answer = desk.send("3402", "Result", VouDate=date, VoucherNo=f"KC{date}{off}", **dict(zip(names, figures, strict=True)))
            assert ("1005" if off else "0000") == answer
