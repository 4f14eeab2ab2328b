"""Seals: how messages are signed, authenticated and enciphered over the exact bytes; one kind per file, `seals` picks."""
