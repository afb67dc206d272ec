"""The archive of a backup: a compressed tar, encrypted for a public key if one is given.

It holds the copy of the database as `database`, every file as `files/NAME`, and last `manifest.json`, which names all
of them with size and checksum. An archive without its manifest was cut off. Encryption is that of age
(https://age-encryption.org), so `age --decrypt` opens it without the tracker, too.
"""

from __future__ import annotations

import contextlib
import errno
import gzip
import hashlib
import io
import json
import os
import re
import tarfile
import threading
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

import pyrage
from django.utils.translation import gettext as _

FORMAT = 1
MANIFEST, DATABASE, FILES = "manifest.json", "database", "files/"
PIECE = 1024 * 1024
# The manifest names every file in a line; a million of them take 150 MB.
MANIFEST_LIMIT = 512 * 1024 * 1024
# age says in clear text what it is.
ENCRYPTED = b"age-encryption.org/"
COMPRESSED = b"\x1f\x8b"

# pyrage has no types of its own.
Recipients = list[Any]
Identity = Any


class BackupError(Exception):
    """Why there is no backup, or none can be used; the message is a sentence for whoever called the command."""


@dataclass(frozen=True, slots=True)
class Part:
    """One member of the archive."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive holds and how it came about; `missing` are files that the record names and nobody had."""

    format: int
    release: str
    made_at: str
    vendor: str
    server: str
    revision: int
    stamped_at: str
    rows: dict[str, int]
    migrations: list[list[str]]
    database: Part
    files: dict[str, Part] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    def written(self) -> bytes:
        """As it stands in the archive."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True).encode()

    @classmethod
    def read(cls, content: bytes) -> Manifest:
        """From an archive; raises BackupError if it cannot be understood."""
        try:
            told = json.loads(content)
            if told["format"] != FORMAT:
                raise BackupError(
                    _("The backup has the format %(found)s, this release reads the format %(known)s.")
                    % {"found": told["format"], "known": FORMAT}
                )
            told["database"] = Part(**told["database"])
            told["files"] = {name: Part(**part) for name, part in told["files"].items()}
            found = cls(**told)
            rows = {str(table): int(number) for table, number in found.rows.items()}
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BackupError(_("The list of contents of the backup cannot be read. It is damaged.")) from error
        if not all(re.fullmatch(r"\w+", table) for table in rows):
            raise BackupError(_("The list of contents of the backup cannot be read. It is damaged."))
        return found


@contextlib.contextmanager
def room(place: Path | str) -> Iterator[None]:
    """Tell in a sentence that a place has no room left, or lets nobody write."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise BackupError(_("There is no room left in %s. Nothing was changed.") % place) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise BackupError(_("%s may not be read or written by this user.") % (error.filename or place)) from error
        raise


@contextlib.contextmanager
def storage_answers(name: str) -> Iterator[None]:
    """Tell in a sentence that a storage failed over a file; each kind of storage has exceptions of its own."""
    try:
        yield
    except (OSError, BackupError):
        raise
    except Exception as error:
        raise BackupError(
            _("The storage of files fails at “%(name)s”: %(error)s. Nothing was changed.")
            % {"name": name, "error": str(error).rstrip(".")}
        ) from error


def _lines(path: Path) -> list[str]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BackupError(_("The key file %s cannot be read.") % path) from error
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def read_recipients(path: Path) -> Recipients:
    """The public keys of a file, one a line, of age or ed25519 and RSA of SSH; raises BackupError if it holds none."""
    found: Recipients = []
    for line in _lines(path):
        kind = pyrage.ssh if line.startswith("ssh-") else pyrage.x25519
        try:
            found.append(kind.Recipient.from_str(line))
        except pyrage.RecipientError as error:
            raise BackupError(_("The file %s holds something that is no public key.") % path) from error
    if not found:
        raise BackupError(_("The file %s holds no public key.") % path)
    return found


def read_identity(path: Path) -> list[Identity]:
    """The secret keys of a file, of age (one a line) or one of SSH; raises BackupError if it holds none."""
    lines = _lines(path)
    try:
        if lines and lines[0].startswith("-----BEGIN"):
            return [pyrage.ssh.Identity.from_buffer(path.read_bytes())]
        found: list[Identity] = [pyrage.x25519.Identity.from_str(line) for line in lines]
    except pyrage.IdentityError as error:
        raise BackupError(_("The file %s holds something that is no secret key.") % path) from error
    if not found:
        raise BackupError(_("The file %s holds no secret key.") % path)
    return found


class Writer:
    """Adds members to an archive and remembers their checksums."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar

    def add(self, name: str, content: IO[bytes], size: int) -> Part:
        """Add a member of a known size and return what it was."""
        counted = _Counted(content)
        told = tarfile.TarInfo(name)
        told.size, told.mode = size, 0o600
        self._tar.addfile(told, counted)
        return Part(size, counted.sha256.hexdigest())

    def finish(self, manifest: Manifest) -> None:
        """Add the manifest, which makes the archive whole."""
        content = manifest.written()
        self.add(MANIFEST, io.BytesIO(content), len(content))


class _Counted(io.RawIOBase):
    """Reads on from something and counts its checksum."""

    def __init__(self, content: IO[bytes]) -> None:
        super().__init__()
        self._content, self.sha256 = content, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Read on."""
        found = self._content.read(size)
        self.sha256.update(found)
        return found


@contextlib.contextmanager
def written(target: IO[bytes], recipients: Recipients | None) -> Iterator[Writer]:
    """An archive that is written to a file, through the encryption if it is for somebody."""
    with contextlib.ExitStack() as stack:
        sink = stack.enter_context(_encrypted(target, recipients)) if recipients else target
        packed = stack.enter_context(gzip.GzipFile(fileobj=sink, mode="wb", compresslevel=3, mtime=0))
        yield Writer(stack.enter_context(tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT)))


@contextlib.contextmanager
def _encrypted(target: IO[bytes], recipients: Recipients) -> Iterator[IO[bytes]]:
    """Something to write to, which a thread encrypts into a file; what goes wrong there is raised here."""
    reads, writes = os.pipe()
    wrong: list[BaseException] = []

    def run() -> None:
        with os.fdopen(reads, "rb") as source:
            try:
                pyrage.encrypt_io(source, target, recipients)
            except BaseException as error:
                wrong.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        with os.fdopen(writes, "wb") as sink:
            yield sink
    except BrokenPipeError:
        # The other side has ended; it tells why.
        if not wrong:
            raise
    finally:
        thread.join()
    if wrong:
        raise wrong[0]


def unpack(archive: Path, folder: Path, identity: list[Identity] | None, *, keep_files: bool) -> Manifest:
    """Read a whole archive, check every member against the manifest, lay database and files into an empty folder.

    Raises BackupError if anything is not as it was written. Without `keep_files` the files are only looked at.
    """
    found: dict[str, Part] = {}
    manifest: Manifest | None = None
    with room(folder), _readable(archive, identity) as tar:
        for member in tar:
            if manifest is not None or member.name in found or not _is_ours(member):
                raise BackupError(_("The backup holds “%s”, which does not belong there.") % member.name[:200])
            content = tar.extractfile(member)
            if content is None:
                raise BackupError(_("The backup holds “%s”, which does not belong there.") % member.name[:200])
            if member.name == MANIFEST:
                if member.size > MANIFEST_LIMIT:
                    raise BackupError(_("The list of contents of the backup cannot be read. It is damaged."))
                manifest = Manifest.read(content.read())
            elif member.name == DATABASE or keep_files:
                target = folder / member.name
                target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                with target.open("xb") as file:
                    found[member.name] = _copy(content, file)
            else:
                found[member.name] = _copy(content, None)
    if manifest is None:
        raise BackupError(_("The backup is not whole: its end is missing. Take another one."))
    expected = {DATABASE: manifest.database, **{FILES + name: part for name, part in manifest.files.items()}}
    for name in sorted({*expected, *found}):
        if expected.get(name) != found.get(name):
            raise BackupError(_("The backup is damaged: “%s” is not as it was written.") % name)
    return manifest


def _copy(source: IO[bytes], target: IO[bytes] | None) -> Part:
    counted, size = hashlib.sha256(), 0
    while piece := source.read(PIECE):
        counted.update(piece)
        size += len(piece)
        if target is not None:
            target.write(piece)
    return Part(size, counted.hexdigest())


def _is_ours(member: tarfile.TarInfo) -> bool:
    """Whether a member is one that we would write: an ordinary file, below the folder of files if it is one of them."""
    if not member.isreg():
        return False
    return member.name in (MANIFEST, DATABASE) or (
        member.name.startswith(FILES) and is_safe(member.name.removeprefix(FILES))
    )


def is_safe(name: str) -> bool:
    """Whether the name of a file stays in the folder for files, wherever that is."""
    parts = PurePosixPath(name).parts
    return bool(parts) and str(PurePosixPath(*parts)) == name and not {"/", "..", "."} & {*parts} and "\\" not in name


@contextlib.contextmanager
def _readable(archive: Path, identity: list[Identity] | None) -> Iterator[tarfile.TarFile]:
    """The archive, decrypted and unpacked while it is read; everything that goes wrong becomes a sentence."""
    try:
        with archive.open("rb") as file, contextlib.ExitStack() as stack:
            start = file.read(len(ENCRYPTED))
            file.seek(0)
            source: IO[bytes] = file
            if start == ENCRYPTED:
                if not identity:
                    raise BackupError(_("The backup is encrypted. Name the file with the secret key: --identity FILE."))
                source = stack.enter_context(_decrypted(file, identity))
            elif not start.startswith(COMPRESSED):
                raise BackupError(_("%s is no backup of the tracker.") % archive)
            packed: Any = stack.enter_context(gzip.GzipFile(fileobj=source, mode="rb"))
            yield stack.enter_context(tarfile.open(fileobj=packed, mode="r|"))
    except FileNotFoundError as error:
        raise BackupError(_("There is no file %s.") % error.filename) from error
    except IsADirectoryError as error:
        raise BackupError(_("%s is no backup of the tracker.") % archive) from error
    except pyrage.DecryptError as error:
        if "No matching keys" in str(error):
            raise BackupError(_("The secret key does not fit this backup.")) from error
        raise BackupError(_("The backup is damaged or cut off: it cannot be decrypted to its end.")) from error
    except (tarfile.TarError, gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise BackupError(_("The backup is damaged or cut off: it cannot be unpacked to its end.")) from error


@contextlib.contextmanager
def _decrypted(file: IO[bytes], identity: list[Identity]) -> Iterator[IO[bytes]]:
    """What a file holds, decrypted by a thread while it is read."""
    reads, writes = os.pipe()
    wrong: list[BaseException] = []

    def run() -> None:
        with contextlib.suppress(BrokenPipeError), os.fdopen(writes, "wb") as sink:
            try:
                pyrage.decrypt_io(file, sink, identity)
            except BaseException as error:
                wrong.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    source = os.fdopen(reads, "rb")
    try:
        yield source
        # Behind the end of the archive stands nothing; without this an ending that was cut off would not be seen.
        while source.read(PIECE):
            pass
    except BackupError:
        raise
    except Exception:
        source.close()
        thread.join()
        # Why there was no more to read is told by the one who wrote.
        if wrong and isinstance(wrong[0], pyrage.DecryptError):
            raise wrong[0] from None
        raise
    finally:
        source.close()
        thread.join()
    if wrong:
        raise wrong[0]
