"""Files as text: encodings, characters nobody can see, and numbers nobody may publish."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.private import find_private, mask
from plugins.problems import Problem
from plugins.text.bytes import as_typed, decode, find_sightings
from plugins.text.parsing import parse_source


def found(data: bytes) -> list[str]:
    text, problems = decode(data, "x.md")
    sightings = find_sightings(as_typed(data), "x.md")[0] if text is not None else []
    return [f"{p.line}:{p.column} {p.message}" for p in (*problems, *sightings)]


def test_good_text_is_read_whatever_its_line_ends_and_byte_order_mark() -> None:
    assert decode(b"\xef\xbb\xbf" + "一\r\n二\r三\n".encode(), "x.md") == ("一\n二\n三\n", [])


@pytest.mark.parametrize("text", ["👨‍👩‍👧 一家", "❤️‍🔥", "三号楼（２）", "　全角空格", "é", "🇨🇳"])
def test_emoji_and_wide_characters_are_good_text(text: str) -> None:
    assert decode(text.encode(), "x.md") == (text, [])


def test_a_file_in_gbk_is_called_so_at_its_first_chinese_word() -> None:
    assert found("title: 公告\n".encode("gbk")) == [
        "1:8 文件编码像是 GBK，不是 UTF-8（这一行第 8 个字节 0xB9 不是 UTF-8 文字）"
    ]


def test_a_damaged_utf_8_file_is_not_called_gbk() -> None:
    damaged = "社区综合服务中心".encode() + b"\xe5\xba" + "办事指南".encode()
    damaged.decode("gb18030")
    assert found(b"\n\n" + damaged) == ["3:9 这一行第 25 个字节 0xE5 不是 UTF-8 文字"]


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_in_utf_16_is_never_read(codec: str) -> None:
    assert found("title: 通知\n".encode(codec))


@pytest.mark.parametrize(
    "character",
    ["\x00", "\x08", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\x9f", "\xad", "\u061c", "\u200b", "\u200c", "\u200e",
     "\u200f", "\u2028", "\u2029", "\u202a", "\u202e", "\u2060", "\u2066", "\u2069", "\ufeff", "\ufff9", "\ufffe",
     "\u034f", "\u115f", "\u2064", "\u2800", "\u3164", "\ufe0f", "\U000e0041", "\U000e0101", "\U0001d173"],
)  # fmt: skip
def test_a_character_nobody_can_see_is_named_by_its_code_point(character: str) -> None:
    (line,) = found(f"一\n二三{character}四".encode())
    assert line.startswith(f"2:3 有看不见的字符 U+{ord(character):04X}（")


@pytest.mark.parametrize(
    "sign",
    [
        "\x08",
        "\x7f",
        "\xad",
        "\u061c",
        "\u200b",
        "\u200c",
        "\u200d",
        "\u200e",
        "\u200f",
        "\u2060",
        "\ufeff",
        "\ufe0f",
        "\U000e0101",
        "\u2800",
    ],
)
def test_what_is_harmless_is_left_out_with_one_note_that_names_its_lines(sign: str) -> None:
    parsed = parse_source(f"---\ntitle: 一篇\n---\n[指{sign}南](/gui{sign}des/)\n\n**粗{sign}体**\n".encode(), "x.md")
    assert parsed.body
    assert parsed.body.html == '<p><a href="/guides/">指南</a></p>\n<p><strong>粗体</strong></p>'
    (note,) = parsed.problems
    assert (note.line, note.column, note.level) == (4, 3, "warning")
    assert note.message.startswith(f"3 处（第 4、6 行）有看不见的字符 U+{ord(sign):04X}（")


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u2028", "\x0b", "\x85", "\ufffc", "\ufff9"])
def test_what_changes_the_reading_is_refused(sign: str) -> None:
    parsed = parse_source(f"---\ntitle: 一篇\n---\n一{sign}二\n".encode(), "x.md")
    assert [(p.line, p.column, p.level) for p in parsed.problems] == [(4, 2, "error")]


def test_a_file_that_is_handed_on_as_it_is_may_hold_nothing_unseen() -> None:
    assert [p.level for p in parse_source("一\u200b二".encode(), "files/a.txt").problems] == ["error"]


def test_what_only_yaml_makes_unseen_is_told() -> None:
    (problem,) = parse_source(b'- name: "a\\u202eb"\n', "data/x.yaml").problems
    assert (problem.line, problem.column) == (1, 9)
    assert "U+202E" in problem.message


@pytest.mark.parametrize(
    "typed",
    [
        "👨‍👩‍👧",
        "🙂‍↔️",
        "🐈‍⬛",
        "❤️",
        "1️⃣",
        "#️⃣",
        "☎️",
        "©️",
        "㊙️",
        "🏴\U000e0067\U000e0062\U000e007f",
        "ئۇيغۇر\u200cچە",
        "བོད་\u200d",
    ],
)
def test_a_part_of_an_emoji_or_of_a_cursive_word_stays(typed: str) -> None:
    assert decode(typed.encode(), "x.md") == (typed, [])


def test_a_joiner_in_a_name_is_refused_and_between_emoji_is_not() -> None:
    name = parse_source("---\ntitle: 王\u200d阿姨\n---\n字。\n".encode(), "x.md")
    assert [(p.line, p.column, p.level) for p in name.problems] == [(2, 9, "error")]
    assert [p.level for p in parse_source("- phone: 0755\u200d1".encode(), "x.yaml").problems] == ["error"]


def test_what_nobody_can_see_becomes_a_space_so_that_places_stay_true() -> None:
    assert decode("一\u202e二".encode(), "x.md")[0] == "一 二"


@pytest.mark.parametrize(
    "number",
    [
        "13800000000",
        "138 0000 0000",
        "138-0000-0000",
        "+86 13800000000",
        "8613800000000",
        "１３８００００００００",
        "电话13800000000。",
        "0755-13800000000",
        "王阿姨-13800000000",
        "138.0000.0000",
        "138**0000**0000",
        "一三八零零零零零零零零",
    ],
)
def test_a_mobile_number_is_found_however_it_is_written(number: str) -> None:
    assert [line.partition(" ")[2] for line in found(number.encode())] == ["像是个人手机号码"]


@pytest.mark.parametrize("number", ["11010519491231002X", "110105199001010010", "１１０１０５１９９００１０１００１０"])
def test_an_identity_number_is_found(number: str) -> None:
    assert [line.partition(" ")[2] for line in found(number.encode())] == ["像是身份证号码"]


@pytest.mark.parametrize(
    "number",
    [
        "0755-5550-0101",
        "12345",
        "400-555-0101",
        "2026-11-23",
        "138****0000",
        "518000",
        "11380000000012",
        "订单号 13800000000",
    ],
)
def test_other_numbers_are_no_persons(number: str) -> None:
    assert found(number.encode()) == []


def test_the_ids_of_open_data_are_no_persons() -> None:
    """Of a UUID's digits some happen to spell a number: in 4,000 of them it would be half a dozen."""
    made = [str(uuid5(NAMESPACE_URL, f"https://example.org/{n}")) for n in range(4000)]
    known = ["f4041e31-6333-5752-9799-2eef86382cfd", "eaded3ad-fcaa-5344-bb6c-16117693010d"]
    rows = "\n".join(f'{{"id":"{one}","location_id":"{made[0]}"}}' for one in (*known, *made))
    assert list(find_private(rows)) == []
    mobile = "139" + "1234" + "5678"
    assert len(list(find_private(f'{{"id":"{known[0]}","phone":"{mobile}","id":"{known[1]}"}}'))) == 1


def test_a_message_never_says_a_personal_number_again() -> None:
    problem = Problem("x.md", 1, 1, "13800000000", "", "写的是“13800000000”", "写成 11010519491231002X")
    assert str(problem) == "x.md:1:1: ***********: 写的是“***********” → 写成 ******************"


@given(st.text(max_size=60))
def test_hiding_numbers_leaves_the_length_and_every_other_word(text: str) -> None:
    hidden = mask(text)
    assert len(hidden) == len(text)
    assert all(a == b or b == "*" for a, b in zip(text, hidden, strict=True))
    assert mask(hidden) == hidden


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reading(data: bytes) -> None:
    text, problems = decode(data, "x.md")
    assert (text is None) <= bool(problems)
