"""Segments the spleen with the TorchScript model of MONAI's bundle spleen_ct_segmentation."""

from pathlib import Path
from typing import Any

from monai.deploy.core import AppContext, ConditionType, Fragment, Operator, OperatorSpec
from monai.deploy.operators.monai_seg_inference_operator import (
    InfererType,
    InMemImageReader,
    MonaiSegInferenceOperator,
)
from monai.transforms import (
    Activationsd,
    AsDiscreted,
    Compose,
    EnsureChannelFirstd,
    EnsureTyped,
    Invertd,
    LoadImaged,
    Orientationd,
    ScaleIntensityRanged,
    Spacingd,
)

IMAGE = "image"
PREDICTION = "pred"

# As in the training of the bundle: voxels in mm, a window in Hounsfield units, a patch in voxels.
SPACING = (1.5, 1.5, 2.0)
WINDOW = (-57, 164)
PATCH = (96, 96, 96)
OVERLAP = 0.5


class SpleenSegOperator(Operator):
    """Input `image`, output `seg_image`: 1 for the spleen, 0 elsewhere, in the geometry of the input."""

    def __init__(
        self, fragment: Fragment, *args: Any, app_context: AppContext, model_path: Path, **kwargs: Any
    ) -> None:
        self._fragment = fragment
        self._app_context = app_context
        self._model_path = model_path
        # Holoscan wants its own part made last.
        super().__init__(fragment, *args, **kwargs)

    def setup(self, spec: OperatorSpec) -> None:
        spec.input("image")
        spec.output("seg_image").condition(ConditionType.NONE)

    def compute(self, op_input: Any, op_output: Any, context: Any) -> None:
        image = op_input.receive("image")
        if image is None:
            raise ValueError("There is no image to segment")
        before = self._before(InMemImageReader(image))
        inference = MonaiSegInferenceOperator(
            self._fragment,
            roi_size=PATCH,
            pre_transforms=before,
            post_transforms=self._after(before),
            overlap=OVERLAP,
            app_context=self._app_context,
            inferer=InfererType.SLIDING_WINDOW,
            sw_batch_size=4,
            model_path=self._model_path,
            name="spleen_inference",
        )
        inference.input_dataset_key = IMAGE
        inference.pred_dataset_key = PREDICTION
        op_output.emit(inference.compute_impl(image, context), "seg_image")

    def _before(self, reader: InMemImageReader) -> Compose:
        low, high = WINDOW
        return Compose(
            [
                LoadImaged(keys=IMAGE, reader=reader),
                EnsureChannelFirstd(keys=IMAGE),
                Orientationd(keys=IMAGE, axcodes="RAS"),
                Spacingd(keys=IMAGE, pixdim=SPACING, mode="bilinear"),
                ScaleIntensityRanged(keys=IMAGE, a_min=low, a_max=high, b_min=0.0, b_max=1.0, clip=True),
                EnsureTyped(keys=IMAGE),
            ]
        )

    def _after(self, before: Compose) -> Compose:
        return Compose(
            [
                Activationsd(keys=PREDICTION, softmax=True),
                Invertd(keys=PREDICTION, transform=before, orig_keys=IMAGE, nearest_interp=False, to_tensor=True),
                AsDiscreted(keys=PREDICTION, argmax=True, to_onehot=None),
            ]
        )
