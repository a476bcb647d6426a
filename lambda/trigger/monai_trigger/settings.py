"""The function's environment variables, read once and checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from monai_ledger.ledger import DEFAULT_PREFIX
from monai_ledger.terms import AES256, Terms, TermsError
from monai_trigger.starting import Choice

_INSTANCE_TYPE = re.compile(r"[a-z0-9-]{1,40}\.[a-z0-9-]{1,40}")


class SettingsError(Exception):
    """The function's environment is wrong: no retry can help."""


@dataclass(frozen=True)
class Settings:
    """What ``monaiConfigureInference`` put into the function's environment."""

    bucket: str
    tag_key: str
    tag_value: str
    terms: Terms
    wake_document: str
    input_prefix: str = "input/"
    ledger_prefix: str = DEFAULT_PREFIX
    sweep_grace_seconds: int = 120
    stuck_minutes: int = 90
    choice: Choice = field(default_factory=Choice)


def load(environment: Mapping[str, str]) -> Settings:
    """Reads the variables named in ``lambda/README.md``.

    Raises SettingsError for a missing or impossible one.
    """
    missing = [
        name
        for name in (
            "MONAI_BUCKET",
            "MONAI_BUCKET_OWNER",
            "MONAI_MACHINE_TAG_KEY",
            "MONAI_MACHINE_TAG_VALUE",
            "MONAI_WAKE_DOCUMENT",
        )
        if not environment.get(name)
    ]
    if missing:
        raise SettingsError(
            f"environment variables not set: {', '.join(missing)}; run monaiConfigureInference"
        )
    settings = Settings(
        bucket=environment["MONAI_BUCKET"],
        tag_key=environment["MONAI_MACHINE_TAG_KEY"],
        tag_value=environment["MONAI_MACHINE_TAG_VALUE"],
        terms=_terms(environment),
        wake_document=environment["MONAI_WAKE_DOCUMENT"],
        input_prefix=environment.get("MONAI_INPUT_PREFIX") or "input/",
        ledger_prefix=environment.get("MONAI_LEDGER_PREFIX") or DEFAULT_PREFIX,
        sweep_grace_seconds=_number(environment, "MONAI_SWEEP_GRACE_SECONDS", 120, 86_400),
        stuck_minutes=_number(environment, "MONAI_STUCK_MINUTES", 90, 10_080),
        choice=Choice(
            _types(environment),
            _number(environment, "MONAI_CAPACITY_MINUTES", 30, 1_440, least=1),
        ),
    )
    for name in (settings.input_prefix, settings.ledger_prefix):
        if not name.endswith("/") or name.startswith("/"):
            raise SettingsError("a prefix must end with / and not start with it")
    if settings.ledger_prefix.startswith(settings.input_prefix):
        raise SettingsError("the ledger must not lie under the input prefix")
    return settings


def _terms(environment: Mapping[str, str]) -> Terms:
    try:
        return Terms(
            environment["MONAI_BUCKET_OWNER"],
            environment.get("MONAI_ENCRYPTION") or AES256,
            environment.get("MONAI_KMS_KEY") or None,
        )
    except TermsError as error:
        raise SettingsError(
            f"MONAI_BUCKET_OWNER, MONAI_ENCRYPTION or MONAI_KMS_KEY: {error}"
        ) from error


def _types(environment: Mapping[str, str]) -> tuple[str, ...]:
    types = tuple(t.strip() for t in environment.get("MONAI_INSTANCE_TYPES", "").split(","))
    named = tuple(dict.fromkeys(t for t in types if t))
    if not all(_INSTANCE_TYPE.fullmatch(t) for t in named):
        raise SettingsError("MONAI_INSTANCE_TYPES must be instance types separated by commas")
    return named


def _number(
    environment: Mapping[str, str], name: str, default: int, most: int, least: int = 0
) -> int:
    try:
        number = int(environment.get(name) or default)
    except ValueError as error:
        raise SettingsError(f"{name} is not a number") from error
    if not least <= number <= most:
        raise SettingsError(f"{name} must lie between {least} and {most}")
    return number
