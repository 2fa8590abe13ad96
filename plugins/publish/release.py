"""A release: every file of a site, what it was made of and which gates let it pass; hides how manifest.json is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Annotated, Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

NAME = "manifest.json"
HOST_FILES = frozenset({NAME, ".nojekyll", "CNAME"})
"""Files of a published site that are no part of the release: they tell the host what to do with it."""
GATES = ("check", "privacy", "links", "html", "size", "counts")
"""Who must have signed. The list stands here and nowhere else: a gate that is not run is missed."""

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
CommitId = Annotated[str, Field(pattern=r"^(?:[0-9a-f]{40}|[0-9a-f]{64})$")]
_UNSAFE = re.compile(r"^\"|[\x00-\x1f\x7f\\\ud800-\udfff]")
"""ghp-import writes paths unquoted into a stream that goes by lines, where a quote at the beginning means more."""


class _Sealed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class FileDigest(_Sealed):
    """What one file holds."""

    sha256: Digest
    size: int = Field(ge=0)


class Signature(_Sealed):
    """One gate's word for one tree: how much it looked at, and how many planted faults it found on the way."""

    gate: str
    examined: int = Field(ge=1)
    planted: int = Field(ge=1)
    tree: Digest


class SourceCommit(_Sealed):
    """The commit a site was made from. `order`, the number of commits up to it, is for people: ancestry alone decides."""

    commit: CommitId
    order: int = Field(ge=1)
    committed: int
    branch: str = ""
    """The branch that was checked out; empty in releases that do not know, and then not written."""


class Release(_Sealed):
    """One site, whole."""

    schema_: Literal[1] = Field(default=1, alias="schema")
    source: SourceCommit
    url: str
    clock: str
    """The moment the site was built for."""
    tree: Digest
    files: dict[str, FileDigest] = Field(min_length=1)
    gates: list[Signature]

    @model_validator(mode="after")
    def _is_of_its_files(self) -> Release:
        if not all(map(is_safe, self.files)):
            raise ValueError("path")
        if self.tree != digest_files(self.files):
            raise ValueError("tree")
        return self

    @property
    def pages(self) -> int:
        return sum(file.endswith(".html") for file in self.files)


class ReleaseError(ValueError):
    """A manifest that cannot be believed; the message says why, in Chinese."""


def is_safe(path: str) -> bool:
    """Whether a path leads to a file below the root of a site, spelled in the one way there is."""
    parts = path.split("/")
    plain = not _UNSAFE.search(path) and PurePosixPath(path).as_posix() == path
    return (
        plain
        and path not in HOST_FILES
        and not any(part in ("", ".", "..") or part.lower() == ".git" for part in parts)
    )


def describe(data: bytes) -> FileDigest:
    return FileDigest(sha256=sha256(data).hexdigest(), size=len(data))


def digest_files(files: Mapping[str, FileDigest]) -> str:
    """One digest of all files and what they hold."""
    lines = (f"{files[path].sha256} {files[path].size} {path}\n" for path in sorted(files))
    return sha256("".join(lines).encode(errors="surrogatepass")).hexdigest()


def write_release(release: Release) -> bytes:
    """manifest.json: sorted, one way to write it, with a seal over everything else."""
    body = release.model_dump(by_alias=True)
    if not release.source.branch:  # releases of earlier programs read back byte for byte
        del body["source"]["branch"]
    return _dump(body | {"seal": sha256(_dump(body)).hexdigest()})


def read_release(data: bytes) -> Release:
    """The release that manifest.json tells of; raises ReleaseError where one byte is not as it was written."""
    try:
        body = orjson.loads(data)
        body.pop("seal")
        release = Release.model_validate(body)
    except (ValueError, KeyError, AttributeError, TypeError, ValidationError):
        raise ReleaseError("清单读不懂，或缺了内容") from None
    if write_release(release) != data:
        raise ReleaseError("清单在写好以后被改过")
    return release


def find_unsigned(release: Release) -> Iterator[str]:
    """Why a release may not go up, in Chinese; nothing where every gate has signed this very tree."""
    signed = [signature.gate for signature in release.gates]
    yield from (f"{gate} 这道检查没有签字" for gate in GATES if gate not in signed)
    yield from (f"不认识的检查 {gate} 签了字" for gate in sorted(set(signed) - set(GATES)))
    yield from (f"{gate} 签了不止一次" for gate in sorted(set(signed)) if signed.count(gate) > 1)
    yield from (f"{s.gate} 看的不是这个网站" for s in release.gates if s.tree != release.tree)


def _dump(body: Mapping[str, object]) -> bytes:
    return orjson.dumps(body, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)
