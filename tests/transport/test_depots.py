"""Folder and SFTP depots, over a real SSH server: files go over whole or not at all, and only to whom and from where they may."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kanhe.errors import UsageError
from kanhe.model.file import Arrival
from kanhe.transport.depot import Depot, DepotError, collect, deliver, look, safe
from kanhe.transport.folder import Folder
from kanhe.transport.sftp import SftpDepot, split_sftp
from tests.transport.sshd import Inbox, inbox

pytest.importorskip("asyncssh", reason="the extra `files` is not installed")

MATCH = re.compile(r"A_[0-9]{8}\.txt")
NAME, DATA = "A_20260105.txt", "珅|昞\n".encode("gbk") * 40_000
RENAME, FLAG = Arrival(way="rename", mark=".tmp"), Arrival(way="flag", mark=".ok")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Inbox]:
    """A running SFTP server over an empty folder."""
    folder = tmp_path / "bank"
    folder.mkdir()
    with inbox(folder) as running:
        yield running


@pytest.fixture(params=["folder", "sftp"])
def depot(request: pytest.FixtureRequest, server: Inbox) -> Iterator[tuple[Depot, Path]]:
    """Each kind of depot, and the folder that lies behind it."""
    found: Depot = Folder(server.folder) if request.param == "folder" else SftpDepot(server.endpoint())
    yield found, server.folder
    found.close()


@pytest.mark.parametrize("arrival", [RENAME, FLAG], ids=["rename", "flag"])
def test_what_is_delivered_is_collected(depot: tuple[Depot, Path], arrival: Arrival, tmp_path: Path) -> None:
    """Byte for byte, under its name, with nothing left lying about; a second delivery replaces the first."""
    place, folder = depot
    for data in (DATA, b"", DATA[:100]):
        deliver(place, arrival, NAME, [data[:10], data[10:]])
        assert [(NAME, True)] == [(w.name, w.ready) for w in look(place, arrival, MATCH)]
        assert data == collect(place, NAME, tmp_path).read_bytes()
        assert {NAME} | ({f"{NAME}.ok"} if arrival is FLAG else set()) == {p.name for p in folder.iterdir()}
        assert [NAME] == [p.name for p in tmp_path.iterdir() if p.is_file()]


def test_what_is_not_ready_is_not_ready(depot: tuple[Depot, Path]) -> None:
    """A file under its temporary name, data without flag, a flag before its data, unknown names, links and folders."""
    place, folder = depot
    (folder / f"{NAME}.tmp").write_bytes(b"half")
    (folder / "notes.doc").write_bytes(b"x")
    (folder / "A_20260106.txt").mkdir()
    (folder / "A_20260107.txt").symlink_to("/etc/hostname")
    seen = look(place, RENAME, MATCH)
    assert [(NAME, False, True), ("notes.doc", False, False)] == [(w.name, w.ready, w.known) for w in seen]
    assert f"{NAME}.tmp" in seen[0].why
    (folder / f"{NAME}.tmp").unlink()
    (folder / f"{NAME}.ok").touch()
    assert [(NAME, False)] == [(w.name, w.ready) for w in look(place, FLAG, MATCH) if w.known]
    assert "先到" in look(place, FLAG, MATCH)[0].why
    (folder / NAME).write_bytes(b"1")
    assert look(place, FLAG, MATCH)[0].ready
    (folder / f"{NAME}.ok").unlink()
    assert [(NAME, False)] == [(w.name, w.ready) for w in look(place, FLAG, MATCH) if w.known]


class Growing:
    """A depot whose file grows while it is read, as where a sender writes under the final name."""

    def __init__(self, inner: Depot, folder: Path) -> None:
        self.inner, self.folder, self.where = inner, folder, inner.where

    def sizes(self):
        """As they are."""
        return self.inner.sizes()

    def read(self, name: str):
        """Some more arrives after the first piece."""
        for piece in self.inner.read(name):
            yield piece
            with (self.folder / name).open("ab") as file:
                file.write(b"more")


def test_a_file_that_grows_meanwhile_is_not_taken(depot: tuple[Depot, Path], tmp_path: Path) -> None:
    """Half-written data under the final name: nothing is left locally, and the message says what the sender did."""
    place, folder = depot
    (folder / NAME).write_bytes(DATA)
    with pytest.raises(DepotError, match="还在变"):
        collect(Growing(place, folder), NAME, tmp_path)  # type: ignore[arg-type]
    assert [] == [p for p in tmp_path.iterdir() if p.is_file()]


def test_a_missing_file_is_told(depot: tuple[Depot, Path], tmp_path: Path) -> None:
    """No file is not an empty file; and one that is too large is not begun."""
    place, folder = depot
    with pytest.raises(DepotError, match="不要按零处理"):
        collect(place, NAME, tmp_path)
    (folder / NAME).write_bytes(b"123")
    with pytest.raises(DepotError, match="至多 2 字节"):
        collect(place, NAME, tmp_path, most_bytes=2)


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "a/b", "a\\b", "", ".x", "a\0b", "a\nb", "x" * 300])
def test_no_name_leads_out(depot: tuple[Depot, Path], name: str, tmp_path: Path) -> None:
    """Names with folders, control characters or dots at the start are used neither here nor there."""
    place, folder = depot
    assert not safe(name)
    with pytest.raises(DepotError):
        collect(place, name, tmp_path)
    for act in (lambda: place.write(name, [b"x"]), lambda: list(place.read(name)), lambda: place.rename(name, NAME)):
        with pytest.raises(DepotError):
            act()
    assert [] == list(folder.iterdir())


def test_a_link_in_the_local_folder_is_not_followed(depot: tuple[Depot, Path], tmp_path: Path) -> None:
    """Where somebody laid a link in place of the file that is to be written, its target stays as it was."""
    place, folder = depot
    (folder / NAME).write_bytes(b"new")
    target = tmp_path / "precious"
    target.write_bytes(b"old")
    (tmp_path / f".{NAME}.part").symlink_to(target)
    with pytest.raises(DepotError):
        collect(place, NAME, tmp_path)
    assert b"old" == target.read_bytes()


# -- SFTP alone ----------------------------------------------------------------------------------------------------------


def test_the_host_key_is_pinned(server: Inbox) -> None:
    """Another host key than the one that was told: nothing is sent, and the fingerprint to compare with is shown."""
    import asyncssh

    wrong = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode().strip()
    with pytest.raises(DepotError, match="主机密钥与登记的不符") as told:
        SftpDepot(server.endpoint(host_key=wrong))
    assert "SHA256:" in str(told.value)
    with pytest.raises(DepotError, match="密钥读不懂"):
        SftpDepot(server.endpoint(host_key="ssh-ed25519 nonsense"))


def test_nobody_else_gets_in(server: Inbox) -> None:
    """Another private key, a password, or none: refused in words, and the secret is in no message."""
    import asyncssh

    other = asyncssh.generate_private_key("ssh-ed25519").export_private_key().decode()
    for change in ({"private_key": other}, {"private_key": "", "password": "geheim-1234567"}):
        with pytest.raises(DepotError, match="不接受用户名或密钥") as told:
            SftpDepot(server.endpoint(**change))
        assert "geheim" not in str(told.value)
        assert "geheim" not in repr(server.endpoint(**change))
    with pytest.raises(DepotError):
        SftpDepot(server.endpoint(private_key="no key"))


def test_hosts_beyond_loopback_must_be_allowed() -> None:
    """Without a place on the allow-list no connection is tried; a name that resolves to loopback is no exception."""
    tried = []
    original = socket.socket.connect
    try:
        socket.socket.connect = lambda self, place: tried.append(place)  # type: ignore[method-assign]
        for host in ("10.20.0.8", "bank.example", "127.0.0.2", "0.0.0.0", "2130706433"):
            from kanhe.transport.sftp import Endpoint

            with pytest.raises(UsageError, match="允许清单"):
                SftpDepot(Endpoint(host=host, user="x", host_key="ssh-ed25519 A"), allow=("10.20.0.8:2222",))
    finally:
        socket.socket.connect = original  # type: ignore[method-assign]
    assert [] == tried


@pytest.mark.parametrize(("address", "parts"), [
    ("sftp://127.0.0.1:2222/in/box", ("127.0.0.1", 2222, "/in/box")), ("sftp://bank.example", ("bank.example", 22, ".")),
    ("sftp://[::1]:22/", ("::1", 22, "/"))])
def test_addresses(address: str, parts: tuple[str, int, str]) -> None:
    """Host, port and folder."""
    assert parts == split_sftp(address)


@pytest.mark.parametrize("address", ["sftp://user:secret@host/x", "sftp://host:0/", "sftp://host:99999/", "http://host/", "sftp://", "sftp://h\n/"])
def test_what_is_no_address(address: str) -> None:
    """User names and passwords in an address are refused, as is everything that is none."""
    with pytest.raises(UsageError):
        split_sftp(address)


def silent(listener: socket.socket, answer: Callable[[socket.socket], None]) -> None:
    """Take connections and do that with them."""
    listener.settimeout(5)
    try:
        while True:
            connection, _ = listener.accept()
            answer(connection)
    except OSError:
        return


ANSWERS: dict[str, Callable[[socket.socket], None]] = {
    "silent": lambda c: None, "banner-only": lambda c: c.sendall(b"SSH-2.0-x\r\n"), "closes": lambda c: c.close(),
    "garbage": lambda c: c.sendall(os.urandom(5000))}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
def test_a_server_that_is_none(answer, server: Inbox) -> None:
    """Silence, half a handshake, a closed connection, garbage: one message within the deadline."""
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=silent, args=(listener, answer), daemon=True)
    thread.start()
    try:
        with pytest.raises(DepotError) as told:
            SftpDepot(server.endpoint(port=listener.getsockname()[1], deadline_s=1.0))
        assert "sftp://127.0.0.1" in str(told.value)
    finally:
        listener.close()
        thread.join(6)


def test_a_server_that_goes_away(server: Inbox, tmp_path: Path) -> None:
    """Nobody listens any more: a message, no traceback."""
    with pytest.raises(DepotError, match="连接"):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        SftpDepot(server.endpoint(port=port, deadline_s=3.0))


@pytest.mark.skipif(shutil.which("sftp") is None, reason="no OpenSSH client here")
def test_another_client_reads_what_we_wrote(server: Inbox, tmp_path: Path) -> None:
    """OpenSSH's own sftp gets the same bytes from the simulated inbox, and what it puts there is collected."""
    key, known = tmp_path / "key", tmp_path / "known"
    key.write_text(server.private_key)
    key.chmod(0o600)
    known.write_text(f"[127.0.0.1]:{server.port} {server.host_key}\n")
    depot = SftpDepot(server.endpoint())
    deliver(depot, RENAME, NAME, [DATA])
    (tmp_path / "theirs.txt").write_bytes(DATA[::-1])
    batch = f"get {NAME} {tmp_path}/got.txt\nput {tmp_path}/theirs.txt A_20260106.txt.tmp\nrename A_20260106.txt.tmp A_20260106.txt\n"
    done = subprocess.run(["sftp", "-q", "-b", "-", "-P", str(server.port), "-i", str(key), "-o", f"UserKnownHostsFile={known}", "-o",
                           "StrictHostKeyChecking=yes", "-F", "none", "-o", "IdentitiesOnly=yes", "finance@127.0.0.1"],
                          input=batch, capture_output=True, text=True, timeout=60, check=False)
    assert 0 == done.returncode, done.stderr
    assert DATA == (tmp_path / "got.txt").read_bytes()
    (tmp_path / "in").mkdir()
    assert DATA[::-1] == collect(depot, "A_20260106.txt", tmp_path / "in").read_bytes()
    depot.close()
