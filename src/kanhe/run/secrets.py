"""Secrets are written nowhere: the configuration says `env:NAME` or `file:/path`, and keys are checked before they are used."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from kanhe.errors import Position, Problem, WireError, reason
from kanhe.wire import sm

REFERENCE = re.compile(r"env:[A-Za-z_][A-Za-z0-9_]*|file:[^\x00]+")
LIMIT_BYTES = 64 * 1024


def secret(reference: str, at: Position, folder: Path) -> tuple[str, Problem | None]:
    """(value behind `env:NAME` or `file:path`, what is wrong with it). Paths are relative to the folder of the configuration."""
    kind, _, rest = reference.partition(":")
    if kind == "env":
        value = os.environ.get(rest, "").strip()
        return value, None if value else Problem(at, f"环境变量 {rest} 没有设置", "密钥的值", f"export {rest}=…")
    path = folder / rest
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return "", Problem(at, f"密钥文件 {rest} 不是普通文件", "只含密钥的文本文件")
        if status.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            mode = f"{stat.S_IMODE(status.st_mode):04o}"
            return "", Problem(at, f"密钥文件 {rest} 可被他人读写（权限 {mode}）", "权限 0600", f"chmod 600 {rest}")
        text = path.read_text(encoding="ascii").strip() if status.st_size <= LIMIT_BYTES else ""
    except UnicodeDecodeError:
        return "", Problem(at, f"密钥文件 {rest} 不是 ASCII 文本", "一行十六进制的密钥")
    except OSError as error:
        return "", Problem(at, f"读不了密钥文件 {rest}：{reason(error)}", "只含密钥的文本文件")
    return text, None if text else Problem(at, f"密钥文件 {rest} 里没有密钥", "一行十六进制的密钥")


def key_fault(name: str, value: str, at: Position) -> Problem | None:
    """What is wrong with a key: private keys are 64 hex digits within range, public keys a point of the SM2 curve in 128, SM4's 32."""
    if name == "change_day":
        return None if re.fullmatch(r"[0-9]{8}", value) else Problem(at, f"{name} 写作 {value}", "换证的日期 yyyyMMdd")
    if name in ("cipher_key", "cipher_iv"):
        right = re.fullmatch(r"[0-9a-fA-F]{32}", value)
        return None if right else Problem(at, f"{name} 不能用", "SM4 密钥和初始向量各 32 位十六进制", "密钥的值不会显示")
    try:
        if name.endswith("private_key"):
            sm.public_of(value)
        elif name.endswith("public_key"):
            sm.verify(value, b"", (1, 1))
    except WireError as error:
        form = "PEM 文件要先换成十六进制" if value.startswith("-----BEGIN") else "密钥的值不会显示"
        return Problem(at, f"{name} 不能用：{error.message}", "SM2 私钥 64 位、公钥 128 位十六进制", form)
    return None
