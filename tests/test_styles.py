"""A component's style stands in one file, and says nothing of a class that no page has."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from plugins.assets import gather_assets

ROOT = Path(__file__).parents[1]
CSS = ROOT / "theme" / "static" / "css"
SHARED = "components/link.css"
"""The one list over many blocks: what every link outside running text has in common."""

_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_CLASS = re.compile(r"\.([a-z][\w-]*)")
_BLOCK = re.compile(r"[a-z]+(?:-(?!-)[a-z]+)*")
_LAYER = re.compile(r"@layer (\w+) \{(.*?)^\}", re.S | re.M)
_RULE = re.compile(r"([^{};]+)\{[^{}]*\}")


def read_styles() -> dict[str, str]:
    return {f.relative_to(CSS).as_posix(): _COMMENT.sub("", f.read_text("utf-8")) for f in sorted(CSS.rglob("*.css"))}


def blocks_of(selector: str) -> set[str]:
    return {match[0] for name in _CLASS.findall(selector) if (match := _BLOCK.match(name))}


def rules_of(text: str) -> Iterator[tuple[str, str]]:
    """Every selector with its layer."""
    for layer, body in _LAYER.findall(text):
        for rule in _RULE.finditer(body):
            for selector in re.split(r",(?![^(]*\))", rule[1]):
                yield layer, " ".join(selector.split())


def find_scattered(styles: Mapping[str, str]) -> dict[str, list[str]]:
    """Blocks that one layer speaks of in several files; a selector over two blocks may stand with either."""
    homes: dict[tuple[str, str], set[str]] = defaultdict(set)
    for file, text in styles.items():
        for layer, selector in rules_of(text):
            if len(blocks := blocks_of(selector)) == 1 and file != SHARED:
                homes[layer, *blocks].add(file)
    return {f"{layer} .{block}": sorted(files) for (layer, block), files in homes.items() if len(files) > 1}


def find_idle(styles: Mapping[str, str]) -> set[str]:
    """Classes with a style that no template, script or view spells out; `state--{{ word }}` spells all of `state--…`."""
    sources = [*(ROOT / "theme").rglob("*.html"), *(ROOT / "theme").rglob("*.js"), *(ROOT / "plugins").rglob("*.py")]
    words = {word for file in sources for word in re.findall(r"[a-z][\w-]*", file.read_text("utf-8"))}
    styled = {name for text in styles.values() for _, selector in rules_of(text) for name in _CLASS.findall(selector)}
    return {name for name in styled if name not in words and re.sub(r"(?<=--).*", "", name) not in words}


def test_no_block_is_scattered() -> None:
    assert find_scattered(read_styles()) == {}


def test_a_scattered_block_is_found() -> None:
    styles = read_styles()
    styles["text/faq.css"] += "\n@layer components {\n  .card__title {\n    color: red;\n  }\n}\n"
    assert find_scattered(styles) == {"components .card": ["components/card.css", "text/faq.css"]}


def test_every_class_with_a_style_is_on_some_page() -> None:
    assert find_idle(read_styles()) == set()


def test_a_class_of_no_page_is_found() -> None:
    styles = read_styles()
    styles["text/faq.css"] += "\n@layer components {\n  .faq--gone {\n    color: red;\n  }\n}\n"
    assert find_idle(styles) == {"faq--gone"}


def test_every_style_is_inside_a_layer_and_reaches_the_site() -> None:
    """Outside the layers a rule would win over all of them."""
    assets = gather_assets(ROOT / "theme")
    sheets = [file.data.decode() for file in assets.files if file.file.endswith(".css")]
    assert not any("/*" in sheet for sheet in sheets)
    assert all(len(names := re.findall(r"@layer (\w+)\{", sheet)) == len(set(names)) for sheet in sheets)
    sent = {rule for sheet in sheets for rule in squeeze_rules(sheet)}
    assert len(sent) > 500
    for file in sorted(CSS.rglob("*.css")):
        text = _COMMENT.sub("", file.read_text("utf-8"))
        assert set(squeeze_rules(text)) <= sent, file
        assert _LAYER.sub("", text).strip().rstrip(";").count("{") == 0, file


def squeeze_rules(style: str) -> list[tuple[str, str]]:
    """Every rule with the layer it stands in, without a blank."""
    found = []
    layer = ""
    for head, body in re.findall(r"([^{}]*)(?:\{([^{}]*)\})?", style):
        if name := re.search(r"@layer (\w+)\s*$", head):
            layer = name[1]
        if body:
            found.append((layer, re.sub(r"\s|;$", "", f"{head}{{{body.strip()}".replace("@layer " + layer, ""))))
    return found


def test_what_is_sent_keeps_the_blanks_that_mean_something() -> None:
    sent = next(
        file.data.decode() for file in gather_assets(ROOT / "theme").files if file.file.startswith("theme/site.")
    )
    assert "--dark: ;" in sent and "--light: ;" in sent
    assert re.search(r"calc\(var\(--s4\) \+ 8px\)", sent)
    assert ":root:not([data-elder]) :is(" in sent


_COLOUR = re.compile(r"--([\w-]+):[^;]*#[0-9a-f]{3,8}\b")


def find_repeated_colours(css: str) -> list[str]:
    """Names of the palette that are given a colour more than once."""
    names = _COLOUR.findall(css)
    return sorted({name for name in names if names.count(name) > 1})


def test_a_colour_of_the_palette_stands_once_with_its_dark_value() -> None:
    css = read_styles()["tokens.css"]
    assert len(_COLOUR.findall(css)) > 10
    assert find_repeated_colours(css) == []
    assert find_repeated_colours(css + ":root { --paper: #000; }") == ["paper"]
