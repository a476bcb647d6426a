"""The command ``monai-runner``.

    monai-runner run        work on the ledger until told to end (what systemd starts)
    monai-runner wake       make the runner look at the ledger now, starting it if need be
    monai-runner drain      work until nothing is left, then end
    monai-runner job ID     work on one job, then end (for a batch container)
    monai-runner firewall   keep containers from the machine's credentials
    monai-runner prepare    check settings and image, pull it, print what is there as JSON
    monai-runner watchdog   look once whether the runner gets on (what its timer starts)
    monai-runner version

Exit codes: 0 done, 1 the job failed, 2 wrong usage or settings, 3 something is not there.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from monai_ledger.identity import JOB_ID
from monai_ledger.job import FAILED
from monai_ledger.ledger import Ledger
from monai_ledger.notes import WAKES, Notes
from monai_ledger.store import Store
from monai_runner import (
    VERSION,
    firewall,
    images,
    journal,
    mounts,
    place,
    settings,
    users,
    watchdog,
)
from monai_runner.clients import Clients
from monai_runner.container import Cli
from monai_runner.failure import Trouble, describe
from monai_runner.runner import Runner

_UNIT = "monai-runner.service"


def main(arguments: list[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    line = sys.argv[1:] if arguments is None else arguments
    if line == ["version"]:
        print(VERSION)
        return 0
    if line == ["firewall"]:
        return _firewall()
    known = line in (["run"], ["drain"], ["wake"], ["prepare"], ["watchdog"])
    if not known and not (len(line) == 2 and line[0] == "job" and JOB_ID.fullmatch(line[1])):
        print(__doc__, file=sys.stderr)
        return 2
    os.umask(0o077)
    settings.add_environment(settings.file_name(), os.environ)
    if line[0] == "watchdog":
        # Whatever the settings are like: they may be why the runner does not get on.
        journal.silence_libraries()
        print(watchdog.main_look(settings.file_name()))
        return 0
    try:
        options = settings.load(settings.file_name())
    except settings.SettingsError as error:
        print(f"monai-runner: {error}", file=sys.stderr)
        return 2
    if line[0] == "wake":
        return _wake(options)
    if line[0] == "prepare":
        return _prepare(options)
    return _work(options, line)


def _work(options: settings.Settings, line: list[str]) -> int:
    lock = place.Lock(Path(options.work_folder))
    bell = place.Bell(Path(options.run_folder))
    if not lock.acquire():
        bell.ring()
        print("monai-runner: another one is at work and was woken", file=sys.stderr)
        return 0 if line[0] != "job" else 3
    journal.silence_libraries()
    journal.start(Path(options.log_folder))
    bell.listen()
    clients = Clients(options.region, options.terms)
    runner = Runner(options, place.identity(Path(options.work_folder)), bell, clients)
    # The running job goes back to the ledger at the first two; at the third it is brought to its
    # end, and the program starts anew with its new settings.
    signal.signal(signal.SIGTERM, lambda *_: runner.ask_to_end("signal"))
    signal.signal(signal.SIGINT, lambda *_: runner.ask_to_end("signal"))
    signal.signal(signal.SIGHUP, lambda *_: runner.ask_to_end("settings"))
    journal.info("runner-started", version=VERSION, command=line[0], pid=os.getpid())
    try:
        runner.clean_up()
        if line[0] == "job":
            return _one(runner, options, clients, line[1])
        why = runner.loop(drain=line[0] == "drain")
        journal.info("runner-ended", why=why)
    finally:
        bell.close()
        lock.release()
    if why == "settings" and line[0] == "run":
        os.execv(sys.executable, sys.orig_argv)  # noqa: S606 - the very same command again
    return 0


def _one(runner: Runner, options: settings.Settings, clients: Clients, job_id: str) -> int:
    if not runner.take_one(job_id):
        return 3
    entry = Ledger(Store(clients("s3"), options.bucket), options.ledger_prefix).get(job_id)
    if entry is None or not entry.job.final:
        return 3
    return 1 if entry.job.state == FAILED else 0


def _wake(options: settings.Settings) -> int:
    """Rings the bell of the runner, or starts one. Returns at once: the SSM command is over
    long before the job is."""
    bell = place.Bell(Path(options.run_folder))
    lock = place.Lock(Path(options.work_folder))
    if not lock.acquire():
        bell.ring()
        return 0
    lock.release()
    if Path("/run/systemd/system").is_dir():
        started = subprocess.run(["systemctl", "start", "--no-block", _UNIT], check=False)  # noqa: S607
        if started.returncode == 0:
            return 0
    # Without systemd (a container) the runner is a process of its own.
    command = [*sys.orig_argv[: len(sys.orig_argv) - 1], "run"]
    subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        cwd="/",
    )
    return 0


def _firewall() -> int:
    """For systemd, before the container engine starts. A MAP without a network needs none of it,
    so that this fails is told and stops nothing."""
    try:
        firewall.close()
    except Trouble as trouble:
        print(f"monai-runner: {trouble.reason.message}", file=sys.stderr)
        return 3
    return 0


def _forget_wakes(options: settings.Settings) -> None:
    """What is newly installed gets as many starts of the machine as any other."""
    clients = Clients(options.region, options.terms)
    try:
        Notes(Store(clients("s3"), options.bucket), options.ledger_prefix).forget(WAKES)
    except (ClientError, BotoCoreError) as error:
        journal.warn("ledger-not-written", error=type(error).__name__)


def _prepare(options: settings.Settings) -> int:
    """Pulls the image and says what is there, for the operation that installs the runner."""
    journal.start(None)
    cli = Cli(options.container.cli)
    try:
        config = images.ensure(
            cli, options.image, options.container.ecr_login, Clients(options.region, options.terms)
        )
        mounts.paths_of(config)
        user = users.of(cli, options.image, config, options.container.user)
        if options.network:
            firewall.close()
    except Exception as error:
        reason = describe(error)
        print(json.dumps({"ready": False, "reason": reason.message, "remedy": reason.remedy}))
        return 3
    _forget_wakes(options)
    found = {"ready": True, "version": VERSION, "image": options.image}
    print(json.dumps({**found, "user": user}))
    return 0
