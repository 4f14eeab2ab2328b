"""`kanhe generate`: files, labels, seeds, and what is told when it cannot be done."""

from __future__ import annotations

import json
import re
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
    constraints = {text.splitlines()[1].partition(": ")[2] for text in labels}
    assert {"keyref=entryOf", "key=account", "unique=tags", "pattern=[0-9]{6}"} <= constraints


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


API = Path(__file__).resolve().parents[2] / "contracts/units/personnel/personnel.openapi.yaml"


def test_an_openapi_file_gives_json(tmp_path, capsys):
    """The bodies of an operation of our own contracts: valid ones, and ones whose label points into the YAML file."""
    assert main(["generate", str(API), "-n", "5", "--rich", "--out", str(tmp_path / "valid")]) == 0
    assert main(["generate", str(API), "--element", "GET /per/v1/person/{per_id} 200", "-n", "40", "--invalid", "--charset", "GBK",
                 "--out", str(tmp_path / "invalid")]) == 0
    assert all("persons" in json.loads(message) for message in files(tmp_path / "valid").values())
    found = files(tmp_path / "invalid")
    labels = [text.decode() for name, text in found.items() if name.endswith(".label")]
    assert len(labels) == 40 and all(re.search(r"at: .*personnel\.openapi\.yaml:\d+:\d+", text) for text in labels)
    assert all(json.loads(message.decode("gbk")) is not Ellipsis for name, message in found.items() if name.endswith(".json"))


def test_a_json_schema_file_gives_json(tmp_path):
    """Labels point at the line and column in the JSON file, whatever stands in it."""
    path = tmp_path / "own.json"
    path.write_text('{"type": "object",\n "properties": {"a]{\\"": {"type": "array", "items":\n  {"type": "string", "maxLength": 3}}},\n'
                    ' "required": ["a]{\\""]}', "utf-8")
    assert main(["generate", str(path), "--invalid", "-n", "30", "--out", str(tmp_path / "out")]) == 0
    labels = [text.decode() for name, text in files(tmp_path / "out").items() if name.endswith(".label")]
    places = {text.splitlines()[1].partition(": ")[2]: text.splitlines()[2].rpartition("own.json:")[2] for text in labels}
    assert "3:22" == places["maxLength=3"]
    assert "4:2" == places['required=a]{"']
    assert any(text.startswith('path: /a]{"/0\n') for text in labels)


@pytest.mark.parametrize(("content", "found"), [
    ('{"type": "object",\n}', "own.json:2:1: JSON 写法有误"), ('{"a": 1,\n "a": 2}', "own.json: JSON 的键 a 出现了两次"),
    ('{"properties":\n {"a": {"pattern": "(?=x)"}}}', "own.json:2:9: 不支持模式 (?=x)"),
    ('{"$ref":\n "other.json"}', "own.json:1:2: 引用 other.json"),
    ("[" * 100_000, "own.json"), (b"\xff{}", "own.json: 第 0 字节不是 UTF-8"),
])
def test_wrong_json_is_told(tmp_path, capsys, content, found):
    """A JSON file that cannot be read, or not be generated from, is told at its place."""
    path = tmp_path / "own.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert main(["generate", str(path), "--out", str(tmp_path / "out")]) == 2
    assert found in capsys.readouterr().err


@pytest.mark.parametrize(("words", "found"), [
    (["none.xsd", "--out", "OUT"], "none.xsd: 没有这个文件"),
    ([str(HERE / "bare.xsd"), "--out", "OUT", "--element", "nix"], "XSD 没有全局元素 nix"),
    ([str(HERE / "bare.xsd"), "--out", "/dev/null/x"], "建不了目录 /dev/null/x"),
    ([str(HERE / "bare.xsd"), "--out", "OUT", "--charset", "BIG5"], "不认识的 BIG5"),
    ([str(HERE / "bare.xsd"), "--out", "OUT", "-n", "many"], "个数写作 many"),
    ([str(HERE / "bare.xsd")], "缺少参数 --out"), ([str(API), "--element", "GET /nix", "--out", "OUT"], "OpenAPI 里没有 GET /nix"),
])
def test_wrong_words_are_told(tmp_path, capsys, words, found):
    """What cannot be done is one message on standard error, exit code 2."""
    assert main(["generate", *(word.replace("OUT", str(tmp_path / "out")) for word in words)]) == 2
    assert found in capsys.readouterr().err
