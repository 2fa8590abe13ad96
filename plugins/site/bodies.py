"""A text or a picture of an editor as a page of this site shows it; hides links, tables and sizes."""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import quote, unquote

from markupsafe import Markup

from plugins.media import list_versions
from plugins.site.site import Site
from plugins.site.views import ImageFileView, ImageView
from plugins.text import Prose, mark_words

_SITE_LINK = re.compile(r'\b(href|src)="/(?!/)')
_SITE_IMAGE = re.compile(r'<img src="/(?!/)([^"]*)"((?: [\w-]+="[^"]*")*) ?/?>')
IMAGE_SIZES = "(max-width: 48em) and (min-resolution: 2.1dppx) 66vw, (max-width: 48em) 100vw, 44em"
PHONES = "(max-width: 40em)"
"""What loads the WebP of a photo, which is made no wider than a phone can show."""
"""How wide a picture stands in a text. A phone of three dots to a pixel is sent two: nobody sees the third, everybody waits for it."""
_TABLE = re.compile(r"<table(?: [^<>]*)?>")
_TABLE_BOX = '<div class="table" role="region" aria-label="表格" tabindex="0">'
"""A wide table scrolls inside it, by keys as well."""
_HEADER_CELL = re.compile(r"<th(?=[ >])(?![^<>]* scope=)")
_OUTSIDE_LINK = re.compile(r'<a (?=[^<>]*\bhref="https?:)')


def show_body(prose: Prose, site: Site) -> Markup:
    """A body's HTML, safe already: pictures with their size, site links under the root, others marked, table heads of columns."""
    html = _HEADER_CELL.sub('<th scope="col"', prose.html) if "<th" in prose.html else prose.html
    if "</table>" in html:
        html = _TABLE.sub(lambda m: _TABLE_BOX + m[0], html).replace("</table>", "</table></div>")
    html = _SITE_IMAGE.sub(lambda m: _size_image(m, site), html) if "<img" in html else html
    html = _SITE_LINK.sub(rf'\1="{site.root}/', html) if site.root else html
    return Markup(_OUTSIDE_LINK.sub('<a rel="noopener" ', html) if '="http' in html else html)  # noqa: S704


def show_words(text: str, site: Site) -> Markup:
    """A text field with its bold, links and phones, its lines apart by line ends."""
    html = mark_words(text)
    html = _SITE_LINK.sub(rf'\1="{site.root}/', html) if site.root else html
    return Markup(_OUTSIDE_LINK.sub('<a rel="noopener" ', html) if '="http' in html else html)  # noqa: S704


def _size_image(match: re.Match[str], site: Site) -> str:
    """A picture of a body with its size, so that nothing moves when it arrives, and with its files for narrow screens."""
    path = unquote(unescape(match[1]))
    image = show_image(path, path, site)
    if image is None:
        return match[0]
    size = f'width="{image.width}" height="{image.height}" loading="lazy"'
    if not image.webp:
        return f'<img {size} src="/{match[1]}"{match[2]}>'
    sent = f'<img {size} srcset="{_list_files(image.plain, site)}" sizes="{IMAGE_SIZES}" src="{escape(image.url)}"{match[2]}>'
    media = f' media="{image.webp_media}"' if image.webp_media else ""
    webp = f'<source type="image/webp"{media} srcset="{_list_files(image.webp, site)}" sizes="{IMAGE_SIZES}">'
    return f"<picture>{webp}{sent}</picture>"


def _list_files(files: tuple[ImageFileView, ...], site: Site) -> str:
    return escape(", ".join(f"{site.root}{quote(one.url)} {one.width}w" for one in files))


def show_image(image: str | None, alt: str | None, site: Site) -> ImageView | None:
    """A picture as large as its file; none where a preview knows no such file."""
    size = site.sources.sizes.get(image or "")
    if not image or not size or not alt:
        return None
    versions = list_versions(image, size)
    if versions is None:
        return ImageView(f"/{image}", alt, *size)
    largest = versions.plain[-1]
    webp, plain = (tuple(ImageFileView(f"/{v.file}", v.width) for v in row) for row in (versions.webp, versions.plain))
    media = PHONES if versions.are_webp_for_phones else ""
    return ImageView(f"/{largest.file}", alt, largest.width, largest.height, webp, plain, media)


def show_photo(image: str | None, alt: str | None, site: Site) -> ImageView | None:
    """A picture in a list: a photo says what was; a drawing, which may stand beside any story, says nothing there."""
    found = show_image(image, alt, site)
    return found if found and found.webp else None
