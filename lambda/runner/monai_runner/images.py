"""The MAP's image on the machine: pulled by digest when it is not there, older ones removed."""

from __future__ import annotations

import base64
import re
import tempfile
from pathlib import Path
from typing import Any

from monai_runner import journal
from monai_runner.container import Cli
from monai_runner.failure import Trouble

_PULL_SECONDS = 3600.0
#: Registry hosts of ECR in every partition (ACCOUNT.dkr.ecr.REGION.amazonaws.com, .com.cn, ...).
_ECR_HOST = re.compile(r"(\d{12})\.dkr\.ecr(-fips)?\.([a-z0-9-]+)\.[a-z0-9.-]+")


def ensure(cli: Cli, image: str, ecr_login: bool, clients: Any) -> dict[str, Any]:
    """Returns the image's configuration, pulling it first if need be.

    ``clients`` makes AWS clients as ``boto3.client`` does. Raises Trouble when it cannot be had.
    """
    config = cli.image_config(image)
    if config is None:
        _pull(cli, image, ecr_login, clients)
        config = cli.image_config(image)
        journal.info("image-pulled", digest=image.rpartition("@")[2])
    if config is None:
        raise Trouble("IMAGE_MISSING", "the MAP's image was pulled and is not there")
    return config


def _pull(cli: Cli, image: str, ecr_login: bool, clients: Any) -> None:
    host = image.split("/", 1)[0]
    ecr = _ECR_HOST.fullmatch(host)
    with tempfile.TemporaryDirectory(prefix="monai-login-") as folder:
        # The login lives as long as this pull, in a folder of its own (docker, then podman).
        environment = {
            "DOCKER_CONFIG": folder,
            "REGISTRY_AUTH_FILE": str(Path(folder) / "auth.json"),
        }
        if ecr and ecr_login:
            answer = clients("ecr", region_name=ecr.group(3)).get_authorization_token()
            token = base64.b64decode(answer["authorizationData"][0]["authorizationToken"]).decode()
            user, _, password = token.partition(":")
            login = ("login", "--username", user, "--password-stdin", host)
            cli.call(*login, stdin=password, environment=environment)
        pull_environment = environment if ecr and ecr_login else {}
        cli.call("pull", image, seconds=_PULL_SECONDS, environment=pull_environment)


def prune(cli: Cli, image: str) -> int:
    """Removes the other images of the MAP's repository. Returns how many.

    One that is still in use stays: the engine refuses, and the next time comes.
    """
    repository = image.rpartition("@")[0]
    listed = cli.call(
        "image", "ls", "--digests", "--format", "{{.Repository}}@{{.Digest}}", repository
    )
    old = {
        line
        for line in listed.split()
        if line.startswith(f"{repository}@sha256:") and line != image
    }
    removed = sum(cli.succeeds("image", "rm", name) for name in sorted(old))
    if removed:
        journal.info("images-pruned", count=removed)
    return removed
