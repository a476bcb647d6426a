"""Number 21: the application's last lines, fit to be shown."""

from __future__ import annotations

import unicodedata

import pytest

from monai_runner import last_lines


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        ("", ""),
        ("\n\n \t\n", ""),
        ("a\nb\n", "a | b"),
        ("a\r\nb\r\n\r\n", "a | b"),
        ("10%\r20%\r100%\nend", "100% | end"),
        ("10%\r20%\r\r\n", "20%"),
        ("\x1b[31mred\x1b[0m \x1b[1;4mx", "red x"),
        ("\x9b31mred\x9b0m", "red"),
        ("\x1b]0;title\x07seen", "seen"),
        ("\x1b]8;;http://evil/\x1b\\text\x1b]8;;\x1b\\", "text"),
        ("\x1b[8mha:AAAA\x1b[0mseen", "ha:AAAAseen"),
        ("\x1bPq#0\x1b\\seen \x1b(B\x1bc", "seen"),
        ("a\x1b[2J\x1b[H", "a"),
        ("a\x1b", "a"),
        ("a\x1b[", "a"),
        ("a\x00b\x08c\x7fd", "a b c d"),
        ("abc\u202edef\u2066x\u200b\ufeff", "abcdefx"),
        ("a\u2028b\u2029c\u0085d", "a b c d"),
        ("a\ud800b\ue000c", "abc"),
        ("DOE^JANE \u4e2d\u6587 \u00e9", "DOE^JANE \u4e2d\u6587 \u00e9"),
        ("\ufffd\ufffd", "\ufffd\ufffd"),
    ],
)
def test_21_cleaned(log: str, expected: str) -> None:
    assert last_lines.of(log) == expected


@pytest.mark.parametrize(
    "log",
    [
        "x" * 10_000_000,
        "line\n" * 1_000_000,
        "\x1b[" * 1_000_000 + "end",
        "\x1b]" * 1_000_000 + "end",
        "\x1b" * 1_000_000,
        "\u202e" * 1_000_000,
        "\r" * 1_000_000 + "end",
        "".join(map(chr, range(0xD800))) * 3,
        "a\n" + "b" * 599 + "\n",
        "a\n" + "b" * 598 + "\n",
    ],
)
def test_21_bounded(log: str) -> None:
    text = last_lines.of(log)
    assert len(text) <= last_lines.LONGEST
    assert not [c for c in text if unicodedata.category(c)[0] in "CZ" and c != " "]


def test_21_the_end_is_kept() -> None:
    text = last_lines.of("first\n" + "x" * 700 + " RuntimeError: no CUDA\n")
    assert text.endswith("RuntimeError: no CUDA") and "first" not in text and len(text) == 600
    text = last_lines.of("\n".join(f"line {n:04d}" for n in range(1000)))
    assert text.endswith("line 0999") and 570 < len(text) <= 600
