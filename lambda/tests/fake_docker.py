#!/usr/bin/env python3
"""Stands in for the docker command line: keeps images and containers as files in
FAKE_DOCKER_STATE and runs a small "MAP" that copies what it is given.

Every call is recorded. What the MAP does wrong is named by the file ``mode`` in the state folder.
"""

import json
import os
import shutil
import signal
import sys
import time
from pathlib import Path

STATE = Path(os.environ["FAKE_DOCKER_STATE"])
ROOT = sys.argv[1:]


def record(stdin_length: int = 0) -> None:
    line = {
        "argv": ROOT,
        "stdin": stdin_length,
        "dockerConfig": os.environ.get("DOCKER_CONFIG"),
    }
    descriptor = os.open(STATE / "calls.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(descriptor, (json.dumps(line) + "\n").encode())
    os.close(descriptor)


def images() -> list[str]:
    file = STATE / "images"
    return file.read_text().split() if file.exists() else []


def mode() -> str:
    file = STATE / "mode"
    return file.read_text().strip() if file.exists() else "ok"


def option(name: str) -> str:
    return ROOT[ROOT.index(name) + 1]


def mounts() -> dict[str, str]:
    found = {}
    for at, item in enumerate(ROOT):
        if item == "--mount":
            parts = dict(p.partition("=")[::2] for p in ROOT[at + 1].split(","))
            found[parts["target"]] = parts["source"]
    return found


def run() -> int:
    name, what = option("--name"), mode()
    if what == "engine" or ROOT[-1] not in images():
        return 125
    container = STATE / "containers" / name
    container.parent.mkdir(exist_ok=True)
    container.write_text(str(os.getpid()))
    source = Path(mounts()["/var/holoscan/input"])
    target = Path(mounts()["/var/holoscan/output"])
    try:
        return application(what, source, target)
    finally:
        container.unlink(missing_ok=True)


def application(what: str, source: Path, target: Path) -> int:
    files = sorted(source.iterdir())
    print(f"reading {len(files)} files of patient DOE^JANE", flush=True)
    if what == "hang":
        time.sleep(600)
    if what == "crash":
        return 3
    if what == "oom":
        return 137
    if what == "exit0":
        print("Application exited with 2.")
        return 0
    if what == "symlink":
        (target / "passwd").symlink_to("/etc/passwd")
    if what != "nothing":
        shutil.copyfile(files[0], target / "seg.dcm")
        (target / "stl").mkdir()
        (target / "stl" / "mesh.stl").write_text(f"solid {len(files)}")
    print("Application exited with 0.")
    return 0


def remove(name: str) -> int:
    container = STATE / "containers" / name
    if not container.exists():
        return 1
    os.kill(int(container.read_text()), signal.SIGKILL)
    container.unlink(missing_ok=True)
    return 0


def main() -> int:
    if ROOT[0] == "login":
        record(len(sys.stdin.read()))
        return 0
    record()
    if ROOT[:2] == ["image", "inspect"]:
        if ROOT[2] not in images():
            return 1
        user = (STATE / "user").read_text() if (STATE / "user").exists() else "1000:1000"
        print(json.dumps([{"Config": {"User": user, "Env": ["PATH=/bin"]}}]))
        return 0
    if ROOT[0] == "pull":
        if mode() == "no-registry":
            return 1
        (STATE / "images").write_text("\n".join([*images(), ROOT[1]]))
        return 0
    if ROOT[0] == "run":
        return run()
    if ROOT[0] == "rm":
        return remove(ROOT[-1])
    if ROOT[0] == "ps":
        folder = STATE / "containers"
        print("\n".join(item.name for item in folder.iterdir()) if folder.exists() else "")
        return 0
    if ROOT[:2] == ["image", "ls"]:
        print("\n".join(images()))
        return 0
    if ROOT[:2] == ["image", "rm"]:
        (STATE / "images").write_text("\n".join(i for i in images() if i != ROOT[2]))
        return 0
    return 64


sys.exit(main())
