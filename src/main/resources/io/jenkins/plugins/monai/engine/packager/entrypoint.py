"""Entry point of a MONAI Application Package (MAP).

  (no arguments)    run the application, with its exit code
  show [app|pkg]    print the manifests as JSON
  extract           copy what the package holds to /var/run/holoscan/export/
  probe             exit 0 while the application can read its input and write its output
  (anything else)   run the application with these arguments

As the container's first process it passes signals on to the application and reaps what the application leaves behind.
"""

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

APP_MANIFEST = Path("/etc/holoscan/app.json")
PKG_MANIFEST = Path("/etc/holoscan/pkg.json")
EXPORT = Path("/var/run/holoscan/export")
FORWARDED = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2)


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


def environment(app):
    """The manifest's variables, unless the container was given others."""
    return {**app.get("environment", {}), **os.environ}


def wait_for(child):
    """The exit code of the application, as a shell gives it: 128 and the signal where it was killed."""
    while True:
        pid, status = os.wait()
        if pid == child.pid:
            code = os.waitstatus_to_exitcode(status)
            child.returncode = code
            return code if code >= 0 else 128 - code


def say(line):
    """Prints; a reader that went away must not change the exit code."""
    try:
        print(line, flush=True)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def run(arguments):
    app = load(APP_MANIFEST)
    command = shlex.split(app["command"]) + arguments
    signal.pthread_sigmask(signal.SIG_BLOCK, FORWARDED)
    try:
        child = subprocess.Popen(  # noqa: S603 - the command is the package's own
            command,
            cwd=app.get("workingDirectory", "/var/holoscan/"),
            env=environment(app),
            preexec_fn=lambda: signal.pthread_sigmask(signal.SIG_UNBLOCK, FORWARDED),
        )
    except OSError as error:
        print(f"The application cannot be started: {error}", file=sys.stderr, flush=True)
        return 127
    for number in FORWARDED:
        signal.signal(number, lambda received, _frame: child.send_signal(received))
    signal.pthread_sigmask(signal.SIG_UNBLOCK, FORWARDED)
    code = wait_for(child)
    say(f"Application exited with {code}.")
    return code


def show(which):
    manifests = {"app": APP_MANIFEST, "pkg": PKG_MANIFEST}
    if which and which not in manifests:
        print(f"There is no manifest {which!r}: app or pkg", file=sys.stderr)
        return 64
    content = load(manifests[which]) if which else {f"{name}.json": load(path) for name, path in manifests.items()}
    print(json.dumps(content, indent=2, ensure_ascii=False))
    return 0


def contents():
    """What can be extracted, by the name of its folder (MAP specification 1.0.0, manifest extraction)."""
    pkg = load(PKG_MANIFEST)
    variables = environment(load(APP_MANIFEST))
    return {
        "app": [Path(pkg["applicationRoot"])],
        "config": [Path(variables["HOLOSCAN_CONFIG_PATH"]), APP_MANIFEST, PKG_MANIFEST],
        "models": [Path(pkg["modelRoot"])],
        "docs": [Path(variables["HOLOSCAN_DOCS"])],
    }


def extract():
    parts = contents()
    if not EXPORT.is_dir():
        print(f"Nothing is mounted on {EXPORT}/ or on one of its folders: {', '.join(parts)}", file=sys.stderr)
        return 1
    wanted = [name for name in parts if (EXPORT / name).is_dir()] or list(parts)
    for name in wanted:
        target = EXPORT / name
        target.mkdir(exist_ok=True)
        for source in parts[name]:
            if source.is_dir():
                shutil.copytree(source, target, dirs_exist_ok=True, copy_function=shutil.copyfile)
            elif source.is_file():
                shutil.copyfile(source, target / source.name)
        print(f"{name}: copied to {target}")
    return 0


def probe():
    variables = environment(load(APP_MANIFEST))
    ready = os.access(variables["HOLOSCAN_INPUT_PATH"], os.R_OK | os.X_OK) and os.access(
        variables["HOLOSCAN_OUTPUT_PATH"], os.W_OK | os.X_OK
    )
    return 0 if ready else 1


def main(arguments):
    action = arguments[0] if arguments else ""
    try:
        if action == "show" and len(arguments) <= 2:
            return show("".join(arguments[1:]))
        if action == "extract" and len(arguments) == 1:
            return extract()
        if action == "probe" and len(arguments) == 1:
            return probe()
        if action in ("help", "--help") and len(arguments) == 1:
            print(__doc__)
            return 0
    except OSError as error:
        print(error, file=sys.stderr)
        return 1
    return run(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
