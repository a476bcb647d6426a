"""Opens segmentations and compares them with the series they were made from.

Usage: python check_seg.py SERIES-FOLDER SEG...: exits with 1 when there is no segmentation, or one that does not belong
to the series.
"""

import sys
from pathlib import Path

from pydicom import Dataset, dcmread
from pydicom.uid import SegmentationStorage


def mismatches(seg: Dataset, series: list[Dataset]) -> list[str]:
    """What of a segmentation does not fit the series."""
    first = series[0]
    found = [
        f"{name} is {seg[name].value}, not {first[name].value}"
        for name in ("StudyInstanceUID", "FrameOfReferenceUID", "PatientID")
        if seg[name].value != first[name].value
    ]
    if seg.SOPClassUID != SegmentationStorage:
        found.append(f"SOPClassUID is {seg.SOPClassUID}")
    referenced = seg.ReferencedSeriesSequence[0]
    if referenced.SeriesInstanceUID != first.SeriesInstanceUID:
        found.append(f"the referenced series is {referenced.SeriesInstanceUID}")
    known = {image.SOPInstanceUID for image in series}
    strangers = [item for item in referenced.ReferencedInstanceSequence if item.ReferencedSOPInstanceUID not in known]
    if strangers or not referenced.ReferencedInstanceSequence:
        found.append(f"{len(strangers)} referenced images are not of the series")
    if not seg.PixelData.strip(b"\0"):
        found.append("nothing is segmented")
    return found


def main(arguments: list[str]) -> int:
    series = [dcmread(file) for file in sorted(Path(arguments[0]).iterdir())]
    segs = [dcmread(file) for file in arguments[1:]]
    if not segs:
        print("There is no DICOM result")
        return 1
    failed = False
    for seg in segs:
        found = mismatches(seg, series)
        failed = failed or bool(found)
        verdict = "; ".join(found) or f"belongs to the series, {seg.NumberOfFrames} frames"
        print(f"SEG {seg.SOPInstanceUID}: {verdict}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
