"""``python -m monai_runner``."""

import sys

from monai_runner.main import main

sys.exit(main())
