"""The JSON Schemas that editors use for hover text and completion, made from the models; a test
keeps them in step.
"""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from ..manifest.base import Model
from ..manifest.models import Manifest
from .submission import CHILD_ID, Submission

MODELS: dict[str, type[Model]] = {"manifest": Manifest, "submission": Submission}


def render(name: str, portals: Mapping[str, type[BaseModel]]) -> str:
    """The schema of `manifest` or `submission`, as it is committed under `manifests/`.

    `portals` are the settings of each kind of secure site that `portal:` may name.
    """
    schema = MODELS[name].model_json_schema(mode="validation")
    if name == "submission":
        _let_texts_in(schema)
        _name_portals(schema, portals)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return json.dumps(_in_one_line(schema), indent=1, ensure_ascii=False) + "\n"


def _in_one_line(value: Any) -> Any:
    """Descriptions as an editor shows them, whatever the lines of the docstrings they come from."""
    if isinstance(value, dict):
        told = {"description": " ".join(value["description"].split())} if _describes(value) else {}
        return {key: _in_one_line(each) for key, each in value.items()} | told
    return [_in_one_line(each) for each in value] if isinstance(value, list) else value


def _describes(value: Mapping[str, Any]) -> bool:
    return isinstance(value.get("description"), str)


def _let_texts_in(schema: dict[str, Any]) -> None:
    """What the reader accepts beyond the models: a child as its id alone, one organisation without
    a list.
    """
    properties = schema["properties"]
    child = {"type": "string", "pattern": CHILD_ID}
    properties["children"]["items"] = {"anyOf": [child, {"$ref": "#/$defs/Child"}]}
    one = {"$ref": "#/$defs/Organisation"}
    by_slug = properties["agencies"]["patternProperties"]
    properties["agencies"]["patternProperties"] = {
        pattern: {"anyOf": [one, many]} for pattern, many in by_slug.items()
    }


def _name_portals(schema: dict[str, Any], portals: Mapping[str, type[BaseModel]]) -> None:
    kinds = []
    for kind, settings in portals.items():
        name = f"{kind.capitalize()}Portal"
        schema["$defs"][name] = settings.model_json_schema() | {"title": name}
        kinds.append({"$ref": f"#/$defs/{name}"})
    portal = schema["properties"]["portal"]
    portal["anyOf"] = [{"oneOf": kinds}, {"type": "null"}]
