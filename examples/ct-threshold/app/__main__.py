"""Segments a CT series by a threshold: reads DICOM, writes a DICOM Segmentation and its surface as STL."""

import datetime
import os
import re
import sys
from pathlib import Path

import numpy as np
from errors import ApplicationError
from model import load_model
from seg import make_seg
from segmentation import segment
from series import load_series
from surface import write_stl


def run(input_folder: Path, output_folder: Path, model_folder: Path) -> None:
    """Writes `<SOPInstanceUID>.dcm` and `stl/<segment>.stl` below `output_folder`."""
    model = load_model(model_folder)
    series = load_series(input_folder)
    print(f"{model.name} {model.version}: {len(series.slices)} slices of {series.volume.shape[1:]} pixels")
    mask = segment(series.volume, model)
    voxel_ml = abs(float(np.linalg.det(series.affine[:3, :3]))) / 1000
    print(f"{model.label}: {int(mask.sum())} voxels, {mask.sum() * voxel_ml:.2f} ml")

    dataset = make_seg(series, mask, model, datetime.datetime.now())
    stl_folder = output_folder / "stl"
    try:
        stl_folder.mkdir(parents=True, exist_ok=True)
        triangles = write_stl(
            stl_folder / f"{re.sub(r'[^a-z0-9]+', '-', model.label.lower())}.stl", mask, series.affine
        )
        dataset.save_as(output_folder / f"{dataset.SOPInstanceUID}.dcm", enforce_file_format=True)
    except OSError as error:
        raise ApplicationError(f"The results cannot be written: {error}") from error
    print(f"Wrote {dataset.NumberOfFrames} frames and {triangles} triangles")


def main() -> int:
    folders = [
        Path(os.environ.get(variable, default))
        for variable, default in (
            ("HOLOSCAN_INPUT_PATH", "/var/holoscan/input"),
            ("HOLOSCAN_OUTPUT_PATH", "/var/holoscan/output"),
            ("HOLOSCAN_MODEL_PATH", "/opt/holoscan/models"),
        )
    ]
    try:
        run(*folders)
    except ApplicationError as error:
        print(f"ERROR: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
