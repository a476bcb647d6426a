"""The application as its container runs it: a process with folders in its environment."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pydicom
import pytest
from conftest import EXAMPLE
from make_series import write_series


def run_application(input_folder, output_folder, models=EXAMPLE / "models"):
    environment = {
        **os.environ,
        "HOLOSCAN_INPUT_PATH": str(input_folder),
        "HOLOSCAN_OUTPUT_PATH": str(output_folder),
        "HOLOSCAN_MODEL_PATH": str(models),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return subprocess.run(  # noqa: S603 - the application under test
        [sys.executable, str(EXAMPLE / "app")], env=environment, capture_output=True, text=True, timeout=120
    )


def succeed(input_folder, output_folder, **options):
    result = run_application(input_folder, output_folder, **options)
    assert result.returncode == 0, result.stderr
    (file,) = output_folder.glob("*.dcm")
    return file, pydicom.dcmread(file)


def expect_error(input_folder, output_folder, message, **options):
    result = run_application(input_folder, output_folder, **options)
    assert result.returncode == 1
    assert result.stderr.startswith("ERROR: ")
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert not list(output_folder.rglob("*.*"))


def threshold_models(folder, minimum, maximum):
    content = json.loads((EXAMPLE / "models/threshold/model.json").read_text())
    content["hu"] = {"minimum": minimum, "maximum": maximum}
    (folder / "threshold").mkdir(parents=True)
    (folder / "threshold/model.json").write_text(json.dumps(content))
    return folder


def test_segmentation_refers_to_its_series(series_folder, tmp_path):
    file, seg = succeed(series_folder, tmp_path / "output")

    sources = [pydicom.dcmread(path) for path in sorted(series_folder.iterdir())]
    assert file.name == f"{seg.SOPInstanceUID}.dcm"
    assert seg.Modality == "SEG"
    assert seg.SegmentationType == "BINARY"
    assert seg.StudyInstanceUID == sources[0].StudyInstanceUID
    assert seg.FrameOfReferenceUID == sources[0].FrameOfReferenceUID
    assert seg.PatientID == sources[0].PatientID
    assert seg.SeriesInstanceUID != sources[0].SeriesInstanceUID
    (referenced,) = seg.ReferencedSeriesSequence
    assert referenced.SeriesInstanceUID == sources[0].SeriesInstanceUID
    assert [item.ReferencedSOPInstanceUID for item in referenced.ReferencedInstanceSequence] == [
        source.SOPInstanceUID for source in sources
    ]
    for frame, source in zip(seg.PerFrameFunctionalGroupsSequence, sources, strict=True):
        assert frame.PlanePositionSequence[0].ImagePositionPatient == source.ImagePositionPatient
        (image,) = frame.DerivationImageSequence[0].SourceImageSequence
        assert image.ReferencedSOPInstanceUID == source.SOPInstanceUID


def test_pixels_are_those_above_the_threshold(series_folder, tmp_path):
    _, seg = succeed(series_folder, tmp_path / "output")

    source = pydicom.dcmread(series_folder / "IM0001.dcm")
    hounsfield = source.pixel_array * float(source.RescaleSlope) + float(source.RescaleIntercept)
    frames = seg.pixel_array
    assert frames.shape == (5, 128, 128)
    assert frames.any()
    assert not frames[0][hounsfield < 150].any(), "a voxel below the threshold is in the segment"
    assert (frames == frames[0]).all(), "equal slices have equal segments"


def test_the_model_file_decides(series_folder, tmp_path):
    low, high = threshold_models(tmp_path / "low", 150, 3071), threshold_models(tmp_path / "high", 600, 3071)
    _, larger = succeed(series_folder, tmp_path / "output-low", models=low)
    _, smaller = succeed(series_folder, tmp_path / "output-high", models=high)
    assert 0 < smaller.pixel_array.sum() < larger.pixel_array.sum()


def test_order_of_files_does_not_matter(series_folder, tmp_path):
    shuffled = tmp_path / "shuffled" / "deeper"
    shuffled.mkdir(parents=True)
    files = sorted(series_folder.iterdir())
    for number, file in enumerate(reversed(files)):
        shutil.copy(file, shuffled / f"{number}")
    (shuffled / "notes.txt").write_text("no image")
    _, seg = succeed(tmp_path / "shuffled", tmp_path / "output")
    heights = [
        float(frame.PlanePositionSequence[0].ImagePositionPatient[2]) for frame in seg.PerFrameFunctionalGroupsSequence
    ]
    assert heights == sorted(heights)


def test_dciodvfy_finds_no_error(series_folder, tmp_path):
    validator = shutil.which("dciodvfy")
    if validator is None:
        pytest.skip("dciodvfy is not installed (Debian: dicom3tools): the SEG is not validated by a second party")
    file, _ = succeed(series_folder, tmp_path / "output")
    report = subprocess.run(  # noqa: S603 - a validator from the path
        [validator, str(file)], capture_output=True, text=True, timeout=60
    )
    errors = [line for line in (report.stdout + report.stderr).splitlines() if line.startswith("Error")]
    assert errors == []


def test_stl_is_well_formed(series_folder, tmp_path):
    output = tmp_path / "output"
    succeed(series_folder, output)
    content = (output / "stl/bone.stl").read_bytes()
    count = int.from_bytes(content[80:84], "little")
    assert count > 0
    assert len(content) == 84 + 50 * count


@pytest.mark.parametrize("files", [{}, {"report.txt": b"no DICOM"}])
def test_no_series(files, tmp_path):
    folder = tmp_path / "input"
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    expect_error(folder, tmp_path / "output", "There is no CT series")


def test_no_input_folder(tmp_path):
    expect_error(tmp_path / "missing", tmp_path / "output", "does not exist")


def test_other_modality(tmp_path):
    folder = tmp_path / "input"
    folder.mkdir()
    shutil.copy(pydicom.data.get_testdata_file("MR_small.dcm", download=False), folder / "mr.dcm")
    expect_error(folder, tmp_path / "output", "There is no CT series")


def test_two_series(series_folder, tmp_path):
    write_series(series_folder / "second", 3)
    expect_error(series_folder, tmp_path / "output", "2 CT series")


def change(file: Path, action):
    image = pydicom.dcmread(file)
    action(image)
    image.save_as(file)


def test_missing_slice(series_folder, tmp_path):
    (series_folder / "IM0003.dcm").unlink()
    expect_error(series_folder, tmp_path / "output", "not evenly spaced")


def test_two_slices_at_one_position(series_folder, tmp_path):
    position = pydicom.dcmread(series_folder / "IM0001.dcm").ImagePositionPatient
    change(series_folder / "IM0002.dcm", lambda image: setattr(image, "ImagePositionPatient", position))
    expect_error(series_folder, tmp_path / "output", "not evenly spaced")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("PixelData", "has no pixel data"),
        ("ImagePositionPatient", "has no ImagePositionPatient"),
        ("PixelSpacing", "has no PixelSpacing"),
        ("StudyInstanceUID", "has no StudyInstanceUID"),
    ],
)
def test_missing_attribute(series_folder, tmp_path, name, message):
    change(series_folder / "IM0002.dcm", lambda image: delattr(image, name))
    expect_error(series_folder, tmp_path / "output", message)


def test_truncated_pixels(series_folder, tmp_path):
    change(series_folder / "IM0002.dcm", lambda image: setattr(image, "PixelData", image.PixelData[:1000]))
    expect_error(series_folder, tmp_path / "output", "cannot be read")


def test_different_orientation(series_folder, tmp_path):
    change(series_folder / "IM0002.dcm", lambda image: setattr(image, "ImageOrientationPatient", [0, 1, 0, 1, 0, 0]))
    expect_error(series_folder, tmp_path / "output", "differ in ImageOrientationPatient")


def test_nothing_in_range(series_folder, tmp_path):
    models = threshold_models(tmp_path / "models", 3000, 3071)
    expect_error(series_folder, tmp_path / "output", "Nothing in the series lies between", models=models)


def test_no_model(series_folder, tmp_path):
    (tmp_path / "models").mkdir()
    expect_error(series_folder, tmp_path / "output", "must hold one model.json", models=tmp_path / "models")


@pytest.mark.parametrize("content", ["", "[]", '{"name": "x"}', "{"])
def test_broken_model(series_folder, tmp_path, content):
    folder = tmp_path / "models/threshold"
    folder.mkdir(parents=True)
    (folder / "model.json").write_text(content)
    expect_error(series_folder, tmp_path / "output", "is no threshold model", models=tmp_path / "models")


def test_one_slice(tmp_path):
    folder = tmp_path / "input"
    write_series(folder, 1)
    _, seg = succeed(folder, tmp_path / "output")
    assert seg.NumberOfFrames == 1
    assert np.count_nonzero(seg.pixel_array) > 0
