"""A peer that hands over files: what a run says of a folder and of an SFTP server that are there, empty, half filled, or gone."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kanhe.model.event import Closed, Found, RunFinished
from kanhe.model.verdict import Cell
from kanhe.model.words import Outcome
from kanhe.report.mask import Mask
from kanhe.run import handing, reception
from kanhe.run.engine import Settings, verify
from kanhe.run.files import campaign
from kanhe.run.live import live_lines
from kanhe.run.served import served_lines
from kanhe.run.target import memory_lines
from kanhe.transport.depot import DepotError, deliver
from kanhe.transport.folder import Folder
from tests.files.bank import LAND, ROOT, catalogue, contract

Ends = tuple[dict[str, Cell], list[Found], RunFinished]
LIVE = """
[target.bench]
{allow}
[[target.bench.peer]]
name = "某国库"
family = "land_income"
role = "treasury"
address = "{address}"
days = "20251231..20260105"
members = ["0320600001"]
{more}
"""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second look comes at once."""
    monkeypatch.setattr(handing, "SETTLE_S", 0.0)


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[Path]:
    """A folder with the files of an honest treasury."""
    folder = tmp_path / "in"
    folder.mkdir()
    place = Folder(folder)
    for one in campaign(contract(LAND), 7):
        deliver(place, contract(LAND).arrival, one.name, [one.data])
    yield folder


def ends(tmp_path: Path, *, address: str = "folder:in", allow: str = "", more: str = "") -> Ends:
    """How a run against the live peer ends: cells by promise, findings, the last event."""
    config = tmp_path / "kanhe.toml"
    config.write_text(LIVE.format(address=address, allow=allow, more=more), "utf-8")
    events = list(verify(catalogue(), live_lines(catalogue(), config, "bench"), Settings(target="bench", again="kanhe verify --target bench")))
    cells = {e.cell.promise.id: e.cell for e in events if isinstance(e, Closed)}
    assert len(cells) == 14
    return cells, [e for e in events if isinstance(e, Found)], next(e for e in events if isinstance(e, RunFinished))


def test_a_folder_with_honest_files(tmp_path: Path, inbox: Path) -> None:
    """Everything is kept but what nobody could see: a file that is sent once more, and when the files came."""
    cells, found, end = ends(tmp_path)
    assert [] == found
    assert {"LAND-44B", "LAND-47"} == {name for name, cell in cells.items() if cell.outcome is Outcome.SKIPPED}
    assert 12 == end.counts[Outcome.KEPT] and 4 == end.exit_code


def test_a_finding_tells_file_line_and_how_to_run_it_again(tmp_path: Path, inbox: Path) -> None:
    """One fen changed in one row: the sum, the digest, each with the file, its line, what was there and what would be right."""
    path = inbox / "LAND_IN_0320600001_20260105_01.txt"
    lines = path.read_bytes().split(b"\n")
    cells = lines[2].split(b"|")
    cells[5] = b"1.00"
    path.write_bytes(b"\n".join([*lines[:2], b"|".join(cells), *lines[3:]]))
    told, found, end = ends(tmp_path)
    assert {"LAND-41B", "LAND-41C"} == {f.finding.verdict.promise for f in found} and 1 == end.exit_code
    one = next(f.finding for f in found if f.finding.verdict.promise == "LAND-41C")
    assert one.verdict.where.startswith(path.name) and one.verdict.expected.startswith("SM3 ")
    assert "kanhe verify --target bench --only land_income.daily@某国库 --seed 20260101" == one.rerun.replace("'", "")
    assert lines[0] in one.story[0].sent.body and one.steps == (f"1. 收到 {path.name}（{len(lines) - 3} 行，{path.stat().st_size} 字节）",)
    assert Outcome.KEPT is told["LAND-42B"].outcome


def test_a_broken_byte_in_a_private_cell_unmasks_nothing(tmp_path: Path, inbox: Path) -> None:
    """A payer's name with a byte that is no GBK: what is left of the name is masked in the text and in the raw bytes of the evidence."""
    path = inbox / "LAND_IN_0320600001_20260105_01.txt"
    lines = path.read_bytes().split(b"\n")
    cells = lines[2].split(b"|")
    cells[7] = "南通市".encode("gbk") + b"\xff" + "某置业有限公司".encode("gbk")
    path.write_bytes(b"\n".join([*lines[:2], b"|".join(cells), *lines[3:]]))
    _, found, _ = ends(tmp_path)
    shown = [e for f in found for e in f.finding.story if e.sent is not None and b"\xff" in e.sent.body]
    assert shown
    for exchange in shown:
        mask = Mask(catalogue())
        assert "某置业有限公司" in exchange.sent.body.decode("gbk", "backslashreplace")  # it could be seen
        assert "某置业有限公司" not in mask.text(exchange.sent.body.decode("gbk", "backslashreplace"), exchange)
        assert "某置业有限公司".encode("gbk") not in mask.data(exchange.sent.body, "GBK", exchange)


def test_a_missing_day_is_told_by_its_rule(tmp_path: Path, inbox: Path) -> None:
    """No file is not the same as no business."""
    (inbox / "LAND_IN_0320600001_20260103_01.txt").unlink()
    _, found, _ = ends(tmp_path)
    assert ["LAND-41D"] == [f.finding.verdict.promise for f in found]
    assert "没有 0320600001 20260103 的文件" in found[0].finding.verdict.actual


def test_a_half_written_file(tmp_path: Path, inbox: Path) -> None:
    """Under its temporary name it is not there yet; under its own name it breaks the layout."""
    path = inbox / "LAND_IN_0320600001_20260105_01.txt"
    data = path.read_bytes()
    path.unlink()
    (inbox / f"{path.name}.tmp").write_bytes(data[:-90])
    assert {"LAND-41D"} == {f.finding.verdict.promise for f in ends(tmp_path)[1]}
    path.write_bytes(data[:-90])
    assert {"LAND-45"} == {f.finding.verdict.promise for f in ends(tmp_path)[1]}


def test_a_file_that_grew_between_two_looks(tmp_path: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """First its beginning, then the whole of it under the same name: it was visible while it was written."""
    path = inbox / "LAND_IN_0320600001_20260105_01.txt"
    data = path.read_bytes()
    path.write_bytes(data[:-90])
    monkeypatch.setattr(handing.time, "sleep", lambda _: path.write_bytes(data))
    assert "LAND-44E" in {f.finding.verdict.promise for f in ends(tmp_path)[1]}


def test_a_wrong_name_is_told_and_a_stranger_is_not(tmp_path: Path, inbox: Path) -> None:
    """What begins like the contract's names is meant for it; a note that lies beside it is nobody's promise."""
    (inbox / "说明.txt").write_text("x")
    assert [] == ends(tmp_path)[1]
    (inbox / "LAND_IN_0320600001_20260105_01.txt").rename(inbox / "LAND_IN_0320600001_2026-01-05_01.txt")
    assert {"LAND-44A", "LAND-41D"} == {f.finding.verdict.promise for f in ends(tmp_path)[1]}


def test_an_empty_folder_is_no_pass(tmp_path: Path, inbox: Path) -> None:
    """The days that are owed are missing; of the rest nothing was tried."""
    for path in inbox.iterdir():
        path.unlink()
    cells, found, end = ends(tmp_path)
    assert ["LAND-41D"] == [f.finding.verdict.promise for f in found]
    assert 13 == end.counts[Outcome.SKIPPED] and "没有送来" in cells["LAND-45"].reason


def test_a_folder_that_goes_away_is_unreached(tmp_path: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the reading of kanhe.toml and the look: nobody broke a promise."""
    original = reception.look
    monkeypatch.setattr(reception, "look", lambda *a, **k: (shutil.rmtree(inbox), original(*a, **k))[1])
    cells, found, end = ends(tmp_path)
    assert [] == found and 3 == end.exit_code
    assert {Outcome.UNREACHED} == {c.outcome for c in cells.values()} and "读不了目录" in cells["LAND-45"].reason


@pytest.mark.parametrize("broken", ["collect", "check_all"])
def test_our_own_trouble_is_ours(tmp_path: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    """A full disk here, a fault of the check: neither passes for the peer's."""
    def fail(*_: object, **__: object) -> None:
        raise reception.LocalError("/tmp", "写不了本机文件") if broken == "collect" else ZeroDivisionError

    monkeypatch.setattr(reception, broken, fail)
    cells, found, end = ends(tmp_path)
    assert [] == found and 5 == end.exit_code and {Outcome.HARNESS} == {c.outcome for c in cells.values()}


def test_an_sftp_server(tmp_path: Path, inbox: Path) -> None:
    """The same over SFTP; a server that is not there is unreached, and no secret is told."""
    pytest.importorskip("asyncssh", reason="the extra `files` is not installed")
    from tests.transport import sshd

    key = tmp_path / "id"
    with sshd.inbox(inbox) as server:
        key.write_text(server.private_key)
        key.chmod(0o600)
        place = f"127.0.0.1:{server.port}"
        said: dict[str, str] = {"address": f"sftp://{place}/", "allow": f'allow = ["{place}"]',
                                "more": f'sftp = {{user = "finance", host_key = "{server.host_key}", private_key = "file:id"}}'}
        _, found, end = ends(tmp_path, **said)
        assert [] == found and 12 == end.counts[Outcome.KEPT]
    cells, found, end = ends(tmp_path, **said)
    assert [] == found and 3 == end.exit_code and "看地址" not in cells["LAND-45"].reason
    assert server.private_key.split("\n")[1] not in "".join(c.reason for c in cells.values())


def test_a_simulated_sender_hands_over_in_a_real_folder() -> None:
    """Without --memory the files lie in a folder of this machine until the line is closed."""
    line, receiver = served_lines(catalogue(), root=ROOT / "contracts", seed=7, only=LAND)
    receiver.link.close()
    folder = Path(line.peer.address.removeprefix("folder:"))
    assert folder.is_dir()
    end = list(verify(catalogue(), [line], Settings(seed=7, only=LAND)))[-1]
    assert end.exit_code == 0 and end.counts[Outcome.KEPT] == 14 and not folder.exists()


def test_side_by_side_the_same_is_told() -> None:
    """Senders of files driven by processes of their own: the same events but for the time they took, the shown lines included."""
    def told(jobs: int) -> list[object]:
        lines = memory_lines(catalogue(), root=ROOT / "contracts", seed=7, defects=["d125", "d102"], only="*.daily")
        events = verify(catalogue(), lines, Settings(seed=7, only="*.daily", jobs=jobs))
        return [e for e in events if isinstance(e, Closed | Found)]

    alone = told(1)
    assert 42 < len(alone) and alone == told(2)


def test_what_cannot_be_opened_is_closed_all_the_same(tmp_path: Path) -> None:
    """Closing a place that never opened does nothing."""
    def refuse() -> Folder:
        raise DepotError("x", "没有")

    opened: Callable[[], Folder] = refuse
    link = handing.Waited(opened=opened)
    with pytest.raises(DepotError):
        link.depot()
    link.close()
    link.close()
