"""The JSON Schemas that editors use for hover text and completion, made from the models; a test keeps them in step."""

import json

from ..manifest.models import Manifest, Model
from .submission import Submission

MODELS: dict[str, type[Model]] = {"manifest": Manifest, "submission": Submission}


def render(name: str) -> str:
    """The schema of `manifest` or `submission`, as it is committed under `manifests/`."""
    schema = MODELS[name].model_json_schema(mode="validation")
    _let_texts_in(schema)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def _let_texts_in(schema: dict[str, object]) -> None:
    """What the reader accepts beyond the models: a child as its id alone, one organisation without a list."""
    properties = schema.get("properties")
    if isinstance(properties, dict) and "seal" in properties:
        child = {"$ref": "#/$defs/Child"}
        properties["children"]["items"] = {"anyOf": [{"type": "string", "pattern": "^[A-Za-z0-9-]{1,40}$"}, child]}
        many = properties["agencies"].get("additionalProperties")
        if many:
            properties["agencies"]["additionalProperties"] = {"anyOf": [{"$ref": "#/$defs/Organisation"}, many]}
