"""Drawings that can be opened on their own and still do nothing; hides XML, and which parts of SVG are only a picture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.parsers import expat

from plugins.problems import Problem

Size = tuple[int, int]

_SVG = "http://www.w3.org/2000/svg "
_XLINK_HREF = "http://www.w3.org/1999/xlink href"
_XML = "http://www.w3.org/XML/1998/namespace "
_ELEMENTS = frozenset({
    "circle", "clipPath", "defs", "desc", "ellipse", "feBlend", "feColorMatrix", "feComponentTransfer", "feComposite",
    "feConvolveMatrix", "feDiffuseLighting", "feDisplacementMap", "feDistantLight", "feDropShadow", "feFlood",
    "feFuncA", "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur", "feMerge", "feMergeNode", "feMorphology", "feOffset",
    "fePointLight", "feSpecularLighting", "feSpotLight", "feTile", "feTurbulence", "filter", "g", "line",
    "linearGradient", "marker", "mask", "path", "pattern", "polygon", "polyline", "radialGradient", "rect", "stop",
    "style", "svg", "switch", "symbol", "text", "textPath", "title", "tspan", "use", "view",
})  # fmt: skip
"""What draws: no script, link, animation, other document or picture from elsewhere, no notes of a drawing program."""
_REACHES_OUT = re.compile(r"javascript:|@import|expression\(|\\|url\(\s*['\"]?\s*(?!#|['\"\s])|(?:https?:)?//", re.I)
_SAVE_PLAIN = "删掉它，或在画图程序里另存为“普通 SVG”"
_SAVE_AGAIN = "用画图程序打开，重新另存为 SVG"
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)(?:px)?")
_NUMBERS = re.compile(r"[\s,]+")


class _Drawing:
    """Walks through a drawing; each kind of mistake is told once, where it first stands."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._seen: dict[str, Problem] = {}
        self._styles = 0
        self.size: Size | None = None
        self._depth = 0
        self._parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        parser.ProcessingInstructionHandler = self._instruction

    def read(self, text: str) -> list[Problem]:
        try:
            self._parser.Parse(text, True)
        except _DoctypeError:
            # Told already; what follows might be an entity that unfolds into gigabytes, and is not read.
            pass
        except expat.ExpatError as error:
            message = f"不是完整的 SVG，第 {error.lineno} 行读不下去"
            place = (self._path, error.lineno, error.offset + 1)
            return [Problem(*place, "", "", message, _SAVE_AGAIN)]
        return [*self._seen.values(), *self._check_size()]

    def _check_size(self) -> Iterator[Problem]:
        if self.size is None and not self._seen:
            yield Problem(
                self._path, 1, 1, "", "", "看不出这张图的宽和高", '在 <svg> 里写上 viewBox，例如 viewBox="0 0 1200 750"'
            )

    def _tell(self, name: str, message: str, fix: str) -> None:
        if name not in self._seen:
            place = (self._path, self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1)
            self._seen[name] = Problem(*place, "", "", message, fix)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.removeprefix(_SVG)
        shown = name.rpartition(" ")[2][:40]
        # In a namespace of its own a name is left with it before: no element of SVG, whatever it is called.
        if self._depth:
            if name == local or local not in _ELEMENTS:
                self._tell(f"<{shown}", f"图里不能有 <{shown}>", _SAVE_PLAIN)
        elif name == _SVG + "svg":
            self.size = _read_size(attributes)
        else:
            self._tell("<svg", f'SVG 要以 <svg xmlns="{_SVG.strip()}"> 开头', _SAVE_AGAIN)
        self._depth += 1
        self._styles += local == "style"
        for key, value in attributes.items():
            self._check_attribute(key, value)

    def _check_attribute(self, key: str, value: str) -> None:
        shown = key.rpartition(" ")[2][:40]
        if key in ("href", _XLINK_HREF):
            if not value.startswith("#"):
                self._tell("href", "图里的 href 只能指向图里的一部分（#开头）", "删掉链接，图片另存为 .jpg 或 .png")
        elif shown.lower().startswith("on"):
            self._tell(shown, f"图里不能有 {shown}，它会运行程序", "删掉这个属性")
        elif " " in key and not key.startswith(_XML):
            self._tell(shown, f"图里有画图程序自己的记录 {shown}", _SAVE_PLAIN)
        elif _REACHES_OUT.search(value):
            self._tell(
                shown, f"图里的 {shown} 会读取别处的内容或运行程序", "只写颜色、数字，或图里的一部分，例如 url(#a)"
            )

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._styles -= name == _SVG + "style"

    def _text(self, data: str) -> None:
        if self._styles and _REACHES_OUT.search(data):
            self._tell("<style>", "图里的 <style> 会读取别处的内容", "删掉 @import、网址和反斜杠")

    def _doctype(self, *_: object) -> None:
        self._tell("<!DOCTYPE", "图里不能有 <!DOCTYPE>，里面可以藏别的文件", "删掉这一段")
        raise _DoctypeError

    def _instruction(self, target: str, _: str) -> None:
        self._tell(f"<?{target}", f"图里不能有 <?{target}?>", "删掉它")


class _DoctypeError(Exception):
    """Raised to stop before an entity is expanded."""


def _read_size(attributes: dict[str, str]) -> Size | None:
    """The size a browser gives a drawing by itself: width and height in pixels, else the viewBox's."""
    lengths = [_LENGTH.fullmatch(attributes.get(name, "").strip()) for name in ("width", "height")]
    numbers = [m[1] for m in lengths if m]
    if len(numbers) < 2:
        numbers = _NUMBERS.split(attributes.get("viewBox", "").strip())[2:]
    try:
        width, height = (round(float(n)) for n in numbers)
    except (ValueError, OverflowError):
        return None
    return (width, height) if width > 0 and height > 0 else None


def examine_svg(text: str, path: str) -> tuple[Size | None, list[Problem]]:
    """The size of a drawing, and all that makes it more than a picture."""
    drawing = _Drawing(path)
    problems = drawing.read(text)
    return drawing.size, problems
