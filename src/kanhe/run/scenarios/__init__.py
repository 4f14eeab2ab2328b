"""Scenarios: what is tried with a peer, one file per idea. Each is derived from declarations, none knows an interface."""
