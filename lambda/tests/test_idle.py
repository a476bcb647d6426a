"""The machine stops itself when idle, and no job is lost to that."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from conftest import ACCOUNT
from harness import IMAGE, Bench
from monai_ledger.ledger import Ledger
from monai_ledger.store import Store
from monai_runner import machine
from monai_runner.place import Bell, identity
from monai_runner.runner import Runner
from monai_runner.settings import Container, Settings
from studies import study_zip

INSTANCE = "i-0123456789abcdef0"


@pytest.fixture
def metadata(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An instance metadata service that insists on IMDSv2."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

        def do_PUT(self) -> None:
            good = self.path == "/latest/api/token" and self.headers.get(
                "X-aws-ec2-metadata-token-ttl-seconds"
            )
            self.reply(200 if good else 400, "token")

        def do_GET(self) -> None:
            good = self.headers.get("X-aws-ec2-metadata-token") == "token"
            self.reply(200 if good else 401, INSTANCE)

        def reply(self, status: int, text: str) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text.encode())

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    endpoint = f"http://127.0.0.1:{server.server_address[1]}"
    monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", endpoint)
    yield endpoint
    server.shutdown()
    server.server_close()
    thread.join()


class Ec2:
    """Records stops, and does something at the very moment."""

    def __init__(self, at_stop: Callable[[], None]):
        self.stopped: list[str] = []
        self.at_stop = at_stop

    def stop_instances(self, InstanceIds: list[str]) -> None:
        self.stopped += InstanceIds
        self.at_stop()


class Lab:
    """A runner in this process that is idle after a moment."""

    def __init__(self, bench: Bench, folder: Path, at_stop: Callable[[], None]):
        settings = Settings(
            bucket=bench.bucket,
            bucket_owner=ACCOUNT,
            image=IMAGE,
            gpu=False,
            idle_minutes=0.005,
            poll_seconds=0.2,
            work_folder=str(folder / "work"),
            run_folder=str(folder / "run"),
            container=Container(cli=str(bench.docker / "docker")),
        )
        self.ec2 = Ec2(at_stop)
        self.ledger = Ledger(Store(bench.s3, bench.bucket))
        self.bell = Bell(folder / "run")
        self.bell.listen()
        clients = {"s3": bench.s3, "ec2": self.ec2}
        self.runner = Runner(
            settings, identity(folder / "work"), self.bell, lambda name, **_: clients[name]
        )


def test_instance_id_by_imdsv2(metadata: str) -> None:
    assert machine.instance_id() == INSTANCE


def test_no_instance(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(machine.NoInstance):
        machine.instance_id()


def test_stops_itself_and_says_so_before(bench: Bench, metadata: str, tmp_path: Path) -> None:
    announced: list[bool] = []

    def at_stop() -> None:
        announced.append(lab.ledger.stop_announced())
        lab.runner.ask_to_end("signal")

    lab = Lab(bench, tmp_path, at_stop)
    assert lab.runner.loop() == "signal"
    assert lab.ec2.stopped == [INSTANCE] and announced == [True]
    # It stays announced until the machine is up again.
    assert lab.ledger.stop_announced()


def test_a_job_that_comes_before_the_last_look_is_done_first(
    bench: Bench, metadata: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_DOCKER_STATE", str(bench.docker))
    lab = Lab(bench, tmp_path, lambda: lab.runner.ask_to_end("signal"))
    announce = Ledger.announce_stop

    def job_comes_now(ledger: Ledger, owner: str) -> None:
        announce(ledger, owner)
        if not bench.jobs():
            bench.send("input/x.zip", study_zip("P1"))

    monkeypatch.setattr(Ledger, "announce_stop", job_comes_now)
    lab.runner.loop()
    assert bench.job("input/x.zip").state == "DONE"
    assert lab.ec2.stopped == [INSTANCE], "only after the job"


def test_a_stop_that_is_refused_is_withdrawn(bench: Bench, metadata: str, tmp_path: Path) -> None:
    def denied() -> None:
        lab.runner.ask_to_end("signal")
        raise ClientError({"Error": {"Code": "UnauthorizedOperation"}}, "StopInstances")

    lab = Lab(bench, tmp_path, denied)
    lab.runner.loop()
    assert not lab.ledger.stop_announced()


def test_up_again_withdraws_the_announcement(
    bench: Bench, metadata: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    lab = Lab(bench, tmp_path, lambda: None)
    lab.ledger.announce_stop(INSTANCE)
    withdraw = lab.ledger.withdraw_stop

    def withdrawn() -> None:
        withdraw()
        seen.append(True)
        lab.runner.ask_to_end("signal")

    monkeypatch.setattr(lab.runner._ledger, "withdraw_stop", withdrawn)
    lab.runner.loop()
    assert seen == [True] and not lab.ledger.stop_announced()
