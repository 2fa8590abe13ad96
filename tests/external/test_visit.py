"""What becomes of one address, asked of real servers; and whom nobody may ask."""

from __future__ import annotations

import pytest

from plugins.external.visit import LinkState
from plugins.external.web import AddressError, is_public, read_address
from tests.external.hosts import Act, Town, by_method, drip, drop, in_order, open_web, say, stall


@pytest.mark.parametrize(
    ("act", "kind", "words", "asked"),
    [
        (say(200), "good", "", ["HEAD"]),
        (say(206), "good", "", ["HEAD"]),
        (say(404), "gone", "找不到了（404）", ["HEAD", "GET"]),
        (say(410), "gone", "找不到了（410）", ["HEAD", "GET"]),
        (by_method(say(405), say(200)), "good", "", ["HEAD", "GET"]),
        (by_method(say(403), say(200)), "good", "", ["HEAD", "GET"]),
        (by_method(say(501), say(200)), "good", "", ["HEAD", "GET"]),
        (by_method(say(404), say(200)), "good", "", ["HEAD", "GET"]),
        (by_method(drop, say(200)), "good", "", ["HEAD", "GET"]),
        (say(403), "closed", "对方不让程序看（403）", ["HEAD", "GET"]),
        (say(412), "closed", "对方不让程序看（412）", ["HEAD", "GET"]),
        (say(304), "closed", "对方不让程序看（304）", ["HEAD"]),
        (say(500), "silent", "服务器出错（500）", ["HEAD", "GET", "GET"]),
        (in_order(say(502), say(502), say(200)), "good", "", ["HEAD", "GET", "GET"]),
        (drop, "silent", "连不上，说到一半断开了", ["HEAD", "GET", "GET"]),
        (lambda h: h.wfile.write(b"SSH-2.0\r\n\r\n"), "silent", "连不上，说到一半断开了", ["HEAD", "GET", "GET"]),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)  # fmt: skip
def test_an_answer(town: Town, act: Act, kind: str, words: str, asked: list[str]) -> None:
    host = town.host({"/x": act})
    assert town.visitor().visit(host.url + "/x") == LinkState(kind, words)
    assert host.pages() == [f"{method} /x" for method in asked]


@pytest.mark.parametrize(
    ("act", "limit", "kind", "words"),
    [
        (stall, {"timeout": 0.4}, "silent", "超时，等了 0.4 秒没有答复"),
        (drip, {"longest": 0.4}, "silent", "超时，过了 0.4 秒还没有答完"),
        (by_method(stall, say(200)), {"timeout": 1}, "good", ""),
    ],
)
def test_nobody_is_waited_for_without_end(town: Town, act: Act, limit: dict[str, float], kind: str, words: str) -> None:
    host = town.host({"/x": act})
    visitor = town.visitor()
    visitor.web = open_web(**limit)
    assert visitor.visit(host.url + "/x") == LinkState(kind, words)


def test_a_big_page_is_not_read(town: Town) -> None:
    """Only a few bytes are taken; the server is hung up on."""
    host = town.host({"/x": by_method(say(405), say(200, b"x" * 1_000_000))})
    found = town.web.ask("GET", read_address(host.url + "/x"))
    assert (found.status, len(found.data)) == (200, 1)


@pytest.mark.parametrize("status", [301, 308])
def test_what_has_moved_for_good_says_where_to(town: Town, status: int) -> None:
    new = town.host()
    old = town.host({"/x": say(status, Location=new.url + "/new")})
    assert town.visitor().visit(old.url + "/x") == LinkState("moved", "搬走了", new.url + "/new")
    assert new.pages() == ["HEAD /new"]


@pytest.mark.parametrize("status", [302, 303, 307])
def test_what_leads_on_for_now_is_good(town: Town, status: int) -> None:
    host = town.host({"/x": say(status, Location="/new")})
    assert town.visitor().visit(host.url + "/x") == LinkState("good")


def test_the_new_address_is_the_last_that_is_for_good(town: Town) -> None:
    acts = {"/a": say(301, Location="/b"), "/b": say(308, Location="c/"), "/c/": say(302, Location="/d")}
    host = town.host({**acts, "/d": say(301, Location="/e")})
    assert town.visitor().visit(host.url + "/a") == LinkState("moved", "搬走了", host.url + "/c/")


def test_a_chinese_address_and_a_chinese_location(town: Town) -> None:
    def lead(handler: object) -> None:
        handler.wfile.write("HTTP/1.0 301 X\r\nLocation: /新\r\n\r\n".encode())

    host = town.host({"/%E6%97%A7?q=%E5%AD%97&x=%2F": lead})
    assert town.visitor().visit(host.url + "/旧?q=字&x=%2F") == LinkState("moved", "搬走了", host.url + "/新")
    assert host.pages() == ["HEAD /%E6%97%A7?q=%E5%AD%97&x=%2F", "HEAD /%E6%96%B0"]


@pytest.mark.parametrize(
    ("location", "kind", "words"),
    [
        ("/gone", "gone", "找不到了（404），转到 {}/gone 以后"),
        ("/drop", "silent", "连不上，转到 {}/drop 以后，说到一半断开了"),
        ("/x", "closed", "转来转去，没有尽头"),
        ("/loop", "closed", "转来转去，没有尽头"),
        ("ftp://127.0.0.1/x", "closed", "转到的地方网址写法不对"),
        ("file:/etc/passwd", "closed", "转到的地方网址写法不对"),
        ("http://a:b@127.0.0.1/", "closed", "转到的地方网址里写着用户名或密码"),
        ("http://[1", "closed", "转到的地方网址写法不对"),
    ],
)
def test_where_a_redirect_ends(town: Town, location: str, kind: str, words: str) -> None:
    acts = {"/x": say(301, Location=location), "/gone": say(404), "/drop": drop, "/loop": say(302, Location="/x")}
    host = town.host(acts)
    assert town.visitor().visit(host.url + "/x") == LinkState(kind, words.format(host.url))


def test_redirects_without_end_are_followed_a_few_steps(town: Town) -> None:
    host = town.host({f"/{n}": say(302, Location=f"/{n + 1}") for n in range(100)})
    assert town.visitor().visit(host.url + "/0") == LinkState("closed", "转来转去，没有尽头")
    assert len(host.pages()) == 6


def test_no_cookie_no_login_no_referrer_is_ever_sent(town: Town) -> None:
    host = town.host({"/x": say(302, Location="/y", Set_Cookie="a=b; Path=/")})
    assert town.visitor().visit(host.url + "/x") == LinkState("good")
    assert len(host.headers) == 3
    for headers in host.headers:
        assert headers.keys() == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}
        assert headers["User-Agent"].startswith("kangle-links ")
        assert "@" not in headers["User-Agent"]


@pytest.mark.parametrize(
    ("rules", "path", "kind"),
    [
        (say(200, b"User-agent: *\nDisallow: /a"), "/a/b", "barred"),
        (say(200, b"User-agent: *\nDisallow: /a"), "/b", "good"),
        (say(200, b"User-agent: kangle-links\nDisallow: /\nUser-agent: *\nAllow: /"), "/b", "barred"),
        (say(200, b"User-agent: other\nDisallow: /"), "/b", "good"),
        (say(302, Location="/rules"), "/b", "barred"),
        (say(404), "/b", "good"),
        (say(500), "/b", "good"),
        (say(200, b"\xff\xfe\0"), "/b", "good"),
        (drop, "/b", "good"),
    ],
)  # fmt: skip
def test_robots_are_told_by_robots_txt(town: Town, rules: Act, path: str, kind: str) -> None:
    host = town.host({"/robots.txt": rules, "/rules": say(200, b"User-agent: *\nDisallow: /")})
    visitor = town.visitor()
    assert [visitor.visit(host.url + path), visitor.visit(host.url + path)] == [LinkState(kind)] * 2
    assert len(host.asked) - len([line for line in host.asked if line.endswith(path)]) in (1, 2)
    assert host.asked.count("GET /robots.txt") == 1


def test_a_redirect_does_not_get_past_robots_txt(town: Town) -> None:
    shut = town.host({"/robots.txt": say(200, b"User-agent: *\nDisallow: /")})
    host = town.host({"/x": say(302, Location=shut.url + "/y")})
    assert town.visitor().visit(host.url + "/x") == LinkState("barred")
    assert shut.pages() == []


def test_a_certificate_nobody_vouches_for(town: Town) -> None:
    host = town.host(secure=True)
    assert town.visitor().visit(host.url + "/x") == LinkState("silent", "证书有问题，是自己签的")
    assert host.asked == []


def test_a_name_that_is_not_there_is_looked_for_three_times_and_not_again(town: Town) -> None:
    looked = []

    def resolve(host: str, port: int) -> list[str]:
        looked.append(host)
        raise OSError

    visitor = town.visitor()
    visitor.web = open_web(resolve=resolve)
    found = [visitor.visit(f"http://nowhere.test/{n}") for n in range(4)]
    assert found == [LinkState("silent", "连不上，域名找不到")] * 4
    assert looked == ["nowhere.test"] * 4  # robots.txt, then three tries for all
    assert (visitor.tried, visitor.heard) == (True, False)


def test_a_port_where_nobody_is(town: Town) -> None:
    with town.stack.__class__() as stack:
        address = Town(stack).host().url
    assert town.visitor().visit(address) == LinkState("silent", "连不上，接不通")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://127.0.0.1/", "是内部网络的网址"),
        ("http://[::1]/", "是内部网络的网址"),
        ("http://[::ffff:10.0.0.1]/", "是内部网络的网址"),
        ("http://192.168.1.1/x", "是内部网络的网址"),
        ("http://169.254.169.254/latest/meta-data/", "是内部网络的网址"),
        ("http://localhost:8000/", "是内部网络的网址"),
        ("http://LOCALHOST./", "是内部网络的网址"),
        ("http://printer.local/", "是内部网络的网址"),
        ("http://a:b@example.org/", "网址里写着用户名或密码"),
        ("http://example.org:99999/", "网址写法不对"),
        ("http://example..org/", "网址写法不对"),
        ("http:///x", "网址写法不对"),
        ("http://[1/", "网址写法不对"),
        ("ftp://example.org/", "网址写法不对"),
    ],
)
def test_an_address_nobody_is_asked_for(address: str, words: str) -> None:
    asked = []
    town_visitor = Town(None).visitor()
    town_visitor.web = open_web(is_open=is_public, resolve=lambda host, port: asked.append(host) or [])
    assert town_visitor.visit(address) == LinkState("wrong", words)
    assert (asked, town_visitor.tried) == ([], False)


@pytest.mark.parametrize("ips", [["127.0.0.1"], ["10.1.2.3"], ["8.8.8.8", "127.0.0.1"], ["::1"], ["198.18.0.1"], []])
def test_a_public_name_of_an_inner_address_is_not_called(town: Town, ips: list[str]) -> None:
    """Whatever a name server says: the address that was looked at is the one that is called."""
    host = town.host()
    visitor = town.visitor()
    visitor.web = open_web(is_open=is_public, resolve=lambda name, port: ips)
    address = host.url.replace("127.0.0.1", "inner.example.org")
    assert visitor.visit(address) == LinkState("closed", "域名指向内部网络，没有问")
    assert (host.asked, visitor.heard) == ([], False)


def test_a_redirect_inwards_is_not_followed(town: Town) -> None:
    inner = town.host()
    outer = town.host({"/x": say(302, Location=inner.url.replace("127.0.0.1", "127.0.0.2"))})
    visitor = town.visitor()
    visitor.web = open_web(is_open=lambda ip: ip != "127.0.0.2")
    assert visitor.visit(outer.url + "/x") == LinkState("closed", "转到了内部网络")
    assert inner.asked == []


@pytest.mark.parametrize("ip", ["8.8.8.8", "2606:4700::1", "::ffff:8.8.8.8"])
def test_a_public_address(ip: str) -> None:
    assert is_public(ip)


@pytest.mark.parametrize(
    "ip", ["0.0.0.0", "100.64.0.1", "224.0.0.1", "fe80::1", "fc00::1", "ff02::1", "::", "::ffff:224.0.0.1"]
)
def test_an_address_that_is_not_public(ip: str) -> None:
    assert not is_public(ip)


def test_an_address_is_spelled_one_way() -> None:
    spot = read_address("HTTPS://Bücher.Example.ORG.:443")
    assert (spot.origin, spot.target) == ("https://xn--bcher-kva.example.org", "/")
    assert read_address("http://a.org:443/").netloc == "a.org:443"
    assert read_address("http://[2606::1]:80/").origin == "http://[2606::1]"
    with pytest.raises(AddressError):
        read_address("https://a b.org/")
