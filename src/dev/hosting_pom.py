"""What the Jenkins project asks of a plugin's pom.xml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

PARENT_MINIMUM = (6, 2211)
JENKINS_MINIMUM = (2, 541, 3)

REQUIRED = {
    "changelist": "999999-SNAPSHOT",
    "hpi.strictBundledArtifacts": "true",
    "ban-commons-lang-2.skip": "false",
    "ban-deprecated-stapler.skip": "false",
    "ban-junit4-imports.skip": "false",
    "banObsoleteDependencyOverrides.skip": "false",
    "spotless.check.skip": "false",
    "spotbugs.effort": "Max",
    "spotbugs.threshold": "Low",
}
FORBIDDEN = ("java.level", "maven.compiler.source", "maven.compiler.target", "maven.compiler.release")
#: No library plugin exists for these.
BUNDLED = ("asn-one", "sshj")
#: Libraries that come from a plugin; a group stands for all that is in it.
FROM_PLUGINS = {
    "com.fasterxml.jackson.core": "jackson2-api",
    "com.fasterxml.jackson.dataformat": "jackson2-api",
    "com.github.ben-manes.caffeine": "caffeine-api",
    "com.github.mwiede:jsch": "jsch",
    "com.google.code.gson": "gson-api",
    "com.jayway.jsonpath": "json-path-api",
    "com.squareup.okhttp3": "okhttp-api",
    "com.sun.activation": "javax-activation-api",
    "com.sun.mail": "javax-mail-api",
    "com.sun.xml.bind": "jaxb",
    "jakarta.activation": "jakarta-activation-api",
    "jakarta.mail": "jakarta-mail-api",
    "joda-time": "joda-time-api",
    "net.bytebuddy": "byte-buddy-api",
    "org.apache.commons:commons-compress": "commons-compress-api",
    "org.apache.commons:commons-lang": "commons-lang3-api",
    "org.apache.commons:commons-lang3": "commons-lang3-api",
    "org.apache.commons:commons-math3": "commons-math3-api",
    "org.apache.commons:commons-text": "commons-text-api",
    "org.apache.httpcomponents": "apache-httpcomponents-client-4-api",
    "org.apache.httpcomponents.client5": "apache-httpcomponents-client-5-api",
    "org.bouncycastle": "bouncycastle-api",
    "org.json": "json-api",
    "org.jsoup": "jsoup",
    "org.ow2.asm": "asm-api",
    "org.slf4j": "Jenkins itself",
    "org.yaml": "snakeyaml-api",
    "software.amazon.awssdk": "the plugins aws-java-sdk2-*",
}
_PLUGIN_GROUPS = ("io.jenkins.plugins", "org.jenkins-ci.plugins", "org.jenkins-ci.modules")


class Pom:
    """A pom.xml, its namespace left out."""

    def __init__(self, file: Path):
        text = re.sub(r'\sxmlns="[^"]+"', "", file.read_text(encoding="utf-8"), count=1)
        self.root = ElementTree.fromstring(text)  # noqa: S314 our own file
        self.properties = {e.tag: (e.text or "").strip() for e in self.root.iterfind("properties/*")}

    def text(self, path: str) -> str:
        return (self.root.findtext(path) or "").strip()

    def resolved(self, text: str) -> str:
        """With its properties filled in."""
        known = {**self.properties, "project.artifactId": self.text("artifactId")}
        for _ in range(5):
            text = re.sub(r"\$\{([^}]+)\}", lambda m: known.get(m.group(1), m.group(0)), text)
        return text

    def dependencies(self) -> Iterator[tuple[str, str, str, str]]:
        """Group, artifact, version and scope."""
        for one in self.root.iterfind("dependencies/dependency"):
            group, artifact, version, scope = (
                (one.findtext(tag) or "").strip() for tag in ("groupId", "artifactId", "version", "scope")
            )
            yield group, artifact, version, scope or "compile"

    def plugins(self) -> list[str]:
        """The plugins that are needed at run time."""
        return [a for g, a, _, scope in self.dependencies() if is_plugin(g) and scope == "compile"]


def is_plugin(group: str) -> bool:
    return group.startswith(_PLUGIN_GROUPS)


def numbers(version: str) -> tuple[int, ...]:
    """Those it begins with: 6.2211.v27f gives 6 and 2211."""
    return tuple(int(part) for part in re.match(r"[\d.]*", version).group().split(".") if part)


def problems(pom: Pom) -> Iterator[str]:
    yield from _identity(pom)
    yield from _versions(pom)
    yield from _scm(pom)
    yield from _properties(pom)
    yield from _dependencies(pom)
    yield from _repositories(pom)


def _identity(pom: Pom) -> Iterator[str]:
    group, artifact, name = pom.text("groupId"), pom.text("artifactId"), pom.text("name")
    if group != "io.jenkins.plugins":
        yield f"groupId is '{group}', not io.jenkins.plugins"
    if not re.fullmatch(r"[a-z][a-z0-9-]*", artifact) or "jenkins" in artifact or len(artifact) >= 37:
        yield f"artifactId '{artifact}' is not lower case, is longer than 36 characters, or names Jenkins"
    if not name or "jenkins" in name.lower():
        yield f"name '{name}' is missing or names Jenkins"
    if not pom.text("description"):
        yield "description is missing"
    if pom.text("packaging") != "hpi":
        yield "packaging is not hpi"
    if pom.resolved(pom.text("url")) != f"https://github.com/jenkinsci/{artifact}-plugin":
        yield "url is not https://github.com/jenkinsci/${project.artifactId}-plugin"
    if not pom.text("licenses/license/name") or not pom.text("licenses/license/url").startswith("https:"):
        yield "licenses has no license with a name and an https url"
    if pom.root.find("developers") is not None:
        yield "developers is not to be given: the update site takes them from elsewhere"


def _versions(pom: Pom) -> Iterator[str]:
    if pom.text("parent/groupId") != "org.jenkins-ci.plugins" or pom.text("parent/artifactId") != "plugin":
        yield "parent is not org.jenkins-ci.plugins:plugin"
    if numbers(pom.text("parent/version")) < PARENT_MINIMUM:
        yield f"parent is {pom.text('parent/version')}, older than {'.'.join(map(str, PARENT_MINIMUM))}"
    jenkins = pom.resolved(pom.properties.get("jenkins.version", ""))
    if numbers(jenkins) < JENKINS_MINIMUM:
        yield f"jenkins.version is '{jenkins}', older than {'.'.join(map(str, JENKINS_MINIMUM))}"
    if not pom.properties.get("jenkins.version", "").startswith("${jenkins.baseline}"):
        yield "jenkins.version is not made of jenkins.baseline"
    version = pom.text("version")
    if "${changelist}" not in version or "${revision}" in version:
        yield f"version '{version}' is not made of changelist alone"


def _scm(pom: Pom) -> Iterator[str]:
    if not pom.text("scm/connection").startswith("scm:git:https://github.com/jenkinsci/"):
        yield "scm/connection is not https to github.com/jenkinsci"
    if not pom.text("scm/developerConnection").startswith("scm:git:"):
        yield "scm/developerConnection is missing"
    if not pom.text("scm/url").startswith("https://github.com/jenkinsci/"):
        yield "scm/url is not of github.com/jenkinsci"
    if pom.text("scm/tag") != "${scmTag}":
        yield "scm/tag is not ${scmTag}"


def _properties(pom: Pom) -> Iterator[str]:
    for name, value in REQUIRED.items():
        if pom.properties.get(name) != value:
            yield f"property {name} is not {value}"
    if not re.fullmatch(r"2\.\d+", pom.properties.get("jenkins.baseline", "")):
        yield "property jenkins.baseline is missing"
    for name in FORBIDDEN:
        if name in pom.properties:
            yield f"property {name} belongs to the parent"
    if pom.properties.get("hpi.bundledArtifacts", "").split(",") != list(BUNDLED):
        yield f"property hpi.bundledArtifacts is not {','.join(BUNDLED)}"


def _dependencies(pom: Pom) -> Iterator[str]:
    boms = [
        pom.resolved(one.findtext("artifactId") or "")
        for one in pom.root.iterfind("dependencyManagement/dependencies/dependency")
        if one.findtext("groupId") == "io.jenkins.tools.bom"
    ]
    if boms != [f"bom-{pom.properties.get('jenkins.baseline')}.x"]:
        yield f"the bom is not that of jenkins.baseline: {boms}"
    for group, artifact, version, scope in pom.dependencies():
        if is_plugin(group) and version:
            yield f"{artifact} has a version, which the bom manages"
        plugin = FROM_PLUGINS.get(f"{group}:{artifact}") or FROM_PLUGINS.get(group)
        if plugin and scope == "compile":
            yield f"{group}:{artifact} is to come from {plugin}"


def _repositories(pom: Pom) -> Iterator[str]:
    for path in ("repositories/repository/url", "pluginRepositories/pluginRepository/url"):
        for url in pom.root.iterfind(path):
            if not (url.text or "").strip().startswith("https://repo.jenkins-ci.org/"):
                yield f"{path} is not https://repo.jenkins-ci.org/"
