"""What a chat shows of a link: a title, a sentence, and a picture that is there, of a stated size and no drawing."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops

from plugins.assets.share import FONT, SQUARE, WIDE
from plugins.media import CardWords, draw_card
from plugins.model import SECTIONS, palette
from plugins.model.parts import Colours
from plugins.publish.gates.size import PICTURE
from tests.builds import build_here
from tests.conftest import EXAMPLE, ROOT, SITES, edit
from tests.pages.conftest import AS_OF, BuiltPage, BuiltSite

LETTERS = (ROOT / "theme" / FONT).read_bytes()
LIGHT = palette(None, "light")
URL = "https://spruce.test"


def shared(page: BuiltPage, name: str) -> str:
    """What the head says under a name of Open Graph or of microdata."""
    (value,) = page.tree.xpath(f'/html[@itemscope]/head/meta[@property="{name}" or @itemprop="{name}"]/@content')
    return str(value)


def draw(title: str, *, seal: str = "青溪社区", colours: Colours | None = None, size: tuple[int, int] = WIDE) -> bytes:
    return draw_card(CardWords(title, seal, ("青溪社区", "大家的事大家办")), size, palette(colours, "light"), LETTERS)


def look(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data)).convert("RGB")


def test_every_page_has_a_title_a_sentence_and_two_pictures(built: BuiltSite) -> None:
    for page in built.pages.values():
        if not page.tree.xpath('//meta[@property="og:title"]'):
            assert page.tree.xpath('//meta[@http-equiv="refresh"]'), page.address
            continue
        assert shared(page, "name")
        assert shared(page, "description")
        stated = (int(shared(page, "og:image:width")), int(shared(page, "og:image:height")))
        for name, size in (("og:image", stated), ("image", None)):
            file = built.find("/", shared(page, name))
            assert file, (page.address, name)
            with Image.open(file) as image:
                assert image.format in ("PNG", "JPEG")
                assert size in (None, image.size), page.address


def test_pictures_are_of_the_sizes_that_chats_ask_for_and_light(built: BuiltSite) -> None:
    files = sorted((built.folder / "theme").glob("share-*.png"))
    sizes = [look(file.read_bytes()).size for file in files]
    assert sizes.count(WIDE) == sizes.count(SQUARE) == len(files) / 2
    assert max(file.stat().st_size for file in files) < PICTURE
    used = {shared(p, n) for p in built.pages.values() if p.tree.xpath("//meta[@itemprop]") for n in ("og:image", "image")}  # fmt: skip
    assert {file.name for file in files} <= {url.rpartition("/")[2] for url in used}


def test_a_photo_of_its_own_wins_and_a_drawing_does_not(builds: object) -> None:
    site: BuiltSite = builds(EXAMPLE)  # type: ignore[operator]
    photo, drawing = site.pages["/activities/2026/tai-chi/"], site.pages["/news/2026/lantern/"]
    assert "/images/lawn.jpg" in shared(photo, "og:image")
    assert shared(photo, "image") == shared(photo, "og:image")
    assert drawing.tree.xpath('//main//img[contains(@src, "tree.svg")]')
    assert "/theme/share-news-wide." in shared(drawing, "og:image")
    assert "/theme/share-news-square." in shared(drawing, "image")
    assert "/theme/share-home-wide." in shared(site.pages["/search/"], "og:image")


def test_the_same_words_are_the_same_bytes_and_others_are_others() -> None:
    assert draw("公告") == draw("公告")
    assert draw("公告") != draw("活动")
    blue = Colours.model_validate({"accent": {"light": "#123a8c", "dark": "#9ab8ff"}})
    assert draw("公告", colours=blue) != draw("公告")


def test_words_keep_within_the_picture_however_long() -> None:
    for size in (WIDE, SQUARE):
        long = look(draw("一个非常非常长的名字写也写不完的社区服务中心公告" * 2, size=size))
        ground = look(draw("", size=size))
        # Each picture chooses its own few colours, so equal places differ by a shade.
        box = ImageChops.difference(ground, long).convert("L").point(lambda value: 255 * (value > 40)).getbbox()
        assert box
        assert box[0] >= size[0] // 12 - 4
        assert box[2] <= size[0] - size[0] // 12 + 4


def test_a_line_of_which_the_font_lacks_a_character_is_left_out() -> None:
    assert draw("公告") != draw("")
    assert draw("公告\U00020000") == draw("")
    assert draw("", seal="\U00020000溪社区") != draw("")


def test_seals_of_any_length() -> None:
    drawn = {draw("", seal=seal) for seal in ("", "青", "青溪", "青溪村", "青溪社区", "青溪社区中心")}
    assert len(drawn) == 5  # the fifth character and what follows it have no place


def test_the_font_has_every_word_that_the_house_itself_writes() -> None:
    lacking = [
        title
        for title in ("首页", *(section.title for section in SECTIONS.values()))
        if draw(title) == draw("") or any(draw(letter) == draw("") for letter in title)
    ]
    assert lacking == []


def test_pictures_are_drawn_once(tmp_path: Path) -> None:
    """A second build carries them over, another story too; another name draws all anew, and one section's title none but its own."""
    import shutil

    content, output = tmp_path / "content", tmp_path / "output"
    shutil.copytree(SITES["small"], content)
    build_here(content, output, AS_OF)
    first = inodes(output)
    assert first
    story = next(file for file in sorted((content / "news").rglob("*.md")))
    story.write_text(story.read_text("utf-8") + "\n多了一句。\n", "utf-8")
    build_here(content, output, AS_OF)
    assert inodes(output) == first
    name = next(line for line in (content / "data/community.yaml").read_text("utf-8").splitlines() if line.startswith("motto:"))  # fmt: skip
    edit(content, {"data/community.yaml": (name, "motto: 邻里一家亲")})
    build_here(content, output, AS_OF)
    assert not inodes(output).keys() & first.keys()
    assert len(inodes(output)) == len(first)


def inodes(output: Path) -> dict[str, int]:
    return {file.name: file.stat().st_ino for file in sorted((output / "theme").glob("share-*.png"))}
