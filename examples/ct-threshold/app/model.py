"""The model: a range of Hounsfield units and the DICOM codes of what lies in it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from errors import ApplicationError


@dataclass(frozen=True)
class Code:
    """A coded concept (DICOM PS3.3, table 8.8-1a)."""

    value: str
    scheme: str
    meaning: str


@dataclass(frozen=True)
class Model:
    """`minimum` and `maximum` are Hounsfield units, both inside the range."""

    name: str
    version: str
    minimum: float
    maximum: float
    label: str
    category: Code
    type: Code


def load_model(folder: Path) -> Model:
    """Reads model.json from `folder` or from its only subfolder that has one."""
    files = [folder / "model.json"] if (folder / "model.json").is_file() else sorted(folder.glob("*/model.json"))
    if len(files) != 1:
        raise ApplicationError(f"{folder} must hold one model.json, found {len(files)}")
    try:
        content = json.loads(files[0].read_text(encoding="utf-8"))
        return _model(content)
    except (KeyError, TypeError, ValueError) as error:
        raise ApplicationError(f"{files[0]} is no threshold model: {error!r}") from error


def _model(content: dict[str, Any]) -> Model:
    segment = content["segment"]
    model = Model(
        name=str(content["name"]),
        version=str(content["version"]),
        minimum=float(content["hu"]["minimum"]),
        maximum=float(content["hu"]["maximum"]),
        label=str(segment["label"]),
        category=Code(*segment["category"]),
        type=Code(*segment["type"]),
    )
    if not model.minimum <= model.maximum:
        raise ValueError(f"minimum {model.minimum} is above maximum {model.maximum}")
    return model
