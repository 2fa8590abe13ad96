"""An address as a QR code; hides segno."""

from __future__ import annotations


def draw_qr(text: str) -> str:
    """The code as SVG in black on white, with the quiet zone that readers need; as large as its box."""
    import segno

    # A quarter of it may be scratched off a lift's wall and it can still be read.
    code = segno.make(text, error="q", micro=False, boost_error=False)
    drawn: str = code.svg_inline(border=4, dark="#000", light="#fff", svgclass=None, lineclass=None, omitsize=True)
    return drawn
