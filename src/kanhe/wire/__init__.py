"""Bytes and documents: framing, charset, syntax, seal. Sans-io; knows no meaning of any field."""
