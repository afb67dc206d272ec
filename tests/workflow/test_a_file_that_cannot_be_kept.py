"""A PDF file that cannot be kept whole, because the disk is full, leaves nothing behind: neither a row nor a piece."""

import errno
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile

from tests.factories import make_commitment
from tests.uploads.files import pdf
from tracker import days, workflow
from tracker.models import Evidence

pytestmark = pytest.mark.django_db


class TooLong(ContentFile):
    """A file of which only the first piece finds room."""

    def chunks(self, chunk_size=None):
        yield self.read(100)
        raise OSError(errno.ENOSPC, "no space left")


@pytest.fixture
def draft(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    part = make_commitment().contributions.get()
    return workflow.start_draft(part, actor=workflow.system_actor(), on=days.today())


def attach(draft, content):
    workflow.attach_file(
        draft, content, title="Bericht", publisher="Verband", seen_on=days.today(), actor=workflow.system_actor()
    )


def stored():
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_the_disk_is_full_in_the_middle_of_the_file(draft):
    with pytest.raises(OSError, match="no space left"):
        attach(draft, TooLong(pdf()))
    assert (stored(), Evidence.objects.count()) == ([], 0)


def test_the_disk_is_full_when_the_row_is_written(draft, monkeypatch):
    def fail(*args, **kwargs):
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(Evidence, "save", fail)
    with pytest.raises(OSError, match="no space left"):
        attach(draft, ContentFile(pdf()))
    assert (stored(), Evidence.objects.count()) == ([], 0)


def test_with_room_it_is_kept(draft):
    attach(draft, ContentFile(pdf()))
    assert [path.read_bytes() for path in stored()] == [pdf()]
    assert Evidence.objects.get().file.name.startswith("belege/")
