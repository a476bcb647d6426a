"""The uploads of the hostile test: keys, bodies, and what must become of each."""

from __future__ import annotations

import gzip
import io
import stat
import struct
import zipfile
from dataclasses import dataclass
from pathlib import Path

from studies import (
    bomb,
    encrypted_zip,
    series,
    slice_of,
    study_zip,
    symlink_zip,
    zip_of,
    zip_with_mode,
)


@dataclass(frozen=True)
class Case:
    """One upload. ``code`` is the failure's, or empty for a result of ``patient``."""

    key: str
    body: bytes
    code: str = ""
    patient: str = ""


def names(trap: Path) -> list[str]:
    """File names that would do harm, or at least confuse, if they met a shell, a path, a URL or
    a log. Those that run a command would make a file in ``trap``."""
    commands = [
        f"$(touch {trap}/1)",
        f"`touch {trap}/2`",
        f";touch {trap}/3;",
        f"&& touch {trap}/4 &&",
        f"| touch {trap}/5",
        f"' ; touch {trap}/6 ; '",
        f'" ; touch {trap}/7 ; "',
        f"\ntouch {trap}/8\n",
        f"\r\ntouch {trap}/9\r\n",
        f"a\\\ntouch {trap}/10",
        f"$(IFS=_;c=touch_{trap}/11;$c)",
        f"<(touch {trap}/12)",
        f">{trap}/13",
        f"2>{trap}/14",
        f"{{touch,{trap}/15}}",
        f"%0atouch {trap}/16",
        f"%24%28touch {trap}/17%29",
        f"${{x:=$(touch {trap}/18)}}",
        f"!touch {trap}/19",
        f'" -o {trap}/20 "',
        f"--output={trap}/21",
        f"-v {trap}/22:/x",
        f"$(touch${{IFS}}{trap}/23)",
        f"'\"`;touch {trap}/24",
        f"%60touch {trap}/25%60",
        f"\\$(touch {trap}/26)",
        f"\\`touch {trap}/27\\`",
        f"|| touch {trap}/28",
        f"& touch {trap}/29 &",
        f"$((`touch {trap}/30`))",
    ]
    plain = [
        "a b", "a  b", " leading", "trailing ", "a+b", "a++b", "a%20b", "a%2Bb", "a%252Bb", "%",
        "%%", "%zz", "+", "a&b=c", "a?b", "a#b", "a:b", "a;b", "a,b=c", "a@b", "a!b", "a$b", "a^b",
        "a~b", "a*b", "a[0]", "a{b}", "a(b)", "a<b>", 'a"b', "a'b", "a`b", "a|b", "a\\b", "a\tb",
        "a\nb", "a\rb", "\x01\x02\x1f", "\x7f", "-rf", "--help", "-", ".hidden", "...", "..a",
        "CON", "NUL", "aux.dcm", "x.dcm.", "\u00e9", "e\u0301", "\u00fcml\u00e4ut",
        "\u4e2d\u6587", "\u0645\u0631\u064a\u0636", "\U0001f480", "\u202egnp.exe", "\u200b",
        "\ufeff", "\u2028", "\u0130", "\u00df", "null", "None", "true", "0", "1e9",
        "{{7*7}}", "${jndi:ldap://127.0.0.1/x}", "<script>alert(1)</script>", "' OR 1=1 --",
        "%s%n%x", "{0}", "result.json", "log.txt", "dicom", "files", "dicom_", "x.reason.json",
        ".monai", "input", "results", "failed", "x" * 990, "\u4e2d" * 330, "d/" * 450 + "x",
        "y" * 1000,
    ]  # fmt: skip
    return commands + plain


def paths() -> list[str]:
    """Whole keys below the input prefix that look like paths somewhere else."""
    return [
        "/x", "//x", "a//b", "a/./b", "./x", "a/..b", "etc/passwd", "~/x", "~root/x", "C:/x",
        "\\\\host\\share", "results/x", "input/x", ".monai/jobs/x", "failed/x.reason.json",
        "a/dicom/b", "a/files/b", "a/result.json", "a",
    ]  # fmt: skip


def _raw_zip(names_and_bodies: list[tuple[str, bytes]]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, body in names_and_bodies:
            info = zipfile.ZipInfo("x")
            info.filename = name  # past the constructor, which cleans it
            archive.writestr(info, body)
    return target.getvalue()


def _forged_count(count: int) -> bytes:
    """An archive whose end claims this many entries."""
    body = bytearray(study_zip("P", 1))
    end = body.rfind(b"PK\x05\x06")
    body[end + 8 : end + 12] = struct.pack("<HH", count, count)
    body[end + 12 : end + 16] = struct.pack("<I", 0x7FFFFFFF)
    return bytes(body)


def _forged_sizes() -> bytes:
    """A bomb that declares to be small."""
    body = bytearray(bomb(64))
    small = struct.pack("<I", 1000)
    body[22:26] = small
    central = body.rfind(b"PK\x01\x02")
    body[central + 24 : central + 28] = small
    return bytes(body)


def archives() -> list[tuple[str, bytes, str]]:
    """Archives by the name of what is wrong with them, and the code of the failure."""
    good = study_zip("P", 2)
    slices = series("P", 2)
    several = series("Q", 1)
    flipped = bytearray(good)
    flipped[200:240] = bytes(40)
    bad_method = bytearray(study_zip("P", 1))
    bad_method[8:10] = b"\x63\x00"
    central = bad_method.rfind(b"PK\x01\x02")
    bad_method[central + 10 : central + 12] = b"\x63\x00"
    many = {f"f{number}": b"x" for number in range(150)}
    found = [
        ("empty.zip", zip_of({}), "ARCHIVE_EMPTY"),
        ("folders.zip", zip_of({"a/": b"", "a/b/": b""}), "ARCHIVE_EMPTY"),
        ("litter.zip", zip_of({"__MACOSX/a": b"x", ".DS_Store": b"x"}), "ARCHIVE_EMPTY"),
        ("truncated.zip", good[: len(good) // 2], "ARCHIVE_BROKEN"),
        ("truncated-end.zip", good[:-10], "ARCHIVE_BROKEN"),
        ("header-only.zip", good[:4], "ARCHIVE_BROKEN"),
        ("flipped.zip", bytes(flipped), "ARCHIVE_BROKEN"),
        ("method.zip", bytes(bad_method), "ARCHIVE_BROKEN"),
        ("text.zip", b"not an archive", "ARCHIVE_BROKEN"),
        ("text.ZIP", b"not an archive", "ARCHIVE_BROKEN"),
        ("text.Zip", b"PK", "ARCHIVE_BROKEN"),
        ("bomb.zip", bomb(64), "TOO_LARGE"),
        ("bomb-unnamed", bomb(64), "TOO_LARGE"),
        ("bomb-liar.zip", _forged_sizes(), "ARCHIVE_BROKEN"),
        ("bomb-bzip2.zip", zip_of({"a": bytes(64 << 20)}, zipfile.ZIP_BZIP2), "TOO_LARGE"),
        ("bomb-lzma.zip", zip_of({"a": bytes(64 << 20)}, zipfile.ZIP_LZMA), "TOO_LARGE"),
        ("bomb-many.zip", zip_of({f"{n}": bytes(1 << 20) for n in range(20)}), "TOO_LARGE"),
        ("nested.zip", zip_of({"a.zip": good}), "ARCHIVE_NESTED"),
        ("nested-hidden.zip", zip_of({"a.dcm": good}), "ARCHIVE_NESTED"),
        ("nested-gz.zip", zip_of({"a.dcm": gzip.compress(good)}), "ARCHIVE_NESTED"),
        ("nested-7z.zip", zip_of({"a.7Z": b"x"}), "ARCHIVE_NESTED"),
        ("files.zip", zip_of(many), "TOO_MANY_FILES"),
        ("count.zip", _forged_count(65_000), "TOO_MANY_FILES"),
        ("password.zip", encrypted_zip(), "ARCHIVE_PASSWORD"),
        ("symlink.zip", symlink_zip(), "ARCHIVE_SYMLINK"),
        ("fifo.zip", zip_with_mode("p", b"", stat.S_IFIFO), "ARCHIVE_SPECIAL_FILE"),
        ("device.zip", zip_with_mode("p", b"", stat.S_IFBLK), "ARCHIVE_SPECIAL_FILE"),
        ("char.zip", zip_with_mode("p", b"", stat.S_IFCHR), "ARCHIVE_SPECIAL_FILE"),
        ("socket.zip", zip_with_mode("p", b"", stat.S_IFSOCK), "ARCHIVE_SPECIAL_FILE"),
        ("patients.zip", zip_of({"a": slices[0], "b": several[0]}), "SEVERAL_PATIENTS"),
        (
            "studies.zip",
            zip_of({"a": slice_of("P", "1.2.3"), "b": slice_of("P", "1.2.4")}),
            "SEVERAL_STUDIES",
        ),
        (
            "patients-one-instance.zip",
            zip_of({"a": slice_of("P", "1.2.3"), "b": slice_of("Q", "1.2.3")}),
            "SEVERAL_PATIENTS",
        ),
        (
            "patients-no-id.zip",
            zip_of(
                {
                    "a": slice_of("", "1.2.3", 1, PatientName="A"),
                    "b": slice_of("", "1.2.3", 2, PatientName="B"),
                }
            ),
            "SEVERAL_PATIENTS",
        ),
        ("pictures.zip", zip_of({"a.png": b"\x89PNG\r\n", "b.txt": b"x"}), "NOT_DICOM"),
    ]
    for number, name in enumerate(
        ["../x", "a/../../x", "/etc/cron.d/x", "..\\x", "C:\\x", "C:/x", "a/..", "\\\\h\\s\\x"]
    ):
        body = _raw_zip([("IM1", slices[0]), (name, b"x")])
        found.append((f"slip{number}.zip", body, "ARCHIVE_PATH"))
    return found


def no_dicom() -> list[tuple[str, bytes, str]]:
    """Uploads that are no study."""
    ct = series("P", 1)[0]
    return [
        ("empty.dcm", b"", "EMPTY_OBJECT"),
        ("empty.zip", b"", "EMPTY_OBJECT"),
        ("empty", b"", "EMPTY_OBJECT"),
        ("folder/", b"content", "INVALID_KEY"),
        ("text.dcm", b"hello", "NOT_DICOM"),
        ("preamble.dcm", bytes(128) + b"DICM", "DICOM_BROKEN"),
        ("zeros.dcm", bytes(10_000), "NOT_DICOM"),
        ("ff.dcm", b"\xff" * 10_000, "NOT_DICOM"),
        ("cut.dcm", ct[:200], "DICOM_BROKEN"),
        ("script.sh", b"#!/bin/sh\nid\n", "NOT_DICOM"),
        ("elf.dcm", b"\x7fELF" + bytes(500), "NOT_DICOM"),
        ("tar.gz", gzip.compress(b"x" * 1000), "NOT_DICOM"),
        ("pdf.pdf", b"%PDF-1.7\n" + bytes(300), "NOT_DICOM"),
        ("page.html", b"<html></html>" * 20, "NOT_DICOM"),
        ("large.dcm", ct + bytes(17 << 20), "TOO_LARGE"),
    ]


def all_cases(trap: Path) -> list[Case]:
    """More than 200 uploads; each good one is of a patient of its own."""
    cases: list[Case] = []
    for number, name in enumerate(names(trap)):
        folder = "input/" if len(name.encode()) > 900 else "input/names/"
        patient = f"N{number:03d}"
        zipped = number % 5 == 0
        body = study_zip(patient, 1) if zipped else series(patient, 1)[0]
        cases.append(Case(folder + name, body, patient=patient))
    for number, path in enumerate(paths()):
        patient = f"W{number:03d}"
        cases.append(Case("input/" + path, series(patient, 1)[0], patient=patient))
    for folder in ("one", "two"):
        for number in range(10):
            patient = f"{folder.upper()}{number}"
            ending = [".zip", ".ZIP", ".dcm", "", ".Zip"][number % 5]
            key = f"input/{folder}/same{number}{ending}"
            cases.append(
                Case(key, study_zip(patient, 1), patient=patient)
                if ending.lower() == ".zip"
                else Case(key, series(patient, 1)[0], patient=patient)
            )
    for folder, bad in (("archives", archives()), ("files-", no_dicom())):
        for name, body, code in bad:
            cases.append(Case(f"input/{folder}/{name}", body, code))
    return cases
