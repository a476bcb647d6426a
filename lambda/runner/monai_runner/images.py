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
#: What a registry of ECR is called (ACCOUNT.dkr.ecr.REGION.SUFFIX). It only tells which region to
#: ask: what merely looks like this gets nothing.
_ECR_HOST = re.compile(r"\d{12}\.dkr\.ecr(?:-fips)?\.([a-z]{2,}(?:-[a-z0-9]+)+)\.[a-z0-9.]+")


def ensure(cli: Cli, image: str, ecr_login: bool, clients: Any) -> dict[str, Any]:
    """Returns the image's configuration, pulling it first if need be.

    ``clients`` makes AWS clients as ``boto3.client`` does. Raises Trouble when it cannot be had:
    IMAGE_MISSING, which is never the study's fault, or ECR_TOKEN.
    """
    try:
        return _ensure(cli, image, ecr_login, clients)
    except Trouble as trouble:
        if trouble.reason.code == "ECR_TOKEN":
            raise
        raise Trouble(
            "IMAGE_MISSING",
            f"the MAP cannot be pulled: {trouble.reason.message}",
            f"{trouble.reason.remedy or 'see the container engine on the machine'}; see too "
            "whether the image is still in its repository and the machine's disk has room, or run "
            "monaiConfigureInference with another",
        ) from trouble


def _ensure(cli: Cli, image: str, ecr_login: bool, clients: Any) -> dict[str, Any]:
    config = cli.image_config(image)
    if config is None:
        _pull(cli, image, ecr_login, clients)
        config = cli.image_config(image)
        journal.info("image-pulled", digest=image.rpartition("@")[2])
    if config is None:
        raise Trouble("IMAGE_MISSING", "it was pulled and is not there")
    return config


def _pull(cli: Cli, image: str, ecr_login: bool, clients: Any) -> None:
    host = image.split("/", 1)[0]
    password = _password(host, clients) if ecr_login else None
    with tempfile.TemporaryDirectory(prefix="monai-login-") as folder:
        # The login lives as long as this pull, in a folder of its own (docker, then podman).
        environment = {
            "DOCKER_CONFIG": folder,
            "REGISTRY_AUTH_FILE": str(Path(folder) / "auth.json"),
        }
        if password is not None:
            login = ("login", "--username", "AWS", "--password-stdin", host)
            cli.call(*login, stdin=password, environment=environment)
        pull_environment = environment if password is not None else {}
        try:
            cli.call("pull", image, seconds=_PULL_SECONDS, environment=pull_environment)
        except Trouble as trouble:
            if ecr_login and password is None and _ECR_HOST.fullmatch(host):
                raise _not_named(trouble) from trouble
            raise


def _not_named(trouble: Trouble) -> Trouble:
    return Trouble(
        trouble.reason.code,
        f"{trouble.reason.message}; AWS gave no credentials for exactly this registry",
        "push the image to ECR in the machine's own account, or set up a credential helper of "
        "the container engine for the other registry",
    )


def _password(host: str, clients: Any) -> str | None:
    """The password for a registry of ECR, or None for every other host.

    A host gets it only if it is the very one that AWS names together with it (proxyEndpoint of
    GetAuthorizationToken), which is the account's own registry in that region, or that one's
    FIPS name (Amazon ECR endpoints and quotas).
    """
    looks = _ECR_HOST.fullmatch(host)
    if looks is None:
        return None
    answer = clients("ecr", region_name=looks.group(1)).get_authorization_token()
    for given in answer.get("authorizationData") or []:
        named = str(given.get("proxyEndpoint") or "").removeprefix("https://").removesuffix("/")
        if host not in (named, named.replace(".dkr.ecr.", ".dkr.ecr-fips.", 1)):
            continue
        try:
            token = base64.b64decode(given["authorizationToken"], validate=True).decode("ascii")
        except (KeyError, TypeError, ValueError) as error:
            raise Trouble("ECR_TOKEN", "ECR's authorization token is not understood") from error
        return token.partition(":")[2]
    journal.warn("registry-not-named-by-aws")
    return None


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
