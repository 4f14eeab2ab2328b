"""The worlds that counterparties share: pure functions, no sockets, no field names."""
