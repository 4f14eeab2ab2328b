"""Simulators: a contract plus a world gives answers; and the doors through which they are served."""
