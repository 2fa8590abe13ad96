"""Films: nothing of one is loaded before somebody plays it, and everybody can follow it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from plugins.composition import all_files
from plugins.incremental.render import Templates, make_environment, render
from plugins.media import examine_captions, examine_film
from plugins.model.sources import Sources
from plugins.publish.second_look.pixels import drop_pixels
from plugins.site.frame import make_frame
from plugins.site.page import Page
from plugins.site.site import Site, make_site
from tests.conftest import EXAMPLE, LOADED, NOW, ROOT, Change, at, plan
from tests.test_json_ld import graph

FILM = (EXAMPLE / "files/lights.mp4").read_bytes()


def test_a_film_is_loaded_when_it_is_played_and_its_size_told_before(site: Site, pages: dict[str, Page]) -> None:
    templates = make_environment(Templates(ROOT / "theme"))
    html = render(templates, "film.html", pages["/films/lights/"].view, make_frame(site, *LOADED))
    assert 'preload="none"' in html and "整部 3 KB" in html
    assert '<track kind="captions" srclang="zh" label="中文字幕" src="/files/lights.vtt" default>' in html
    assert 'href="/files/lights.mp4#t=1"' in html and 'href="#文字稿"' in html


def test_a_film_elsewhere_is_a_link_that_tells_where_it_leads(site: Site, pages: dict[str, Page]) -> None:
    templates = make_environment(Templates(ROOT / "theme"))
    html = render(templates, "film.html", pages["/films/bridge/"].view, make_frame(site, *LOADED))
    assert "<video" not in html and "<iframe" not in html
    assert "到 video.example.org 上看《修桥记》" in html and "光盘在图书室" in html


def test_a_film_tells_search_engines_what_it_is(pages: dict[str, Page]) -> None:
    (node,) = (n for n in graph(pages["/films/lights/"]) if n["@type"] == "VideoObject")
    assert (node["duration"], node["uploadDate"]) == ("PT0M3S", "2026-10-01")
    assert [clip["startOffset"] for clip in node["hasPart"]] == [0, 1]


def test_films_have_a_feed_and_stand_in_their_series(site: Site, pages: dict[str, Page]) -> None:
    (feed,) = (a.data.decode() for a in all_files(site) if a.file == "feeds/films.atom")
    assert feed.count("<entry>") == 2
    series: Any = pages["/series/lantern-month/"].view
    assert "/films/lights/" in [card.url for year in series.years for card in year.items]


def test_what_hides_in_a_film_and_what_is_cut_off_is_told() -> None:
    place = FILM.replace(b"mvex", b"loci")
    assert place != FILM
    assert "拍摄地点" in examine_film(place, "files/a.mp4")[1][0].message
    for cut in (100, 700):
        assert examine_film(FILM[:cut], "files/a.mp4")[1], cut
    reel, problems = examine_film(FILM, "files/a.mp4")
    assert problems == [] and reel and 2_500 < reel.lasts < 3_500


@pytest.mark.parametrize("seed", range(20))
def test_no_bytes_of_a_film_are_too_much_for_its_reader(seed: int) -> None:
    data = bytearray(FILM)
    for step in range(40):
        data[(seed * 7_919 + step * 104_729) % len(data)] = (seed * 31 + step * 17) % 256
    examine_film(bytes(data), "files/a.mp4")
    drop_pixels(bytes(data))


def test_packed_frames_are_no_words_and_all_else_is() -> None:
    mobile = b"138" + b"0013" + b"8000"
    start = FILM.index(b"mdat") + 4
    assert mobile not in drop_pixels(FILM[:start] + mobile + FILM[start + len(mobile) :])
    assert mobile in drop_pixels(FILM + b"\0\0\0\x13udta" + mobile)


def test_captions_of_hours_and_settings_are_read() -> None:
    text = "WEBVTT - 灯\n\nNOTE 说明\n\n1\n00:59:59.000 --> 01:00:02.500 align:start\n亮了\n"
    reel, problems = examine_captions(text, "files/a.vtt")
    assert problems == [] and reel and reel.lasts == 3_602_500


def test_a_site_without_films_has_none_of_it(changed: Callable[[Change], Sources]) -> None:
    without: Change = {"films/lights.md": None, "films/bridge.md": None}
    found = make_site(changed(without), at(NOW))
    assert not [address for address in plan(found) if address.startswith("/films/")]
    assert not [a.file for a in all_files(found) if "films" in a.file]
    assert "files/lights.mp4" not in found.sources.files
