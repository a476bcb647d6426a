from __future__ import annotations

from pathlib import Path

import check_links
import pytest


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/other page.md").write_text("# Other\n")
    (tmp_path / "docs/steps.md").write_text(
        "# Steps\n\n## monaiBuildMap\n\n### IAM actions\n\n## With `code`, and more!\n\n### IAM actions\n\n"
        '<a id="by-hand"></a>\n\n```sh\n# no heading\n```\n\n## [A link](other.md)\n'
    )
    return tmp_path


def found(root: Path, text: str) -> list[str]:
    (root / "README.md").write_text(text)
    return check_links.check([root / "README.md"], root)


@pytest.mark.parametrize(
    "text",
    [
        "[steps](docs/steps.md)",
        "[steps](docs/steps.md#monaibuildmap)",
        "[steps](docs/steps.md#iam-actions) and [again](docs/steps.md#iam-actions-1)",
        "[steps](docs/steps.md#with-code-and-more)",
        "[steps](docs/steps.md#by-hand) [x](docs/steps.md#a-link)",
        "[folder](docs/) [escaped](docs/other%20page.md) [angles](<docs/steps.md>)",
        '[title](docs/steps.md "a title") ![picture](docs/steps.md)',
        "[out](https://example.org/a?b=c#d) [mail](mailto:a@example.org)",
        "# Here\n[here](#here)",
        "[ref][1]\n\n[1]: docs/steps.md\n",
        '<a href="docs/steps.md">x</a>',
        "`[code](nowhere.md)` and ``[code `too](nowhere.md)``",
        "```\n[code](nowhere.md)\n```\n",
        "<!-- [comment](nowhere.md) -->",
        "[![picture](docs/steps.md)](docs/steps.md)",
    ],
)
def test_links_that_lead_somewhere(root: Path, text: str) -> None:
    assert found(root, text) == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[x](docs/nowhere.md)", "names no file"),
        ("[x](docs/steps.md#nowhere)", "names no heading of docs/steps.md"),
        ("[x](docs/steps.md#no-heading)", "names no heading"),
        ("[x](docs/steps.md#iam-actions-2)", "names no heading"),
        ("[x](#nowhere)", "names no heading of README.md"),
        ("[x](/docs/steps.md)", "is absolute"),
        ("[x](../outside.md)", "leads out of the repository"),
        ("[x](https:///path)", "has no host"),
        ("[x](ftp://example.org/)", "has the scheme ftp"),
        ("[x]()", "is empty"),
        ("[ref][1]\n\n[1]: nowhere.md\n", "names no file"),
        ('<img src="nowhere.png">', "names no file"),
        ("[![picture](nowhere.png)](docs/steps.md)", "names no file"),
        ("![picture](nowhere.png)", "names no file"),
    ],
)
def test_links_that_lead_nowhere(root: Path, text: str, why: str) -> None:
    lines = found(root, text)
    assert len(lines) == 1
    assert why in lines[0]


def test_the_line_is_named(root: Path) -> None:
    assert found(root, "one\n\n```\ncode\n```\n\n[x](nowhere.md)") == ["README.md:7: link 'nowhere.md' names no file"]


def test_the_documentation(capsys: pytest.CaptureFixture[str]) -> None:
    assert check_links.main([]) == 0, capsys.readouterr().out
