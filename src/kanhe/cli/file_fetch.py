"""`kanhe file fetch`: collect what a counterparty has handed over, whole files only, from a folder or by SFTP."""

from __future__ import annotations

import argparse
from pathlib import Path

from kanhe.cli.file_check import contract_named
from kanhe.cli.paths import around, contracts_root
from kanhe.errors import ContractError, Position, Problem, UsageError, reason
from kanhe.run.secrets import REFERENCE, secret
from kanhe.transport.depot import Depot, collect, look
from kanhe.transport.folder import Folder
from kanhe.transport.sftp import Endpoint, SftpDepot, split_sftp


def run(args: argparse.Namespace) -> int:
    """Collect every file of the contract that is ready; tell what is not and why. Exit 1 where something is not as agreed."""
    contract = contract_named(around(contracts_root(args.root), args.contract), args.contract)
    into = Path(args.into)
    try:
        into.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(Problem(Position("--into"), f"建不了目录 {into}：{reason(error)}", "可写的目录")) from None
    depot = _depot(args)
    try:
        waiting = look(depot, contract.arrival, contract.name.match)
        for file in waiting:
            if file.ready:
                path = collect(depot, file.name, into)
                print(f"收到 {path.name}  {path.stat().st_size} 字节")
            else:
                print(f"未收 {file.name}  {file.why}")
    finally:
        depot.close()
    print(f"{sum(w.ready for w in waiting)} 个收到，{sum(not w.ready for w in waiting)} 个没有收。")
    return 0 if all(w.ready for w in waiting) else 1


def _depot(args: argparse.Namespace) -> Depot:
    if args.address.startswith("folder:"):
        return Folder(Path(args.address.removeprefix("folder:")))
    host, port, folder = split_sftp(args.address)
    if not args.user or not args.host_key or not (args.key or args.password):
        raise UsageError(Problem(Position("sftp"), "缺少 --user、--host-key，或 --key 与 --password 之一",
                                 "--user 名 --host-key 文件 --key file:私钥", "主机公钥向对方索取并核对指纹，不从网上现取"))
    try:
        host_key = Path(args.host_key).read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = reason(error) if isinstance(error, OSError) else "不是 ASCII 文本"
        raise UsageError(Problem(Position("--host-key"), f"读不了 {args.host_key}：{why}", "OpenSSH 一行的公钥")) from None
    endpoint = Endpoint(host=host, port=port, folder=folder, user=args.user, host_key=host_key,
                        private_key=_secret(args.key, "--key"), password=_secret(args.password, "--password"))
    return SftpDepot(endpoint, allow=args.allow)


def _secret(reference: str, where: str) -> str:
    if not reference:
        return ""
    if not REFERENCE.fullmatch(reference):
        raise UsageError(Problem(Position(where), "密钥要写成引用", "env:变量名 或 file:路径", "命令行上的密钥谁都看得见"))
    value, problem = secret(reference, Position(where), Path())
    if problem is not None:
        raise ContractError([problem])
    return value
