from __future__ import annotations

from pathlib import Path

import check_messages
import pytest

PAGE = """# Troubleshooting

| message | cause | what to do |
|---|---|---|
| `The bucket '…' lies in …`<br>`'…' is missing` | a | name another |
"""
JAVA = """class A {
    void a() {
        throw new OperationException(
                "The bucket '" + bucket + "' lies in " + (far ? "the moon" : region()), "Name another");
    }
    // new OperationException("Not there", "")
    /** new OperationException("Nor there", "") */
    void b() {
        throw new OperationException("'" + String.join(", ", names) + "' is missing", "Name it");
    }
}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path, check_messages.PAGE, PAGE)
    write(tmp_path, f"{check_messages.SOURCES}/engine/A.java", JAVA)
    return tmp_path


def write(root: Path, name: str, content: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(content, encoding="utf-8")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('"plain"', "plain"),
        ('"a " + b + " c"', "a … c"),
        ('"a " + b() + c.d(e, "f") + "g"', "a …g"),
        ('"two" + " parts"', "two parts"),
        ('"a" + (b ? "" : " (" + b + ")")', "a…"),
        ('"say \\"hi\\" to " + x', 'say "hi" to …'),
        ('e.problem() + "; left"', "…; left"),
        ('String.format(Locale.ROOT, "%.2f GB of %s", a, b)', "… GB of …"),
        ('"comma, (and [brackets])"', "comma, (and [brackets])"),
        ("'\"' + x", "…"),
        ("message", "…"),
    ],
)
def test_what_is_computed_is_dots(expression: str, expected: str) -> None:
    assert check_messages.skeleton(expression) == expected


def test_arguments_are_told_apart() -> None:
    java = "f(a(b, c), \"x, (y\", new int[] {1, 2}, ',') rest"
    assert [a.strip() for a in check_messages.arguments(java, 2)] == ["a(b, c)", '"x, (y"', "new int[] {1, 2}", "','"]


def test_each_message_has_its_entry(root: Path) -> None:
    assert check_messages.check(root) == []
    assert [m.place for m in check_messages.messages(root)] == ["engine/A.java:3", "engine/A.java:9"]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("lies in ", "is in ", "engine/A.java:3: no entry in docs/troubleshooting.md: The bucket '…' is in …"),
        ("lies in ", "is in ", "docs/troubleshooting.md:5: no error of the plugin reads: The bucket '…' lies in …"),
        ('"\'" + String.join(", ", names) + "\' is missing"', "text", "engine/A.java:9: the message cannot be read"),
    ],
)
def test_a_message_without_entry(root: Path, old: str, new: str, complaint: str) -> None:
    assert old in JAVA
    write(root, f"{check_messages.SOURCES}/engine/A.java", JAVA.replace(old, new))
    assert any(line.startswith(complaint) for line in check_messages.check(root)), check_messages.check(root)


def test_an_entry_without_remedy(root: Path) -> None:
    write(root, check_messages.PAGE, PAGE.replace("name another", ""))
    assert "says not what to do" in check_messages.check(root)[0]


@pytest.mark.parametrize(
    ("name", "java", "expected"),
    [
        ("engine/A.java", 'throw MachineFailure.of("It failed", r, x);', "It failed (exit code …)"),
        ("engine/A.java", 'throw new RegistryException(kind(), what + " was refused", null);', "… was refused"),
        ("engine/A.java", 'throw RegistryException.invalid("The " + x + " is odd", e);', "The … is odd"),
        ("engine/packager/InputChecks.java", 'require(a(b), "It is " + b, "Do");', "It is …"),
        ("engine/packager/AppConfigReader.java", 'throw wrong(line(n), "it must be " + x);', "…: it must be …"),
    ],
)
def test_calls_that_make_an_error_of_a_text(tmp_path: Path, name: str, java: str, expected: str) -> None:
    write(tmp_path, f"{check_messages.SOURCES}/{name}", f"class A {{ void a() {{\n{java}\n}} }}")
    assert [message.text for message in check_messages.messages(tmp_path)] == [expected]


def test_declarations_make_none(tmp_path: Path) -> None:
    declared = "class A {\n    private static void require(boolean met, String problem, String remedy) {}\n}"
    write(tmp_path, f"{check_messages.SOURCES}/engine/packager/InputChecks.java", declared)
    assert list(check_messages.messages(tmp_path)) == []


def test_the_plugins_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert check_messages.main([]) == 0, capsys.readouterr().out
    assert len(list(check_messages.messages(check_messages.ROOT))) > 100
