"""kanhe.toml: a right one is read as it is written; every mistake is one located message, and all are told at once."""

from __future__ import annotations

import ast
import re
import socket
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kanhe.contract.load import load
from kanhe.errors import ContractError
from kanhe.run.config import PEER_KEYS, TARGET_KEYS, read_config
from kanhe.run.live import live_lines
from kanhe.run.toml_places import TomlPlaces
from tests import kept
from tests.run.mistakes import FIRST, KEY, MISTAKES, POINTS, RIGHT, SECOND, SECRETS

ROOT = Path(__file__).parents[1] / "contract/root"
SOURCES = Path(__file__).parents[2] / "src/kanhe/run"
CATALOGUE = load(ROOT)


@pytest.fixture(autouse=True)
def key(monkeypatch):
    """The secret that the right configuration refers to."""
    monkeypatch.setenv("KANHE_TEST_KEY", KEY)
    monkeypatch.setenv("KANHE_TEST_HEADER", "Bearer 甲")
    monkeypatch.delenv("KANHE_TEST_NONE", raising=False)


def problems(path: Path, target: str = "staging") -> str:
    """What people are told, each place with the text that stands there."""
    with pytest.raises(ContractError) as raised:
        live_lines(CATALOGUE, path, target)
    assert 2 == raised.value.exit_code
    lines, told = path.read_text("utf-8", "replace").split("\n") if path.is_file() else [], []
    for problem in raised.value.problems:
        told.append(str(problem))
        if problem.at.line:
            told.append(f"    此处: {lines[problem.at.line - 1][max(problem.at.column - 1, 0):][:50].strip() or '（行末）'}")
    return "\n".join(told).replace(str(path.parent), "DIR") + "\n"


def edited(folder: Path, *edits: tuple[str, str]) -> Path:
    """The right configuration with texts replaced."""
    text = RIGHT
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    path = folder / "kanhe.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_right_file(tmp_path):
    """Peers, addresses, keys, doors and opening things arrive as written; keys are the values behind the references."""
    first, second = live_lines(CATALOGUE, edited(tmp_path), "staging")
    assert ("甲行", "till", "bank", "tcp://127.0.0.1:9001", "staging") == tuple(
        getattr(first.peer, k) for k in ("name", "family", "role", "address", "target"))
    assert first.given == {"account": ({"key": ["1"], "status": "OPEN", "balance": "0.00"},)} and first.keys is None
    assert second.keys is not None and (second.keys.app_id, second.keys.private_key) == ("unit-1", KEY) and second.given is None


@pytest.mark.parametrize("name", MISTAKES)
def test_each_mistake_has_its_message(tmp_path, name):
    """Place, what was found, what would be right."""
    kept.check(f"run/{name}", problems(edited(tmp_path, *MISTAKES[name])))


@pytest.mark.parametrize("name", SECRETS)
def test_each_secret_that_is_none(tmp_path, name):
    """A key that is absent, open to others, or no key; its value is never shown."""
    reference, mode, data = SECRETS[name]
    if data is not None:
        (tmp_path / "key.hex").write_bytes(data)
        (tmp_path / "key.hex").chmod(mode)
    told = problems(edited(tmp_path, (SECOND, f'private_key = "{reference}"')))
    assert data is None or data.decode("latin-1").strip()[:16] not in told or not data.strip()
    kept.check(f"run/{name}", told)


@pytest.mark.parametrize("name", POINTS)
def test_each_public_key_that_is_none(tmp_path, monkeypatch, name):
    """A public key must be a point of the curve."""
    monkeypatch.setenv("KANHE_TEST_POINT", POINTS[name])
    kept.check(f"run/{name}", problems(edited(tmp_path, (SECOND, f'{SECOND}, public_key = "env:KANHE_TEST_POINT"'))))


def test_a_file_that_is_none(tmp_path):
    """Absent, a folder, not UTF-8."""
    kept.check("run/file-absent", problems(tmp_path / "none.toml"))
    (tmp_path / "folder.toml").mkdir()
    kept.check("run/file-is-a-folder", problems(tmp_path / "folder.toml"))
    (tmp_path / "gbk.toml").write_bytes("# 联调".encode("gbk"))
    kept.check("run/file-not-utf8", problems(tmp_path / "gbk.toml"))


@pytest.mark.parametrize(("name", "target"), [("target-unknown", "prod"), ("target-nearly", "stagin")])
def test_a_target_that_nobody_declared(tmp_path, name, target):
    """The targets that there are, and the one that may have been meant."""
    kept.check(f"run/{name}", problems(edited(tmp_path), target))


def test_a_file_that_is_nested_without_end(tmp_path):
    """Three thousand brackets are a mistake of the file, not a fault of ours."""
    assert "嵌套过深" in problems(edited(tmp_path, ('title = "联调"', f"title = {'[' * 3000}{']' * 3000}")))


def test_a_port_that_is_taken(tmp_path):
    """The address where Kanhe is to answer must be free before anything is sent."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        told = problems(edited(tmp_path, (FIRST, f'{FIRST}\nlisten = "tcp://127.0.0.1:{port}"')))
    kept.check("run/listen-taken", told.replace(str(port), "PORT"))


def test_a_key_file_is_found_beside_the_configuration(tmp_path, monkeypatch):
    """A relative path means the folder of kanhe.toml, wherever one stands."""
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "k").write_text(f"{KEY}\n")
    (tmp_path / "keys" / "k").chmod(0o600)
    path = edited(tmp_path, (SECOND, 'private_key = "file:keys/k"'))
    monkeypatch.chdir("/")
    assert KEY == live_lines(CATALOGUE, path, "staging")[1].keys.private_key


def test_the_money_word_opens_the_way_and_nothing_else(tmp_path):
    """A target beyond this machine needs its own name typed again; another name does not do."""
    path = edited(tmp_path, ("127.0.0.1:9001", "10.20.0.8:9001"))
    assert 2 == len(live_lines(CATALOGUE, path, "staging", money="staging"))
    with pytest.raises(ContractError, match="--money staging"):
        live_lines(CATALOGUE, path, "staging", money="stagin")


LEAVES = st.one_of(st.text(max_size=8), st.integers(-9, 99999), st.booleans(), st.floats(allow_nan=False), st.dates())
WORDS = st.text("abc_", min_size=1, max_size=4)
VALUES = st.recursive(LEAVES, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(WORDS, inner, max_size=3)), max_leaves=6)


def toml(value) -> str:
    """A value in TOML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k} = {toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, str):
        return '"' + "".join(c if c.isalnum() and c.isascii() else f"\\U{ord(c):08x}" for c in value) + '"'
    return str(value).lower() if isinstance(value, bool) else value.isoformat() if hasattr(value, "isoformat") else repr(value)


@given(key=st.sampled_from([*PEER_KEYS, *TARGET_KEYS]), value=VALUES)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_value_anywhere_is_read_or_told(tmp_path, key, value):
    """Whatever stands at any key, the file is read or its problems are told; never anything else."""
    text = re.sub(rf"(?m)^{key}(\.\w+)? = .*$", lambda _: f"{key} = {toml(value)}", RIGHT, count=1)
    text = text if text != RIGHT else RIGHT.replace("[[target", f"{key} = {toml(value)}\n[[target", 1)
    path = tmp_path / "kanhe.toml"
    path.write_text(text, "utf-8")
    try:
        read_config(path)
    except ContractError as error:
        assert all(1 <= p.at.line <= text.count("\n") + 1 and p.at.column >= 1 for p in error.problems)


def test_places_of_nested_things():
    """Tables, arrays of tables, dotted keys, quoted keys and words inside inline tables."""
    text = '[a]\nx = 1\n[[a.b]]\ny = 1\n[[a.b]]\n"q r".z = {k = "v", deep = {w = 1}}\n'
    places = TomlPlaces("f", text)
    second = ("a", "b", 1)
    ways = {("a",): (1, 2), ("a", "x"): (2, 1), ("a", "b", 0, "y"): (4, 1), (*second, "q r"): (6, 1), (*second, "q r", "z", "k"): (6, 12),
            (*second, "q r", "z", "deep", "w"): (6, 29), ("none",): (1, 1), (*second, "none"): (5, 3)}
    assert ways == {way: (places.at(*way).line, places.at(*way).column) for way in ways}


def test_no_snapshot_is_left_over_and_every_message_has_one():
    """Every stored text belongs to a mistake, and every literal message of the sources is in one of them."""
    names = {*MISTAKES, *SECRETS, *POINTS, "file-absent", "file-is-a-folder", "file-not-utf8", "target-unknown", "target-nearly",
             "listen-taken", "site-crowded"}
    assert names == kept.stored("run")
    told = "\n".join(p.read_text("utf-8") for folder in ("run", "run_files") for p in (kept.FOLDER / folder).glob("*.txt"))
    assert [] == [place for place, pattern in _messages() if not re.search(pattern, told)]


def _messages():
    """(place, pattern) of what every Problem and blame() of these sources says was found."""
    for name in ("config", "live", "secrets"):
        for node in ast.walk(ast.parse((SOURCES / f"{name}.py").read_text("utf-8"))):
            called = getattr(getattr(node, "func", None), "id", getattr(getattr(node, "func", None), "attr", ""))
            if isinstance(node, ast.Call) and called in ("Problem", "blame") and len(node.args) > 1:
                said = node.args[1]
                parts = said.values if isinstance(said, ast.JoinedStr) else [said]
                if any(isinstance(p, ast.Constant) for p in parts):
                    yield f"{name}:{node.lineno}", "".join(re.escape(str(p.value)) if isinstance(p, ast.Constant) else ".*" for p in parts)
