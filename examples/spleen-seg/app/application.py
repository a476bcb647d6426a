"""A CT series in, the spleen as a DICOM Segmentation and as a surface out."""

import hashlib
from pathlib import Path

from monai.deploy.conditions import CountCondition
from monai.deploy.core import Application
from monai.deploy.operators.dicom_data_loader_operator import DICOMDataLoaderOperator
from monai.deploy.operators.dicom_seg_writer_operator import DICOMSegmentationWriterOperator, SegmentDescription
from monai.deploy.operators.dicom_series_to_volume_operator import DICOMSeriesToVolumeOperator
from monai.deploy.operators.dicom_utils import ModelInfo
from monai.deploy.operators.stl_conversion_operator import STLConversionOperator
from pydicom.sr.codedict import codes
from series_selector_operator import RequiredSeriesSelectorOperator
from spleen_seg_operator import SpleenSegOperator

# Original axial images of the study, not localizers or reconstructions.
CT_SERIES = """
{
  "selections": [
    {
      "name": "CT Series",
      "conditions": {
        "Modality": "(?i)CT",
        "ImageType": ["PRIMARY", "ORIGINAL"],
        "ImageOrientationPatient": "Axial"
      }
    }
  ]
}
"""

MODEL_NAME = "spleen_ct_segmentation"


class SpleenSegApp(Application):
    """Loader, selector, volume, segmentation, and two writers."""

    def compose(self) -> None:
        context = Application.init_app_context(self.argv)
        output = Path(context.output_path)
        version = model_version(Path(context.model_path))

        loader = DICOMDataLoaderOperator(
            self, CountCondition(self, 1), input_folder=Path(context.input_path), name="loader"
        )
        selector = RequiredSeriesSelectorOperator(self, rules=CT_SERIES, name="selector")
        volume = DICOMSeriesToVolumeOperator(self, name="volume")
        segmentation = SpleenSegOperator(
            self, app_context=context, model_path=Path(context.model_path), name="segmentation"
        )
        seg_writer = DICOMSegmentationWriterOperator(
            self,
            segment_descriptions=[spleen(version)],
            output_folder=output,
            model_info=ModelInfo(creator="MONAI Model Zoo", name=MODEL_NAME, version=version),
            name="seg_writer",
        )
        stl_writer = STLConversionOperator(self, output_file=output / "stl" / "spleen.stl", name="stl_writer")

        series = "study_selected_series_list"
        self.add_flow(loader, selector, {("dicom_study_list", "dicom_study_list")})
        self.add_flow(selector, volume, {(series, series)})
        self.add_flow(volume, segmentation, {("image", "image")})
        self.add_flow(selector, seg_writer, {(series, series)})
        self.add_flow(segmentation, seg_writer, {("seg_image", "seg_image")})
        self.add_flow(segmentation, stl_writer, {("seg_image", "image")})


def model_version(models: Path) -> str:
    """Says in each result which weights made it: the start of the digest of the one TorchScript file below `models`."""
    files = sorted(models.rglob("*.ts"))
    if len(files) != 1:
        raise FileNotFoundError(f"{models} must hold one TorchScript file (*.ts), found {len(files)}")
    with files[0].open("rb") as weights:
        return f"sha256:{hashlib.file_digest(weights, 'sha256').hexdigest()[:16]}"


def spleen(version: str) -> SegmentDescription:
    """Segment 1 of the DICOM Segmentation: voxels of value 1."""
    return SegmentDescription(
        segment_label="Spleen",
        segmented_property_category=codes.SCT.Organ,
        segmented_property_type=codes.SCT.Spleen,
        algorithm_name=MODEL_NAME,
        algorithm_version=version,
    )
