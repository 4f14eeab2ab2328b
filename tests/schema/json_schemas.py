"""JSON Schemas that use every keyword, as OpenAPI 3.1 may use it."""
# ruff: noqa: E501 - schemas are read more easily in one line

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kanhe.errors import Position
from kanhe.schema.json.generate import Schema, read_schema
from kanhe.schema.json.source import Source, target_of

_ROW = {"type": "object", "required": ["id", "amount"], "properties": {
    "id": {"type": "string", "pattern": "^[0-9]{17}[0-9X]$"}, "amount": {"type": "number", "multipleOf": Decimal("0.01"), "minimum": 0, "maximum": 99999},
    "born": {"type": "string", "format": "date"}, "kind": {"enum": ["A", "B", 3, None]}, "memo": {"type": ["string", "null"], "maxLength": 20},
}, "additionalProperties": False}

TORTURE: dict[str, Any] = {
    "text": {"type": "object", "required": ["a", "b", "c"], "properties": {
        "a": {"type": "string", "minLength": 2, "maxLength": 9}, "b": {"type": "string", "pattern": "^[A-Z]{2}\\d*$", "maxLength": 6},
        "c": {"type": "string", "pattern": "x", "minLength": 5}, "d": {"type": "string", "maxLength": 0}, "e": {"const": "甲"},
        "f": {"type": "string", "not": {"enum": ["A", "B"]}, "maxLength": 3}, "g": {"type": "string", "pattern": "^\\p{L}+$", "maxLength": 8}}},
    "formats": {"type": "object", "properties": {name: {"type": "string", "format": name} for name in (
        "date", "date-time", "time", "email", "uuid", "uri", "uri-reference", "ipv4", "ipv6", "hostname", "duration", "json-pointer", "regex",
        "uri-template", "idn-email", "iri", "relative-json-pointer", "int64", "password", "made-up")}},
    "dated-pattern": {"type": "string", "format": "date", "pattern": "^20[0-9]{2}-1"},
    "numbers": {"type": "object", "required": ["i", "n"], "properties": {
        "i": {"type": "integer", "minimum": 1, "maximum": 500}, "n": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": Decimal("0.5")},
        "m": {"type": "number", "multipleOf": Decimal("0.01"), "minimum": Decimal("-5.5"), "maximum": Decimal("9999999999999999.99")},
        "f": {"type": "integer", "multipleOf": 5, "not": {"multipleOf": 10}}, "b": {"type": "integer", "minimum": 10 ** 20}, "any": {"type": "number"}}},
    "array": {"type": "object", "required": ["rows"], "properties": {
        "rows": {"type": "array", "items": _ROW, "minItems": 1, "maxItems": 4}, "set": {"type": "array", "items": {"type": "integer", "minimum": 0}, "uniqueItems": True,
                                                                                     "minItems": 2, "maxItems": 5},
        "pair": {"type": "array", "prefixItems": [{"type": "string", "maxLength": 3}, {"type": "boolean"}], "items": False, "minItems": 2},
        "has": {"type": "array", "contains": {"const": "x"}, "minContains": 2, "maxContains": 3, "items": {"type": "string", "maxLength": 2}, "maxItems": 6}}},
    "object": {"type": "object", "required": ["a"], "minProperties": 2, "maxProperties": 4, "properties": {"a": {"type": "integer"}},
               "patternProperties": {"^x-": {"type": "string", "minLength": 1}}, "additionalProperties": {"type": "boolean"}},
    "names": {"type": "object", "propertyNames": {"pattern": "^[a-z]{2,6}$"}, "additionalProperties": {"type": "integer"}, "minProperties": 1},
    "dependent": {"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}, "c": {"type": "string"}}, "dependentRequired": {"a": ["b"]},
                  "dependentSchemas": {"c": {"required": ["b"], "properties": {"b": {"minimum": 7}}}}, "additionalProperties": False},
    "all": {"allOf": [{"type": "object", "required": ["a"], "properties": {"a": {"type": "string", "minLength": 3}}},
                      {"properties": {"a": {"maxLength": 5}, "b": {"type": "integer"}}, "required": ["b"]}]},
    "any": {"anyOf": [{"type": "integer", "maximum": 9}, {"type": "string", "maxLength": 4}, {"type": "object", "required": ["k"], "properties": {"k": {"type": "boolean"}}}]},
    "one": {"oneOf": [{"type": "object", "required": ["card"], "properties": {"card": {"type": "string", "pattern": "^[0-9]{16}$"}}},
                      {"type": "object", "required": ["iban"], "properties": {"iban": {"type": "string", "minLength": 15}}}]},
    "tagged": {"oneOf": [{"$ref": "#/$defs/cat"}, {"$ref": "#/$defs/dog"}], "discriminator": {"propertyName": "kind"}, "$defs": {
        "cat": {"type": "object", "required": ["kind", "lives"], "properties": {"kind": {"const": "cat"}, "lives": {"type": "integer", "maximum": 9}}},
        "dog": {"type": "object", "required": ["kind"], "properties": {"kind": {"const": "dog"}, "name": {"type": "string", "maxLength": 5}}}}},
    "condition": {"type": "object", "required": ["type"], "properties": {"type": {"enum": ["person", "company"]}},
                  "if": {"properties": {"type": {"const": "person"}}, "required": ["type"]}, "then": {"required": ["id"], "properties": {"id": {"type": "string", "pattern": "^[0-9]{18}$"}}},
                  "else": {"required": ["uscc"], "properties": {"uscc": {"type": "string", "minLength": 18, "maxLength": 18}}}},
    "not": {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}, "not": {"required": ["a", "b"]}},
    "closed": {"allOf": [{"type": "object", "properties": {"a": {"type": "integer"}}}], "properties": {"b": {"type": "integer"}}, "unevaluatedProperties": False},
    "tree": {"$ref": "#/$defs/node", "$defs": {"node": {"type": "object", "required": ["name"], "properties": {
        "name": {"type": "string", "minLength": 1, "maxLength": 12}, "kids": {"type": "array", "items": {"$ref": "#/$defs/node"}, "maxItems": 3}}}}},
    "itself": {"type": "object", "properties": {"value": {"type": "integer"}, "next": {"$ref": "#"}}, "required": ["value"]},
    "free": {"type": ["object", "array", "null", "boolean"]}, "anything": True,
    "nullable": {"type": "object", "required": ["a"], "properties": {"a": {"anyOf": [{"type": "string", "format": "uuid"}, {"type": "null"}]}}},
}

OPENAPI: dict[str, Any] = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {
    "/pay/{id}": {"post": {"requestBody": {"$ref": "#/components/requestBodies/Pay"}, "responses": {
        "200": {"content": {"application/json; charset=utf-8": {"schema": {"$ref": "#/components/schemas/Result"}}}},
        "default": {"content": {"text/plain": {"schema": {"type": "string"}}}}}}, "get": {"responses": {"204": {}}}}},
    "components": {"requestBodies": {"Pay": {"content": {"application/json": {"schema": {"allOf": [{"$ref": "#/components/schemas/Head"}, {
        "type": "object", "required": ["rows"], "properties": {"rows": {"type": "array", "items": {"$ref": "#/components/schemas/Row"}, "minItems": 1}}}]}}}}},
        "schemas": {"Head": {"type": "object", "required": ["serial"], "properties": {"serial": {"type": "string", "pattern": "^[0-9]{6,20}$"}}},
                    "Row": _ROW, "Result": {"type": "object", "required": ["code"], "properties": {"code": {"enum": ["0", "1"]}, "message": {"type": "string"}}}}}}


def schema_of(data: Any, element: str = "", charset: str = "UTF-8") -> Schema:
    """The schema of data that stands in no file: places are pointers."""
    def at(pointer: tuple[str, ...]) -> Position:
        return Position("/".join(("schema", *pointer)))

    return read_schema(Source(data, target_of(data, element, at), at), charset=charset)
