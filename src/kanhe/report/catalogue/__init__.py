"""The catalogue of contracts as people read it: a table, JSON, one page."""
