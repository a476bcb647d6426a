"""The machine the runner is on: its instance id by IMDSv2, and its stop.

It stops itself through EC2 rather than by a shutdown of the system, since then its state is
``stopping`` at once and the function does not take it for running; and an instance whose
shutdown behaviour is ``terminate`` survives.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

_ENDPOINT = "http://169.254.169.254"
_SECONDS = 5.0


class NoInstance(Exception):
    """This is no EC2 instance, or its metadata service is closed."""


def instance_id() -> str:
    """Raises NoInstance. ``AWS_EC2_METADATA_SERVICE_ENDPOINT`` replaces the address."""
    return _metadata("instance-id")


def region() -> str:
    """The region the instance is in. Raises NoInstance."""
    return _metadata("placement/region")


def is_ec2(sys_folder: Path | None = None) -> bool:
    """Whether this is an EC2 instance, asked without the network (Amazon EC2 User Guide, "Detect
    whether a host is an EC2 instance"). ``MONAI_SYS`` replaces ``/sys``."""
    folder = sys_folder or Path(os.environ.get("MONAI_SYS") or "/sys")
    for name, start in (("class/dmi/id/sys_vendor", "amazon"), ("hypervisor/uuid", "ec2")):
        with contextlib.suppress(OSError, ValueError):
            if (folder / name).read_text("utf-8").strip().lower().startswith(start):
                return True
    return False


def _metadata(name: str) -> str:
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
            f"{endpoint}/latest/meta-data/{name}",
            headers={"X-aws-ec2-metadata-token": token},
        )
        with opener.open(look, timeout=_SECONDS) as answer:
            return str(answer.read().decode("ascii")).strip()
    except (OSError, ValueError) as error:
        raise NoInstance(type(error).__name__) from error


def stop_instance(ec2: Any, instance: str) -> None:
    """Asks EC2 to stop this instance. Raises ClientError, for example for a missing right."""
    ec2.stop_instances(InstanceIds=[instance])
