"""The machine the runner is on: its instance id by IMDSv2, and its stop.

It stops itself through EC2 rather than by a shutdown of the system, since then its state is
``stopping`` at once and the function does not take it for running; and an instance whose
shutdown behaviour is ``terminate`` survives.
"""

from __future__ import annotations

import os
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

_ENDPOINT = "http://169.254.169.254"
_SECONDS = 5.0


class NoInstance(Exception):
    """This is no EC2 instance, or its metadata service is closed."""


def instance_id() -> str:
    """Raises NoInstance. ``AWS_EC2_METADATA_SERVICE_ENDPOINT`` replaces the address."""
    endpoint = (os.environ.get("AWS_EC2_METADATA_SERVICE_ENDPOINT") or _ENDPOINT).rstrip("/")
    if not endpoint.startswith("http"):
        raise NoInstance("the metadata endpoint is no HTTP address")
    opener = build_opener(ProxyHandler({}))
    try:
        ask = Request(  # noqa: S310 - checked above
            f"{endpoint}/latest/api/token",
            method="PUT",
            headers={"X-aws-ec2-metadata-token-ttl-seconds": "60"},
        )
        with opener.open(ask, timeout=_SECONDS) as answer:
            token = answer.read().decode("ascii")
        look = Request(  # noqa: S310
            f"{endpoint}/latest/meta-data/instance-id",
            headers={"X-aws-ec2-metadata-token": token},
        )
        with opener.open(look, timeout=_SECONDS) as answer:
            return str(answer.read().decode("ascii")).strip()
    except (OSError, ValueError) as error:
        raise NoInstance(type(error).__name__) from error


def stop_instance(ec2: Any, instance: str) -> None:
    """Asks EC2 to stop this instance. Raises ClientError, for example for a missing right."""
    ec2.stop_instances(InstanceIds=[instance])
