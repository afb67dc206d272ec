"""What gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "allianz.settings")

application = get_wsgi_application()

# Before the first visitor comes: the addresses with all rooms, and what runs here, before an upgrade replaces it.
from allianz import urls  # noqa: E402, F401
from tracker.pages.keys import release  # noqa: E402

release()
