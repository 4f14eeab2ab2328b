"""How property tests run: a busy machine must not decide what passes, so no example has a deadline."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("kanhe", settings.default, deadline=None)  # whatever else the machine has set, as CI has, stays
settings.load_profile("kanhe")
