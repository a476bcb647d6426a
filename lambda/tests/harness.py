"""Runs the real runner, as a process of its own, on the emulator and the fake docker."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import boto3
import pytest

import lambda_function
from conftest import ACCOUNT, keys
from fault_results import Measured, in_bucket
from imaging_stub import ImagingStub
from monai_ledger import clock
from monai_ledger.job import Job, from_json
from monai_runner import main

ROOT = Path(__file__).resolve().parents[1]
IMAGE = "registry.test/map@sha256:" + "a" * 64
OLD_IMAGE = "registry.test/map@sha256:" + "b" * 64


class Bench:
    """One bucket, one machine's folders, one fake docker."""

    def __init__(
        self,
        folder: Path,
        s3: Any,
        bucket: str,
        endpoint: str,
        machine: boto3.Session,
    ):
        self.folder, self.s3, self.bucket, self.endpoint = folder, s3, bucket, endpoint
        self.docker = folder / "docker"
        self.docker.mkdir()
        (self.docker / "images").write_text(IMAGE)
        program = self.docker / "docker"
        # Without the site module it starts several times faster.
        source = (ROOT / "tests" / "fake_docker.py").read_text().partition("\n")[2]
        program.write_text(f"#!{sys.executable} -SE\n{source}")
        program.chmod(0o755)
        for name in ("iptables", "ip6tables"):
            shutil.copy(ROOT / "tests" / "fake_iptables.sh", self.docker / name)
        keys = machine.get_credentials().get_frozen_credentials()
        self.environment = {
            "AWS_ACCESS_KEY_ID": keys.access_key,
            "AWS_SECRET_ACCESS_KEY": keys.secret_key,
        }
        self.sequence = 0
        self.uploads: set[tuple[str, str]] = set()
        self.imaging: ImagingStub | None = None
        self.events = machine.events
        self.spoken: Any = None
        self.stdout = self.stderr = b""
        self.settings: dict[str, Any] = {
            "bucket": bucket,
            "bucketOwner": ACCOUNT,
            "image": IMAGE,
            "region": "us-east-1",
            "gpu": False,
            "slots": 1,
            "retrySeconds": 0.05,
            "leaseSeconds": 20,
            "pollSeconds": 5,
            "stop": "none",
            "workFolder": str(folder / "work"),
            "logFolder": str(folder / "log"),
            "runFolder": str(folder / "run"),
            "limits": {"bytes": 16 * 1024 * 1024, "files": 100, "minutes": 1},
            "container": {"cli": str(program), "memoryMib": 512},
        }

    def upload(self, key: str, body: bytes) -> dict[str, Any]:
        """Puts an object and returns the record S3 would send."""
        answer = self.s3.put_object(Bucket=self.bucket, Key=key, Body=body)
        self.sequence += 1
        self.uploads.add((key, answer["ETag"].strip('"')))
        described: dict[str, Any] = {
            "key": quote_plus(key, safe="/"),
            "size": len(body),
            "eTag": answer["ETag"].strip('"'),
            "sequencer": f"{self.sequence:016X}",
        }
        if answer.get("VersionId"):
            described["versionId"] = answer["VersionId"]
        return {
            "eventSource": "aws:s3",
            "eventName": "ObjectCreated:Put",
            "s3": {"bucket": {"name": self.bucket}, "object": described},
        }

    def tell(self, *records: dict[str, Any]) -> None:
        """Hands records to the function as one event."""
        lambda_function.lambda_handler({"Records": list(records)}, Context())

    def send(self, key: str, body: bytes) -> None:
        """Uploads and tells."""
        self.tell(self.upload(key, body))

    def start(self, *command: str, **environment: str) -> subprocess.Popen[bytes]:
        """Starts the runner's program."""
        file = self.folder / "settings.json"
        file.write_text(json.dumps(self.settings))
        path = os.pathsep.join(str(ROOT / name) for name in ("shared", "runner"))
        return subprocess.Popen(
            [sys.executable, "-m", "monai_runner", *command],
            env={
                **os.environ,
                "PYTHONPATH": path,
                "MONAI_RUNNER_SETTINGS": str(file),
                "FAKE_DOCKER_STATE": str(self.docker),
                "PATH": self.path(),
                "AWS_ENDPOINT_URL": self.endpoint,
                **self.environment,
                **environment,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def path(self) -> str:
        """Where the runner finds programs: this machine's own rules are none of a test's."""
        return os.pathsep.join((str(self.docker), os.environ["PATH"]))

    def run(self, *command: str, **environment: str) -> int:
        """Runs the runner's program to its end and returns its exit code."""
        process = self.start(*(command or ("drain",)), **environment)
        try:
            self.stdout, self.stderr = process.communicate(timeout=240)
        finally:
            if process.poll() is None:
                process.kill()
        return process.returncode

    def drain(self) -> None:
        """Lets the runner work until nothing is left, in this very process, which is faster."""
        assert self.main("drain") == 0

    def main(self, *command: str) -> int:
        """Runs the runner in this very process."""
        file = self.folder / "settings.json"
        file.write_text(json.dumps(self.settings))
        mask = os.umask(0o022)
        handlers = {n: signal.getsignal(n) for n in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
        environment = {
            "MONAI_RUNNER_SETTINGS": str(file),
            "FAKE_DOCKER_STATE": str(self.docker),
            "PATH": self.path(),
            **self.environment,
        }
        try:
            with pytest.MonkeyPatch.context() as patch:
                for name, value in environment.items():
                    patch.setenv(name, value)
                return main.main(list(command))
        finally:
            os.umask(mask)
            for number, handler in handlers.items():
                signal.signal(number, handler)

    def mode(self, name: str) -> None:
        """What the MAP does wrong."""
        (self.docker / "mode").write_text(name)

    def calls(self, *start: str) -> list[list[str]]:
        """The command lines docker got that begin like this."""
        file = self.docker / "calls.jsonl"
        lines = file.read_text().splitlines() if file.exists() else []
        found = [json.loads(line)["argv"] for line in lines]
        return [argv for argv in found if argv[: len(start)] == list(start)]

    def keys(self, prefix: str = "") -> list[str]:
        """The keys under a prefix."""
        return keys(self.s3, self.bucket, prefix)

    def read(self, key: str) -> bytes:
        """An object's bytes."""
        body: bytes = self.s3.get_object(Bucket=self.bucket, Key=key)["Body"].read()
        return body

    def json(self, key: str) -> dict[str, Any]:
        """An object's JSON."""
        parsed: dict[str, Any] = json.loads(self.read(key))
        return parsed

    def jobs(self) -> list[Job]:
        """All jobs of the ledger."""
        return [from_json(self.read(key)) for key in self.keys(".monai/jobs/")]

    def job(self, key: str) -> Job:
        """The only job for a key."""
        (job,) = [job for job in self.jobs() if job.key == key]
        return job

    def log_text(self) -> str:
        """Everything the runner logged, in its file and on standard error."""
        file = self.folder / "log" / "runner.jsonl"
        return (file.read_text() if file.exists() else "") + self.stderr.decode()

    def measure(self) -> Measured:
        """What the fault matrix says of this world."""
        measured, jobs = in_bucket(self.s3, self.bucket, self.uploads)
        file = self.docker / "calls.jsonl"
        lines = file.read_text().splitlines() if file.exists() else []
        runs = [call for call in map(json.loads, lines) if call["argv"][:1] == ["run"]]
        again = 0
        for job in jobs:
            key = f"{job.results_prefix}result.json"
            if job.results_prefix and self.keys(key):
                done = clock.from_text(self.json(key)["finished"]).timestamp()
                mine = [call for call in runs if any(job.id in word for word in call["argv"])]
                again += sum(call["at"] > done for call in mine)
        imports = self.imaging.imported if self.imaging else []
        # The folders of the machine that took over: another one's went with it.
        folders = list(Path(self.settings["workFolder"]).glob("jobs/*"))
        left = len(list(self.docker.glob("containers/*"))) + len(folders)
        return replace(
            measured,
            left=measured.left + left,
            duplicated=measured.duplicated + again + len(imports) - len(set(imports)),
        )

    def work_left(self) -> list[str]:
        """What is left in the work folder apart from the lock and the place's name."""
        jobs = self.folder / "work" / "jobs"
        return [item.name for item in jobs.iterdir()] if jobs.exists() else []


class Context:
    """Lambda's context."""

    def get_remaining_time_in_millis(self) -> int:
        return 60_000
