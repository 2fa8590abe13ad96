"""Pictures, drawings and attachments: what their bytes say, whether they are safe to publish, and how they lose what tells on somebody."""

from plugins.media.attachments import ATTACHMENTS, examine_attachment, find_impostor, read_words
from plugins.media.cards import CardWords
from plugins.media.drawings import Size, examine_svg
from plugins.media.films import CAPTIONS, FILMS, Reel, examine_captions, examine_film
from plugins.media.pictures import PICTURES, DamagedError, examine_picture, tell_damage
from plugins.media.pixels import draw_card, look_through, make_versions
from plugins.media.qr import draw_qr
from plugins.media.strip import strip_picture
from plugins.media.versions import PHONE, Version, Versions, list_versions

__all__ = [
    "ATTACHMENTS",
    "CAPTIONS",
    "FILMS",
    "PHONE",
    "PICTURES",
    "CardWords",
    "DamagedError",
    "Reel",
    "Size",
    "Version",
    "Versions",
    "draw_card",
    "draw_qr",
    "examine_attachment",
    "examine_captions",
    "examine_film",
    "examine_picture",
    "examine_svg",
    "find_impostor",
    "list_versions",
    "look_through",
    "make_versions",
    "read_words",
    "strip_picture",
    "tell_damage",
]
