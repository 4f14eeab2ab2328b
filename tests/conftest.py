"""How property tests run: a busy machine must not decide what passes, so no example has a deadline."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("kanhe", deadline=None)
settings.load_profile("kanhe")
