"""Makes a CT series out of the one CT image that pydicom brings along.

Usage: python make_series.py FOLDER [--slices N]
"""

import argparse
from pathlib import Path

from pydicom import Dataset, dcmread
from pydicom.data import get_testdata_file
from pydicom.uid import generate_uid

SOURCE = "CT_small.dcm"


def make_series(slices: int) -> list[Dataset]:
    """Copies of one image above each other, in one study, series and frame of reference of their own."""
    path = get_testdata_file(SOURCE, download=False)
    if not isinstance(path, str):
        raise FileNotFoundError(f"pydicom has no {SOURCE}")
    shared = {
        name: generate_uid(prefix=None) for name in ("StudyInstanceUID", "SeriesInstanceUID", "FrameOfReferenceUID")
    }
    series: list[Dataset] = []
    for index in range(slices):
        image = dcmread(path)
        for name, uid in shared.items():
            setattr(image, name, uid)
        image.SOPInstanceUID = generate_uid(prefix=None)
        image.file_meta.MediaStorageSOPInstanceUID = image.SOPInstanceUID
        image.InstanceNumber = index + 1
        x, y, z = (float(value) for value in image.ImagePositionPatient)
        # A decimal string has at most 16 characters.
        image.ImagePositionPatient = [x, y, round(z + index * float(image.SliceThickness), 6)]
        image.SliceLocation = image.ImagePositionPatient[2]
        series.append(image)
    return series


def write_series(folder: Path, slices: int) -> list[Path]:
    """Writes IM0001.dcm and so on."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for index, image in enumerate(make_series(slices), start=1):
        file = folder / f"IM{index:04d}.dcm"
        image.save_as(file, enforce_file_format=True)
        files.append(file)
    return files


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--slices", type=int, default=12)
    arguments = parser.parse_args()
    if not 1 <= arguments.slices <= 9999:
        parser.error("--slices must be between 1 and 9999")
    write_series(arguments.folder, arguments.slices)
    print(f"Wrote {arguments.slices} slices to {arguments.folder}")


if __name__ == "__main__":
    main()
