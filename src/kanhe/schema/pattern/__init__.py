"""Patterns as languages: parsed to trees, met with lengths and with each other, and sampled without rejection."""
