"""`kanhe new`: what it writes lints and runs as it is; a wrong word writes nothing, and its message is as stored."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

from kanhe.__main__ import main
from kanhe.contract.load import load
from kanhe.run.config import read_config
from kanhe.run.lint.lint import lint
from kanhe.wire.framing import Deframer
from tests import kept

ROOT = Path(__file__).parents[1] / "contract/root"
OURS = Path(__file__).parents[2]
CONFIG = '[target.staging]\nallow = ["127.0.0.1:9001"]  # 只有本机\n\n[[target.staging.peer]]\nname = "甲行"\nfamily = "till"\nrole = "bank"\naddress = "tcp://127.0.0.1:9001"\n'
RULE = "rule TILL-91 --contract till.pay"
WRONG: dict[str, list[str]] = {  # name -> words
    "bank-family-unknown": ["bank", "乙行", "--family", "tilt", "--address", "tcp://127.0.0.1:9002"],
    "bank-role-unknown": ["bank", "乙行", "--family", "till", "--role", "bnk", "--address", "tcp://127.0.0.1:9002"],
    "bank-role-missing": ["bank", "乙行", "--family", "desk", "--address", "http://127.0.0.1:9002"],
    "bank-name-with-a-bar": ["bank", "乙|行", "--family", "till", "--address", "tcp://127.0.0.1:9002"],
    "bank-name-taken": ["bank", "甲行", "--family", "till", "--address", "tcp://127.0.0.1:9002"],
    "bank-address-form": ["bank", "乙行", "--family", "till", "--address", "127.0.0.1:9002"],
    "bank-address-transport": ["bank", "乙行", "--family", "till", "--address", "http://127.0.0.1:9002"],
    "bank-listen-port": ["bank", "乙行", "--family", "till", "--address", "tcp://127.0.0.1:9002", "--listen", "tcp://127.0.0.1:0"],
    "bank-target-sim": ["bank", "乙行", "--family", "till", "--address", "tcp://127.0.0.1:9002", "--target", "sim"],
    "bank-config-broken": ["bank", "乙行", "--family", "till", "--address", "tcp://127.0.0.1:9002", "--config", "DIR/broken.toml"],
    "bank-config-not-utf8": ["bank", "乙行", "--family", "till", "--address", "tcp://127.0.0.1:9002", "--config", "DIR/gbk.toml"],
    "bank-config-without-allow": ["bank", "乙行", "--family", "till", "--address", "tcp://127.0.0.1:9002", "--config", "DIR/bare.toml"],
    "bank-config-nowhere": ["bank", "乙行", "--family", "till", "--address", "tcp://127.0.0.1:9002", "--config", "DIR/no/such/kanhe.toml"],
    "bank-address-missing": ["bank", "乙行", "--family", "till"],
    "interface-name-form": ["interface", "till.新", "--title", "查"],
    "interface-family-unknown": ["interface", "tilt.ask", "--title", "查"],
    "interface-family-there": ["interface", "till.ask", "--title", "查", "--family-title", "钱箱"],
    "interface-taken": ["interface", "till.pay", "--title", "查"],
    "interface-sends-unknown": ["interface", "till.ask", "--title", "查", "--sends", "shp"],
    "interface-code-does-not-fit": ["interface", "till.ask", "--title", "查", "--operation", "A_MUCH_TOO_LONG_CODE_FOR_IT"],
    "interface-address-form": ["interface", "desk.ask", "--title", "查", "--operation", "ASK"],
    "interface-fixture-there": ["interface", "till.asks", "--title", "查"],
    "interface-kind-unknown": ["interface", "till.ask", "--title", "查", "--kind", "massage"],
    "rule-contract-unknown": ["rule", "TILL-91", "--contract", "till.pya"],
    "rule-id-form": ["rule", "till-91", "--contract", "till.pay"],
    "rule-id-taken": ["rule", "TILL-02", "--contract", "till.pay"],
    "rule-on-unknown": [*RULE.split(), "--on", "row"],
    "rule-holds-missing": [*RULE.split(), "--refuses", "request.body.Acct=1"],
    "rule-says-missing": [*RULE.split(), "--holds", "1 == 1"],
    "rule-refuses-missing": [*RULE.split(), "--says", "甲", "--holds", "1 == 1"],
    "rule-patch-form": [*RULE.split(), "--says", "甲", "--holds", "1 == 1", "--refuses", "request.body.Acct"],
    "rule-field-unknown": [*RULE.split(), "--says", "甲", "--holds", "request.body.Account != '1'", "--refuses", "request.body.Acct=1"],
    "rule-formula-syntax": [*RULE.split(), "--says", "甲", "--holds", "request.body.Acct ==", "--refuses", "request.body.Acct=1"],
    "rule-cannot-fail": [*RULE.split(), "--says", "甲", "--holds", "1 == 1", "--refuses", "request.body.Acct=3"],
    "rule-in-one-line": ["rule", "DESK-91", "--contract", "desk.send"],
}


@pytest.fixture
def place(tmp_path, monkeypatch) -> Path:
    """A folder with a root, fixtures and configurations of its own."""
    shutil.copytree(ROOT, tmp_path / "contracts")
    (tmp_path / "kanhe.toml").write_text(CONFIG, "utf-8")
    (tmp_path / "broken.toml").write_text("[target\n", "utf-8")
    (tmp_path / "gbk.toml").write_bytes("# 联调".encode("gbk"))
    (tmp_path / "bare.toml").write_text(CONFIG.replace("allow =", '"allow" ='), "utf-8")
    there = tmp_path / "fixtures/banks/till/asks.request.bin"
    there.parent.mkdir(parents=True)
    there.write_bytes(b"kept")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files(folder: Path) -> dict[str, bytes]:
    """Everything below a folder."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.mark.parametrize("name", WRONG)
def test_each_mistake_has_its_message_and_writes_nothing(name, place, capsys):
    """Exit 2, one located message, and every file is as it was."""
    if name == "rule-in-one-line":
        path = place / "contracts/units/desk/send.yaml"
        text = path.read_text("utf-8")
        start, end = text.index("rules:\n"), text.index("schema:")
        path.write_text(f"{text[:start]}rules: []\n{text[end:]}", "utf-8")
    before = files(place)
    assert 2 == main(["new", *(w.replace("DIR", str(place)) for w in WRONG[name])])
    assert before == files(place)
    told = capsys.readouterr()
    assert "" == told.out and "Traceback" not in told.err
    kept.check(f"new/{name}", told.err.replace(str(place), "DIR"))


def test_no_snapshot_is_left_over():
    """Every stored text belongs to a mistake."""
    assert set(WRONG) == kept.stored("new")


def test_a_bank_of_a_known_family_is_one_peer(place):
    """The peer, its place on the allow list, and nothing else; what stood there still stands there, comments too."""
    assert 0 == main(["new", "bank", "乙行", "--family", "till", "--address", "tcp://10.0.0.8:9002", "--listen", "tcp://127.0.0.1:9102"])
    text = (place / "kanhe.toml").read_text("utf-8")
    assert text.startswith(CONFIG.replace('["127', '["10.0.0.8:9002", "127'))
    first, second = read_config(place / "kanhe.toml")["staging"].peers
    assert ("甲行", "乙行", "till", "bank", "tcp://10.0.0.8:9002", "tcp://127.0.0.1:9102") == (
        first.name, second.name, second.family, second.role, second.address, second.listen)
    assert {"arrives"} == set(second.stimuli) and "person" in second.stimuli["arrives"]
    assert 0 == main(["new", "bank", "丙行", "--family", "till", "--address", "tcp://10.0.0.8:9002"])
    assert 1 == (place / "kanhe.toml").read_text("utf-8").count('"10.0.0.8:9002"')


def test_the_first_bank_makes_the_file(tmp_path, monkeypatch):
    """Without a kanhe.toml one is written; a family that signs gets its keys by reference only."""
    around("personnel", tmp_path)
    monkeypatch.chdir(tmp_path)
    assert 0 == main(["new", "bank", "人员库", "--family", "personnel", "--role", "bureau", "--address", "http://127.0.0.1:9001"])
    peer = tomllib.loads((tmp_path / "kanhe.toml").read_text("utf-8"))["target"]["staging"]["peer"][0]
    assert {"app_id": "kanhe-test", "private_key": "env:KANHE_PERSONNEL_PRIVATE_KEY"} == peer["keys"]


def clean(root: Path) -> None:
    """Lint has nothing to say but notes."""
    assert [] == [str(p) for p in lint(load(root)) if not p.note]


@pytest.mark.parametrize("words", [
    ["till.ask", "--title", "查余额"], ["till.ask", "--title", "查: 余额", "--sends", "bank"], ["till.told", "--title", "来人", "--kind", "event"],
    ["till.daily", "--title", "日报", "--kind", "file"], ["desk.ask", "--title", "查", "--operation", "GET /v1/ask/{id}"],
    ["mine.ping", "--title", "试", "--family-title", "新银行", "--system", "DEP"],
    ["mine.ping", "--title", "试", "--family-title", "新单位", "--wire", "http-json", "--group", "units"],
    ["mine.daily", "--title", "日报", "--family-title", "新文件", "--kind", "file"]])
def test_an_interface_lints_and_runs(place, words, capsys):
    """Lint is quiet; an operation is kept by the simulator that its declarations make, with nothing untested."""
    assert 0 == main(["new", "interface", *words])
    clean(place / "contracts")
    capsys.readouterr()
    if "--kind" not in words and not words[0].startswith("desk"):  # desk names its refusals by a pattern, so nobody can make their code
        party = load(place / "contracts").contracts[words[0]]
        peer = party.party.roles[party.receiver]
        assert 0 == main(["verify", "--memory", "--no-report", "--only", f"{words[0]}@{peer}"]), capsys.readouterr().out


def test_the_fixture_is_the_specimen_on_the_wire(place):
    """Framed request and reply lie in fixtures/, on the path of the contract."""
    assert 0 == main(["new", "interface", "till.ask", "--title", "查"])
    contract = load(place / "contracts").contracts["till.ask"]
    for side in ("request", "reply"):
        data = (place / f"fixtures/banks/till/ask.{side}.bin").read_bytes()
        (body,) = Deframer(contract.party.wire.framing).feed(data)
        assert b"<Code>ask</Code>" in body and "gbk" in body[:60].decode().lower()


def around(family: str, folder: Path) -> None:
    """One family of ours with the shared words, and its fixtures."""
    group = next(p.parent.name for p in (OURS / "contracts").glob(f"*/{family}"))
    for part in (f"{group}/{family}", "codelists", "vocabulary.yaml", "parameters.yaml"):
        source, target = OURS / "contracts" / part, folder / "contracts" / part
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    shutil.copytree(OURS / "fixtures", folder / "fixtures")


@pytest.mark.parametrize("family", ["land_margin", "bank_direct", "personnel"])
def test_an_interface_of_each_family_of_ours(tmp_path, family):
    """The envelope comes from the family, whatever its wire; lists of bytes are kept up."""
    around(family, tmp_path)
    assert 0 == main(["new", "interface", f"{family}.QX0001", "--title", "查", "--root", str(tmp_path / "contracts")])
    clean(tmp_path / "contracts")
    index = tmp_path / "fixtures/banks" / family / "index.yaml"
    assert not index.exists() or "  QX0001.reply.bin: {operation: QX0001, side: reply, from: M}\n" in index.read_text("utf-8")


def test_the_first_family_of_an_empty_root(tmp_path):
    """A folder that holds nothing yet is enough."""
    (tmp_path / "mine").mkdir()
    assert 0 == main(["new", "interface", "bank.ping", "--title", "试", "--family-title", "甲行", "--root", str(tmp_path / "mine")])
    clean(tmp_path / "mine")


@pytest.mark.parametrize("contract", ["till.pay", "till.open", "till.ledger", "desk.send"])
def test_a_rule_lints_wherever_it_is_put(place, contract):
    """As it is, into messages and files; the rest of the file stays byte for byte."""
    path = place / "contracts" / load(place / "contracts").contracts[contract].at.file if contract in load(
        place / "contracts").contracts else place / "contracts/banks/till/ledger.yaml"
    before = path.read_text("utf-8")
    assert 0 == main(["new", "rule", "NEW-01", "--contract", contract])
    clean(place / "contracts")
    after = path.read_text("utf-8")
    lines = after.splitlines(keepends=True)
    added = [n for n, line in enumerate(lines) if "NEW-01" in line][0]
    count = len(lines) - len(before.splitlines())
    start = added - 1 if lines[added - 1] == "rules:\n" and "rules:\n" not in before else added
    assert before.rstrip("\n") == "".join(lines[:start] + lines[start + count:]).rstrip("\n")


def test_a_rule_with_its_own_pair(place):
    """Formula, pair, level and source arrive as they were typed."""
    words = ["--says", "账号: 不是 9", "--holds", "request.body.Acct != '9'", "--refuses", "request.body.Acct=9", "--level", "should",
             "--clause", "甲 3", "--grade", "S"]
    assert 0 == main(["new", "rule", "TILL-91", "--contract", "till.open", *words])
    rule = next(r for r in load(place / "contracts").contracts["till.open"].rules if r.id == "TILL-91")
    assert ("账号: 不是 9", "request.body.Acct != '9'", "should", "甲 3", "S") == (
        rule.says, rule.holds.text, rule.level, rule.source.clause, rule.source.grade)
    assert rule.refuses is not None and {"request.body.Acct": "9"} == dict(rule.refuses.patch)
