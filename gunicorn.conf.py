"""What gunicorn does beyond its command line; it reads this file by itself."""

import logging
from typing import Any

from django.db import DatabaseError, connection

from tracker import bitsets


def post_worker_init(worker: Any) -> None:
    """Let a worker read the record before it takes requests, so that its first visitor does not wait for that."""
    try:
        bitsets.current()
    except DatabaseError:
        # The worker serves what it can and reads the record as soon as the database answers.
        logging.getLogger("tracker").warning("The record could not be read at the start of a worker.")
    finally:
        connection.close()
