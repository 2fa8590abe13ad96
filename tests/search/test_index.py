"""The index as files: made anew only where words changed, the same as a fresh one, and in the preview too."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from plugins.composition import plan_site
from plugins.failure import OutputError
from plugins.incremental import Preview
from plugins.model.sources import Sources
from plugins.rules import Library
from plugins.search import postings
from plugins.search.finish import make_finishers
from plugins.search.letters import fold, initial, spell
from plugins.search.postings import DIGITS, Block, divide
from plugins.search.words import text_of, title_of
from plugins.site import Site, make_site
from tests.conftest import EXAMPLE, NOW, Change, at, edit
from tests.test_composition import ROOMS, THEME, build

STORY = "news/2026/lantern.md"


def read_search(folder: Path) -> Mapping[str, bytes]:
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}


def test_one_edit_makes_one_block_anew_and_equals_a_fresh_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postings, "PER_BLOCK", 12)
    content = Path(shutil.copytree(EXAMPLE, tmp_path / "content"))
    build(content, tmp_path, ROOMS)
    before = read_search(tmp_path / "output/search")
    blocks = {name.partition("/")[0] for name in before if "/" in name}
    assert len(blocks) > 2
    made: list[int] = []
    make = Block.make
    monkeypatch.setattr(Block, "make", lambda block: (made.append(block.number), make(block))[1])
    edit(content, {STORY: ("灯笼挂好了", "灯笼全都挂好了")})
    build(content, tmp_path, ROOMS)
    assert len(made) == 1
    after = read_search(tmp_path / "output/search")
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert {name.partition("/")[0] for name in changed} == {"index.json", str(made[0])}
    made.clear()
    assert not build(content, tmp_path, ROOMS).switched
    assert made == []
    build(content, tmp_path / "fresh", ROOMS)
    assert read_search(tmp_path / "fresh/output/search") == after


def test_a_block_that_lost_a_file_is_made_again_and_one_too_many_goes(tmp_path: Path) -> None:
    content = Path(shutil.copytree(EXAMPLE, tmp_path / "content"))
    build(content, tmp_path, ROOMS)
    search = tmp_path / "output/search"
    whole = read_search(search)
    (search / "0/words-0.json").unlink()
    (search / "0/pairs-0.json").write_text("{}")
    (search / "0/words-99.json").write_text("{}")
    build(content, tmp_path, ROOMS)
    assert read_search(search) == whole


def test_the_preview_searches_too(tmp_path: Path) -> None:
    content = Path(shutil.copytree(EXAMPLE, tmp_path / "content"))
    preview = Preview(Library(content), content, THEME, lambda s: plan_site(make_site(s, at(NOW)), THEME))
    before = json.loads(preview.answer("/search/index.json", "").body)
    edit(content, {STORY: ("title: 灯笼挂上了云杉路", "title: 灯笼挂满了云杉路")})
    preview.refresh([content / STORY])
    after = json.loads(preview.answer("/search/index.json", "").body)
    titles = [{row[0] for row in found["pages"]} for found in (before, after)]
    assert titles[1] - titles[0] == {"灯笼挂满了云杉路"}
    assert preview.answer("/search/0/pairs-0.json", "").status == 200
    assert preview.answer("/search/letters.json", "").status == 200
    assert b"searchTerms" in preview.answer("/opensearch.xml", "").body


def test_a_title_that_nobody_finds_stops_the_build(site: Site) -> None:
    (finisher,) = make_finishers(site)
    given = {a.lstrip("/") + "index.html": f"{e.called}\x1f" for a, e in site.entry_at.items()}
    assert list(finisher.make(given))
    lost = next(iter(site.entry_at))
    with pytest.raises(OutputError, match=f"找不到 {lost}"):
        list(finisher.make({file: taken for file, taken in given.items() if file != lost.lstrip("/") + "index.html"}))


def test_pages_are_divided_by_name_not_by_place() -> None:
    texts = {f"news/{n}/index.html": f"第{n}篇" for n in range(5000)}
    blocks = divide(texts)
    more = divide(texts | {"news/new/index.html": "新的一篇"})
    assert [b.files for b in blocks] != [(), (), (), ()]
    assert sorted(file for block in blocks for file in block.files) == sorted(texts)
    assert sum(a.name != b.name for a, b in zip(blocks, more, strict=True)) == 1


def test_every_pair_stands_in_its_file_with_its_places() -> None:
    text = "天亮以后，太极队先到。\nＡ栋 wifi"
    pairs: dict[str, str] = {}
    words: dict[str, str] = {}
    for artifact in Block(3, ("a/index.html", "b/index.html"), (text, "太极队")).make():
        found = json.loads(artifact.data)
        assert found["block"] == Block(3, (), (text, "太极队")).name
        pairs, words = (pairs, found) if "words" in found else (found["pairs"], words)
    places = {pair: decode(written) for pair, written in pairs.items()}
    whole = fold(f"{text}\n太极队\n")
    assert words["words"] == f"{text}\n太极队\n"
    assert places == {
        p: all_places(whole, p) for p in {whole[i : i + 2] for i in range(len(whole) - 1)} if "\n" not in p
    }
    assert places["a栋"] and places["太极"] == [5, whole.rindex("太极")]


def decode(written: str) -> list[int]:
    """The other way round, as theme/static/js/search/index.js does it."""
    found, place, number = [], 0, 0
    for digit in map(DIGITS.index, written):
        number = number * 32 + digit % 32
        if digit < 32:
            place, number = place + number, 0
            found.append(place)
    return found


def all_places(text: str, pair: str) -> list[int]:
    return [i for i in range(len(text)) if text.startswith(pair, i)]


def test_only_a_page_s_own_words_are_taken() -> None:
    html = (
        '<main><nav>首页</nav><header class="banner"><h1 class="banner__title">停<em>水</em> 通知</h1></header>'
        '<p class="sample"><strong>示例数据</strong></p><div class="prose"><p>明天\n停水，<b>别忘</b>了接水。</p><table><tr><td>1栋</td><td>2栋</td></tr></table></div>'
        '<aside>旁边</aside><ul class="cards"><li>别的</li></ul><section class="section"><h2>也许用得上</h2></section></main><footer>电话</footer>'
    )
    assert title_of(html) == "停水 通知"
    assert text_of(html) == "明天停水，别忘了接水。\n1栋\n2栋"


@pytest.mark.parametrize(
    ("title", "letter"),
    [
        ("重阳敬老", "C"),
        ("重点工作", "Z"),
        ("长者食堂", "Z"),
        ("长廊", "C"),
        ("音乐室", "Y"),
        ("银行", "Y"),
        ("行政服务", "X"),
        ("（试行）办法", "S"),
        ("ＡＢ栋", "A"),
        ("120急救", "#"),
        ("圖書室", "T"),
        ("绿化", "L"),
    ],
)
def test_a_title_stands_under_the_letter_it_is_read_with(title: str, letter: str) -> None:
    assert initial(title) == letter


def test_a_word_decides_how_a_character_is_read() -> None:
    assert spell("重阳节") == ("chong", "yang", "jie")
    assert spell("很重") == ("hen", "zhong")


def test_synonyms_are_checked(problems_of: Callable[[Change], tuple[object, ...]]) -> None:
    told = problems_of(
        {
            "data/synonyms.yaml": "- name: 甲词\n  also: [乙词]\n- name: 乙词\n  also: [丙词]\n- name: 丙词\n  also: [甲词]\n"
        }
    )
    assert [str(p).count("绕成了圈") for p in told] == [1, 1, 1]


def test_synonyms_reach_the_catalogue(changed: Callable[[Change], Sources]) -> None:
    sources = changed({"data/synonyms.yaml": "- name: 灯笼\n  also: [花灯]\n"})
    site = make_site(sources, at(NOW))
    (finisher,) = make_finishers(site)
    given = {a.lstrip("/") + "index.html": f"{e.called}\x1f" for a, e in site.entry_at.items()}
    catalogue = json.loads(next(iter(finisher.make(given))).data)  # type: ignore[union-attr]
    assert catalogue["synonyms"] == [["灯笼", "花灯"]]
