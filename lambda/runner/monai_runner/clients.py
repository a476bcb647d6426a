"""AWS clients. Endpoints come from botocore's own variables (``AWS_ENDPOINT_URL`` and
``AWS_ENDPOINT_URL_<SERVICE>``), credentials from the instance profile."""

from __future__ import annotations

import threading
from typing import Any

import boto3
from botocore.config import Config

from monai_ledger.terms import Terms


class Clients:
    """Makes one client for each service and region; boto3's clients are thread-safe, their
    making is not."""

    def __init__(self, region: str | None, terms: Terms):
        self._region = region
        self._terms = terms
        self._made: dict[tuple[str, str | None, bool], Any] = {}
        self._lock = threading.Lock()

    def __call__(
        self, service: str, region_name: str | None = None, own_retries: bool = False
    ) -> Any:
        """The client. With ``own_retries`` the caller repeats calls itself and the SDK does not."""
        key = (service, region_name or self._region, own_retries)
        with self._lock:
            if key not in self._made:
                retries = {"mode": "standard", "total_max_attempts": 1 if own_retries else 6}
                config = Config(
                    connect_timeout=10, read_timeout=60, max_pool_connections=50, retries=retries
                )
                client = boto3.client(service, region_name=key[1], config=config)
                self._made[key] = self._terms.bind(client) if service == "s3" else client
            return self._made[key]
