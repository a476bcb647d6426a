import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(EXAMPLE / "app"), str(EXAMPLE / "tests")]


@pytest.fixture
def series_folder(tmp_path):
    from make_series import write_series

    folder = tmp_path / "input"
    write_series(folder, 5)
    return folder


@pytest.fixture
def models():
    return EXAMPLE / "models"
