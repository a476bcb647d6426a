#!/usr/bin/env python3
"""Stands in for the docker command line: keeps images and containers as files in
FAKE_DOCKER_STATE and runs a small "MAP" that copies what it is given.

Every call is recorded. What the MAP does wrong is named by the file ``mode`` in the state folder.
"""

import json
import os
import sys
import time
from pathlib import Path

# It is started some thousand times: what few calls need is imported by these.
SIGKILL = 9

STATE = Path(os.environ["FAKE_DOCKER_STATE"])
ROOT = sys.argv[1:]


def record(stdin_length: int = 0) -> None:
    line = {
        "argv": ROOT,
        "stdin": stdin_length,
        "dockerConfig": os.environ.get("DOCKER_CONFIG"),
        "at": time.time(),
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


def container_file(name: str) -> Path:
    return STATE / "containers" / name


def write(name: str, **changes: object) -> None:
    file = container_file(name)
    file.parent.mkdir(exist_ok=True)
    known = json.loads(file.read_text()) if file.exists() else {}
    temporary = file.parent / f".{name}.{os.getpid()}"
    temporary.write_text(json.dumps({**known, **changes}))
    temporary.replace(file)


def run() -> int:
    """The client stands for the container, too: its process id is the container's."""
    name, what = option("--name"), mode()
    if what == "engine" or ROOT[-1] not in images():
        return 125
    write(name, status="running", pid=os.getpid(), code=0, oom=False, label=option("--label"))
    source = Path(mounts()["/var/holoscan/input"])
    target = Path(mounts()["/var/holoscan/output"])
    if what == "no-command":
        write(name, status="created")
        return 127
    code = application(what, source, target)
    if what == "vanish":
        container_file(name).unlink()
    elif what == "lost":
        code = 125
    else:
        write(name, status="exited", code=code, oom=what == "oom")
    return code


def application(what: str, source: Path, target: Path) -> int:
    files = sorted(source.iterdir())
    print(f"reading {len(files)} files of patient DOE^JANE", flush=True)
    if what == "hang":
        time.sleep(600)
    if what == "crash":
        print("Traceback: \x1b[31mno CUDA\x1b[0m\u202e device", flush=True)
        return 3
    if what.startswith("exit-"):
        return int(what[5:])
    if what == "oom":
        return 137
    if what == "client-killed":
        sys.stdout.flush()
        os.kill(os.getpid(), SIGKILL)
    if what == "exit0":
        print("Application exited with 2.")
        return 0
    if what == "hidden-kill":
        print("Application exited with -9.")
        return 0
    if what == "child" and os.fork() == 0:
        os.setsid()
        (STATE / "child").write_text(str(os.getpid()))
        time.sleep(600)
    if what == "endless":
        while True:
            os.write(1, b"x" * 65536)
    if what == "binary":
        os.write(1, bytes(range(256)) * 4096)
        print("\nApplication exited with 2.")
        return 0
    if what == "symlink":
        (target / "passwd").symlink_to("/etc/passwd")
    if what == "deep":
        descriptor = os.open(target, os.O_RDONLY)
        for _ in range(3000):
            os.mkdir("d" * 50, dir_fd=descriptor)
            inner = os.open("d" * 50, os.O_RDONLY, dir_fd=descriptor)
            os.close(descriptor)
            descriptor = inner
    if what != "nothing":
        (target / "seg.dcm").write_bytes(files[0].read_bytes())
        (target / "stl").mkdir()
        (target / "stl" / "mesh.stl").write_text(f"solid {len(files)}")
    print("Application exited with 0.")
    return 0


def inspect(name: str) -> int:
    file = container_file(name)
    if not file.exists():
        return 1
    known = json.loads(file.read_text())
    state = {"Status": known["status"], "ExitCode": known["code"], "OOMKilled": known["oom"]}
    print(json.dumps([{"Id": "f" * 64, "State": state}]))
    return 0


def remove(name: str) -> int:
    file = container_file(name)
    if not file.exists():
        return 1
    known = json.loads(file.read_text())
    if known["status"] == "running":
        try:  # noqa: SIM105 - contextlib is one more module to load
            os.kill(known["pid"], SIGKILL)
        except ProcessLookupError:
            pass
    file.unlink(missing_ok=True)
    return 0


def copy(source: str) -> int:
    import io
    import tarfile

    name, _, inside = source.partition(":")
    path = STATE / Path(inside).name
    for target, mounted in json.loads(container_file(name).read_text())["mounts"].items():
        if inside.startswith(target + "/") and mode() != "empty-mount":
            path = Path(mounted) / inside[len(target) + 1 :]
    if not path.exists():
        return 1
    with tarfile.open(fileobj=sys.stdout.buffer, mode="w|") as tar:
        member = tarfile.TarInfo(path.name)
        member.size = path.stat().st_size
        tar.addfile(member, io.BytesIO(path.read_bytes()))
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
        file = STATE / "env"
        env = file.read_text().split() if file.exists() else []
        print(json.dumps([{"Config": {"User": user, "Env": ["PATH=/bin", *env]}}]))
        return 0
    if ROOT[0] == "pull":
        if mode() == "no-registry":
            return 1
        (STATE / "images").write_text("\n".join([*images(), ROOT[1]]))
        return 0
    if ROOT[0] == "run":
        return run()
    if ROOT[:2] == ["container", "inspect"]:
        return inspect(ROOT[-1])
    if ROOT[0] == "create":
        write(
            option("--name"),
            status="created",
            code=0,
            oom=False,
            label=option("--label"),
            mounts=mounts() if "--mount" in ROOT else {},
        )
        return 0
    if ROOT[0] == "cp":
        return copy(ROOT[1])
    if ROOT[0] == "kill":
        return 1
    if ROOT[0] == "rm":
        return remove(ROOT[-1])
    if ROOT[0] == "ps":
        label = ROOT[-1].removeprefix("label=")
        folder = STATE / "containers"
        for file in folder.iterdir() if folder.exists() else []:
            known = "" if file.name[0] == "." else json.loads(file.read_text())["label"]
            if known == label or known.startswith(label + "="):
                print(file.name)
        return 0
    if ROOT[:2] == ["image", "ls"]:
        print("\n".join(images()))
        return 0
    if ROOT[:2] == ["image", "rm"]:
        (STATE / "images").write_text("\n".join(i for i in images() if i != ROOT[2]))
        return 0
    return 64


sys.exit(main())
