"""Each rule is broken once on a copy, and must be noticed."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import hosting_check
import hosting_pom
import pytest

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("pom.xml", "Jenkinsfile", "LICENSE", "README.md", ".gitignore", ".github", ".mvn", "src/main")
JAVA = "src/main/java/io/jenkins/plugins/monai/Broken.java"
VIEW = "src/main/resources/io/jenkins/plugins/monai/Broken/index.jelly"
ESCAPED = "<?jelly escape-by-default='true'?>\n"

#: File, what it says, what it is made to say (None for a file that is gone), and what the check must complain of.
CHANGES = [
    (
        "pom.xml",
        "<groupId>io.jenkins.plugins</groupId>\n  <art",
        "<groupId>org.example</groupId>\n  <art",
        "groupId is",
    ),
    ("pom.xml", "<artifactId>monai-deploy<", "<artifactId>Monai<", "artifactId 'Monai'"),
    ("pom.xml", "<artifactId>monai-deploy<", "<artifactId>monai-jenkins<", "artifactId 'monai-jenkins'"),
    ("pom.xml", "<artifactId>monai-deploy<", f"<artifactId>{'m' * 37}<", "longer than 36"),
    ("pom.xml", "<name>MONAI Deploy on AWS<", "<name>MONAI for Jenkins<", "name 'MONAI for Jenkins'"),
    ("pom.xml", "<name>MONAI Deploy on AWS</name>", "", "name ''"),
    ("pom.xml", "description>", "was>", "description is missing"),
    ("pom.xml", "<packaging>hpi<", "<packaging>jar<", "packaging"),
    (
        "pom.xml",
        "<url>https://github.com/jenkinsci/${project.artifactId}-plugin<",
        "<url>https://example.org<",
        "url is not",
    ),
    ("pom.xml", "licenses>", "none>", "licenses"),
    ("pom.xml", "<url>https://www.apache.org", "<url>http://www.apache.org", "licenses"),
    ("pom.xml", "<scm>", "<developers/><scm>", "developers"),
    ("pom.xml", "<version>6.2211.", "<version>5.2211.", "parent is 5.2211"),
    ("pom.xml", "<version>6.2211.", "<version>6.2210.", "parent is 6.2210"),
    ("pom.xml", "<artifactId>plugin<", "<artifactId>jenkins<", "org.jenkins-ci.plugins:plugin"),
    (
        "pom.xml",
        "<jenkins.version>${jenkins.baseline}.3<",
        "<jenkins.version>${jenkins.baseline}.2<",
        "older than 2.541.3",
    ),
    ("pom.xml", "<jenkins.version>${jenkins.baseline}.3<", "<jenkins.version>2.541.3<", "not made of jenkins.baseline"),
    ("pom.xml", "<jenkins.baseline>2.541</jenkins.baseline>", "", "jenkins.baseline is missing"),
    ("pom.xml", "<version>${changelist}<", "<version>1.0-SNAPSHOT<", "changelist alone"),
    ("pom.xml", "<version>${changelist}<", "<version>${revision}${changelist}<", "changelist alone"),
    ("pom.xml", "scm:git:https://", "scm:git:git://", "scm/connection"),
    ("pom.xml", "developerConnection>", "was>", "scm/developerConnection"),
    ("pom.xml", "<tag>${scmTag}<", "<tag>HEAD<", "scm/tag"),
    ("pom.xml", "</tag>\n    <url>https://github.com", "</tag>\n    <url>git://github.com", "scm/url"),
    ("pom.xml", "<properties>", "<properties><java.level>8</java.level>", "java.level"),
    ("pom.xml", "asn-one,sshj<", "asn-one,sshj,slf4j-api<", "hpi.bundledArtifacts"),
    ("pom.xml", "bom-${jenkins.baseline}.x", "bom-2.504.x", "the bom"),
    (
        "pom.xml",
        "<artifactId>credentials</artifactId>",
        "<artifactId>credentials</artifactId><version>1</version>",
        "bom manages",
    ),
    ("pom.xml", "<groupId>com.hierynomus<", "<groupId>org.yaml<", "snakeyaml-api"),
    ("pom.xml", "<groupId>com.hierynomus<", "<groupId>software.amazon.awssdk<", "aws-java-sdk2-*"),
    ("pom.xml", "https://repo.jenkins-ci.org/public/", "http://repo.jenkins-ci.org/public/", "epositor"),
    ("LICENSE", "", None, "LICENSE is missing"),
    ("README.md", "", None, "README.md is missing"),
    ("Jenkinsfile", "", None, "Jenkinsfile is missing"),
    ("Jenkinsfile", "buildPlugin(", "buildPluginWithGradle(", "not one call"),
    ("Jenkinsfile", "buildPlugin(", "echo 'x'\nbuildPlugin(", "not one call"),
    ("Jenkinsfile", "jdk: 21", "jdk: 17", "none of [21, 25]"),
    ("Jenkinsfile", "platform: 'linux', jdk: 25", "jdk: 25", "no platform"),
    ("Jenkinsfile", "configurations: [", "others: [", "no configurations"),
    (".github/CODEOWNERS", "monai-deploy-plugin-developers", "somebody", "CODEOWNERS lacks"),
    (".gitignore", "target/\n", "", ".gitignore lacks target"),
    (".gitignore", "work/\n", "", ".gitignore lacks work"),
    (".github/workflows/jenkins-security-scan.yml", "", None, "jenkins-security-scan.yml"),
    (
        ".github/workflows/jenkins-security-scan.yml",
        "jenkins-infra/jenkins-security-scan/",
        "me/scan/",
        "does not call the scan",
    ),
    (".github/dependabot.yml", "", None, "dependabot"),
    (".github/dependabot.yml", "package-ecosystem: maven", "package-ecosystem: npm", "dependabot"),
    (".github/workflows/cd.yaml", "", None, "cd.yaml"),
    (".mvn/extensions.xml", "", None, "extensions.xml"),
    (".mvn/maven.config", "-Dchangelist.format=%d.v%s", "", "maven.config"),
    ("src/main/resources/index.jelly", "", None, "does not describe"),
    ("src/main/resources/index.jelly", "<div>", "<div>TODO", "does not describe"),
]

#: New files: path, content, and what the check must complain of.
ADDITIONS = [
    (".github/release-drafter.yml", "x: y", "release-drafter"),
    (VIEW, "<div/>", "escape-by-default"),
    (VIEW, ESCAPED + "<div>", "is not XML"),
    (VIEW, ESCAPED + "<div><style>a{}</style></div>", "style of its own"),
    (VIEW, ESCAPED + '<div style="color: red"/>', "style of its own"),
    (VIEW, ESCAPED + "<div><script>alert(1)</script></div>", "inline script"),
    (VIEW, ESCAPED + '<div><a onmouseover="x()"/></div>', "inline script in onmouseover"),
    (VIEW, ESCAPED + '<f:x xmlns:f="/lib/form" onclick="x()"/>', "inline script in onclick"),
    (VIEW, ESCAPED + '<f:x xmlns:f="/lib/form" checkUrl="x"/>', "checkUrl without checkDependsOn"),
    (VIEW, ESCAPED + '<l:icon xmlns:l="/lib/layout" src="a.png"/>', "an icon that is no symbol"),
    ("src/main/webapp/images/a.png", "x", "is a picture"),
    (JAVA, 'class B { public String getIconFileName() {\n return "a.png"; } }', "an icon that is no symbol"),
    (JAVA, "import org.apache.commons.lang.StringUtils;", "commons-lang 2"),
    (JAVA, "import javax.servlet.ServletException;", "javax.servlet"),
    (JAVA, "import org.kohsuke.stapler.StaplerRequest;", "Stapler's classes"),
    (JAVA, "import static org.junit.Assert.assertTrue;", "JUnit 4"),
    (JAVA, "import org.acegisecurity.Authentication;", "Acegi"),
]

#: What keeps the rules, however it looks.
ALLOWED = [
    (VIEW, ESCAPED + '<f:x xmlns:f="/lib/form" checkUrl="x" checkDependsOn=""/>'),
    (VIEW, ESCAPED + '<div><script src="a.js"/><script type="application/json">{}</script></div>'),
    (VIEW, ESCAPED + '<l:icon xmlns:l="/lib/layout" src="symbol-cube"/>'),
    ("src/main/resources/images/symbols/monai.svg", "<svg/>"),
    (JAVA, 'class B { public String getIconFileName() {\n return hidden ? null : "symbol-cube"; } }'),
    (JAVA, "import org.junit.jupiter.api.Test;\nimport org.kohsuke.stapler.StaplerRequest2;"),
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for part in PARTS:
        source, target = ROOT / part, tmp_path / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("*.java"))
        else:
            shutil.copy(source, target)
    return tmp_path


def write(root: Path, name: str, content: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(content)


def test_the_rules_are_kept(copy: Path) -> None:
    assert hosting_check.check(copy) == []
    assert hosting_check.check(ROOT) == []


@pytest.mark.parametrize(("name", "old", "new", "complaint"), CHANGES, ids=[f"{c[0]}: {c[3]}" for c in CHANGES])
def test_a_change_that_breaks_a_rule(copy: Path, name: str, old: str, new: str | None, complaint: str) -> None:
    file = copy / name
    if new is None:
        file.unlink()
    else:
        text = file.read_text()
        assert old in text, "the change is none"
        file.write_text(text.replace(old, new))
    found = hosting_check.check(copy)
    assert any(complaint in problem for problem in found), found


@pytest.mark.parametrize("name", hosting_pom.REQUIRED)
def test_a_switch_that_is_off(copy: Path, name: str) -> None:
    pom = copy / "pom.xml"
    pom.write_text(pom.read_text().replace(f"<{name}>", f"<was.{name}>").replace(f"</{name}>", f"</was.{name}>"))
    assert f"pom.xml: property {name} is not {hosting_pom.REQUIRED[name]}" in hosting_check.check(copy)


@pytest.mark.parametrize(("name", "content", "complaint"), ADDITIONS, ids=[f"{a[0]}: {a[2]}" for a in ADDITIONS])
def test_a_file_that_breaks_a_rule(copy: Path, name: str, content: str, complaint: str) -> None:
    write(copy, name, content)
    found = hosting_check.check(copy)
    assert any(complaint in problem for problem in found), found


@pytest.mark.parametrize(("name", "content"), ALLOWED)
def test_a_file_that_keeps_the_rules(copy: Path, name: str, content: str) -> None:
    write(copy, name, content)
    assert hosting_check.check(copy) == []


Archive = Callable[..., Path]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Writes an archive as it should be, but for what is given."""
    pom = hosting_pom.Pom(ROOT / "pom.xml")

    def make(content: dict[str, str | bytes | None], **fields: str) -> Path:
        manifest = {
            "Manifest-Version": "1.0",
            "Group-Id": "io.jenkins.plugins",
            "Artifact-Id": "monai-deploy",
            "Short-Name": "monai-deploy",
            "Long-Name": pom.text("name"),
            "Url": "https://github.com/jenkinsci/monai-deploy-plugin",
            "Plugin-Version": "1",
            "Jenkins-Version": "2.541.3",
            "Minimum-Java-Version": "17",
            "Plugin-Dependencies": ",".join(f"{plugin}:2.42.33-70.v1" for plugin in pom.plugins()),
            "Plugin-License-Name": "Apache License, Version 2.0",
            "Plugin-License-Url": "https://www.apache.org/licenses/LICENSE-2.0",
        } | {name.replace("_", "-"): value for name, value in fields.items()}
        jars = ("asn-one-0.6.0", "sshj-0.40.0", "monai-deploy")
        files: dict[str, str | bytes | None] = {f"WEB-INF/lib/{jar}.jar": "" for jar in jars}
        with zipfile.ZipFile(tmp_path / "a.hpi", "w") as made:
            made.writestr("META-INF/MANIFEST.MF", "".join(f"{name}: {value}\r\n" for name, value in manifest.items()))
            for name, text in (files | content).items():
                if text is not None:
                    made.writestr(name, text)
        return tmp_path / "a.hpi"

    return make


def test_an_archive_that_keeps_the_rules(archive: Archive) -> None:
    assert hosting_check.check(ROOT, archive({})) == []


def test_an_archive_that_is_not_there(tmp_path: Path) -> None:
    assert "is missing: make hpi writes it" in hosting_check.check(ROOT, tmp_path / "none.hpi")[0]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ({"WEB-INF/lib/slf4j-api-2.0.jar": ""}, "bundles slf4j-api-2.0.jar"),
        ({"WEB-INF/lib/sshj-0.39.0.jar": ""}, "not one sshj"),
        ({"WEB-INF/lib/asn-one-0.6.0.jar": None}, "not one asn-one"),
        ({"WEB-INF/lib/monai-deploy.jar": None}, "not one jar of its own"),
        ({"WEB-INF/classes/A.class": ""}, "has WEB-INF/classes/A.class"),
    ],
)
def test_content_that_may_not_be(archive: Archive, content: dict[str, str | bytes | None], complaint: str) -> None:
    found = hosting_check.check(ROOT, archive(content))
    assert any(complaint in problem for problem in found), found


@pytest.mark.parametrize("jar", ["eventbridge-2.42.33", "sshj-0.40.0", "monai-deploy"])
@pytest.mark.parametrize(
    "content",
    [
        "software/amazon/awssdk/services/eventbridge/EventBridgeClient.class",
        "META-INF/versions/9/software/amazon/awssdk/A.class",
        "io/jenkins/shaded/software/amazon/awssdk/A.class",
        "com/amazonaws/AmazonClientException.class",
    ],
)
def test_nothing_of_the_aws_sdk_is_bundled(archive: Archive, jar: str, content: str) -> None:
    library = io.BytesIO()
    with zipfile.ZipFile(library, "w") as made:
        made.writestr(content, "")
    name = f"WEB-INF/lib/{jar}.jar"
    found = hosting_check.check(ROOT, archive({name: library.getvalue()}))
    assert f"{name} has a part of the AWS SDK, which is to come from the SDK plugins alone" in "\n".join(found)


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"Short_Name": "monai"}, "Short-Name is 'monai'"),
        ({"Group_Id": "org.example"}, "Group-Id is"),
        ({"Jenkins_Version": "2.504.1"}, "Jenkins-Version is too old"),
        ({"Minimum_Java_Version": "21"}, "Minimum-Java-Version is"),
        ({"Plugin_Version": ""}, "Plugin-Version is missing"),
        ({"Plugin_License_Name": ""}, "Plugin-License-Name is"),
        ({"Plugin_Dependencies": "credentials:1"}, "lacks aws-credentials"),
        ({"Plugin_Dependencies": "aws-java-sdk2-core:2.1-1,aws-java-sdk2-ec2:2.2-1"}, "not one version of the AWS SDK"),
        ({"Plugin_Dependencies": "git:1"}, "has git, which pom.xml has not"),
        ({"Plugin_Dependencies": "credentials:${version}"}, "has 'credentials:${version}'"),
    ],
)
def test_a_manifest_that_says_something_else(archive: Archive, fields: dict[str, str], complaint: str) -> None:
    found = hosting_check.check(ROOT, archive({}, **fields))
    assert any(complaint in problem for problem in found), found
