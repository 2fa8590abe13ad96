"""The smallest files that are what they say they are."""

from __future__ import annotations

import io
import zipfile

from tests.private.files import pdf

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
"""Word's and Excel's old format."""
PDF = pdf("page")


def office(part: str) -> bytes:
    """A Word file with the part `word`, an Excel file with `xl`."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(f"{part}/document.xml", "<x/>")
    return held.getvalue()
