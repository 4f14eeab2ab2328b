"""Where things are: the contracts of the project, and the configuration beside them."""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import Path

from kanhe.contract.collector import collector_at_rest, keep_for_good
from kanhe.contract.load import load
from kanhe.contract.yaml import read_yaml
from kanhe.errors import ContractError, Position, Problem
from kanhe.model.contract import Catalogue


def contracts_root(said: str) -> Path:
    """The folder of contracts: the one said, else ./contracts, else the checkout's own; raises ContractError."""
    if said:
        return Path(said)
    for place in (Path("contracts"), Path(__file__).resolve().parents[3] / "contracts"):
        if place.is_dir():
            return place
    raise ContractError([Problem(Position("contracts"), "找不到契约目录", "含 banks/ 或 units/ 的目录",
                                 "在项目目录下运行，或加 --root 目录")])


def load_for_good(root: Path, *, family: str = "", judged: bool = False) -> Catalogue:
    """What `load` reads, for a process that keeps it to its end."""
    with collector_at_rest():
        catalogue = load(root, family=family, judged=judged)
        keep_for_good()
    return catalogue


def load_picked(root: Path, only: str) -> Catalogue:
    """What a run with `--only` needs, for good: one family where the pattern begins with its name, `land_margin.…`, else everything."""
    pattern = only.partition("@")[0]
    family = pattern.partition(".")[0] if "." in pattern else ""
    linkages = [read_yaml(path, path.name)[0] for path in (root / "linkages").glob("*.yaml")] if family else []
    between = any(node is None or (said := node.get("id")) is None or fnmatch(said.text or "", pattern) for node in linkages)
    return load_for_good(root, family="" if between else family, judged=True)


def around(root: Path, name: str) -> Catalogue:
    """The family of a file contract; everything where it has no such contract, so that a message can say what there is."""
    family = load(root, family=name.partition(".")[0])
    return family if name in family.files else load(root)


def config_file(said: str, root: Path) -> Path:
    """The configuration: the one said, else kanhe.toml here, in the root or beside it."""
    if said:
        return Path(said)
    for place in (Path("kanhe.toml"), root / "kanhe.toml", root.parent / "kanhe.toml"):
        if place.is_file():
            return place
    return Path("kanhe.toml")
