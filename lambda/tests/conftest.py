"""Fixtures: the S3 emulator on loopback, one bucket a test, test studies."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import uuid
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import boto3
import botocore.session
import pytest
from botocore.config import Config
from botocore.loaders import create_loader

from fault_results import pytest_runtest_call as pytest_runtest_call

# Set before any client is made. Nothing here is a secret: the emulator takes any pair.
os.environ.update(
    AWS_ACCESS_KEY_ID="test",
    AWS_SECRET_ACCESS_KEY="test",
    AWS_DEFAULT_REGION="us-east-1",
    AWS_EC2_METADATA_DISABLED="true",
)

# Every test has sessions of its own, and each session would read what botocore knows of the
# services anew, which took more time than most tests.
_LOADER = create_loader()
botocore.session.create_loader = lambda *_: _LOADER

#: The emulator's account.
ACCOUNT = "000000000000"

POLICIES = Path(__file__).resolve().parents[2] / "docs" / "iam" / "policies"


#: Long matrices: of each, `make test` runs what stands for every kind, and `make faults` all.
REPRESENTATIVES: dict[str, tuple[str, ...]] = {
    "test_12_denied_for_a_day_is_kept_and_told": ("results denied",),
    "test_12_denied_for_a_while": (
        *("input denied", "claims denied", "results denied", "KMS key disabled"),
    ),
    "test_12_what_keeps_the_jobs_is_said_where_the_user_looks": ("no capacity", "command failed"),
    "test_4_an_application_that_ends_itself_so_is_not_tried_for_ever": ("hidden-kill",),
    "test_4_ended_from_outside": ("kill", "removed", "client"),
    "test_4_its_own_failure": ("exit 3-3",),
    "test_4_its_own_memory": ("x=aaaaaaaa; while :; do x=$x$x; done",),
    "test_4_its_own_signals_are_bounded": ("exit 137",),
    "test_4_what_comes_from_outside_passes": ("vanish", "client-killed"),
    "test_a_failed_job_too_ends_once": ("unversioned-lock", "versioned-no delete"),
    "test_a_job_that_succeeds": (
        *("taken", "downloaded", "ran", "uploading", "manifest", "staged"),
        *("copied", "deleted", "import-started", "imported", "done"),
    ),
    "test_done_once_before_and_after_the_sweep": (
        *("unversioned-lock", "unversioned-no delete", "unversioned-no copy"),
        *("unversioned-key disabled", "versioned-mfa", "versioned-no look"),
        *("versioned-archived since", "versioned-customer key since", "versioned-metadata"),
    ),
    "test_killed_within_several": ("import-started", "imported"),
    "test_trouble_is_tried_again_and_copies_once": ("versioned",),
}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if os.environ.get("MONAI_FAULTS"):
        return
    left: list[pytest.Item] = []
    kept: list[pytest.Item] = []
    cases: dict[str, set[str]] = {}
    for item in items:
        name, _, case = item.name.partition("[")
        cases.setdefault(name, set()).add(case.removesuffix("]"))
        standing = REPRESENTATIVES.get(name)
        (kept if standing is None or case.removesuffix("]") in standing else left).append(item)
    for name, standing in REPRESENTATIVES.items():
        gone = set(standing) - cases.get(name, set(standing))
        # One that was asked for alone stands beside no others.
        if gone and len(cases[name]) > 1:
            raise pytest.UsageError(f"{name} has no case {sorted(gone)}: see REPRESENTATIVES")
    items[:] = kept
    config.hook.pytest_deselected(items=left)


def free_port() -> int:
    """A port of 127.0.0.1 that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ministack_program() -> Path | None:
    """The emulator's program: MINISTACK, or beside the tests' Python, or in the AWS venv."""
    root = Path(__file__).resolve().parents[2]
    candidates = [
        Path(os.environ.get("MINISTACK", "/nonexistent")),
        Path(sys.executable).parent / "ministack",
        root / ".venv" / "aws" / "bin" / "ministack",
    ]
    return next((path for path in candidates if path.is_file()), None)


@pytest.fixture(scope="session")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The emulator's endpoint URL. Without the emulator the tests fail rather than skip: they
    are most of what proves the runner."""
    program = ministack_program()
    if program is None:
        pytest.fail("ministack is not installed: set MINISTACK to its program")
    port = free_port()
    folder = tmp_path_factory.mktemp("ministack")
    environment = {
        **os.environ,
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "MINISTACK_HOST": "127.0.0.1",
        "SERVICES": "s3,ec2,ssm,iam,sts,lambda",
        # Signatures and policies are evaluated. "test" is the account's root, who may do all.
        "AUTH": "true",
        "S3_DATA_DIR": str(folder / "s3"),
        "TMPDIR": str(folder),
        "LOG_LEVEL": "ERROR",
    }
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([str(program)], env=environment, stdout=log, stderr=log)
    endpoint = f"http://127.0.0.1:{port}"
    try:
        _wait_until_up(endpoint, process, folder / "log")
        os.environ["AWS_ENDPOINT_URL"] = endpoint
        yield endpoint
    finally:
        os.environ.pop("AWS_ENDPOINT_URL", None)
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_up(endpoint: str, process: subprocess.Popen[bytes], log: Path) -> None:
    waiting = 0
    while True:
        if process.poll() is not None or waiting > 600:
            pytest.fail(f"the emulator did not start: {log.read_text()[-2000:]}")
        try:
            with urlopen(f"{endpoint}/_ministack/health", timeout=2):
                return
        except (URLError, OSError):
            waiting += 1
            try:
                process.wait(0.1)
            except subprocess.TimeoutExpired:
                continue


@pytest.fixture(scope="session")
def s3(emulator: str) -> Any:
    """An S3 client of the emulator."""
    return boto3.client(
        "s3",
        endpoint_url=emulator,
        config=Config(max_pool_connections=64, retries={"mode": "standard"}),
    )


@pytest.fixture
def bucket(s3: Any) -> str:
    """A bucket of the test's own, without versioning."""
    name = f"monai-{uuid.uuid4().hex[:12]}"
    s3.create_bucket(Bucket=name)
    return name


@pytest.fixture
def versioned_bucket(s3: Any, bucket: str) -> str:
    """The same with versioning."""
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    return bucket


@lru_cache
def administrator(emulator: str) -> Any:
    """A client of IAM that may do all."""
    root = boto3.Session("test", "test", region_name="us-east-1")
    return root.client("iam", endpoint_url=emulator)


def identity(emulator: str, policy: str, bucket: str) -> boto3.Session:
    """A new identity that may do what a policy of docs/iam allows in a bucket, and nothing else."""
    text = (POLICIES / f"{policy}.json").read_text(encoding="utf-8")
    values = {
        "AWS::Partition": "aws",
        "AWS::Region": "us-east-1",
        "AWS::AccountId": ACCOUNT,
        "Bucket": bucket,
        "FunctionName": "test",
        "InferenceInstanceTypes": "g4dn.*",
        "Repository": "test",
        "InputPrefix": "input/",
        "ResultsPrefix": "results/",
        "InferredPrefix": "inferred/",
        "FailedPrefix": "failed/",
        "LedgerPrefix": ".monai/",
    }
    document = re.sub(r"\$\{([\w:]+)}", lambda found: values[found[1]], text)
    # The emulator does not know whose a resource is, but who asks; here both are the same.
    document = document.replace("aws:ResourceAccount", "aws:PrincipalAccount")
    iam = administrator(emulator)
    name = f"{policy}-{bucket}"
    iam.create_user(UserName=name)
    iam.put_user_policy(UserName=name, PolicyName=policy, PolicyDocument=document)
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return boto3.Session(key["AccessKeyId"], key["SecretAccessKey"], region_name="us-east-1")


#: Numbers 13 and 20: the headers that each call to S3 has, and each that writes, and each copy.
OWNER_HEADER = "x-amz-expected-bucket-owner"
SOURCE_HEADER = "x-amz-source-expected-bucket-owner"
ENCRYPTION_HEADER = "x-amz-server-side-encryption"
_WRITES = ("PutObject", "CopyObject", "CreateMultipartUpload")
_COPIES = ("CopyObject", "UploadPartCopy")


class Spoken:
    """Each request to S3 of a session's or a client's, held against the terms at once."""

    def __init__(self) -> None:
        self.operations: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.faults: list[str] = []

    def listen(self, events: Any) -> None:
        events.register("before-send.s3", self._hear)

    def _hear(self, request: Any, event_name: str, **_: Any) -> None:
        operation = event_name.rpartition(".")[2]
        headers = {name.lower(): _text(value) for name, value in request.headers.items()}
        self.operations.append(operation)
        self.headers.append(headers)
        wanted = [(OWNER_HEADER, ACCOUNT)]
        if operation in _COPIES:
            wanted.append((SOURCE_HEADER, ACCOUNT))
        self.faults += [f"{operation} without {n}" for n, v in wanted if headers.get(n) != v]
        if operation in _WRITES and ENCRYPTION_HEADER not in headers:
            self.faults.append(f"{operation} without {ENCRYPTION_HEADER}")


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def spoken_to(emulator: str) -> Any:
    """A client of S3 of its own, for code that binds it to its terms."""
    return boto3.client("s3", endpoint_url=emulator)


def keys(s3: Any, bucket: str, prefix: str = "") -> list[str]:
    """All keys under a prefix."""
    found: list[str] = []
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
        found += [item["Key"] for item in page.get("Contents", [])]
    return found


@pytest.fixture
def bench(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    s3: Any,
    bucket: str,
    emulator: str,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Any]:
    """A bucket, a machine's folders and a function whose machine is always awake. Both may do in
    the bucket what their policies allow, and each call to S3 is held against the terms."""
    from harness import Bench

    monkeypatch.setenv("MONAI_BUCKET", bucket)
    monkeypatch.setenv("MONAI_BUCKET_OWNER", ACCOUNT)
    monkeypatch.setenv("MONAI_MACHINE_TAG_KEY", "monai-deploy:inference")
    monkeypatch.setenv("MONAI_MACHINE_TAG_VALUE", "test")
    monkeypatch.setenv("MONAI_WAKE_DOCUMENT", "monai-deploy-wake-test")
    monkeypatch.setenv("MONAI_SWEEP_GRACE_SECONDS", "0")
    monkeypatch.setattr("lambda_function._wake", lambda *_: "woken")
    spoken = Spoken()
    machine = identity(emulator, "inference-machine", bucket)
    if request.node.get_closest_marker("line_breaks"):
        # The emulator's policies do not match a key with a line break in it.
        machine = boto3.Session("test", "test", region_name="us-east-1")
    else:
        function = identity(emulator, "function", bucket)
        spoken.listen(function.events)
        monkeypatch.setattr("lambda_function.boto3", function)
    spoken.listen(machine.events)
    monkeypatch.setattr("monai_runner.clients.boto3", machine)
    bench = Bench(tmp_path, s3, bucket, emulator, machine)
    bench.spoken = spoken
    yield bench
    assert spoken.faults == []
