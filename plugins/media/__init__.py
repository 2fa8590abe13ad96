"""Pictures, drawings and attachments: what their bytes say, whether they are safe to publish, and how they lose what tells on somebody."""

from plugins.media.attachments import ATTACHMENTS, examine_attachment, find_impostor, read_words
from plugins.media.drawings import Size, examine_svg
from plugins.media.pictures import PICTURES, DamagedError, examine_picture
from plugins.media.strip import strip_picture

__all__ = [
    "ATTACHMENTS",
    "PICTURES",
    "DamagedError",
    "Size",
    "examine_attachment",
    "examine_picture",
    "examine_svg",
    "find_impostor",
    "read_words",
    "strip_picture",
]
