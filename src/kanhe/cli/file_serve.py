"""`kanhe file serve`: an SFTP inbox on loopback for joint tests, until SIGTERM or Ctrl-C."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from kanhe.cli.ports import must_be_free
from kanhe.cli.stop import told_to_stop
from kanhe.errors import Position, Problem, UsageError, reason
from kanhe.transport.sftp import library, served


def run(args: argparse.Namespace) -> int:
    """Serve one folder to those whose public keys are authorised."""
    asyncssh = library()
    if not Path(args.folder).is_dir():
        raise UsageError(Problem(Position(args.folder), "没有这个目录", "对方看得到的目录"))
    try:
        host_key = asyncssh.import_private_key(Path(args.host_key).read_text("utf-8"))
        lines = [line for line in Path(args.authorized).read_text("utf-8").splitlines() if line.strip() and not line.startswith("#")]
        keys = [asyncssh.import_public_key(line) for line in lines]
    except (OSError, ValueError, asyncssh.KeyImportError) as error:
        why = reason(error) if isinstance(error, OSError) else "密钥读不懂"
        raise UsageError(Problem(Position("--host-key、--authorized"), why, "OpenSSH 格式的密钥",
                                 "ssh-keygen -t ed25519 -N '' -f 文件")) from None
    must_be_free("--port", "127.0.0.1", args.port)
    told = told_to_stop()

    async def serve() -> None:
        """Until told to stop."""
        async with served(str(Path(args.folder).resolve()), host_key=host_key, authorised=keys, port=args.port) as port:
            print(f"ready address=sftp://127.0.0.1:{port}/ host_key={host_key.export_public_key().decode().strip()}", flush=True)
            while not told.is_set():
                await asyncio.sleep(0.1)

    asyncio.run(serve())
    return 0
