"""What the Jenkins project asks of a plugin's files beside pom.xml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import yaml

JDKS = {21, 25}
_PICTURES = {".png", ".gif", ".jpg", ".jpeg", ".ico", ".svg"}
_BANNED_IMPORTS = {
    r"org\.apache\.commons\.lang\.": "commons-lang 2",
    r"javax\.servlet\.": "javax.servlet",
    r"org\.kohsuke\.stapler\.Stapler(?:Request|Response);": "Stapler's classes for javax.servlet",
    r"org\.junit\.(?!jupiter|platform)": "JUnit 4",
    r"org\.acegisecurity\.": "Acegi",
}


def problems(root: Path, artifact: str) -> Iterator[str]:
    yield from _present(root)
    yield from _owners(root, artifact)
    yield from _ignored(root)
    yield from _jenkinsfile(root)
    yield from _workflows(root)
    yield from _delivery(root)
    yield from _description(root)
    yield from _views(root)
    yield from _icons(root)
    yield from _imports(root)


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def _present(root: Path) -> Iterator[str]:
    for name in ("LICENSE", "README.md", "Jenkinsfile", ".gitignore", ".github/CODEOWNERS"):
        if not _read(root / name).strip():
            yield f"{name} is missing"


def _owners(root: Path, artifact: str) -> Iterator[str]:
    line = f"* @jenkinsci/{artifact}-plugin-developers"
    if line not in _read(root / ".github/CODEOWNERS").splitlines():
        yield f".github/CODEOWNERS lacks the line '{line}'"


def _ignored(root: Path) -> Iterator[str]:
    lines = {line.strip("/") for line in _read(root / ".gitignore").splitlines()}
    for folder in ("target", "work"):
        if folder not in lines:
            yield f".gitignore lacks {folder}"


def _jenkinsfile(root: Path) -> Iterator[str]:
    script = re.sub(r"/\*.*?\*/|//[^\n]*|^#![^\n]*", "", _read(root / "Jenkinsfile"), flags=re.DOTALL).strip()
    call = re.fullmatch(r"buildPlugin\s*\((.*)\)", script, re.DOTALL)
    if not call or re.search(r"\w\s*\(", call.group(1)):
        yield "Jenkinsfile is not one call of buildPlugin"
        return
    found = re.search(r"configurations\s*:\s*\[(.*)\]", call.group(1), re.DOTALL)
    configurations = re.findall(r"\[([^][]*)\]", found.group(1)) if found else []
    if not configurations:
        yield "Jenkinsfile has no configurations"
    for one in configurations:
        values = dict(re.findall(r"(\w+)\s*:\s*'?([\w.-]+)'?", one))
        if "platform" not in values or values.get("jdk", "") not in map(str, JDKS):
            yield f"Jenkinsfile: configuration [{one.strip()}] has no platform, or a jdk that is none of {sorted(JDKS)}"


def _workflows(root: Path) -> Iterator[str]:
    scan = _read(root / ".github/workflows/jenkins-security-scan.yml")
    if "jenkins-infra/jenkins-security-scan/" not in scan:
        yield ".github/workflows/jenkins-security-scan.yml is missing or does not call the scan"
    bot = yaml.safe_load(_read(root / ".github/dependabot.yml")) or {}
    kinds = {update.get("package-ecosystem") for update in bot.get("updates", [])}
    if not {"maven", "github-actions"} <= kinds:
        yield ".github/dependabot.yml does not update maven and github-actions"
    if list((root / ".github").rglob("release-drafter.y*ml")):
        yield "release-drafter does not go with continuous delivery"


def _delivery(root: Path) -> Iterator[str]:
    if "/maven-cd.yml@" not in _read(root / ".github/workflows/cd.yaml"):
        yield ".github/workflows/cd.yaml is missing or does not call maven-cd"
    if "git-changelist-maven-extension" not in _read(root / ".mvn/extensions.xml"):
        yield ".mvn/extensions.xml lacks git-changelist-maven-extension"
    if "-Dchangelist.format=%d.v%s" not in _read(root / ".mvn/maven.config").splitlines():
        yield ".mvn/maven.config lacks -Dchangelist.format=%d.v%s"


def _description(root: Path) -> Iterator[str]:
    text = re.sub(r"<[^>]*>", "", _read(root / "src/main/resources/index.jelly")).strip()
    if len(text) < 40 or "TODO" in text:
        yield "src/main/resources/index.jelly does not describe the plugin"


def _views(root: Path) -> Iterator[str]:
    resources = root / "src/main/resources"
    for file in sorted(resources.rglob("*.jelly")):
        name, text = file.relative_to(root), _read(file)
        if "<?jelly escape-by-default='true'?>" not in text.splitlines()[:3]:
            yield f"{name} does not begin with <?jelly escape-by-default='true'?>"
        try:
            tree = ElementTree.fromstring(text)  # noqa: S314 our own file
        except ElementTree.ParseError as e:
            yield f"{name} is not XML: {e}"
            continue
        for element in tree.iter():
            yield from (f"{name} {problem}" for problem in _element(element))


def _element(element: ElementTree.Element) -> Iterator[str]:
    if element.tag == "style" or "style" in element.attrib:
        yield "has a style of its own"
    if element.tag == "script" and "src" not in element.attrib and element.get("type") != "application/json":
        yield "has an inline script"
    for attribute in element.attrib:
        if re.fullmatch(r"on[a-z]+", attribute) and (attribute == "onclick" or not element.tag.startswith("{")):
            yield f"has an inline script in {attribute}"
    if "checkUrl" in element.attrib and "checkDependsOn" not in element.attrib:
        yield "has checkUrl without checkDependsOn"


def _icons(root: Path) -> Iterator[str]:
    for folder in ("src/main/resources", "src/main/webapp"):
        for file in sorted((root / folder).rglob("*")):
            symbol = file.suffix == ".svg" and file.parent.name == "symbols"
            if file.suffix.lower() in _PICTURES and not symbol:
                yield f"{file.relative_to(root)} is a picture: icons are symbols"
    for file in sorted((root / "src/main/java").rglob("*.java")):
        for icon in re.findall(r"getIconFileName\(\)\s*\{[^}]*?return\s+([^;]+);", _read(file)):
            literals = re.findall(r'"([^"]*)"', icon)
            if not all(literal.startswith("symbol-") for literal in literals):
                yield f"{file.relative_to(root)} has an icon that is no symbol: {icon.strip()}"
    for file in sorted((root / "src/main/resources").rglob("*.jelly")):
        for icon in re.findall(r'<l:icon\b[^>]*?\s(?:src|class)="([^"$]*)"', _read(file)):
            if not re.search(r"(^|\s)symbol-", icon) and not re.fullmatch(r"(icon-(sm|md|lg|xlg)\s*)+", icon):
                yield f"{file.relative_to(root)} has an icon that is no symbol: {icon}"


def _imports(root: Path) -> Iterator[str]:
    for file in sorted((root / "src").rglob("*.java")):
        for imported in re.findall(r"^import (?:static )?([^\n]+)$", _read(file), re.MULTILINE):
            for pattern, what in _BANNED_IMPORTS.items():
                if re.match(pattern, imported):
                    yield f"{file.relative_to(root)} uses {what}: {imported}"
