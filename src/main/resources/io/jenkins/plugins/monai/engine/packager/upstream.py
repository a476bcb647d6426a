"""Prepares what `monai-deploy package` reads, run by the interpreter of its virtual environment.

  pins     exit 0 when the environment holds the pinned packages
  stage    copy app/ to upstream/app/ with whole requirements, and write upstream/app.yaml

The command (holoscan-cli 4.2.0) glues requirements together where a line has no end, needs `resources`, and takes a
version as the number that YAML makes of it.
"""

import importlib.metadata
import json
import re
import shutil
import sys
from pathlib import Path

import yaml

FOLDER = Path("upstream")


def name_of(requirement):
    """The normalised name of a requirement (PEP 503), or None for an option or a URL."""
    match = re.match(r"[A-Za-z0-9][A-Za-z0-9._-]*", requirement.strip())
    return re.sub(r"[-_.]+", "-", match.group()).lower() if match else None


def pins():
    for line in (FOLDER / "requirements.txt").read_text(encoding="utf-8").splitlines():
        name, version = line.split(";")[0].strip().split("==")
        try:
            installed = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            installed = "missing"
        if installed != version:
            print(f"{name} is {installed}, {version} is needed")
            return 1
    return 0


def stage_requirements(settings):
    """The application's own, those of app.yaml, and the versions that match the App SDK unless it names others."""
    given, staged = Path("requirements.txt"), FOLDER / "app" / "requirements.txt"
    lines = (
        (given if given.exists() else staged).read_text("utf-8").splitlines()
        if given.exists() or staged.exists()
        else []
    )
    lines += settings["pipPackages"]
    named = {name_of(line) for line in lines}
    lines += [pin for pin in settings["pins"] if name_of(pin) not in named]
    staged.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def stage_config(settings):
    config = yaml.safe_load(Path("app.yaml").read_text(encoding="utf-8"))
    application = config["application"]
    application.pop("pip-packages", None)
    application.update(settings["application"])
    config["resources"] = config.get("resources") or settings["resources"]
    (FOLDER / "app.yaml").write_text(yaml.safe_dump(config, sort_keys=False, allow_unicode=True), encoding="utf-8")


def stage():
    settings = json.loads((FOLDER / "settings.json").read_text(encoding="utf-8"))
    shutil.rmtree(FOLDER / "app", ignore_errors=True)
    shutil.copytree("app", FOLDER / "app")
    stage_requirements(settings)
    stage_config(settings)
    return 0


if __name__ == "__main__":
    sys.exit({"pins": pins, "stage": stage}[sys.argv[1]]())
