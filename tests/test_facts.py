"""The second reader finds what it is for: a number typed twice, one that nobody typed, an amount said again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.facts import check_amounts, check_phones, main, phones_in


@pytest.fixture
def site(tmp_path: Path) -> tuple[Path, Path]:
    """A page with two numbers, each in one line of the sources."""
    output, content = tmp_path / "output", tmp_path / "content"
    output.mkdir()
    (content / "data").mkdir(parents=True)
    page = '<p>打<a href="tel:075555500101">0755-5550-0101</a>，或 +86-755-5550-0102</p><script>0755-5550-0109</script>'
    (output / "index.html").write_text(page, "utf-8")
    lines = (
        "- id: a\n  fees: 8 元\n  number: 0755-5550-0101\n- id: b\n  number: 0755-55500102  # 原来是 0755-5550-0108\n"
    )
    (content / "data/locations.yaml").write_text(lines, "utf-8")
    return output, content


def test_numbers_in_one_place_each_are_in_order(site: tuple[Path, Path]) -> None:
    assert check_phones(*site) == (2, [])
    assert main(*site) == 0


def test_a_number_typed_twice_is_found_however_it_is_typed(site: tuple[Path, Path]) -> None:
    (site[1] / "about.md").write_text("---\ntitle: 打075555500101\n---\n", "utf-8")
    (doubt,) = check_phones(*site)[1]
    assert doubt.where == ("about.md:2", "data/locations.yaml:3")
    assert main(*site) == 1


def test_a_number_that_nobody_typed_is_found(site: tuple[Path, Path]) -> None:
    (site[0] / "about.html").write_text("<p>打0755-5550-0177</p>", "utf-8")
    (doubt,) = check_phones(*site)[1]
    assert (doubt.number, doubt.where, doubt.page) == ("075555500177", (), "about.html")


def test_an_amount_that_a_field_owns_is_said_once_in_its_entry(site: tuple[Path, Path]) -> None:
    assert check_amounts(site[1]) == (1, [])
    file = site[1] / "data/locations.yaml"
    file.write_text(file.read_text("utf-8").replace("- id: b", "  description: 收8元\n- id: b"), "utf-8")
    (doubt,) = check_amounts(site[1])[1]
    assert doubt.where == ("data/locations.yaml:2", "data/locations.yaml:4")


def test_no_site_is_no_success(tmp_path: Path) -> None:
    assert main(tmp_path, tmp_path) == 2


def test_a_date_or_a_long_code_is_no_phone() -> None:
    assert phones_in("2026-11-20 14:00，编号 0755555001012345，12345") == set()
