"""A folder behind SFTP as a depot. Home of asyncssh (optional extra `files`).

The host key is pinned: no known_hosts file, no configuration file and no agent of the user is looked at. Every operation has a
deadline. Hosts beyond loopback must be on the allow-list. Secrets are handed in, never read from files here.
"""

from __future__ import annotations

import asyncio
import re
import stat
from collections.abc import AsyncIterator, Collection, Coroutine, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from kanhe.errors import Position, Problem, UsageError
from kanhe.transport.depot import DepotError, safe
from kanhe.transport.tcp import why

T = TypeVar("T")
PIECE = 1 << 20
LOOPBACK = ("127.0.0.1", "localhost", "::1")
WORDS = {
    "HostKeyNotVerifiable": "主机密钥与登记的不符", "PermissionDenied": "对方不接受用户名或密钥", "KeyImportError": "密钥读不懂",
    "SFTPNoSuchFile": "对方没有这个文件或目录", "SFTPNoSuchPath": "对方没有这个目录", "SFTPPermissionDenied": "对方不允许",
    "SFTPQuotaExceeded": "对方的配额已满", "SFTPNoSpaceOnFilesystem": "对方磁盘已满", "ConnectionLost": "连接断了",
    "SFTPConnectionLost": "连接断了", "SFTPNoConnection": "没有连接",
}
ADDRESS = re.compile(r"sftp://(\[[0-9a-fA-F:]+\]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?(/[^\x00-\x1f]*)?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where to, and as whom. host_key: the server's public key as OpenSSH writes it (`ssh-ed25519 AAAA…`); private_key: ours, as PEM or
    OpenSSH text, or password. deadline_s: for one operation, a whole file included."""

    host: str
    port: int = 22
    folder: str = "."
    user: str
    host_key: str
    private_key: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    deadline_s: float = 300.0

    @property
    def place(self) -> str:
        """host:port as the allow-list has it."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def split_sftp(address: str) -> tuple[str, int, str]:
    """`sftp://host:port/folder` -> (host, port, folder). Raises UsageError."""
    found = ADDRESS.fullmatch(address)
    if found is None or not 0 < int(found[2] or 22) < 65536:
        raise UsageError(Problem(Position("地址"), f"{address} 不是 SFTP 地址", "sftp://主机:端口/目录", "用户名和密钥另给，不写在地址里"))
    return found[1].strip("[]"), int(found[2] or 22), found[3] or "."


class SftpDepot:
    """See transport.depot.Depot. One connection, made at once and kept until it is closed."""

    def __init__(self, endpoint: Endpoint, allow: Collection[str] = ()) -> None:
        self.endpoint = endpoint
        if endpoint.host not in LOOPBACK and endpoint.place not in allow:
            raise UsageError(Problem(Position("地址"), f"{endpoint.place} 不在允许清单中", f"--allow {endpoint.place}",
                                     "确认可以和它交换测试文件后，再写进允许清单"))
        self._runner = asyncio.Runner()
        try:
            self._connection, self._client = self._run(self._connected(), "连接")
        except BaseException:
            self._runner.close()
            raise

    @property
    def where(self) -> str:
        """Without user and secrets."""
        return f"sftp://{self.endpoint.place}{self.endpoint.folder if self.endpoint.folder.startswith('/') else '/'}"

    def sizes(self) -> Mapping[str, int]:
        """Regular files only, as the server says."""
        async def listed() -> dict[str, int]:
            """Names and sizes."""
            found = {}
            for entry in await self._client.readdir(self.endpoint.folder):
                mode = entry.attrs.permissions
                if isinstance(entry.filename, str) and (mode is None or stat.S_ISREG(mode)) and entry.filename not in (".", ".."):
                    found[entry.filename] = int(entry.attrs.size or 0)
            return found

        return self._run(listed(), "列目录")

    def read(self, name: str) -> Iterator[bytes]:
        """The file in pieces of a megabyte, all within one deadline."""
        path, left = self._inside(name), self._timer()
        file = self._run(self._client.open(path, "rb"), f"打开 {name}")
        try:
            while piece := self._run(file.read(PIECE), f"读 {name}", left()):
                yield bytes(piece)
        finally:
            self._run(file.close(), f"关闭 {name}")

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        """Make or replace a file, all within one deadline."""
        path, left = self._inside(name), self._timer()
        file = self._run(self._client.open(path, "wb"), f"新建 {name}")
        try:
            for piece in pieces:
                self._run(file.write(piece), f"写 {name}", left())
        finally:
            self._run(file.close(), f"关闭 {name}")

    def rename(self, old: str, new: str) -> None:
        """Atomic where the server knows posix-rename; elsewhere the old file of that name is removed first."""
        source, target = self._inside(old), self._inside(new)

        async def renamed() -> None:
            """One attempt, and one more without the old file."""
            import asyncssh

            try:
                await self._client.posix_rename(source, target)
            except asyncssh.SFTPOpUnsupported:
                if await self._client.exists(target):
                    await self._client.remove(target)
                await self._client.rename(source, target)

        self._run(renamed(), f"把 {old} 改名")

    def close(self) -> None:
        """Hang up."""
        try:
            self._client.exit()
            self._connection.close()
            self._runner.run(asyncio.wait_for(self._connection.wait_closed(), 5.0))
        except (OSError, TimeoutError):
            pass
        finally:
            self._runner.close()

    # -- inside ------------------------------------------------------------------------------------------------------

    def _inside(self, name: str) -> str:
        if not safe(name):
            raise DepotError(self.where, f"文件名 {name!r} 不能使用", "没有目录的普通文件名")
        return f"{self.endpoint.folder.rstrip('/')}/{name}"

    def _timer(self) -> Any:
        loop = self._runner.get_loop()
        end = loop.time() + self.endpoint.deadline_s
        return lambda: max(end - loop.time(), 0.001)

    async def _connected(self) -> tuple[Any, Any]:
        asyncssh = library()
        end = self.endpoint
        keys = [asyncssh.import_private_key(end.private_key)] if end.private_key else []
        connection = await asyncssh.connect(
            end.host, end.port, username=end.user, client_keys=keys or None, password=end.password or None,
            known_hosts=([asyncssh.import_public_key(end.host_key)], [], []), config=None, agent_path=None, agent_forwarding=False,
            x509_trusted_certs=None, gss_host=None, preferred_auth=("publickey" if keys else "password",))
        try:
            return connection, await connection.start_sftp_client()
        except BaseException:
            connection.close()
            raise

    def _run(self, work: Coroutine[Any, Any, T], doing: str, seconds: float = 0.0) -> T:
        """Run to the end within the deadline; every failure becomes a DepotError."""
        seconds = seconds or self.endpoint.deadline_s
        try:
            return self._runner.run(asyncio.wait_for(work, seconds))
        except TimeoutError:
            found = f"{doing}：{self.endpoint.deadline_s:g} 秒内没有完成"
            raise DepotError(self.where, found, "", "看对方是否在运行、网络是否通") from None
        except OSError as error:
            raise DepotError(self.where, f"{doing}：{why(error)}", "", "看地址、端口和对方是否在运行") from None
        except _failures() as error:
            raise DepotError(self.where, f"{doing}：{_told(error)}", *_cure(error, self.endpoint)) from None


def library() -> Any:
    """asyncssh; raises UsageError with what to install."""
    try:
        import asyncssh
    except ImportError:
        raise UsageError(Problem(Position("sftp"), "没有装 asyncssh", "可选组件 files", "pip install 'kanhe[files]'")) from None
    return asyncssh


def _failures() -> tuple[type[Exception], ...]:
    asyncssh = library()
    return (asyncssh.Error, asyncssh.KeyImportError, ValueError)


def _told(error: Exception) -> str:
    for name, text in WORDS.items():
        if isinstance(error, getattr(library(), name, ())):
            return text
    return f"{type(error).__name__} {' '.join(str(error).split())[:200]}"


def _cure(error: Exception, endpoint: Endpoint) -> tuple[str, str]:
    asyncssh = library()
    if isinstance(error, asyncssh.HostKeyNotVerifiable):
        return f"登记的主机密钥 {fingerprint(endpoint.host_key)}", "向对方核对主机密钥的指纹；没有核对清楚以前不要改登记"
    if isinstance(error, asyncssh.KeyImportError | ValueError):
        return "OpenSSH 格式的密钥", "ssh-keygen -y -f 私钥文件 可以看它的公钥"
    return "", ""


def fingerprint(host_key: str) -> str:
    """SHA256:… of a public key, '（读不懂）' where it is none."""
    asyncssh = library()
    try:
        return str(asyncssh.import_public_key(host_key).get_fingerprint())
    except (asyncssh.KeyImportError, ValueError):
        return "（读不懂）"


@asynccontextmanager
async def served(folder: str, *, host_key: Any, authorised: Collection[Any], port: int = 0) -> AsyncIterator[int]:
    """A simulated counterparty's SFTP inbox on loopback: only `folder` can be seen, only these public keys may in. Yields its port."""
    asyncssh = library()
    known = {key.public_data for key in authorised}

    class Door(asyncssh.SSHServer):  # type: ignore[misc, name-defined]
        """Who may come in."""

        def begin_auth(self, username: str) -> bool:
            """Nobody gets in without a key."""
            return True

        def public_key_auth_supported(self) -> bool:
            """Keys and nothing else."""
            return True

        def validate_public_key(self, username: str, key: Any) -> bool:
            """One of those that were told."""
            return key.public_data in known

    class Inbox(asyncssh.SFTPServer):  # type: ignore[misc, name-defined]
        """One folder, nothing above it."""

        def __init__(self, channel: Any) -> None:
            super().__init__(channel, chroot=folder)

    server = await asyncssh.create_server(Door, "127.0.0.1", port, server_host_keys=[host_key], sftp_factory=Inbox, allow_scp=False)
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        server.close()
        await server.wait_closed()
