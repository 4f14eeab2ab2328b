"""Possible worlds: an honest peer is never blamed, whatever is lost or at once; a lying one is, as soon as it can be seen."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kanhe.books.books import Books
from kanhe.books.worlds import settle, settle_together
from kanhe.cases.obligations import promises_of
from kanhe.model.words import Level, Outcome
from tests.books.purse import NOW, Bank, fact, money, paying, purse, reader

STEPS = st.lists(st.tuples(
    st.sampled_from(["pay", "pay", "pay", "again", "balance", "list"]), st.integers(0, 3), st.sampled_from(["A", "B"]),
    st.integers(1, 12000), st.booleans()), max_size=12)


@pytest.fixture(scope="module")
def wallet(tmp_path_factory):
    """The purse family, loaded once."""
    return purse(tmp_path_factory.mktemp("purse"))


def fresh(wallet):
    """The one world before anything happened."""
    return (Books.of(wallet.parties["purse"].seeds),)


def broken(verdicts):
    """The promises that are broken."""
    return [v.promise for v in verdicts if v.outcome is Outcome.BROKEN]


def tell(wallet, worlds, name, request, body):
    """Settle one exchange."""
    contract = wallet.contracts[f"purse.{name}"]
    return settle(worlds, fact(contract, request, body), reader(contract))


@settings(max_examples=150, deadline=None)
@given(STEPS)
def test_an_honest_bank_is_never_blamed(wallet, steps):
    """Payments, resends and queries in any order, any reply lost: some world always explains an honest bank."""
    bank, worlds, sent = Bank(), fresh(wallet), []
    for kind, number, source, fen, lost in steps:
        if kind == "again" and sent:
            order = sent[number % len(sent)]
        else:
            order = (f"R{len(sent)}", source, "B" if source == "A" else "A", fen)
        if kind in ("pay", "again"):
            sent.append(order)
            body = bank.pay(*order)
            worlds, verdicts = tell(wallet, worlds, "pay", paying(*order), None if lost else body)
        elif kind == "balance":
            worlds, verdicts = tell(wallet, worlds, "balance", {"path": {"id": source}}, {"code": "OK", "balance": money(bank.fen[source])})
        else:
            worlds, verdicts = tell(wallet, worlds, "list", {"path": {"id": source}}, {"code": "OK", "rows": bank.listed(source)})
        assert [] == broken(verdicts), (kind, source, fen)
        assert worlds


@settings(max_examples=100, deadline=None)
@given(STEPS, st.integers(1, 500))
def test_a_fen_too_much_is_seen_in_every_balance(wallet, steps, wrong):
    """Whatever came before: once both balances were seen right, a balance that is off by any number of fen breaks the promise.

    Up to six lost replies: of more than 64 possible worlds none is kept, and then nothing is said.
    """
    assume(sum(lost for *_, lost in steps) <= 6)
    bank, worlds = Bank(), fresh(wallet)
    for number, (_, _, source, fen, lost) in enumerate(steps):
        order = (f"R{number}", source, "B" if source == "A" else "A", fen)
        body = bank.pay(*order)
        worlds, _ = tell(wallet, worlds, "pay", paying(*order), None if lost else body)
    for account in ("A", "B"):
        worlds, verdicts = tell(wallet, worlds, "balance", {"path": {"id": account}}, {"code": "OK", "balance": money(bank.fen[account])})
        assert [] == broken(verdicts)
    _, verdicts = tell(wallet, worlds, "balance", {"path": {"id": "A"}}, {"code": "OK", "balance": money(bank.fen["A"] + wrong)})
    assert ["purse.balance:shows"] == broken(verdicts)


def test_a_lost_reply_leaves_two_worlds_and_a_balance_decides(wallet):
    """Both truths are kept until one look; neither answer of the bank is blamed, and then only one world is left."""
    for after in ("100.00", "70.00"):
        worlds, verdicts = tell(wallet, fresh(wallet), "pay", paying("R1", "A", "B", 3000), None)
        assert len(worlds) == 2 and not broken(verdicts)
        worlds, verdicts = tell(wallet, worlds, "balance", {"path": {"id": "A"}}, {"code": "OK", "balance": after})
        assert len(worlds) == 1 and not broken(verdicts)
    _, verdicts = tell(wallet, worlds, "balance", {"path": {"id": "A"}}, {"code": "OK", "balance": "40.00"})
    assert broken(verdicts), "paid twice"


def test_a_resend_after_a_lost_reply_may_be_new_or_known_but_books_once(wallet):
    """OK (it never arrived) and DUP (it did) are both right; afterwards the balance is that of one payment."""
    for code in ("OK", "DUP"):
        worlds, _ = tell(wallet, fresh(wallet), "pay", paying("R1", "A", "B", 3000), None)
        worlds, verdicts = tell(wallet, worlds, "pay", paying("R1", "A", "B", 3000), {"code": code, "left": "70.00"})
        assert [] == broken(verdicts)
        _, verdicts = tell(wallet, worlds, "balance", {"path": {"id": "A"}}, {"code": "OK", "balance": "40.00"})
        assert broken(verdicts)


def test_a_changed_resend_must_be_refused(wallet):
    """The same key with another amount: neither success nor duplicate will do."""
    worlds, _ = tell(wallet, fresh(wallet), "pay", paying("R1", "A", "B", 3000), {"code": "OK", "left": "70.00"})
    for code, right in (("NO", True), ("OK", False), ("DUP", False)):
        _, verdicts = tell(wallet, worlds, "pay", paying("R1", "A", "B", 3001), {"code": code, "left": "70.00"})
        assert right is ([] == broken(verdicts)), code


def test_a_key_with_a_scope_of_a_day_is_new_tomorrow(wallet):
    """scope: day. The same reference on the next day is another payment."""
    contract = wallet.contracts["purse.pay"]
    worlds, _ = tell(wallet, fresh(wallet), "pay", paying("R1", "A", "B", 3000), {"code": "OK", "left": "70.00"})
    for now, code, right in ((NOW, "OK", False), ("20260106000000", "OK", True), ("20260106000000", "DUP", False)):
        _, verdicts = settle(worlds, fact(contract, paying("R1", "A", "B", 3000), {"code": code, "left": "40.00"}, now), reader(contract))
        assert right is ([] == broken(verdicts)), (now, code)


def test_processing_is_open_until_it_is_seen(wallet):
    """WAIT postpones the answer: booked, not booked, and accepted without booking yet are all possible, three balances are not."""
    worlds, verdicts = tell(wallet, fresh(wallet), "pay", paying("R1", "A", "B", 3000), {"code": "WAIT"})
    assert not broken(verdicts)
    for balance, right in (("100.00", True), ("70.00", True), ("40.00", False)):
        _, verdicts = tell(wallet, worlds, "balance", {"path": {"id": "A"}}, {"code": "OK", "balance": balance})
        assert right is ([] == broken(verdicts)), balance


def at_once(wallet, orders, bodies):
    """Settle payments that were under way at the same time."""
    contract = wallet.contracts["purse.pay"]
    facts = [fact(contract, paying(*o), b) for o, b in zip(orders, bodies, strict=True)]
    return settle_together(fresh(wallet), facts, {contract.id: reader(contract)})


def test_identical_requests_at_once_book_once(wallet):
    """One OK and three DUP in any places; two OKs, or no OK at all, cannot be explained."""
    same = [("R1", "A", "B", 3000)] * 4
    good, again = {"code": "OK", "left": "70.00"}, {"code": "DUP", "left": "70.00"}
    for place in range(4):
        worlds, verdicts = at_once(wallet, same, [good if i == place else again for i in range(4)])
        assert [] == broken(verdicts) and len(worlds) == 1
    assert broken(at_once(wallet, same, [good, good, again, again])[1])
    assert broken(at_once(wallet, same, [again] * 4)[1])


def test_conflicting_requests_at_once_have_some_order(wallet):
    """Two payments of 60.00 from 100.00: one is refused, whichever; both granted is an overdraft."""
    orders = [("R1", "A", "B", 6000), ("R2", "A", "B", 6000)]
    good, no = {"code": "OK", "left": "40.00"}, {"code": "NO"}
    assert not broken(at_once(wallet, orders, [good, no])[1])
    assert not broken(at_once(wallet, orders, [no, good])[1])
    assert broken(at_once(wallet, orders, [good, good])[1])
    assert broken(at_once(wallet, orders, [no, no])[1])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 6000), min_size=2, max_size=4), st.randoms())
def test_every_real_order_of_concurrent_requests_is_explained(wallet, amounts, random):
    """The bank serves them in an order that nobody knows: its replies are explained."""
    orders = [(f"R{i}", "A", "B", fen) for i, fen in enumerate(amounts)]
    bank, bodies = Bank(), {}
    for order in random.sample(orders, len(orders)):
        bodies[order[0]] = bank.pay(*order)
    worlds, verdicts = at_once(wallet, orders, [bodies[o[0]] for o in orders])
    assert [] == broken(verdicts)
    _, verdicts = tell(wallet, worlds, "balance", {"path": {"id": "B"}}, {"code": "OK", "balance": money(bank.fen["B"])})
    assert [] == broken(verdicts)


def test_one_defect_is_told_once(wallet):
    """After a contradiction what was touched is in doubt: the next wrong look at it says nothing more, a look elsewhere still does."""
    worlds, verdicts = tell(wallet, fresh(wallet), "pay", paying("R1", "A", "B", 3000), {"code": "OK", "left": "69.99"})
    assert ["purse.pay:shows"] == broken(verdicts)
    _, verdicts = tell(wallet, worlds, "balance", {"path": {"id": "A"}}, {"code": "OK", "balance": "1.00"})
    assert [] == broken(verdicts)


@pytest.mark.parametrize(("rows", "says"), [
    ([("R1", "30.00")], "少列了"), ([("R1", "30.00"), ("R2", "20.00"), ("R2", "20.00")], "多列了"),
    ([("R1", "30.00"), ("R2", "20.01")], "ref=R2 的 amount"), ([("R2", "20.00"), ("R1", "30.00")], "次序"),
])
def test_lists_are_compared_row_by_row(wallet, rows, says):
    """A row that lacks, doubles, differs or stands elsewhere is named."""
    worlds = fresh(wallet)
    for ref, fen, left in (("R1", 3000, "70.00"), ("R2", 2000, "50.00")):
        worlds, _ = tell(wallet, worlds, "pay", paying(ref, "A", "B", fen), {"code": "OK", "left": left})
    right = [{"ref": "R1", "amount": "30.00"}, {"ref": "R2", "amount": "20.00"}]
    assert not broken(tell(wallet, worlds, "list", {"path": {"id": "A"}}, {"code": "OK", "rows": right})[1])
    shown = [{"ref": r, "amount": a} for r, a in rows]
    _, verdicts = tell(wallet, worlds, "list", {"path": {"id": "A"}}, {"code": "OK", "rows": shown})
    assert [v for v in verdicts if v.outcome is Outcome.BROKEN and says in v.says]


@pytest.mark.parametrize(("code", "outcome"), [("NO", Outcome.KEPT), ("OOPS", Outcome.NOTED)])
def test_a_fault_in_place_of_a_refusal_is_noted(wallet, code, outcome):
    """Nothing was booked either way, so nothing is broken; who has codes for both owes the one for a refusal, which is planned."""
    _, verdicts = tell(wallet, fresh(wallet), "pay", paying("R1", "A", "B", 10001), {"code": code})
    assert {"PURSE-1": Outcome.KEPT, "purse.pay:refuses": outcome} == {v.promise: v.outcome for v in verdicts}
    owed = {p.id: p.level for p in promises_of(wallet.contracts["purse.pay"], inbound=False, kinds=frozenset({"account"}))}
    assert Level.SHOULD is owed["purse.pay:refuses"]
