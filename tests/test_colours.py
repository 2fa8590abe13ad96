"""A community's own colours: told where they are pale, in the style where they are not, and never in a page."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from plugins.assets import gather_assets
from plugins.model import THEME_COLOURS, Colours, find_pale
from plugins.model.colours import contrast
from plugins.problems import Problem
from plugins.rules import read
from plugins.site import make_frame, make_site
from tests.conftest import EXAMPLE, LOADED, NOW, ROOT, SITES, SMALL, TOWN, Change, at, change_site

COMMUNITY = "data/community.yaml"
TOKENS = (ROOT / "theme" / "static" / "css" / "tokens.css").read_text("utf-8")


def paint(lines: str) -> Change:
    return {COMMUNITY: ("source_note: 全部是示例。\n", f"source_note: 全部是示例。\n{lines}\n")}


def test_the_themes_colours_are_those_of_its_style() -> None:
    stated = {
        name.replace("-", "_"): (light, dark or light)
        for name, light, dark in re.findall(
            r"^    --([a-z-]+): (?:var\(--light, )?(#[0-9a-f]{6})\)?(?: var\(--dark, (#[0-9a-f]{6})\))?;", TOKENS, re.M
        )
    }
    assert {n: c for n, c in THEME_COLOURS.items() if n != "white"} == {
        n: stated[n] for n in THEME_COLOURS if n != "white"
    }
    assert set(Colours.model_fields) <= stated.keys()


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#b8322a", "#b8322a") == 1


def test_the_themes_own_colours_are_told_apart() -> None:
    assert list(find_pale(None)) == []


@pytest.mark.parametrize(
    ("name", "light", "dark", "field"),
    [
        ("accent", "#f0a0a0", "#f59484", "colours.accent.light"),
        ("accent", "#b8322a", "#5a1a14", "colours.accent.dark"),
        ("accent_deep", "#b8322a", "#ffb3a6", "colours.accent_deep.light"),
        ("accent_tint", "#8f241d", "#43221d", "colours.accent_tint.light"),
        ("action", "#f59484", "#c2453a", "colours.action.light"),
        ("action_deep", "#8f241d", "#f59484", "colours.action_deep.dark"),
        ("second", "#1f5c4a", "#1f5c4a", "colours.second.dark"),
        ("second_tint", "#1f5c4a", "#1f3a31", "colours.second_tint.light"),
        ("deep", "#9ac2b4", "#11352b", "colours.deep.light"),
        ("deeper", "#103529", "#7fa99b", "colours.deeper.dark"),
    ],
)
def test_a_pale_colour_is_told_at_its_line(
    problems_of: Callable[[Change], tuple[Problem, ...]], name: str, light: str, dark: str, field: str
) -> None:
    found = problems_of(paint(f'colours:\n  {name}: {{light: "{light}", dark: "{dark}"}}'))
    told = [p for p in found if p.field == field]
    assert told
    assert {p.level for p in told} == {"error"}
    assert {p.line for p in told} == {max(p.line for p in told)}
    assert all("看不清" in p.message and p.label for p in told)
    assert {p.field for p in found} == {field}


@pytest.mark.parametrize("typed", ["red", "#12345", "#1f5c4a80", "rgb(1,2,3)", ""])
def test_what_is_no_colour_is_refused(problems_of: Callable[[Change], tuple[Problem, ...]], typed: str) -> None:
    found = problems_of(paint(f'colours:\n  deep: {{light: "{typed}", dark: "#11352b"}}'))
    assert [p.field for p in found] == ["colours.deep.light"]


@pytest.mark.parametrize("content", SITES.values(), ids=SITES)
def test_the_style_of_a_site_has_its_colours_and_the_frame_its_own_bar(content: object) -> None:
    sources = read(content).sources  # type: ignore[arg-type]
    assert sources
    colours = sources.community.colours
    assets = gather_assets(ROOT / "theme", colours)
    style = next(f.data.decode() for f in assets.files if f"/{f.file}" == assets.css)
    plain = gather_assets(ROOT / "theme").css
    assert (assets.css != plain) == (colours is not None)
    frame = make_frame(make_site(sources, at(NOW)), assets.css, assets.js, assets.scripts, assets.sheets)
    if colours and colours.deep:
        assert style.count(f"--deep: var(--light, {colours.deep.light}) var(--dark, {colours.deep.dark});") == 1
        assert frame.theme_colour == colours.deep.light
    else:
        assert frame.theme_colour == THEME_COLOURS["deep"][0]


def test_an_unquoted_number_is_a_colour_too(tmp_path: object) -> None:
    content = change_site(tmp_path, paint("colours:\n  deep: {light: 103529, dark: 11352b}"))  # type: ignore[arg-type]
    sources = read(content).sources
    assert sources and sources.community.colours and sources.community.colours.deep
    assert sources.community.colours.deep.light == "#103529"


def test_pictures_of_the_frame_are_the_communitys(problems_of: Callable[[Change], tuple[Problem, ...]]) -> None:
    frames = {}
    for name, content in (("town", TOWN), ("small", SMALL), ("example", EXAMPLE)):
        sources = read(content).sources
        assert sources
        frames[name] = make_frame(make_site(sources, at(NOW)), *LOADED)
    town, small = frames["town"], frames["small"]
    assert town.logo and town.skyline and town.icon and town.icon.url == "/images/icon.svg"
    assert (small.logo, small.skyline) == (None, None)
    assert small.icon and small.icon.url == "/theme/img/favicon.svg"
    told = problems_of(paint("logo: images/gone.svg\nskyline: files/form.txt"))
    assert [(p.field, p.message) for p in told] == [
        ("logo", "没有这个文件：images/gone.svg"),
        ("skyline", "不是能显示的图片：files/form.txt"),
    ]
