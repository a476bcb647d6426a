"""Why an upload cannot be laid down. No message quotes a name of the archive."""

from __future__ import annotations

from monai_runner.failure import JobFailure

_READ = (
    "supported are zip (stored, Deflate, Deflate64, bzip2, LZMA), tar, tar.gz, tar.bz2, tar.xz"
    " and DICOM files, also each in gzip"
)
SEND_DICOM = "upload the DICOM files of the study, singly or as zip or tar.gz"


def broken(why: str, remedy: str = "") -> JobFailure:
    """The archive contradicts its format."""
    return JobFailure(
        "ARCHIVE_BROKEN",
        f"the archive cannot be read: {why}",
        remedy or f"pack and upload it again; {_READ}",
    )


def bomb(why: str) -> JobFailure:
    """An archive made to grow."""
    return JobFailure(
        "ARCHIVE_BOMB", f"the archive is made to grow without bounds: {why}", "pack it again as zip"
    )


def empty() -> JobFailure:
    """No file but what operating systems add."""
    return JobFailure("ARCHIVE_EMPTY", "the archive holds no file", SEND_DICOM)


def unread(what: str) -> JobFailure:
    """An archive or disk image of a format that is not read."""
    return JobFailure(
        "ARCHIVE_FORMAT", f"the upload is {what}, which is not read", f"pack it as zip; {_READ}"
    )


def method(what: str) -> JobFailure:
    """A zip entry compressed by a method that is not read."""
    return JobFailure(
        "ARCHIVE_METHOD",
        f"the archive is compressed with {what}, which is not read",
        "pack it as zip with the method Deflate",
    )


def nested() -> JobFailure:
    """Archives in archives, and no DICOM beside them."""
    return JobFailure(
        "ARCHIVE_NESTED",
        "the archive holds other archives and no DICOM file beside them",
        "upload one flat archive for each study",
    )


def password() -> JobFailure:
    """An encrypted entry or directory."""
    return JobFailure(
        "ARCHIVE_PASSWORD", "the archive is encrypted", "upload it without a password"
    )


def path() -> JobFailure:
    """A name that leaves the folder it would be unpacked in."""
    return JobFailure(
        "ARCHIVE_PATH",
        "a name in the archive leaves the archive's folder: it is absolute, or climbs with ..",
        "pack the study's folder with relative names",
    )


def link() -> JobFailure:
    """A symbolic or hard link."""
    return JobFailure(
        "ARCHIVE_SYMLINK",
        "the archive holds a symbolic or hard link",
        "pack the files that the links name (tar --dereference --hard-dereference)",
    )


def special() -> JobFailure:
    """A device, pipe or socket."""
    return JobFailure(
        "ARCHIVE_SPECIAL_FILE", "the archive holds a device, pipe or socket", SEND_DICOM
    )


def not_dicom(what: str) -> JobFailure:
    """Something known that is no DICOM."""
    return JobFailure("NOT_DICOM", f"the upload holds {what}, no DICOM object", SEND_DICOM)


def too_many(files: int) -> JobFailure:
    """More files than limits.files, or twice as many entries."""
    return JobFailure(
        "TOO_MANY_FILES",
        f"the study has more than {files} files",
        "raise limits.files if such studies are expected",
    )


def too_large(most: int) -> JobFailure:
    """More bytes than limits.bytes."""
    return JobFailure(
        "TOO_LARGE",
        f"the study takes more than {most} bytes",
        "raise limits.bytes if such studies are expected",
    )
