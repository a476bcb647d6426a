"""The templates and lists of ami/: that they fit the plugin, and each other. provision.sh is run by ProvisionTest."""

from __future__ import annotations

import re
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import hcl2
import pytest
import yaml

AMI = Path(__file__).resolve().parent
REPOSITORY = AMI.parent
ENGINE = REPOSITORY / "src/main/java/io/jenkins/plugins/monai/engine"
LISTS = {
    "upstream": REPOSITORY / "src/main/resources/io/jenkins/plugins/monai/engine/packager/upstream-requirements.txt",
    "runner": REPOSITORY / "lambda/runner/requirements.txt",
}


class CloudFormation(yaml.SafeLoader):
    """Functions are read as their arguments."""


def _argument(loader: yaml.SafeLoader, _suffix: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return loader.construct_mapping(node, deep=True)


CloudFormation.add_multi_constructor("!", _argument)


@pytest.fixture(scope="module")
def stack() -> dict[str, Any]:
    return yaml.load((AMI / "image-builder.yaml").read_text(), CloudFormation)  # noqa: S506 a safe loader


@pytest.fixture(scope="module")
def component(stack: dict[str, Any]) -> dict[str, Any]:
    return yaml.safe_load(stack["Resources"]["Component"]["Properties"]["Data"])


@pytest.fixture(scope="module")
def packer() -> dict[str, Any]:
    with (AMI / "monai-deploy.pkr.hcl").open() as file:
        return unquoted(hcl2.load(file))


def unquoted(node: Any) -> Any:
    """Texts without the quotation marks of the template."""
    if isinstance(node, dict):
        return {unquoted(key): unquoted(value) for key, value in node.items()}
    if isinstance(node, list):
        return [unquoted(value) for value in node]
    return node.strip('"') if isinstance(node, str) else node


def constant(name: str) -> str:
    java = (ENGINE / "machine/launch/MachineImages.java").read_text()
    return re.search(rf'String {name} =\s*"([^"]+)"', java).group(1)


def pins(text: str) -> dict[str, str]:
    found = re.findall(r"^([A-Za-z0-9][\w.-]*)==([^\s;\\]+)", text, re.MULTILINE)
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in found}


@pytest.mark.parametrize("name", LISTS)
def test_the_plugins_packages_and_no_others(name: str) -> None:
    hashed = (AMI / f"requirements/{name}.txt").read_text()
    assert pins(hashed)
    assert pins(hashed) == pins(LISTS[name].read_text()), f"requirements/{name}.txt says how it is made anew"


@pytest.mark.parametrize("name", LISTS)
def test_each_package_has_its_hashes(name: str) -> None:
    entries = re.split(r"^(?=[A-Za-z0-9])", (AMI / f"requirements/{name}.txt").read_text(), flags=re.MULTILINE)[1:]
    assert len(entries) == len(pins(LISTS[name].read_text()))
    for entry in entries:
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry


def test_the_plugin_finds_what_packer_builds(packer: dict[str, Any]) -> None:
    machine = packer["source"][0]["amazon-ebs"]["machine"]
    tags = packer["locals"][0]["tags"]
    assert machine["tags"] == "${local.tags}"
    assert tags[constant("OWN_TAG")] == constant("OWN_TAG_VALUE")


def test_the_plugin_finds_what_image_builder_builds(stack: dict[str, Any]) -> None:
    distributions = stack["Resources"]["Distribution"]["Properties"]["Distributions"]
    regions = [each[1] if isinstance(each, list) else each for each in distributions]
    assert [region["Region"] for region in regions] == ["AWS::Region", "CopyRegion1", "CopyRegion2", "CopyRegion3"]
    for region in regions:
        assert region["AmiDistributionConfiguration"]["AmiTags"] == {constant("OWN_TAG"): constant("OWN_TAG_VALUE")}


def test_both_begin_from_the_ami_that_the_plugin_boots(packer: dict[str, Any], stack: dict[str, Any]) -> None:
    base = constant("DEEP_LEARNING_BASE")
    assert packer["data"][0]["amazon-parameterstore"]["base"]["name"] == base
    assert stack["Resources"]["Recipe"]["Properties"]["ParentImage"] == f"ssm:{base}"


def test_packers_plugins_are_pinned(packer: dict[str, Any]) -> None:
    plugins = packer["packer"][0]["required_plugins"][0]
    versions = [plugin["version"] for plugin in plugins.values() if isinstance(plugin, dict)]
    assert versions
    assert all(re.fullmatch(r"= \d+\.\d+\.\d+", version) for version in versions), versions


def test_packer_sends_what_the_script_reads(packer: dict[str, Any]) -> None:
    files = [each["file"] for each in packer["build"][0]["provisioner"] if "file" in each]
    sent = {source.removeprefix("${path.root}/") for source in files[0]["sources"]}
    assert sent == {"provision.sh", "versions.env", "requirements"}
    assert all((AMI / name).exists() for name in sent)


def test_the_bundle_is_the_same_each_time_and_whole(tmp_path: Path) -> None:
    digests = []
    for name in ("one", "two"):
        copy = tmp_path / name / "ami"
        copy.mkdir(parents=True)
        for file in (
            "provision.sh",
            "versions.env",
            "bundle.sh",
            "requirements/upstream.txt",
            "requirements/runner.txt",
        ):
            (copy / file).parent.mkdir(exist_ok=True)
            (copy / file).write_bytes((AMI / file).read_bytes())
        run = subprocess.run(["bash", copy / "bundle.sh"], check=True, capture_output=True, text=True)  # noqa: S603, S607
        digests.append(run.stdout.strip())
    assert digests[0] == digests[1]
    assert re.fullmatch("[0-9a-f]{64}", digests[0])
    with tarfile.open(tmp_path / "one/target/monai-deploy-ami.tar.gz") as archive:
        files = {member.name for member in archive if member.isfile()}
    assert files == {"provision.sh", "versions.env", "requirements/upstream.txt", "requirements/runner.txt"}


def test_the_component_runs_nothing_unchecked(component: dict[str, Any]) -> None:
    build = {step["name"]: step for step in component["phases"][0]["steps"]}
    assert [phase["name"] for phase in component["phases"]] == ["build", "test"]
    assert list(build) == ["fetch", "provision"]
    commands = build["provision"]["inputs"]["commands"]
    order = [
        next(i for i, c in enumerate(commands) if word in c) for word in ("sha256sum --check", "tar ", "provision.sh")
    ]
    assert order == sorted(order)
    downloaded = build["fetch"]["inputs"][0]["destination"]
    assert downloaded in commands[order[0]]
    assert downloaded in commands[order[1]]


def test_the_components_scripts_are_bash(component: dict[str, Any]) -> None:
    for phase in component["phases"]:
        for step in phase["steps"]:
            if step["action"] == "ExecuteBash":
                script = "\n".join(step["inputs"]["commands"])
                assert script.startswith("set -euo pipefail\n")
                subprocess.run(["bash", "-n"], input=script, check=True, text=True)  # noqa: S607
