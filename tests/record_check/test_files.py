"""`check_record` finds files that are gone or not the ones handed in; `keep_checksums` sums up earlier ones."""

from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from tests.factories import record_change
from tracker import days, workflow
from tracker.models import BalanceReport, DataDump, Evidence, MailProof, Revision
from tracker.models.reports import evidence_storage
from tracker.record_check import differences


def evidence(the_cast) -> Evidence:
    return the_cast.reports["accepted"].evidence.exclude(file="").get()


def overwrite(name: str, content: bytes = b"%PDF-1.4 forged") -> None:
    evidence_storage().delete(name)
    assert evidence_storage().save(name, ContentFile(content)) == name


def forget_sums() -> None:
    with record_change():
        Evidence.objects.update(sha256="")
    MailProof.objects.update(sha256="")


def keep_checksums() -> str:
    out = StringIO()
    call_command("keep_checksums", stdout=out, verbosity=0)
    return out.getvalue().strip()


def test_an_upload_is_kept_with_its_checksum(the_cast):
    item = evidence(the_cast)
    with item.file.open("rb") as file:
        assert item.sha256 == workflow.checksum(file.chunks())
    with the_cast.proof.file.open("rb") as file:
        assert the_cast.proof.sha256 == workflow.checksum(file.chunks())


def test_a_changed_evidence_file_is_found(the_cast):
    name = evidence(the_cast).file.name
    overwrite(name)
    assert list(differences()) == [f"Die Datei {name} ist nicht die eingereichte: Ihre Prüfsumme ist eine andere."]


def test_a_changed_proof_is_found(the_cast):
    name = the_cast.proof.file.name
    overwrite(name, b"From: somebody else")
    assert list(differences()) == [f"Die Datei {name} ist nicht die eingereichte: Ihre Prüfsumme ist eine andere."]


def test_a_missing_or_changed_dump_is_found(the_cast):
    dump = workflow.keep_dump(
        "2026-Q3", ContentFile(b"zip"), day=days.today(), revision=Revision.current(), actor=workflow.system_actor()
    )
    assert list(differences()) == []
    overwrite(dump.file.name)
    assert len(list(differences())) == 1
    evidence_storage().delete(dump.file.name)
    assert list(differences()) == [f"Der Datenabzug {DataDump.objects.get().file.name} fehlt."]


@pytest.mark.parametrize("column", ["pdf", "docx"])
def test_a_missing_file_of_a_balance_is_found(the_cast, column):
    with record_change():
        BalanceReport.objects.create(title="Bilanz", slug="bilanz", **{column: "bilanzen/weg"})
    assert list(differences()) == ["Die Datei bilanzen/weg einer Bilanz fehlt."]


def test_files_of_earlier_days_are_summed_up_once_without_a_revision(the_cast):
    kept = evidence(the_cast).sha256
    forget_sums()
    before = Revision.current()
    told = list(differences())
    assert told and all("Prüfsumme" in sentence and "keep_checksums" in sentence for sentence in told)
    assert keep_checksums() == f"keep_checksums: the checksums of {len(told)} files kept, 0 files missing"
    assert list(differences()) == []
    assert (evidence(the_cast).sha256, Revision.current()) == (kept, before)
    overwrite(evidence(the_cast).file.name)
    assert keep_checksums() == "keep_checksums: the checksums of 0 files kept, 0 files missing"
    assert len(list(differences())) == 1


def test_a_file_that_is_gone_is_told_and_the_others_are_summed_up(the_cast):
    forget_sums()
    evidence_storage().delete(evidence(the_cast).file.name)
    with pytest.raises(CommandError, match="1 files missing"):
        keep_checksums()
    assert len(list(differences())) == 1
