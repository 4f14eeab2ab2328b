"""Roots with a few of our own families alone, for tests that start a process of their own: it reads a tenth of what all of them are."""

from __future__ import annotations

from pathlib import Path

OURS = Path(__file__).resolve().parents[1] / "contracts"
COMMON = ("vocabulary.yaml", "parameters.yaml", "codelists")


def alone(place: Path, *families: str) -> Path:
    """A new root below a folder: links to what all families have in common, and to these families with the flows of their names."""
    root = place / "contracts"
    folders = [folder for family in families for folder in OURS.glob(f"*/{family}")]
    flows = [flow for family in families for flow in OURS.glob(f"flows/{family}*.yaml")]
    assert len(families) == len(folders), families
    for path in [*(OURS / name for name in COMMON), *folders, *flows]:
        link = root / path.relative_to(OURS)
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(path)
    return root
