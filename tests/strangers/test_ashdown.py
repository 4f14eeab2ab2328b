"""A payments office that shares no code with Kanhe, and that is not asked but asks: it pays through a bank, which Kanhe is here. GB18030 XML in
frames of eight digits with an SM3 code behind it, one connection for each message, by the wall's clock.

`python tests/strangers/ashdown.py --list` says what each defect is; all of them, and the honest office (two minutes of waiting), at every seed:
tests/quality/test_strangers.py.
"""

from __future__ import annotations

import re
import shutil
import threading
import time
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace

import pytest

from kanhe.books.books import Books
from kanhe.books.steps import Fact
from kanhe.books.worlds import settle
from kanhe.contract.load import load
from kanhe.contract.promises import compiled
from kanhe.errors import ContractError
from kanhe.model.event import Peer
from kanhe.model.words import Outcome, ReplyClass
from kanhe.run import causing, engine
from kanhe.run.causing import QUIET, give_time
from kanhe.run.live import live_lines
from kanhe.run.scenarios import meanwhile
from kanhe.run.scenarios.scenario import prepare
from kanhe.run.tally import Tally
from kanhe.run.under_way import UnderWay
from tests.strangers import stand
from tests.strangers.names import ASHDOWN

BUDGET_S = 60.0
# The costliest, paid anew where no answer came, and those that need no waiting; all of them: tests/quality/test_strangers.py.
SOME = ("resent-under-new-number", "refund-unmarked", "totals-net", "again-under-old-number")


@pytest.mark.parametrize("defect", SOME)
def test_the_defect_is_found_under_a_right_name(defect, tmp_path):
    """The first finding names a promise that the defect breaks."""
    with stand.payer(tmp_path, defect) as config:
        found = stand.first_finding(config, seed=20260101, budget_s=BUDGET_S, only="ashdown*")
    assert found.named.split()[1:] and found.named.split()[1] in ASHDOWN[defect].split(), f"{found.named}: {found.says}"


def test_the_office_shares_no_code_and_every_defect_is_accounted_for():
    """It imports nothing of Kanhe, and no planted defect is left out in silence."""
    sources = {path.name: path.read_text("utf-8") for path in stand.HERE.glob("ashdown*.py")}
    assert [] == [name for name, text in sources.items() if re.search(r"^\s*(from|import)\s+(kanhe|simulators)\b", text, re.MULTILINE)]
    planted = "".join(re.findall(r"^DEFECTS = \{[^\n]*\n(.*?)^\}", sources["ashdown.py"], re.MULTILINE | re.DOTALL))
    assert set(ASHDOWN) == set(re.findall(r'^    "([a-z0-9-]+)":', planted, re.MULTILINE))


# -- what the office taught, each by itself --------------------------------------------------------------------------------------------


def contract(name):
    """One of the contracts of the office and its bank."""
    return stand.catalogue().contracts[f"ashdown.{name}"]


def test_a_request_names_its_operation_and_no_other():
    """The party declares the field once for all operations; in each of them it has one value, and is never varied."""
    assert {"PAY": "PAY", "QRY": "QRY", "RFN": "RFN"} == {
        name: next(f.constant for f in contract(name).request if f.path == "Hd.Tx") for name in ("PAY", "QRY", "RFN")}


def test_a_window_is_another_door_of_the_same_peer(tmp_path):
    """Two peers in kanhe.toml are one in the run; it owes the promises of both, and each request goes through its own door."""
    with stand.payer(tmp_path) as config:
        (line,) = live_lines(stand.catalogue(), config, stand.TARGET, money=stand.TARGET)
        line.link.close()
    assert ("ashdown", ("ashdown", "ashdown_desk")) == (line.peer.family, line.peer.families)


def test_a_window_without_its_peer_is_told(tmp_path):
    """Whose door it is must be there, once, with the same role and site."""
    with stand.payer(tmp_path) as config:
        text = config.read_text("utf-8")
        config.write_text(text.replace('name = "阿什当录单门"', 'name = "阿什当录单门"\nsite = "别处"'), "utf-8")
        with pytest.raises(ContractError, match="是 ashdown 的窗口，同一 site 里这样的对端有 0 个"):
            live_lines(stand.catalogue(), config, stand.TARGET, money=stand.TARGET)


@pytest.mark.parametrize(("said", "instead", "told"), [
    ("window_of: ashdown", "window_of: ashdow", "是 ashdow 的窗口，却没有这个主族"),
    ("office: 阿什当付款处", "desk: 阿什当付款处", "里答话的是 desk，不是 ashdown 的角色"),
])
def test_a_window_of_nobody_is_told(said, instead, told, tmp_path):
    """At its place, with what would be right."""
    for name in ("ashdown", "ashdown_desk"):
        shutil.copytree(stand.ROOT / name, tmp_path / name)
    shutil.copy(stand.ROOT / "vocabulary.yaml", tmp_path)
    party = tmp_path / "ashdown_desk" / "party.yaml"
    party.write_text(party.read_text("utf-8").replace(said, instead), "utf-8")
    with pytest.raises(ContractError, match=told):
        load(tmp_path)


def test_one_family_is_read_with_its_windows():
    """Whoever names the family, or the window, gets both, and nothing else."""
    assert [{"ashdown", "ashdown_desk"}] * 2 == [set(load(stand.ROOT, family=name).parties) for name in ("ashdown", "ashdown_desk")]


@pytest.mark.parametrize("explained", [True, False])
def test_a_message_that_nothing_explains_waits_for_our_replies(explained):
    """What the books explain is judged at once; the rest when the request that is under way has its reply."""
    lock = threading.RLock()
    under_way, steps = UnderWay(arrived=threading.Condition(lock)), []

    def listener() -> None:
        with lock:
            under_way.hold(lambda: explained)
            steps.append("judged")

    with under_way.one():
        hearing = threading.Thread(target=listener)
        hearing.start()
        time.sleep(0.05)
        steps.append("replied")
    hearing.join()
    assert (["judged", "replied"] if explained else ["replied", "judged"]) == steps


def test_a_message_waits_for_no_request_that_begins_later():
    """The next request of ours may itself need the answer that is held: the office asks for its statement before it answers the clerk."""
    lock = threading.RLock()
    under_way, judged = UnderWay(arrived=threading.Condition(lock)), threading.Event()

    def listener() -> None:
        with lock:
            under_way.hold(lambda: False)
            judged.set()

    with under_way.one():
        hearing = threading.Thread(target=listener)
        hearing.start()
        time.sleep(0.05)
        lock.acquire()  # the first request ends and the next one begins before the listener comes to its turn
    with under_way.one():
        lock.release()
        assert judged.wait(0.5)
    hearing.join()


@pytest.mark.parametrize(("address", "refusal", "heard"), [("tcp://h:1", "no door", 2), ("tcp://h:1", "", 0), ("memory://x", "no door", 0)])
def test_a_peer_by_the_wall_is_given_time_to_ask(address, refusal, heard):
    """Its clock is tried first; where that cannot be moved it is listened to until it is silent, and in memory nothing is waited for."""
    spans, waits = [], []

    class Arrived(threading.Condition):
        def wait(self, timeout=None):
            waits.append(timeout)
            return len(waits) < heard

    session = SimpleNamespace(peer=Peer(name="甲", family="ashdown", role="office", address=address), arrived=Arrived(), move_clock=lambda to: spans.append(to) or refusal)
    give_time(session)
    assert (list(QUIET), heard) == (spans, len(waits))


@pytest.mark.parametrize(("deadline_s", "late"), [(3.0, 2), (60.0, 0)])
def test_an_answer_comes_too_late_only_where_a_run_can_wait_for_it(deadline_s, late):
    """Once for each end; a peer that waits for a minute is not kept waiting."""
    mine = [c for c in stand.catalogue().contracts.values() if c.party.family == "ashdown"]
    session = SimpleNamespace(peer=SimpleNamespace(role="office"), stimuli=lambda: [contract("enter")], contracts=lambda: mine)
    found = [s.name for s in meanwhile.scenarios(session, replace(contract("PAY"), deadline_s=deadline_s))]
    assert late == sum(name.endswith("应答到得更晚") for name in found) and "结果无人通知" in found


@pytest.mark.parametrize("came_meanwhile", [True, False])
def test_an_event_without_a_door_takes_back_no_message(came_meanwhile, monkeypatch):
    """What the peer sent while we learned that nobody can cause the event stays in the books; without such a message they are as before."""
    order = {"key": ["D1"], "status": "SENT", "fields": {"pay": "A1"}}
    former = Books.of({"order": [order], "payment": [{"key": ["A1"], "status": "PAID", "fields": {"order": "D1"}}]})
    after = Books.of({"order": [{**order, "status": "PAID"}]})
    heard = Books.of({"order": [{**order, "status": "PAID"}, {"key": ["D2"], "status": "SENT", "fields": {"pay": "A2"}}]})

    def stimulate(contract, request):
        session.worlds = (heard,) if came_meanwhile else session.worlds
        return "no door"

    def came(session, stimulus, request):
        session.worlds = (after,)
        return SimpleNamespace(at="20260601093000"), (former,)

    monkeypatch.setattr(causing, "come_about", came)
    session = SimpleNamespace(
        worlds=(former,), lock=threading.RLock(), story=[], unknown=[], peer=None, link=SimpleNamespace(stimulate=stimulate),
        ears=SimpleNamespace(begun=lambda *_: None), tally=SimpleNamespace(excuse=lambda *_: None), inbound=list)
    assert causing._caused(session, contract("learns_paid"), {"ref": "D1"}, patience_s=0.0) is False
    if came_meanwhile:
        assert ("order", ("D2",)) in {(kind, key) for kind, key, _ in session.worlds[0].walk()}
        assert ("order", ("D1",)) in session.worlds[0].doubtful
    else:
        assert (former,) == session.worlds


def paid(*numbers):
    """Books with these payments of one day paid, one yuan each."""
    return Books.of({"payment": [{"key": [n], "status": "PAID", "fields": {"day": "20260601", "amount": Decimal("1.00")}} for n in numbers]})


@pytest.mark.parametrize(("counted", "former", "broken"), [
    (2, [], []), (1, [], ["ASH-80", "ASH-80"]), (1, [1], []), (2, [1], []), (3, [1], ["ASH-80", "ASH-80"]), (0, [0, 1], []), (1, [0, 2], ["ASH-80", "ASH-80"])])
def test_a_closing_may_tell_of_any_moment_while_it_was_under_way(counted, former, broken):
    """A payment that arrives before the closing is answered may be in it or not; what was true at no moment is broken, and the books go on."""
    close, now = stand.catalogue().contracts["ashdown_desk.close"], paid("A1", "A2")
    body = {"code": "0000", "bankCount": counted, "bankSum": Decimal(counted), "count": 0, "paid": Decimal(0), "agrees": "N"}
    fact = Fact(contract=close, request={"path": {"day": "20260601"}}, reply={"status": "200", "body": body}, seen=ReplyClass.SUCCESS, now="20260601093000")
    then = [(paid(*["A1", "A2"][:n]),) for n in former]
    worlds, verdicts = settle([now], fact, compiled(close).read, former=then)
    assert broken == [v.promise for v in verdicts if v.outcome is Outcome.BROKEN]
    assert broken or worlds == (now,)


def test_what_a_message_changed_is_known_to_the_request_that_was_under_way_then():
    """Not to one that begins later, and nothing is kept where no request is under way."""
    under_way, seen = UnderWay(arrived=threading.Condition()), []
    under_way.remember((paid("A1"),))
    for number in "23":
        with under_way.one():
            seen.append(list(under_way.former))
            under_way.remember((paid(number),))
            seen.append(list(under_way.former))
    assert [[], [(paid("2"),)], [], [(paid("3"),)]] == seen


def test_a_payment_that_arrives_while_the_closing_is_under_way_need_not_be_in_it(tmp_path, monkeypatch):
    """The real office closes its day, and before we have its answer pays one more: both the payment and the closing are right."""
    root = stand.catalogue()
    with stand.payer(tmp_path) as config:
        (line,) = live_lines(root, config, stand.TARGET, money=stand.TARGET)
        session = engine._session(engine.Run(root, [line], engine.Settings(seed=7, target=stand.TARGET)), line, Tally(line.peer.name), float("inf"))
        call, heard = line.link.call, []

        def called(contract, message, **more):
            received = call(contract, message, **more)
            if contract.operation.endswith("/close"):
                enter = root.contracts["ashdown.enter"]
                causing.cause(session, enter, prepare(session, enter).request)
                heard.extend(e.contract.id for e in session.story if e.inbound)
            return received

        monkeypatch.setattr(line.link, "call", called)
        close = root.contracts["ashdown_desk.close"]
        session.send(close, prepare(session, close).request)
        line.link.close()
    assert "ashdown.PAY" in heard and session.findings() == []
