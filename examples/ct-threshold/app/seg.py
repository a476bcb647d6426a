"""A mask as a DICOM Segmentation (PS3.3, A.51), binary, one segment."""

import datetime

import numpy as np
from model import Code, Model
from numpy.typing import NDArray
from pydicom import Dataset
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.pixels.utils import pack_bits
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian, SegmentationStorage, generate_uid
from series import Series

SOFTWARE = "ct-threshold"

# Of the source's patient, study and frame of reference; an attribute of type 2 is there even when it is empty.
COPIED_OR_EMPTY = ["PatientName", "PatientID", "PatientBirthDate", "PatientSex", "StudyDate", "StudyTime"]
COPIED_OR_EMPTY += ["ReferringPhysicianName", "StudyID", "AccessionNumber", "PositionReferenceIndicator"]
COPIED = ["SpecificCharacterSet", "StudyInstanceUID", "FrameOfReferenceUID", "StudyDescription"]
COPIED += ["IssuerOfPatientID", "TimezoneOffsetFromUTC", "PatientIdentityRemoved"]
COPIED += ["DeidentificationMethod", "DeidentificationMethodCodeSequence"]


def make_seg(series: Series, mask: NDArray[np.bool_], model: Model, now: datetime.datetime) -> FileDataset:
    """The slices in which `mask` has voxels, as frames that point to their CT images."""
    source = series.slices[0]
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = SegmentationStorage
    meta.MediaStorageSOPInstanceUID = generate_uid(prefix=None)
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    seg = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    seg.SOPClassUID = meta.MediaStorageSOPClassUID
    seg.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
    _copy(source, seg)
    _describe(seg, model, now)
    frames = [index for index in range(len(mask)) if mask[index].any()]
    _add_pixels(seg, mask[frames])
    _add_segment(seg, model)
    _add_dimensions(seg)
    _add_groups(seg, series, frames)
    _add_references(seg, [series.slices[index] for index in frames])
    return seg


def _copy(source: Dataset, seg: Dataset) -> None:
    for name in COPIED_OR_EMPTY:
        setattr(seg, name, source.get(name, ""))
    for name in COPIED:
        if name in source:
            setattr(seg, name, source.get(name))


def _describe(seg: Dataset, model: Model, now: datetime.datetime) -> None:
    seg.InstanceCreationDate = seg.SeriesDate = seg.ContentDate = now.strftime("%Y%m%d")
    seg.InstanceCreationTime = seg.SeriesTime = seg.ContentTime = now.strftime("%H%M%S")
    seg.Modality = "SEG"
    seg.SeriesInstanceUID = generate_uid(prefix=None)
    seg.SeriesNumber = 1
    seg.SeriesDescription = f"{model.label} ({SOFTWARE})"[:64]
    seg.InstanceNumber = 1
    seg.Manufacturer = "monai-deploy-plugin"
    seg.ManufacturerModelName = SOFTWARE
    seg.DeviceSerialNumber = "0"
    seg.SoftwareVersions = model.version
    seg.ImageType = ["DERIVED", "PRIMARY"]
    seg.ContentLabel = "SEGMENTATION"
    seg.ContentDescription = model.name[:64]
    seg.ContentCreatorName = ""


def _add_pixels(seg: Dataset, frames: NDArray[np.bool_]) -> None:
    seg.SamplesPerPixel = 1
    seg.PhotometricInterpretation = "MONOCHROME2"
    seg.NumberOfFrames, seg.Rows, seg.Columns = frames.shape
    seg.BitsAllocated = seg.BitsStored = 1
    seg.HighBit = seg.PixelRepresentation = 0
    seg.LossyImageCompression = "00"
    seg.SegmentationType = "BINARY"
    seg.PixelData = pack_bits(frames.astype(np.uint8))


def _add_segment(seg: Dataset, model: Model) -> None:
    segment = Dataset()
    segment.SegmentNumber = 1
    segment.SegmentLabel = model.label[:64]
    segment.SegmentAlgorithmType = "AUTOMATIC"
    segment.SegmentAlgorithmName = f"{model.name} {model.version}"[:64]
    segment.SegmentedPropertyCategoryCodeSequence = Sequence([_code(model.category)])
    segment.SegmentedPropertyTypeCodeSequence = Sequence([_code(model.type)])
    seg.SegmentSequence = Sequence([segment])


def _code(code: Code) -> Dataset:
    item = Dataset()
    item.CodeValue = code.value
    item.CodingSchemeDesignator = code.scheme
    item.CodeMeaning = code.meaning
    return item


def _add_dimensions(seg: Dataset) -> None:
    organization = Dataset()
    organization.DimensionOrganizationUID = generate_uid(prefix=None)
    seg.DimensionOrganizationSequence = Sequence([organization])
    seg.DimensionOrganizationType = "3D"
    indices = [
        ("ReferencedSegmentNumber", 0x0062000B, 0x0062000A),
        ("ImagePositionPatient", 0x00200032, 0x00209113),
    ]
    seg.DimensionIndexSequence = Sequence()
    for label, pointer, group in indices:
        index = Dataset()
        index.DimensionOrganizationUID = organization.DimensionOrganizationUID
        index.DimensionIndexPointer = pointer
        index.FunctionalGroupPointer = group
        index.DimensionDescriptionLabel = label
        seg.DimensionIndexSequence.append(index)


def _add_groups(seg: Dataset, series: Series, frames: list[int]) -> None:
    first = series.slices[0]
    measures = Dataset()
    measures.PixelSpacing = first.PixelSpacing
    measures.SliceThickness = first.get("SliceThickness") or series.slice_spacing
    measures.SpacingBetweenSlices = f"{series.slice_spacing:.8g}"
    orientation = Dataset()
    orientation.ImageOrientationPatient = first.ImageOrientationPatient
    identification = Dataset()
    identification.ReferencedSegmentNumber = 1
    shared = Dataset()
    shared.PixelMeasuresSequence = Sequence([measures])
    shared.PlaneOrientationSequence = Sequence([orientation])
    shared.SegmentIdentificationSequence = Sequence([identification])
    seg.SharedFunctionalGroupsSequence = Sequence([shared])
    seg.PerFrameFunctionalGroupsSequence = Sequence(
        _frame(series.slices[index], place) for place, index in enumerate(frames, start=1)
    )


def _frame(source: Dataset, place: int) -> Dataset:
    content = Dataset()
    content.DimensionIndexValues = [1, place]
    position = Dataset()
    position.ImagePositionPatient = source.ImagePositionPatient
    image = _reference(source)
    image.PurposeOfReferenceCodeSequence = Sequence(
        [_code(Code("121322", "DCM", "Source image for image processing operation"))]
    )
    derivation = Dataset()
    derivation.SourceImageSequence = Sequence([image])
    derivation.DerivationCodeSequence = Sequence([_code(Code("113076", "DCM", "Segmentation"))])
    frame = Dataset()
    frame.FrameContentSequence = Sequence([content])
    frame.PlanePositionSequence = Sequence([position])
    frame.DerivationImageSequence = Sequence([derivation])
    return frame


def _reference(source: Dataset) -> Dataset:
    reference = Dataset()
    reference.ReferencedSOPClassUID = source.SOPClassUID
    reference.ReferencedSOPInstanceUID = source.SOPInstanceUID
    return reference


def _add_references(seg: Dataset, sources: list[Dataset]) -> None:
    """Common Instance Reference Module (PS3.3, C.12.2): what the frames point to."""
    series = Dataset()
    series.SeriesInstanceUID = sources[0].SeriesInstanceUID
    series.ReferencedInstanceSequence = Sequence(_reference(source) for source in sources)
    seg.ReferencedSeriesSequence = Sequence([series])
