#!/bin/sh
# pydantic 2.14.3 holds a bound that stands behind a BeforeValidator, but its JSON Schema says it by a word that JSON Schema does
# not have. Expected: `Annotated[int, BeforeValidator(f), Field(gt=0)]` and `Annotated[int, Field(gt=0), BeforeValidator(f)]`
# refuse -5 alike and give one schema, exclusiveMinimum 0. Seen: the first says {"gt": 0}, which validators pass over.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet pydantic==2.14.3 jsonschema==4.26.0
"$folder/venv/bin/python" - <<'PYTHON'
from typing import Annotated

from jsonschema import Draft202012Validator
from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError

read = BeforeValidator(lambda value: value)
ways = {"behind": TypeAdapter(Annotated[int, read, Field(gt=0)]), "before": TypeAdapter(Annotated[int, Field(gt=0), read])}
for name, way in ways.items():
    try:
        way.validate_python(-5)
        raise SystemExit(f"{name}: pydantic itself takes -5")
    except ValidationError:
        schema = way.json_schema()
    Draft202012Validator.check_schema(schema)
    print(f"the bound {name} the reading: {schema}, -5 is valid: {Draft202012Validator(schema).is_valid(-5)}")
assert ways["before"].json_schema() == {"exclusiveMinimum": 0, "type": "integer"}
assert ways["behind"].json_schema() == {"gt": 0, "type": "integer"}, "this changed: look again"
PYTHON
