"""The settings of a production site but for four: a folder for files, less patience with a silent mail server, a clock
that may be ahead, and sessions that outlive its leaps, so that people go on writing over midnight. None of them can be
set on a site that is not started with this module.
"""

import os
import time
from datetime import timedelta

from django.utils import timezone

from allianz.settings import *  # noqa: F403

MEDIA_ROOT = os.environ["STRESS_FILES"]
EMAIL_TIMEOUT = 5
SESSION_COOKIE_AGE = SESSION_IDLE_SECONDS = int(timedelta(days=400).total_seconds())


def _set_ahead(seconds: int) -> None:
    """Let everything that this process asks for the time be so many seconds ahead."""
    real_time, real_now = time.time, timezone.now
    time.time = lambda: real_time() + seconds
    timezone.now = lambda: real_now() + timedelta(seconds=seconds)


_set_ahead(int(os.environ.get("STRESS_AHEAD", "0")))
