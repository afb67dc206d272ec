"""The settings of a production site whose collected static files lie in a folder of the test (SERVED)."""

import os
from pathlib import Path

from allianz.settings import *  # noqa: F403

STATIC_ROOT = Path(os.environ["SERVED"])
