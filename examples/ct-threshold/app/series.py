"""A CT series as a volume in Hounsfield units."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from errors import ApplicationError
from numpy.typing import NDArray
from pydicom import Dataset, dcmread
from pydicom.errors import InvalidDicomError
from pydicom.uid import CTImageStorage

# Of the distance between two slices: what rounding in ImagePositionPatient explains.
SPACING_TOLERANCE = 0.05


@dataclass(frozen=True)
class Series:
    """Slices in the order of their position; `volume` has the axes slice, row, column."""

    slices: list[Dataset]
    volume: NDArray[np.float32]
    slice_spacing: float

    @property
    def affine(self) -> NDArray[np.float64]:
        """From (slice, row, column) to patient coordinates in mm (DICOM PS3.3, equation C.7.6.2.1-1)."""
        first = self.slices[0]
        along_row, along_column = orientation(first)
        row_spacing, column_spacing = (float(value) for value in first.PixelSpacing)
        affine = np.eye(4)
        affine[:3, 0] = np.cross(along_row, along_column) * self.slice_spacing
        affine[:3, 1] = along_column * row_spacing
        affine[:3, 2] = along_row * column_spacing
        affine[:3, 3] = np.array(first.ImagePositionPatient, dtype=float)
        return affine


def load_series(folder: Path) -> Series:
    """Reads the one CT series at or below `folder`."""
    if not folder.is_dir():
        raise ApplicationError(f"The input folder {folder} does not exist")
    slices = _only_series(_ct_images(folder), folder)
    _check_geometry(slices)
    slices.sort(key=_position)
    return Series(slices, _volume(slices), _slice_spacing(slices))


def orientation(image: Dataset) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Unit vectors along the rows and along the columns."""
    values = np.array(image.ImageOrientationPatient, dtype=float)
    return values[:3], values[3:]


def _ct_images(folder: Path) -> list[Dataset]:
    images = {}
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        try:
            image = dcmread(file)
        except InvalidDicomError:
            print(f"Skipped {file.name}: no DICOM file")
            continue
        except Exception as error:
            raise ApplicationError(f"{file.name} cannot be read: {error}") from error
        if image.get("SOPClassUID") != CTImageStorage:
            print(f"Skipped {file.name}: no CT image")
            continue
        images[image.get("SOPInstanceUID")] = image
    return list(images.values())


def _only_series(images: list[Dataset], folder: Path) -> list[Dataset]:
    series: dict[str, list[Dataset]] = {}
    for image in images:
        series.setdefault(str(image.get("SeriesInstanceUID", "")), []).append(image)
    if not series:
        raise ApplicationError(f"There is no CT series in {folder}")
    if len(series) > 1:
        raise ApplicationError(f"There are {len(series)} CT series in {folder}, one is needed")
    return next(iter(series.values()))


def _check_geometry(slices: list[Dataset]) -> None:
    needed: tuple[str, ...] = ("StudyInstanceUID", "FrameOfReferenceUID", "Rows", "Columns", "PixelSpacing")
    needed += ("ImageOrientationPatient", "ImagePositionPatient")
    for image in slices:
        missing = [name for name in needed if image.get(name) in (None, "")]
        if missing:
            raise ApplicationError(f"CT image {image.SOPInstanceUID} has no {', '.join(missing)}")
    first = slices[0]
    for name in needed[:-1]:
        for image in slices[1:]:
            if not _same(image[name].value, first[name].value):
                raise ApplicationError(f"The images of the CT series differ in {name}")


def _same(value: object, other: object) -> bool:
    if isinstance(value, (str, int)):
        return value == other
    return bool(np.allclose(np.array(value, dtype=float), np.array(other, dtype=float), atol=1e-4))


def _position(image: Dataset) -> float:
    """In mm along the normal of the slices."""
    return float(np.dot(np.cross(*orientation(image)), np.array(image.ImagePositionPatient, dtype=float)))


def _slice_spacing(slices: list[Dataset]) -> float:
    if len(slices) == 1:
        return float(slices[0].get("SliceThickness") or 1)
    gaps = np.diff([_position(image) for image in slices])
    spacing = float(np.median(gaps))
    if spacing <= 0 or np.any(np.abs(gaps - spacing) > spacing * SPACING_TOLERANCE):
        raise ApplicationError(
            f"The slices of the CT series are not evenly spaced ({gaps.min():g} to {gaps.max():g} mm): "
            "one is missing, or there are two at one position"
        )
    return spacing


def _volume(slices: list[Dataset]) -> NDArray[np.float32]:
    first = slices[0]
    volume = np.empty((len(slices), first.Rows, first.Columns), dtype=np.float32)
    for index, image in enumerate(slices):
        if "PixelData" not in image:
            raise ApplicationError(f"CT image {image.SOPInstanceUID} has no pixel data")
        try:
            pixels = image.pixel_array
        except Exception as error:
            raise ApplicationError(f"The pixels of CT image {image.SOPInstanceUID} cannot be read: {error}") from error
        volume[index] = pixels * float(image.get("RescaleSlope", 1)) + float(image.get("RescaleIntercept", 0))
    return volume
