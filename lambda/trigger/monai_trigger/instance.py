"""An EC2 instance as the function sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

_HOLD_TAG = "monai-deploy:hold"
#: ``StateReason`` of a start that was accepted and came to nothing (Amazon EC2 API, StateReason).
_NO_CAPACITY = "Server.InsufficientInstanceCapacity"


@dataclass(frozen=True)
class Instance:
    """An instance id, its state's name, when it was last started, whether its tag
    ``monai-deploy:hold`` (with any value) asks to leave it running, its type, and whether its last
    start was accepted and then had no capacity."""

    id: str
    state: str
    launched: datetime | None = None
    held: bool = False
    type: str = ""
    no_capacity: bool = False


def of(item: Mapping[str, Any]) -> Instance:
    """From what DescribeInstances says of one."""
    return Instance(
        id=item["InstanceId"],
        state=item["State"]["Name"],
        launched=item.get("LaunchTime"),
        held=any(tag["Key"] == _HOLD_TAG for tag in item.get("Tags", [])),
        type=item.get("InstanceType", ""),
        no_capacity=item.get("StateReason", {}).get("Code") == _NO_CAPACITY,
    )
