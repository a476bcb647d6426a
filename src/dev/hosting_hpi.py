"""What may be in the plugin's archive, and what its manifest has to say."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from hosting_pom import BUNDLED, JENKINS_MINIMUM, Pom, numbers

JAVA = "17"
#: Classes of the AWS SDK, of either generation.
SDK = re.compile(r"(^|/)(software/amazon/awssdk|com/amazonaws)/")


def problems(hpi: Path, pom: Pom) -> Iterator[str]:
    artifact = pom.text("artifactId")
    with zipfile.ZipFile(hpi) as archive:
        names = [name for name in archive.namelist() if not name.endswith("/")]
        manifest = _manifest(archive.read("META-INF/MANIFEST.MF").decode())
        yield from _sdk(archive, manifest)
    yield from _content(names, artifact)
    yield from _fields(manifest, pom)
    yield from _dependencies(manifest, pom)


def _manifest(text: str) -> dict[str, str]:
    lines = re.sub(r"\r?\n ", "", text).splitlines()
    return {name: value for name, _, value in (line.partition(": ") for line in lines if ": " in line)}


def _content(names: list[str], artifact: str) -> Iterator[str]:
    libraries = {name.removeprefix("WEB-INF/lib/") for name in names if name.startswith("WEB-INF/lib/")}
    own = {jar for jar in libraries if re.fullmatch(rf"{artifact}(-\d.*)?\.jar", jar)}
    if len(own) != 1:
        yield f"the .hpi has not one jar of its own: {sorted(own)}"
    for library in BUNDLED:
        found = {jar for jar in libraries if re.fullmatch(rf"{library}-\d[\w.-]*\.jar", jar)}
        if len(found) != 1:
            yield f"the .hpi has not one {library}: {sorted(found)}"
        libraries -= found
    for jar in sorted(libraries - own):
        yield f"the .hpi bundles {jar}, which is to come from a plugin"
    for name in names:
        if not name.startswith(("WEB-INF/lib/", "META-INF/")):
            yield f"the .hpi has {name}"


def _fields(manifest: dict[str, str], pom: Pom) -> Iterator[str]:
    jenkins = pom.resolved(pom.properties.get("jenkins.version", ""))
    expected = {
        "Group-Id": pom.text("groupId"),
        "Artifact-Id": pom.text("artifactId"),
        "Short-Name": pom.text("artifactId"),
        "Long-Name": pom.text("name"),
        "Url": pom.resolved(pom.text("url")),
        "Jenkins-Version": jenkins,
        "Minimum-Java-Version": JAVA,
        "Plugin-License-Name": pom.text("licenses/license/name"),
        "Plugin-License-Url": pom.text("licenses/license/url"),
    }
    for field, value in expected.items():
        if manifest.get(field) != value:
            yield f"manifest: {field} is '{manifest.get(field)}', not '{value}'"
    if not manifest.get("Plugin-Version"):
        yield "manifest: Plugin-Version is missing"
    if numbers(manifest.get("Jenkins-Version", "")) < JENKINS_MINIMUM:
        yield "manifest: Jenkins-Version is too old"


def _dependencies(manifest: dict[str, str], pom: Pom) -> Iterator[str]:
    entries = [entry for entry in manifest.get("Plugin-Dependencies", "").split(",") if entry]
    named = {entry.split(":")[0] for entry in entries}
    for plugin in sorted(set(pom.plugins()) - named):
        yield f"manifest: Plugin-Dependencies lacks {plugin}"
    for plugin in sorted(named - set(pom.plugins())):
        yield f"manifest: Plugin-Dependencies has {plugin}, which pom.xml has not"
    for entry in entries:
        if not re.fullmatch(r"[\w-]+:\d[\w.-]*(;resolution:=optional)?", entry):
            yield f"manifest: Plugin-Dependencies has '{entry}'"


def _sdk(archive: zipfile.ZipFile, manifest: dict[str, str]) -> Iterator[str]:
    """The AWS SDK is of one version at run time: all of it comes from SDK plugins of one version."""
    asked = {
        version.partition("-")[0]
        for plugin, _, version in (entry.partition(":") for entry in manifest.get("Plugin-Dependencies", "").split(","))
        if plugin.startswith("aws-java-sdk2-")
    }
    if len(asked) != 1:
        yield f"manifest: Plugin-Dependencies names not one version of the AWS SDK: {sorted(asked)}"
    for jar in sorted(name for name in archive.namelist() if name.endswith(".jar")):
        # By what is in it, whatever it is called, and also when it is shaded into another.
        content = io.BytesIO(archive.read(jar))
        if zipfile.is_zipfile(content) and any(SDK.search(name) for name in zipfile.ZipFile(content).namelist()):
            yield f"{jar} has a part of the AWS SDK, which is to come from the SDK plugins alone"
