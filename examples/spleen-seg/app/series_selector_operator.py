"""Selects the series, and fails where there is none."""

from typing import Any

from monai.deploy.core.domain.dicom_series_selection import StudySelectedSeries
from monai.deploy.operators.dicom_series_selector_operator import DICOMSeriesSelectorOperator


class RequiredSeriesSelectorOperator(DICOMSeriesSelectorOperator):
    """The App SDK's selector, for which an empty selection is a result: the run would succeed without an output."""

    def filter(
        self,
        selection_rules: Any,
        dicom_study_list: list[Any],
        all_matched: bool = False,
        sort_by_sop_instance_count: bool = False,
    ) -> list[StudySelectedSeries]:
        selected: list[StudySelectedSeries] = super().filter(
            selection_rules, dicom_study_list, all_matched, sort_by_sop_instance_count
        )
        if not any(study.selected_series for study in selected):
            raise ValueError("No series of the input matches the selection rules")
        return selected
