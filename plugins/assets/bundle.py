"""CSS, JavaScript and pictures under names that change with their content; hides how they are joined and named."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from plugins.assets.share import FONT
from plugins.files import digest, list_files
from plugins.model import Colours
from plugins.site import Artifact

CASCADE = ("tokens", "base", "layout", "components", "utilities", "print")
"""The style sheets in the order of the one @layer line in tokens.css; a folder has a file for each component."""
SHEETS: Mapping[str, tuple[str, ...]] = {
    "activities": ("activities", "entry/subscribe", "entry/ticks", "services/fold"),
    "alert": ("alert",),
    "blank": ("blank", "entry/week"),
    "books": ("books",),
    "bring": ("bring",),
    "cases": ("cases",),
    "clubs": ("clubs",),
    "concern": ("concern", "near/ways"),
    "data": ("data", "entry/steps", "services/fold"),
    "duty": ("duty",),
    "entry": ("entry",),
    "figures": ("figures",),
    "films": ("films",),
    "home": ("home", "activities", "near/mine", "near/places", "near/strip", "near/ways"),
    "month": ("month", "entry/neighbours", "entry/week"),
    "notes": ("notes", "text/pass-on", "entry/neighbours", "entry/subscribe"),
    "notice": ("notice",),
    "page": ("text",),
    "place": ("entry", "near"),
    "poster": ("duty", "poster"),
    "roster": ("duty", "entry"),
    "screen": ("duty", "screen"),
    "search": ("search",),
    "series": ("series",),
    "services": ("services",),
    "talk": ("talk",),
    "text": ("text", "entry/neighbours", "entry/steps", "entry/subscribe", "entry/ticks", "entry/week"),
    "ways": ("near/ways",),
}
"""Style that only some templates ask for, by `site.sheets`, and the folders and files it is joined of.

Every other page is the lighter for each, and a page that asks for one waits for one.
"""
HEAD_SCRIPTS = ("site.js", "clock.js", "hours.js", "mine.js")
"""What would flash, were it done after the first paint: the reader's choices, and what time has proved wrong."""

_COMMENT = re.compile(rb"/\*[^*]*+(?:\*(?!/)[^*]*+)*(?:\*/|\Z)")
_REMARK = re.compile(rb"^[ \t]*/\*[^*]*+(?:\*(?!/)[^*]*+)*\*/[ \t]*\n", re.M)
_INDENT = re.compile(rb"^[ \t]+|^\n", re.M)
_LAYER = re.compile(rb"@layer (\w+)\{")
_BLANKS = re.compile(rb"\s+")


@dataclass(frozen=True, slots=True)
class Assets:
    """The addresses of the site's style and scripts, and every file to write.

    Every page waits for `css`; what some pages alone are drawn with has a sheet of its own, `sheets` by name.
    `js` (HEAD_SCRIPTS) runs before the first paint. Every other file or folder of theme/static/js/ is one of `scripts`, by its name,
    and is loaded by the templates that ask for it, once the page is read.
    """

    css: str
    js: str
    scripts: Mapping[str, str]
    sheets: Mapping[str, str]
    files: tuple[Artifact, ...]


def gather_assets(theme: Path, colours: Colours | None = None, without: Collection[str] = ()) -> Assets:
    """Read theme/static; style and script get a name with their content's hash, the rest keeps its own.

    A community's own colours stand at the end of the style: no page needs an inline one, and the policy forbids it.
    What is named in `without` no page of this site asks for, and is not written.
    """
    static = theme / "static"
    shared = _join_sheets(_list_sheets(static, CASCADE))
    css = _name_by_content("site", ".css", shared + _paint(colours))
    js = _name_by_content("site", ".js", _join_scripts(_head_scripts(static)))
    scripts = {
        name: _name_by_content(name, ".js", _join_scripts(files))
        for name, files in _group_scripts(static / "js").items()
        if name not in without
    }
    sheets = {
        name: _name_by_content(name, ".css", _join_sheets(_list_sheets(static, parts)))
        for name, parts in SHEETS.items()
        if name not in without
    }
    return Assets(
        css=f"/{css.file}",
        js=f"/{js.file}",
        scripts={name: f"/{script.file}" for name, script in scripts.items()},
        sheets={name: f"/{sheet.file}" for name, sheet in sheets.items()},
        files=(css, js, *scripts.values(), *sheets.values(), *_rest(static)),
    )


def list_missing(theme: Path) -> list[str]:
    """What `gather_assets` reads by name and would not find, as paths below the theme."""
    static = theme / "static"
    needed = [
        *_head_scripts(static),
        *_list_sheets(static, CASCADE),
        *(file for parts in SHEETS.values() for file in _list_sheets(static, parts)),
    ]
    missing = (file for file in dict.fromkeys([*needed, theme / FONT]) if not file.is_file())
    return [file.relative_to(theme).as_posix() for file in missing]


def _paint(colours: Colours | None) -> bytes:
    """The tokens that a community gives colours of its own, as tokens.css writes them; nothing where it has none."""
    own = {name: pair for name in Colours.model_fields if colours and (pair := getattr(colours, name))}
    tokens = ((name.replace("_", "-"), pair.light, pair.dark) for name, pair in own.items())
    lines = (f"    --{token}: var(--light, {light}) var(--dark, {dark});\n" for token, light, dark in tokens)
    return f"\n@layer tokens {{\n  :root {{\n{''.join(lines)}  }}\n}}\n".encode() if own else b""


def _list_sheets(static: Path, names: Iterable[str]) -> list[Path]:
    """The files of these parts of the style, in their order: a folder's by name, else the one of that name."""
    places = [static / "css" / name for name in names]
    return [
        file
        for place in places
        for file in (list_files(place, ".css") if place.is_dir() else [place.with_suffix(".css")])
    ]


def _head_scripts(static: Path) -> list[Path]:
    return [static / "js" / name for name in HEAD_SCRIPTS]


def _group_scripts(folder: Path) -> dict[str, list[Path]]:
    """What is no script of every page, by the name of its file or of the folder below `folder` it stands in."""
    groups: dict[str, list[Path]] = {}
    for file in list_files(folder, ".js"):
        if file.name not in HEAD_SCRIPTS:
            groups.setdefault(Path(file.relative_to(folder).parts[0]).stem, []).append(file)
    return groups


def _join_sheets(files: Iterable[Path]) -> bytes:
    """Style without its comments and blanks: every page waits for it."""
    style = _BLANKS.sub(b" ", _COMMENT.sub(b"", _join_bytes(files))).strip()
    for mark in (b"{", b"}", b",", b">"):
        style = style.replace(b" " + mark, mark).replace(mark + b" ", mark)
    # The blank that is a colour's empty value must stay: older browsers take `--dark:;` for a mistake.
    style = style.replace(b"; ", b";").replace(b": ", b":").replace(b":;", b": ;").replace(b";}", b"}")
    return _join_layers(style)


def _join_scripts(files: Iterable[Path]) -> bytes:
    """Scripts without their remarks and indents; no string of ours goes over lines, so none is touched."""
    return _INDENT.sub(b"", _REMARK.sub(b"", _join_bytes(files)))


def _join_layers(style: bytes) -> bytes:
    """What several files say of one layer as one block; the order of layers is none of theirs."""
    head, *parts = _LAYER.split(style)
    layers: dict[bytes, list[bytes]] = {}
    for name, rules in zip(parts[::2], parts[1::2], strict=True):
        layers.setdefault(name, []).append(rules.removesuffix(b"}"))
    return head + b"".join(b"@layer %s{%s}" % (name, b"".join(rules)) for name, rules in layers.items())


def _join_bytes(files: Iterable[Path]) -> bytes:
    return b"\n".join(file.read_bytes() for file in files)


def _name_by_content(stem: str, suffix: str, data: bytes) -> Artifact:
    return Artifact(f"theme/{stem}.{digest(data, size=6)}{suffix}", data)


def _rest(static: Path) -> Iterator[Artifact]:
    for file in list_files(static):
        inside = file.relative_to(static)
        if inside.parts[0] not in ("css", "js"):
            yield Artifact(f"theme/{inside.as_posix()}", file.read_bytes())
