"""The settings of a production site but for two: a folder for its files, less patience with a silent mail server."""

import os

from allianz.settings import *  # noqa: F403

MEDIA_ROOT = os.environ["STRESS_FILES"]
EMAIL_TIMEOUT = 5
