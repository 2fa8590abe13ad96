"""The site as it grows: which file stands on the stage, of what it was made, and which of them this build wrote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from plugins.failure import OutputError
from plugins.files import digest, make_folder
from plugins.incremental.manifest import WrittenFile, name_files
from plugins.incremental.stage import Workshop, clear
from plugins.site import Artifact

BUNDLE = "bundle "
"""What the fingerprint of a bundle's file begins with."""


@dataclass(slots=True)
class SiteInWork:
    """The site as it grows: what the last build wrote, what stands there now, and what this build has made of it."""

    workshop: Workshop
    before: Mapping[str, WrittenFile]
    now: Mapping[str, str]
    engine: str
    """All code that makes a page, in one word."""
    sources: dict[str, str] = field(default_factory=dict)
    """The digest of each picture and file, as it lies in the content folder."""
    ledger: dict[str, WrittenFile] = field(default_factory=dict)
    fresh: set[str] = field(default_factory=set)
    root: str = field(init=False)
    """The stage, as text: a Path is made slowly, and there are files by the ten thousand."""

    def __post_init__(self) -> None:
        self.root = str(self.workshop.stage)

    def former(self, file: str, made_of: str) -> WrittenFile | None:
        """What was written of a file, if it was made of the same and its bytes are untouched since."""
        former = self.before.get(file)
        stands = former and former.fingerprint == made_of and former.digest == self.now.get(file)
        return former if stands else None

    def keep_only(self, files: Iterable[str]) -> None:
        """Take off the stage what the new site has not; what bundles made may be wanted again."""
        bundled = {file for file, written in self.before.items() if written.fingerprint.startswith(BUNDLE)}
        clear(self.workshop, sorted(self.now.keys() - set(files) - bundled))

    def make_way(self, file: str) -> str:
        """The path of a file to be written; the one that stands there is the output's own, so it makes way."""
        path = f"{self.root}/{file}"
        if file in self.now:
            Path(path).unlink(missing_ok=True)
        make_folder(path.rpartition("/")[0])
        return path

    def write(self, file: str, data: bytes) -> None:
        """Write a file of the stage."""
        path = self.make_way(file)
        try:
            with open(path, "wb") as opened:  # noqa: PTH123
                opened.write(data)
        except OSError as error:
            error.filename = path  # a full disk names none
            raise

    def put_all(self, artifacts: Iterable[Artifact]) -> None:
        """Write files that are made whole, where they are not the ones that stand there."""
        for artifact in artifacts:
            mark = digest(artifact.data)
            stands = self.former(artifact.file, mark) is not None
            if not stands or not (self.workshop.stage / artifact.file).exists():
                self.write(artifact.file, artifact.data)
            self.enter(WrittenFile(artifact.file, mark, mark), not stands)

    def sort_bundles(self) -> Mapping[str, list[WrittenFile]]:
        """The files of each bundle that stand as the last build left them; a bundle that has lost one is not there."""
        found: dict[str, list[WrittenFile]] = {}
        for written in self.before.values():
            if written.fingerprint.startswith(BUNDLE):
                found.setdefault(written.fingerprint, []).append(written)
        return {mark: files for mark, files in found.items() if all(self.now.get(w.file) == w.digest for w in files)}

    def replace_one(self, artifact: Artifact, made_of: str) -> tuple[WrittenFile, bool]:
        """Write one file of a bundle, unless those bytes stand there."""
        mark = digest(artifact.data)
        stands = self.now.get(artifact.file) == mark and (self.workshop.stage / artifact.file).exists()
        if not stands:
            self.write(artifact.file, artifact.data)
        return WrittenFile(artifact.file, made_of, mark), not stands

    def drop_leftovers(self) -> None:
        """Take off what bundles made once and do not make now."""
        gone = self.now.keys() - self.ledger.keys()
        clear(self.workshop, sorted(file for file in gone if (self.workshop.stage / file).is_file()))

    def enter(self, written: WrittenFile, is_fresh: bool) -> None:
        """Book a file that stands on the stage; two of one name are nobody's plan."""
        if written.file in self.ledger:
            raise OutputError(f"{written.file}: 有两处要写这个文件 → 给其中一处换一个网址")
        self.ledger[written.file] = written
        if is_fresh:
            self.fresh.add(written.file)

    def differs(self) -> bool:
        """Whether the stage is another site than the one that is up."""
        return bool(self.fresh) or self.now.keys() != self.ledger.keys()

    def name(self) -> str:
        """All files and what they hold, in one word."""
        return name_files({file: written.digest for file, written in self.ledger.items()})

    def written(self) -> list[WrittenFile]:
        return sorted(self.ledger.values(), key=lambda w: w.file)
