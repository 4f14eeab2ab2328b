"""Every mistake on the command line and around it: one located Chinese message, its exit code, never a traceback, never green."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kanhe.__main__ import main
from kanhe.errors import HarnessError
from kanhe.run.scenarios.scenario import Scenario
from tests import kept

ROOT = str(Path(__file__).parents[1] / "contract/root")
WORDS: dict[str, tuple[str, int]] = {  # name -> (command line, exit code); ROOT, PORT and DIR are filled in
    "no-verb": ("", 2),
    "verb-unknown": ("verfy", 2),
    "option-unknown": ("verify --traget x", 2),
    "option-shortened": ("verify --bud 3s", 2),
    "argument-too-many": ("verify land_margin", 2),
    "value-missing": ("verify --budget", 2),
    "budget-nonsense": ("verify --budget bald", 2),
    "budget-nothing": ("verify --budget 0", 2),
    "budget-negative": ("verify --budget=-3s", 2),
    "budget-full-width": ("verify --budget ３０s", 2),
    "seed-nonsense": ("verify --seed heute", 2),
    "seed-negative": ("verify --seed=-1", 2),
    "seed-endless": (f"verify --seed {'9' * 40}", 2),
    "sequences-nonsense": ("verify --sequences viele", 2),
    "root-absent": ("verify --root DIR/none", 2),
    "root-empty": ("verify --root DIR", 2),
    "only-nothing": ("verify --memory --no-report --root ROOT --only pai*", 2),
    "only-nobody": ("verify --memory --no-report --root ROOT --only PAY@丙行", 2),
    "defect-unknown": ("verify --memory --no-report --root ROOT --defect duplicate_without_acount", 2),
    "defect-number-unknown": ("verify --memory --no-report --root ROOT --defect 9999", 2),
    "defect-elsewhere": ("verify --memory --no-report --root ROOT --defect d13", 2),
    "defect-at-a-live-target": ("verify --no-report --root ROOT --config DIR/kanhe.toml --target refused --defect d13", 2),
    "target-unknown": ("verify --no-report --root ROOT --config DIR/kanhe.toml --target refusd", 2),
    "config-absent": ("verify --no-report --root ROOT --config DIR/none.toml --target refused", 2),
    "money-not-typed-again": ("verify --no-report --root ROOT --config DIR/kanhe.toml --target far", 2),
    "out-is-a-file": ("verify --memory --root ROOT --out DIR/kanhe.toml", 2),
    "out-below-a-file": ("verify --memory --root ROOT --out DIR/kanhe.toml/x", 2),
    "refused": ("verify --no-report --root ROOT --config DIR/kanhe.toml --target refused", 3),
    "name-unknown": ("verify --no-report --root ROOT --config DIR/kanhe.toml --target nameless --money nameless", 3),
    "catalogue-only-nothing": ("catalogue --root ROOT --only tilt", 2),
    "catalogue-two-forms": ("catalogue --root ROOT --json --html DIR/x.html", 2),
    "catalogue-html-below-a-file": ("catalogue --root ROOT --html DIR/kanhe.toml/x.html", 2),
    "serve-family-missing": ("serve", 2),
    "serve-family-unknown": ("serve tilt --role bank --root ROOT", 2),
    "serve-role-unknown": ("serve till --role bnk --root ROOT", 2),
    "serve-host-not-loopback": ("serve till --role bank --root ROOT --host 0.0.0.0", 2),
    "serve-host-not-ours": ("serve till --role bank --root ROOT --host 203.0.113.1 --expose", 2),
    "serve-port-nonsense": ("serve till --role bank --root ROOT --port 70000", 2),
    "serve-port-taken": ("serve till --role bank --root ROOT --port PORT", 2),
    "serve-control-port-taken": ("serve till --role bank --root ROOT --control-port PORT", 2),
    "serve-peer-is-none": ("serve till --role bank --root ROOT --peer 127.0.0.1:1", 2),
    "serve-defect-unknown": ("serve till --role bank --root ROOT --defect no_such", 2),
    "serve-fault-unknown": ("serve till --role bank --root ROOT --fault loose_reply", 2),
    "faults-port-taken": ("faults --before tcp://127.0.0.1:9 --family till --root ROOT --port PORT", 2),
    "report-action-unknown": ("report rendre", 2),
    "report-folder-absent": ("report render DIR/none", 2),
    "report-folder-without-results": ("report render DIR", 2),
    "defects-only-nothing": ("defects --run --only zz*", 2),
    "defects-of-unknown": ("defects --of tilt --root ROOT", 2),
    "defects-of-only-nothing": ("defects --of till --root ROOT --only zz*", 2),
    "defects-of-not-declared": ("defects --of till --root ROOT --run", 2),
    "defects-root-alone": ("defects --root ROOT", 2),
}
CONFIG = """\
[target.refused]
allow = ["127.0.0.1:9"]
[[target.refused.peer]]
name = "甲行"
family = "till"
role = "bank"
address = "tcp://127.0.0.1:9"

[target.nameless]
allow = ["bank.invalid:9001"]
[[target.nameless.peer]]
name = "乙行"
family = "till"
role = "bank"
address = "tcp://bank.invalid:9001"

[target.far]
allow = ["10.20.0.8:9001"]
[[target.far.peer]]
name = "丙行"
family = "till"
role = "bank"
address = "tcp://10.20.0.8:9001"
"""


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody listens."""
    with socket.create_server(("127.0.0.1", 0)) as there:
        yield there.getsockname()[1]


@pytest.mark.parametrize("name", WORDS)
def test_each_mistake_has_its_message_and_its_exit_code(name, tmp_path, taken, capsys, monkeypatch):
    """What is printed, standard output and standard error, is as stored; nothing is sent where the command is wrong."""
    command, exit_code = WORDS[name]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kanhe.toml").write_text(CONFIG, "utf-8")
    words = [w.replace("ROOT", ROOT).replace("PORT", str(taken)).replace("DIR", str(tmp_path)) for w in command.split()]
    assert exit_code == main(words)
    told = capsys.readouterr()
    assert "Traceback" not in told.err + told.out and (exit_code == 3 or "" == told.out)
    text = (told.out + told.err).replace(ROOT, "ROOT").replace(str(tmp_path), "DIR").replace(str(taken), "PORT")
    text = re.sub(r"[a-z_-]+(?:、[a-z_-]+){4,}|[a-z]+(?:\|[a-z]+){4,}", "（名单）", text)  # lists grow; what is near is told apart
    kept.check(f"cli/{name}", "\n".join(line for line in text.splitlines() if "次往来" not in line and "用时" not in line) + "\n")


def test_no_snapshot_is_left_over():
    """Every stored text belongs to a command."""
    assert set(WORDS) == kept.stored("cli")


def live(folder: Path, port: int, name: str = "丁行") -> Path:
    """A configuration with one bank at this port."""
    path = folder / "live.toml"
    path.write_text(f'[target.t]\nallow = ["127.0.0.1:{port}"]\n[[target.t.peer]]\nname = "{name}"\nfamily = "till"\nrole = "bank"\n'
                    f'address = "tcp://127.0.0.1:{port}"\n', "utf-8")
    return path


@pytest.mark.parametrize("manner", ["silent", "hangs up"])
def test_a_peer_that_only_takes_connections_is_out_of_reach(manner, tmp_path, capsys):
    """Accepts and never answers, or hangs up at once: exit 3, all promises 不可达, and the page says so; no promise is called broken."""
    with socket.create_server(("127.0.0.1", 0)) as there:
        held: list[socket.socket] = []

        def accept() -> None:
            while True:
                try:
                    caller, _ = there.accept()
                except OSError:
                    return
                if manner == "silent":
                    held.append(caller)
                else:
                    caller.recv(65536)
                    caller.close()

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        words = ["verify", "--root", ROOT, "--config", str(live(tmp_path, there.getsockname()[1])), "--target", "t", "--budget", "10s",
                 "--out", str(tmp_path / "out")]
        assert 3 == main(words)
        there.shutdown(socket.SHUT_RDWR)
        for caller in held:
            caller.close()
    thread.join(5)
    out = capsys.readouterr().out
    assert "连得上，但没有任何应答" in out and "× 不符" not in out and "退出码 3" in out
    page = (tmp_path / "out" / "verdict.html").read_text("utf-8")
    assert "<h1>未完成</h1>" in page and "对端不可达：丁行" in page


def test_a_fault_of_ours_is_exit_5_and_says_where_to_look(monkeypatch, capsys):
    """An unforeseen exception becomes one line with its place, and a file with the whole traceback."""
    def broken(*_, **__):
        raise ZeroDivisionError("乙")

    monkeypatch.setattr("kanhe.cli.verify.load_for", broken)
    assert 5 == main(["verify", "--memory", "--no-report", "--root", ROOT])
    told = capsys.readouterr()
    assert "" == told.out and "Traceback" not in told.err
    first, second = told.err.splitlines()
    assert first.startswith("本方故障：ZeroDivisionError: 乙（verify.py:")
    trace = Path(second.split("详情在 ")[1].split("，")[0])
    assert "ZeroDivisionError: 乙" in trace.read_text("utf-8")
    trace.unlink()


def test_a_fault_of_ours_inside_a_scenario_is_no_breach(monkeypatch, tmp_path, capsys):
    """A scenario that dies of our own bug makes its promises 本方故障: exit 5, with the line of our source, and the rest goes on."""
    def broken(*_, **__):
        raise ZeroDivisionError("丙")

    def scenarios(contract):
        yield Scenario(contract=contract, name="甲剧本", play=broken, aim=(f"{contract.id}:form",))

    monkeypatch.setattr("kanhe.run.phases.forms.scenarios", scenarios)
    monkeypatch.setenv("KANHE_ALLURE", str(tmp_path))
    contracts = str(Path(ROOT).parents[2] / "contracts")
    words = ["--root", contracts, "--only", "G00011@*银行", "--sequences", "0", "--out", str(tmp_path / "out")]
    assert 5 == main(["verify", "--memory", *words])
    out = capsys.readouterr().out
    assert "甲剧本：ZeroDivisionError: 丙（" in out and "※ 本方故障" in out and "退出码 5" in out and "Traceback" not in out
    assert "※ 本方故障，与对端无关" in (tmp_path / "out" / "verdict.html").read_text("utf-8")


def test_a_simulator_that_does_not_start_is_our_fault(monkeypatch, capsys):
    """Exit 5, with the simulator's own words and what to type; those that had started are ended."""
    monkeypatch.setattr("kanhe.run.served.READY_S", 5.0)
    monkeypatch.setattr("kanhe.run.served.sys.executable", "/bin/false")
    assert 5 == main(["verify", "--no-report", "--root", ROOT])
    told = capsys.readouterr()
    assert "没有起来（代码 1）" in told.err and "kanhe serve" in told.err and "Traceback" not in told.err


def test_a_harness_error_is_told_as_such(monkeypatch, capsys):
    """What we raise on purpose about ourselves is printed as it is, exit 5."""
    def broken(*_, **__):
        raise HarnessError("甲坏了\n    下一步: 看乙")

    monkeypatch.setattr("kanhe.cli.verify.load_for", broken)
    assert 5 == main(["verify", "--root", ROOT])
    assert "甲坏了\n    下一步: 看乙\n" == capsys.readouterr().err


def test_nothing_is_left_running(tmp_path):
    """A command that is refused after its simulators were started ends them."""
    out = tmp_path / "file"
    out.write_text("x")
    done = subprocess.run([sys.executable, "-m", "kanhe", "verify", "--root", ROOT, "--out", str(out)], capture_output=True, text=True,
                          check=False, timeout=60)
    assert 2 == done.returncode
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert [] == [line for line in listed.splitlines() if "kanhe serve" in line and ROOT in line]


def test_help_is_chinese_and_fast_to_load():
    """No English heading is left; --help imports no verb."""
    for words in ([], ["verify"], ["serve"], ["lint"], ["report"], ["defects"], ["faults"], ["catalogue"], ["new"], ["new", "bank"], ["new", "interface"], ["new", "rule"]):
        done = subprocess.run([sys.executable, "-m", "kanhe", *words, "--help"], capture_output=True, text=True, check=True)
        assert not {"usage:", "options:", "positional arguments:", "show this help"} & set(done.stdout.splitlines())
        assert done.stdout.startswith("用法：kanhe") and "show this" not in done.stdout
