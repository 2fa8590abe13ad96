"""What the search for personal data finds in a folder of prose: `make privacy CORPUS=folder`; never the thing itself."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from plugins.files import list_files
from plugins.private import find_private

PROSE = (".md", ".txt", ".html", ".yaml", ".csv")


def survey(folder: Path) -> Iterator[str]:
    """Each finding by file, line and column, with its kind; files that are no UTF-8 text are told as such."""
    for file in list_files(folder, *PROSE):
        name = file.relative_to(folder).as_posix()
        try:
            text = file.read_text("utf-8")
        except UnicodeDecodeError:
            yield f"{name}: no UTF-8 text, not looked at"
            continue
        for private in find_private(text):
            line, column = text.count("\n", 0, private.start) + 1, private.start - text.rfind("\n", 0, private.start)
            yield f"{name}:{line}:{column}: {private.kind} {private.message}"


def main(folder: Path) -> None:
    findings = list(survey(folder))
    print("\n".join(findings))
    print(f"{len(findings)} findings in {len(list_files(folder, *PROSE))} files")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
