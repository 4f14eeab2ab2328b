"""The finance office's library of government investment projects: its behaviours by the names that the contracts use.

Written from the interface document (1.6), not from the contracts' effects: it is the second opinion.
"""

from __future__ import annotations

from simulators.investment_projects import project, project_state, start

__all__ = ["project", "project_state", "start"]
