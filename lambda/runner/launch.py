"""Starts the runner from the folder it is installed in, whatever the current folder is.

Run with ``python -I``, so that neither the environment nor that folder adds anything to import.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from monai_runner.main import main

sys.exit(main())
