"""A picture in the sizes a site sends; hides Pillow: decoding, turning, colour profiles and encoders.

The same bytes make the same versions as long as this code and Pillow are the same, whose version a build remembers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from math import log

from PIL import Image, ImageCms

from plugins.media.drawings import Size
from plugins.media.pictures import MAX_PIXELS, DamagedError, kind_of, read_picture
from plugins.media.versions import LARGEST, PHONE, Version, fit

_BUDGETS = {360: 28_000, PHONE: 55_000, 1080: 150_000, LARGEST: 240_000}
"""Bytes of a version no wider than this: a picture full of noise is sent with less of it."""
_QUALITIES = (72, 55, 38, 22, 8)
_STRIPS, _STRIP, _SURE = 4, 16, 0.9
"""Of how many strips and how high a file's length is guessed, and how much of that is believed: too low is tried again."""
_FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF"}
_FEW_COLOURS = 256
_SPACES = {"RGB ": "RGB", "GRAY": "L", "CMYK": "CMYK"}
"""The mode whose numbers a profile explains, by its colour space (ICC.1:2022, 7.2.6)."""
_PROBE = Image.frombytes(
    "RGB", (27, 1), bytes(v for n in range(27) for v in (n % 3 * 127, n // 3 % 3 * 127, n // 9 * 127))
)
_UNSEEN = 2
"""Of 255: what nobody sees of a difference in colour."""
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What makes a picture upright, by its orientation (Exif 3.0, 4.6.5)."""


def look_through(data: bytes) -> None:
    """Read a picture to its last pixel; raises DamagedError."""
    _open(data, 1)


def make_versions(data: bytes, versions: Sequence[Version]) -> Iterator[tuple[Version, bytes]]:
    """The bytes of every version, the widest first; raises DamagedError."""
    image = _open(data, LARGEST)
    few = kind_of(data) in ("png", "gif") and image.getcolors(_FEW_COLOURS) is not None
    for version in versions:
        if version.width != image.width:
            image = image.resize((version.width, version.height), Image.Resampling.HAMMING)
            few = False
        yield version, _encode(image, version, few)


def _open(data: bytes, most: int) -> Image.Image:
    """The picture, upright, in sRGB, its longer side at most so long, with nothing beside it; every pixel of the file was read."""
    picture = read_picture(data)
    try:
        with Image.open(BytesIO(data), formats=tuple(_FORMATS.values())) as opened:
            if opened.size != picture.size or opened.width * opened.height > MAX_PIXELS:
                raise DamagedError
            size = fit(picture.size, most)
            # A JPEG can be unpacked at a half, a quarter or an eighth: that saves most of the work and of the memory.
            opened.draft(None, size)
            opened.load()
            image = _to_srgb(_shrink(_to_eight_bits(opened), size))
    except DamagedError:
        raise
    except Exception as error:  # Pillow tells of damage by whatever its decoders happen to raise
        raise DamagedError from error
    image.info.clear()
    return image.transpose(_TURNS[picture.orientation]) if picture.orientation > 1 else image


def _to_eight_bits(image: Image.Image) -> Image.Image:
    """In one of the modes L, LA, RGB, RGBA and CMYK."""
    if image.mode.startswith("I"):
        # A conversion to L cuts off what is above 255.
        return image.convert("I").point(lambda value: value * (1 / 256) + 0).convert("L")
    if image.mode in ("P", "PA", "1") or "transparency" in image.info:
        return image.convert("RGBA" if image.has_transparency_data else "RGB")
    return image if image.mode in ("L", "LA", "RGB", "RGBA", "CMYK") else image.convert("RGB")


def _shrink(image: Image.Image, size: Size) -> Image.Image:
    if image.size == size:
        return image
    shrunk = image.resize(size, Image.Resampling.HAMMING, reducing_gap=2.0)
    shrunk.info = dict(image.info)
    return shrunk


def _to_srgb(image: Image.Image) -> Image.Image:
    """Colours as every screen understands them; a profile that cannot be read, or is another mode's, says nothing."""
    alpha = image.getchannel("A") if image.mode in ("LA", "RGBA") else None
    colours = image.convert(image.mode.removesuffix("A")) if alpha else image
    change = _read_profile(image.info.get("icc_profile"), colours.mode)
    if change is not None:
        colours = change.apply(colours)
    elif colours.mode == "CMYK":
        colours = colours.convert("RGB")
    else:
        return image
    if alpha:
        colours.putalpha(alpha)
    return colours


def _read_profile(data: object, mode: str) -> ImageCms.ImageCmsTransform | None:
    """What a profile makes of an image's numbers; none where it is sRGB by another name, as most are."""
    if not isinstance(data, bytes):
        return None
    try:
        profile = ImageCms.ImageCmsProfile(BytesIO(data))
        if _SPACES.get(profile.profile.xcolor_space) != mode:
            return None
        change = ImageCms.buildTransform(profile, ImageCms.createProfile("sRGB"), mode, "RGB")
    except (OSError, ImageCms.PyCMSError):
        return None
    seen = (
        [abs(a - b) for a, b in zip(_PROBE.tobytes(), change.apply(_PROBE).tobytes(), strict=True)]
        if mode == "RGB"
        else [255]
    )
    return change if max(seen) > _UNSEEN else None


def _encode(image: Image.Image, version: Version, few: bool) -> bytes:
    """A file of a version's format; `few` says that it has few colours, which stay as they are."""
    budget = next((most for width, most in _BUDGETS.items() if version.width <= width), _BUDGETS[LARGEST])
    if version.format in ("png", "gif"):
        data = _save(image, version.format)
        # A photo as PNG is as large as ten: with 256 colours it is still one, for those who see no WebP.
        return data if len(data) <= 2 * budget else _save(_take_colours(image), version.format)
    if version.format == "webp" and few:
        data = _save(image, "webp", lossless=True, quality=20, method=2)
        if len(data) <= budget:
            return data
    # JPEG takes more room for the same, and only old phones ask for it.
    budget = budget if version.format == "webp" else 2 * budget
    step = _guess_step(image, budget) if version.format == "webp" else 0
    while True:
        quality = _QUALITIES[min(step, len(_QUALITIES) - 1)]
        if version.format == "webp":
            data = _save(image, "webp", quality=quality, method=0)
        else:
            data = _save(_on_white(image), "jpg", quality=quality)
        if len(data) <= budget or step >= len(_QUALITIES) - 1:
            return data
        step += _count_steps(len(data) / budget)


def _count_steps(excess: float) -> int:
    """How many qualities lower: each saves about a sixth."""
    return max(1, round(log(excess, 1.2)))


def _guess_step(image: Image.Image, budget: int) -> int:
    """The quality to begin with, by a few strips of the picture: to code a whole one in vain is half of the work."""
    strips = [(2 * n + 1) * image.height // (2 * _STRIPS) - _STRIP // 2 for n in range(_STRIPS)]
    if image.height < _STRIP * _STRIPS * 4:
        return 0
    sample = Image.new(image.mode, (image.width, _STRIP * _STRIPS))
    for n, top in enumerate(strips):
        sample.paste(image.crop((0, top, image.width, top + _STRIP)), (0, n * _STRIP))
    length = len(_save(sample, "webp", quality=_QUALITIES[0], method=0)) * image.height / sample.height
    excess = length * _SURE / budget
    return _count_steps(excess) if excess > 1 else 0


def _take_colours(image: Image.Image) -> Image.Image:
    if image.mode in ("LA", "RGBA"):
        return image.convert("RGBA").quantize(_FEW_COLOURS, Image.Quantize.FASTOCTREE)
    return image.convert("RGB").quantize(_FEW_COLOURS, Image.Quantize.FASTOCTREE)


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode not in ("LA", "RGBA"):
        return image
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image.convert("RGBA")).convert("RGB")


def _save(image: Image.Image, format: str, **options: int) -> bytes:
    sent = BytesIO()
    image.save(sent, _FORMATS[format], **options)
    return sent.getvalue()
