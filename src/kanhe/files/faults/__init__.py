"""Files that must not be booked: one fault each, deterministic, each proved by our own check to break one promise and no other."""
