"""A backup that was taken under an older schema is put back, says so, and is whole after `migrate`."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.another_database import another_database, rows_of_all_tables
from tracker import search
from tracker.record_check import differences

pytestmark = pytest.mark.usefixtures("db")


def test_it_is_put_back_as_it_was_and_migrated_afterwards(
    first_schema: Path | str, upgraded: Path | str, tmp_path: Path, settings
):
    settings.VAR_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    archive, lost, told = tmp_path / "old.tar.gz", StringIO(), StringIO()
    with another_database(tmp_path, "old", like=first_schema):
        call_command("backup", to=archive, stdout=StringIO(), stderr=lost)
        before = rows_of_all_tables()
    with another_database(tmp_path, like=upgraded):
        migrated = rows_of_all_tables()
    with another_database(tmp_path, "new"):
        call_command("restore", archive, stdout=told)
        assert rows_of_all_tables() == before
        call_command("migrate", verbosity=0)
        call_command("reindex", verbosity=0)
        after = rows_of_all_tables()
        assert list(differences()) == []
        assert len(search.ranks("Ausbildung")) > 20
    assert lost.getvalue() == ""
    assert "migrate, reindex" in told.getvalue()
    # Everything but the moments at which steps were applied, and the names of rights that are made anew.
    for table in ("tracker_commitment", "tracker_statusreport", "tracker_evidence", "tracker_auditevent"):
        assert after[table].keys() == migrated[table].keys()
