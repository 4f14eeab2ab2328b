"""Business time: working days by the official list only, cut-off, day switch, jumps that never lead back."""

from __future__ import annotations

import pytest

from kanhe.model.hours import Hours
from kanhe.simulate.timetable import BadJump, CalendarUnknown, Timetable, later, next_day, official, spoken

BANK = Timetable(hours=Hours(opens="083000", cutoff="170000", day_switch="203000"))


def test_working_days_are_those_of_the_official_list():
    """Make-up Saturdays work, holidays do not, whatever the weekday says (2.7 of the interface document)."""
    assert [True] * 5 == [official(day) for day in ("20260104", "20260214", "20260228", "20260509", "20261010")]
    assert [False] * 4 == [official(day) for day in ("20260216", "20260217", "20261001", "20261003")]
    assert "20260224" == BANK.next_working_day("20260215")
    assert "20261008" == BANK.next_working_day("20261001")


def test_a_year_without_a_list_is_unknown_and_never_guessed():
    """2031 has no list: every question about its working days is refused, and so is a jump that needs the answer."""
    for ask in (lambda: official("20310106"), lambda: BANK.accounting_date("20310106100000"), lambda: BANK.next_working_day("20301231"),
                lambda: BANK.target("20310106100000", "next-cutoff"), lambda: BANK.after("20310106100000", "1wd")):
        with pytest.raises(CalendarUnknown, match="未知"):
            ask()
    assert "20310106110000" == BANK.after("20310106100000", "1h")


@pytest.mark.parametrize(("now", "accounting", "value"), [
    ("20260930165959", "20260930", "20260930"),
    ("20260930170000", "20260930", "20261008"),
    ("20260930203000", "20261008", "20261008"),
    ("20261001000000", "20261008", "20261008"),
    ("20261008000000", "20261008", "20261008"),
    ("20261010120000", "20261010", "20261010"),
    ("20261010170000", "20261010", "20261012"),
])
def test_accounting_and_value_date_move_at_their_own_times(now, accounting, value):
    """The cut-off moves the value date, the day switch the accounting date; on days off both are the next working day."""
    assert (accounting, value) == (BANK.accounting_date(now), BANK.value_date(now))
    assert BANK.on_time(now) == (value == now[:8])


@pytest.mark.parametrize(("to", "moment"), [
    ("next-cutoff", "20260930170000"), ("next-day-switch", "20260930203000"), ("next-working-day", "20261008083000"),
    ("2026-10-09T09:30", "20261009093000"), ("+2h", "20260930185841"), ("+30s", "20260930165911"), ("+1wd", "20261008165841"),
])
def test_jumps_lead_where_they_say(to, moment):
    """The jumps of the command line, from the eve of a holiday."""
    assert moment == BANK.target("20260930165841", to)


@pytest.mark.parametrize("to", ["2026-09-30T16:58:40", "2026-02-30T10:00", "soon", "", "+5", "-2h", "２h", "next-event "])
def test_what_is_no_jump_or_leads_back_is_refused(to):
    """Time never goes back, and nothing is guessed."""
    with pytest.raises(BadJump):
        BANK.target("20260930165841", to)


def test_a_party_without_a_cutoff_says_so():
    """There is no next cut-off where none was declared."""
    with pytest.raises(BadJump, match="截止"):
        Timetable().target("20260930165841", "next-cutoff")


def test_moments_are_plain_arithmetic():
    """Seconds and days carry over months and years; a moment is spoken with its weekday."""
    assert "20270101000000" == later("20261231235959", 1)
    assert "20240229" == next_day("20240228")
    assert "2026-09-30 (三) 16:58:41" == spoken("20260930165841")
    assert "20261009093000" == BANK.after("20260930170001", "2wd", at="093000")
