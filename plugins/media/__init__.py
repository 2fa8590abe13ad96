"""Pictures and drawings: what their bytes say, whether they are safe to publish, and how they lose what tells on somebody."""

from plugins.media.drawings import Size, examine_svg
from plugins.media.pictures import PICTURES, DamagedError, examine_picture
from plugins.media.strip import strip_picture

__all__ = ["PICTURES", "DamagedError", "Size", "examine_picture", "examine_svg", "strip_picture"]
