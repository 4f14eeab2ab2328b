"""The shared books: what the declared effects of all messages add up to, kept as frozen, forkable values."""
