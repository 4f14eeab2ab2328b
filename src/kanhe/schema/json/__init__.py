"""JSON Schema 2020-12 as OpenAPI 3.1 uses it: jsonschema-rs makes it canonical and judges; we make values, and break one keyword each."""
