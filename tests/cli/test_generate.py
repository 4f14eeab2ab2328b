"""`kanhe generate`: files, labels, seeds, and what is told when it cannot be done."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kanhe.__main__ import main
from kanhe.schema.xsd.generate import read_schema
from tests.shared import shared

HERE = Path(__file__).resolve().parents[1] / "schema/xsd"


def files(folder):
    """Name -> content."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_valid_messages_are_written(tmp_path, capsys):
    """As many as asked for, valid, in the charset that was asked for; the same seed gives the same files, another gives others."""
    words = ["generate", str(HERE / "derivation.xsd"), "-n", "7", "--charset", "GBK", "--out"]
    assert main([*words, str(tmp_path / "one")]) == 0
    assert main([*words, str(tmp_path / "two")]) == 0
    assert main([*words, str(tmp_path / "three"), "--seed", "5"]) == 0
    found = files(tmp_path / "one")
    assert [f"{n:04d}.xml" for n in range(1, 8)] == list(found)
    assert found == files(tmp_path / "two") != files(tmp_path / "three")
    schema = read_schema(HERE / "derivation.xsd", "x", charset="GBK")
    assert all(schema.admits(message) and b'encoding="GBK"' in message for message in found.values())
    assert "有效报文 7 份" in capsys.readouterr().out


def test_invalid_messages_have_labels(tmp_path):
    """Each is refused, and beside it stand path, constraint and the place in the schema."""
    assert main(["generate", str(HERE / "identity.xsd"), "--invalid", "-n", "300", "--out", str(tmp_path)]) == 0
    schema = read_schema(HERE / "identity.xsd", "x")
    found = files(tmp_path)
    labels = [text.decode() for name, text in found.items() if name.endswith(".label")]
    assert len(labels) == 300 == sum(name.endswith(".xml") for name in found)
    assert not any(schema.admits(message) for name, message in found.items() if name.endswith(".xml"))
    for text in labels:
        path, constraint, at = (line.partition(": ")[2] for line in text.splitlines())
        assert path.startswith("/Batch") and constraint and "identity.xsd:" in at
    assert {"keyref=entryOf", "key=account", "unique=tags", "pattern=[0-9]{6}"} <= {text.splitlines()[1].partition(": ")[2] for text in labels}


def test_another_element_may_be_the_root(tmp_path):
    """--element picks a global element."""
    assert main(["generate", str(HERE / "derivation.xsd"), "--element", "Refund", "-n", "1", "--out", str(tmp_path)]) == 0
    assert b":Refund" in files(tmp_path)["0001.xml"] or b"<Refund" in files(tmp_path)["0001.xml"]


def test_it_runs_from_the_shell(tmp_path):
    """A published schema, from the shell, in one command."""
    path = shared("samples/iso20022/xsd/camt.060.001.05.xsd")
    done = subprocess.run([sys.executable, "-m", "kanhe", "generate", str(path), "-n", "3", "--rich", "--out", str(tmp_path)],
                          capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(files(tmp_path)) == 3


@pytest.mark.parametrize(("words", "found"), [
    (["none.xsd", "--out", "OUT"], "none.xsd: 没有这个文件"),
    ([str(HERE / "bare.xsd"), "--out", "OUT", "--element", "nix"], "XSD 没有全局元素 nix"),
    ([str(HERE / "bare.xsd"), "--out", "/dev/null/x"], "建不了目录 /dev/null/x"),
    ([str(HERE / "bare.xsd"), "--out", "OUT", "--charset", "BIG5"], "不认识的 BIG5"),
    ([str(HERE / "bare.xsd"), "--out", "OUT", "-n", "many"], "个数写作 many"),
    ([str(HERE / "bare.xsd")], "缺少参数 --out"),
])
def test_wrong_words_are_told(tmp_path, capsys, words, found):
    """What cannot be done is one message on standard error, exit code 2."""
    assert main(["generate", *(word.replace("OUT", str(tmp_path / "out")) for word in words)]) == 2
    assert found in capsys.readouterr().err
