"""`kanhe faults` and `kanhe serve --fault`: the vocabulary is printed, and faults strike a real process at a real port."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kanhe.__main__ import main
from kanhe.contract.load import load
from kanhe.transport.faults.all import FAULTS
from kanhe.transport.tcp import TcpClient
from kanhe.wire.codec import encode


@pytest.fixture
def served():
    """A function that starts a command and gives the port of its ready line; every process is ended."""
    started = []

    def start(*words: str) -> int:
        process = subprocess.Popen([sys.executable, "-m", "kanhe", *words], stdout=subprocess.PIPE, text=True)
        started.append(process)
        found = re.search(r"address=tcp://127\.0\.0\.1:([0-9]+)", process.stdout.readline())
        assert found
        return int(found[1])

    yield start
    for process in started:
        process.send_signal(signal.SIGTERM)
        assert process.wait(5) == 0
        process.stdout.close()


def test_every_fault_is_listed_under_the_duty_that_it_brings(capsys):
    """Each fault stands once in the list, in 80 columns."""
    assert main(["faults"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert sorted(FAULTS) == sorted(line.split()[0] for line in lines if line.startswith("  "))
    assert all(sum(2 if ord(c) > 0x2E80 else 1 for c in line) <= 80 for line in lines)


def test_a_served_simulator_and_a_proxy_before_it_lose_the_reply_that_was_named(served):
    """serve --fault strikes the second request of the operation, and a proxy before that server the third."""
    port = served("serve", "land_margin", "--role", "bank", "--fault", "lose_reply:G00009:2")
    before = served("faults", "--before", f"tcp://127.0.0.1:{port}", "--family", "land_margin", "--fault", "lose_reply:G00009:3")
    contract = load(Path("contracts")).contracts["land_margin.G00009"]
    client = TcpClient(host="127.0.0.1", port=before, framing=contract.party.wire.framing)
    body = encode(contract, contract.specimen_request, reply=False).body
    assert [True, False, False, True] == [client.call(body, deadline_s=3).reply is not None for _ in range(4)]


@pytest.mark.parametrize(("words", "found"), [
    (["faults", "--before", "tcp://10.0.0.1:9"], "--before: tcp://10.0.0.1:9 不是本机地址"),
    (["faults", "--before", "tcp://127.0.0.1:9"], "--family: 没有写契约族"),
    (["faults", "--before", "tcp://127.0.0.1:9", "--family", "land"], "--family: 没有契约族 land"),
    (["faults", "--before", "tcp://127.0.0.1:9", "--family", "land_margin", "--fault", "drop"], "--fault: drop：没有故障 drop"),
    (["faults", "--before", "tcp://127.0.0.1:9", "--family", "personnel", "--fault", "wrong_length"], "只用于带长度前缀的 TCP"),
])
def test_wrong_words_are_told(capsys, words, found):
    """What cannot be done is one message on standard error, exit code 2."""
    assert main(words) == 2
    assert found in capsys.readouterr().err
