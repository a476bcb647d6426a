"""Issue 9, number 2: one patient stays one, two stay two. The rule is in lambda/README.md."""

from __future__ import annotations

import io
import unicodedata
from pathlib import Path
from typing import Any

import pydicom
import pytest
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

from studies import slice_of
from test_accounting import judged

BLANK = {"PatientID": "", "PatientName": "", "PatientBirthDate": "", "PatientSex": ""}


def bodies(*changes: dict[str, Any]) -> list[bytes]:
    """Slices of one study whose patient has these attributes and no others."""
    return [slice_of("", "1.2.3", n, **{**BLANK, **change}) for n, change in enumerate(changes, 1)]


def verdict(folder: Path, *changes: dict[str, Any]) -> str:
    """Empty for one patient, else the message."""
    return said(judged(folder, *bodies(*changes))["failure"])


def said(failure: list[str] | None) -> str:
    if failure is None:
        return ""
    assert failure[0] == "SEVERAL_PATIENTS"
    return failure[1]


def named(*names: str, **more: Any) -> list[dict[str, Any]]:
    return [{"PatientName": name, **more} for name in names]


class TestOnePatient:
    @pytest.mark.parametrize(
        "changes",
        [
            [{"PatientID": "1"}, {}],
            [{"PatientID": "1"}, {"PatientID": "1", "IssuerOfPatientID": "A"}, {"PatientID": "1"}],
            [{"PatientID": "1"}, {"PatientID": " 1 "}, {"PatientID": "1\0"}],
            [{"PatientID": "1"}, {"PatientName": "Doe^Jane"}, {"PatientBirthDate": "19700131"}],
            [{"PatientBirthDate": "19700131"}, {"PatientBirthDate": "1970.01.31"}],
            [{"PatientBirthDate": "19700131"}, {"PatientBirthDate": "00000000"}],
            [{"PatientSex": "F"}, {"PatientSex": "U"}, {"PatientSex": ""}, {"PatientSex": "f"}],
            [{}, {"PatientID": ""}],
        ],
    )
    def test_absent_says_nothing(self, tmp_path: Path, changes: list[dict[str, Any]]) -> None:
        assert verdict(tmp_path, *changes) == ""

    @pytest.mark.parametrize(
        "names",
        [
            ["Doe^Jane", "Doe^Jane^^^", "DOE^JANE", "doe^jane", "Doe^Jane=", "Doe^Jane=="],
            ["Doe^Jane", " Doe ^ Jane ", "Doe^Jane  "],
            ["Doe^Jane", "Doe", "Doe^Jane^M", "^Jane", "Doe^Jane^^Dr", "^^^^"],
            ["de  la Cruz^Ana", "De La Cruz^ANA"],
            ["Straße^Jörg", "STRASSE^JÖRG"],
            ["Müller^Zoë", unicodedata.normalize("NFD", "Müller^Zoë")],
            ["Yamada^Tarou", "Yamada^Tarou=山田^太郎", "=山田^太郎", "==やまだ^たろう"],
            ["ﾔﾏﾀﾞ^ﾀﾛｳ", "ヤマダ^タロウ"],
        ],
    )
    def test_names_that_are_one(self, tmp_path: Path, names: list[str]) -> None:
        assert verdict(tmp_path, *named(*names, SpecificCharacterSet="ISO_IR 192")) == ""

    def test_one_name_in_several_character_sets(self, tmp_path: Path) -> None:
        name = "Müller^Zoë"
        changes = [
            {"PatientName": name, "SpecificCharacterSet": "ISO_IR 192"},
            {"PatientName": name, "SpecificCharacterSet": "ISO_IR 100"},
            {"PatientName": name, "SpecificCharacterSet": "ISO 2022 IR 100"},
        ]
        undeclared = [
            body.replace(b"\x08\x00\x05\x00CS", b"\x08\x00\x06\x00CS")
            for body in bodies(*changes[:2])
        ]
        undeclared[0] = undeclared[0].replace(b"1.2.3.1.1", b"1.2.3.1.8")
        undeclared[1] = undeclared[1].replace(b"1.2.3.1.2", b"1.2.3.1.9")
        assert said(judged(tmp_path, *bodies(*changes), *undeclared)["failure"]) == ""

    def test_code_extensions(self, tmp_path: Path) -> None:
        name = "Yamada^Tarou=山田^太郎=やまだ^たろう"
        changes: list[dict[str, Any]] = [
            {"PatientName": name, "SpecificCharacterSet": "ISO_IR 192"},
            {"PatientName": name, "SpecificCharacterSet": ["", "ISO 2022 IR 87"]},
        ]
        assert verdict(tmp_path, *changes) == ""

    @pytest.mark.parametrize(
        "keyword", ["OtherPatientIDsSequence", "SourcePatientGroupIdentificationSequence"]
    )
    def test_what_a_patient_is_called_elsewhere(self, tmp_path: Path, keyword: str) -> None:
        other = Dataset()
        other.PatientID = "2"
        assert verdict(tmp_path, {"PatientID": "1", keyword: Sequence([other])}) == ""

    def test_what_a_patient_was_called_before(self, tmp_path: Path) -> None:
        before, change = Dataset(), Dataset()
        before.PatientID, before.PatientName = "2", "Maiden^Name"
        change.ModifiedAttributesSequence = Sequence([before])
        original = {"OriginalAttributesSequence": Sequence([change])}
        assert verdict(tmp_path, {"PatientID": "1", "PatientName": "Doe", **original}) == ""


class TestTwoPatients:
    @pytest.mark.parametrize(
        ("changes", "attribute"),
        [
            ([{"PatientID": "1"}, {"PatientID": "2"}], "PatientID (0010,0020)"),
            ([{"PatientID": "1"}, {}, {"PatientID": "2"}], "PatientID (0010,0020)"),
            ([{"PatientID": "a"}, {"PatientID": "A"}], "PatientID (0010,0020)"),
            ([{"PatientID": "7"}, {"PatientID": "007"}], "PatientID (0010,0020)"),
            (
                [
                    {"PatientID": "1", "IssuerOfPatientID": "A"},
                    {"PatientID": "1"},
                    {"PatientID": "1", "IssuerOfPatientID": "B"},
                ],
                "IssuerOfPatientID (0010,0021)",
            ),
            (
                [
                    {"PatientID": "0", "PatientName": "Doe^Jane"},
                    {"PatientID": "0", "PatientName": "Roe^Rita"},
                ],
                "PatientName (0010,0010)",
            ),
            (
                [{"PatientBirthDate": "19700131"}, {"PatientBirthDate": "19700130"}],
                "PatientBirthDate (0010,0030)",
            ),
            ([{"PatientSex": "F"}, {"PatientSex": "M"}], "PatientSex (0010,0040)"),
        ],
    )
    def test_values_that_contradict(
        self, tmp_path: Path, changes: list[dict[str, Any]], attribute: str
    ) -> None:
        message = verdict(tmp_path, *changes)
        assert attribute in message and "Doe" not in message and "1970" not in message
        assert verdict(tmp_path, *reversed(changes)) == message

    @pytest.mark.parametrize(
        "names",
        [
            ["Doe^Jane", "Doe", "Doe^John"],
            ["Doe^Jane^A", "Doe^Jane", "Doe^Jane^B"],
            ["Doe^Jim^^^Sr", "Doe^Jim^^^Jr"],
            ["Muller^Zoe", "Müller^Zoe"],
            ["Yamada^Tarou=山田^太郎", "Yamada^Tarou=山田^次郎"],
            ["Doe Jane", "Doe^Jane"],
        ],
    )
    def test_names_that_are_two(self, tmp_path: Path, names: list[str]) -> None:
        assert verdict(tmp_path, *named(*names, SpecificCharacterSet="ISO_IR 192"))

    def test_several_values_in_one_attribute(self, tmp_path: Path) -> None:
        assert verdict(tmp_path, {"PatientID": ["1", "2"]})
        assert verdict(tmp_path, {"PatientName": ["Doe^Jane", "Roe^Rita"]})
        assert verdict(tmp_path, {"PatientID": ["1", "1"]}) == ""

    def test_the_same_attribute_twice(self, tmp_path: Path) -> None:
        (body,) = bodies({"PatientID": "1"})
        at = body.index(b"\x10\x00\x20\x00LO")
        for other, expected in ((b"2 ", True), (b"1 ", False)):
            twice = body[:at] + b"\x10\x00\x20\x00LO\x02\x00" + other + body[at:]
            behind = body + b"\x10\x00\x20\x00LO\x02\x00" + other
            assert bool(said(judged(tmp_path, twice)["failure"])) is expected
            assert bool(said(judged(tmp_path, behind)["failure"])) is expected

    def test_of_one_file_in_a_sequence_at_any_depth(self, tmp_path: Path) -> None:
        other = Dataset()
        other.PatientID = "2"
        for _ in range(3):
            around = Dataset()
            around.ReferencedStudySequence = Sequence([Dataset(), other])
            other = around
        body = slice_of("1", "1.2.3", ReferencedStudySequence=other.ReferencedStudySequence)
        assert said(judged(tmp_path, body)["failure"])

    def test_subjects_of_a_group(self, tmp_path: Path) -> None:
        subjects = [Dataset(), Dataset()]
        for number, subject in enumerate(subjects):
            subject.PatientID = f"mouse {number}"
        group = {"GroupOfPatientsIdentificationSequence": Sequence(subjects)}
        assert verdict(tmp_path, group)

    @pytest.mark.parametrize("undefined", [True, False])
    @pytest.mark.parametrize("syntax", ["implicit", "explicit", "big"])
    @pytest.mark.parametrize("private", [True, False])
    def test_sequences_however_they_are_written(
        self, tmp_path: Path, syntax: str, undefined: bool, private: bool
    ) -> None:
        (body,) = bodies({"PatientID": "1"})
        data = pydicom.dcmread(io.BytesIO(body))
        other = Dataset()
        other.PatientID = "2"
        other.is_undefined_length_sequence_item = undefined
        tag = 0x00111010 if private else 0x00081110
        if private:
            data.add_new(0x00110010, "LO", "TEST")
        data.add_new(tag, "SQ", Sequence([other]))
        data[tag].is_undefined_length = undefined
        target = io.BytesIO()
        data.file_meta.TransferSyntaxUID = {
            "implicit": ImplicitVRLittleEndian,
            "explicit": ExplicitVRLittleEndian,
            "big": ExplicitVRBigEndian,
        }[syntax]
        pydicom.dcmwrite(
            target, data, implicit_vr=syntax == "implicit", little_endian=syntax != "big"
        )
        assert said(judged(tmp_path, target.getvalue())["failure"])
