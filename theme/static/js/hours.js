/* What is open now, in Asia/Shanghai for whoever looks. plugins/site/opening.py writes the data-hours it reads. */
(function (root) {
  "use strict";
  var MINUTE = 60000;
  var DAY = 1440 * MINUTE;
  var SHANGHAI = 480 * MINUTE;
  var AHEAD = 400;
  var WEEKDAYS = "一二三四五六日";
  var HANT = { "现": "現", "开": "開", "关": "關", "门": "門", "办": "辦", "还": "還", "没": "沒", "这": "這", "调": "調", "国": "國", "庆": "慶", "节": "節", "劳": "勞", "约": "約",  "没": "沒", "结": "結", "动": "動", "周": "週", "时": "時", "间": "間" };
  var PLACE = { on: "现在开着", ends: "关门", off: "现在没开", starts: "开门", next: "下次开门：", none: "今天不开：", closed: "暂停开放" };
  var MEETS = { on: "正在活动", ends: "结束", off: "现在没有活动", starts: "开始", next: "下次活动：", none: "今天没有活动：", closed: "暂停活动" };
  var known = {};

  /* Days and minutes are those of Shanghai (UTC+8, no summer time), counted from 1970-01-01. */
  function dayOf(text) { return Date.UTC(+text.slice(0, 4), text.slice(4, 6) - 1, +text.slice(6, 8)) / DAY; }
  function minuteOf(date) { return Math.floor((date.getTime() + SHANGHAI) / MINUTE); }
  function momentOf(minute) { return new Date(minute * MINUTE - SHANGHAI); }
  function weekdayOf(day) { return (day + 3) % 7; }

  function readShape(text) {
    var parts = text.split('"');
    var spans = parts[0] ? parts[0].split(",").map(function (span) {
      var at = span.split("-").map(function (time) { return time.slice(0, 2) * 60 + +time.slice(2); });
      return { start: at[0], end: at[1] };
    }) : [];
    return { spans: spans, comment: parts[1] || "" };
  }

  function read(spec) {
    var parts = spec.split("|");
    var range = parts[0].split("-");
    var always = parts[0] === "*";
    var never = parts[0] === "-";
    var shapes = parts[1].split("/").map(readShape);
    return {
      first: always || never ? -Infinity : dayOf(range[0]),
      last: always ? Infinity : never ? -Infinity : dayOf(range[1]),
      week: parts[2].split(".").map(function (n) { return shapes[n]; }),
      special: parts.slice(3).map(function (part) {
        var found = /^(\d+)(?:-(\d+))?=(\d+)([dhwxc])(.*)$/.exec(part);
        return { first: dayOf(found[1]), last: dayOf(found[2] || found[1]), shape: shapes[found[3]], cause: found[4], reason: found[5] };
      }),
      days: {}
    };
  }

  function parse(spec) { return known[spec] || (known[spec] = read(spec)); }

  /* The first that holds wins: a closure stands before every other. */
  function lookUp(hours, day) {
    var found = hours.days[day];
    if (!found) {
      found = hours.special.filter(function (one) { return one.first <= day && day <= one.last; })[0];
      found = hours.days[day] = found || { shape: hours.week[weekdayOf(day)], cause: "week", reason: "" };
    }
    return found;
  }

  /* A closure or an exception is certain in a year whose holidays nobody knows yet. */
  function isKnown(hours, day) {
    return hours.first <= day && day <= hours.last || "cx".indexOf(lookUp(hours, day).cause) >= 0;
  }

  /* The last minute of what is open at a minute, as the minute after it; the minute itself where it is closed. */
  function endOf(hours, minute) {
    var day = Math.floor(minute / 1440);
    var end = minute;
    [day - 1, day].forEach(function (from) {
      lookUp(hours, from).shape.spans.forEach(function (span) {
        if (from * 1440 + span.start <= end && end < from * 1440 + span.end) { end = from * 1440 + span.end; }
      });
    });
    return end;
  }

  function closing(hours, minute) {
    var day = Math.floor(minute / 1440);
    for (var last = day + AHEAD; day < last && isKnown(hours, day);) { day += 1; }
    var limit = day * 1440;
    var end = endOf(hours, minute);
    for (var next = endOf(hours, end); next > end && end < limit; next = endOf(hours, end)) { end = next; }
    return end < limit ? momentOf(end) : null;
  }

  function opening(hours, minute) {
    var today = Math.floor(minute / 1440);
    for (var day = today; day <= today + AHEAD && isKnown(hours, day); day += 1) {
      var spans = lookUp(hours, day).shape.spans;
      for (var i = 0; i < spans.length; i += 1) {
        if (day * 1440 + spans[i].start > minute) { return momentOf(day * 1440 + spans[i].start); }
      }
    }
    return null;
  }

  function state(spec, date) {
    if (!spec) { return null; }
    var hours = parse(spec);
    var minute = minuteOf(date);
    var day = Math.floor(minute / 1440);
    if (!isKnown(hours, day)) { return null; }
    var open = endOf(hours, minute) > minute;
    return {
      open: open,
      closes: open ? closing(hours, minute) : null,
      opens: open ? null : opening(hours, minute),
      reason: lookUp(hours, day).reason
    };
  }

  /* Words */
  function local(words) {
    if (document.documentElement.lang.indexOf("zh-Hant") !== 0) { return words; }
    return words.replace(/[\u4e00-\u9fff]/g, function (c) { return HANT[c] || c; });
  }

  function clock(minute) { return Math.floor(minute / 60) + ":" + ("0" + minute % 60).slice(-2); }

  function shortDay(day) {
    var date = new Date(day * DAY);
    return date.getUTCMonth() + 1 + "月" + date.getUTCDate() + "日";
  }

  function longDay(day) { return new Date(day * DAY).getUTCFullYear() + "年" + shortDay(day) + " 周" + WEEKDAYS[weekdayOf(day)]; }

  /* 18:00, 明天（周二）9:00, 10月8日（周四）9:00; midnight ends the day it follows. */
  function when(date, today, ends) {
    var minute = minuteOf(date);
    var day = Math.floor((ends ? minute - 1 : minute) / 1440);
    var time = clock(minute - day * 1440);
    if (day === today) { return time; }
    return (day === today + 1 ? "明天" : shortDay(day)) + "（周" + WEEKDAYS[weekdayOf(day)] + "）" + time;
  }

  function describe(spec, date, words) {
    var now = state(spec, date);
    var today = Math.floor(minuteOf(date) / 1440);
    if (!now) { return unknown(spec, today); }
    var found = lookUp(parse(spec), today);
    var shape = found.shape;
    var why = now.reason;
    var beside = why && shape.spans.length ? "（" + why + "）" : "";
    if (now.open) {
      var said = shape.comment ? "（" + shape.comment + "）" : "";
      return words.on + said + (now.closes ? "，" + when(now.closes, today, true) + " " + words.ends : "") + beside;
    }
    var opens = now.opens ? when(now.opens, today) : "";
    if (opens && minuteOf(now.opens) < (today + 1) * 1440) { return words.off + "，" + opens + " " + words.starts + beside; }
    if (found.cause === "c") { return closure(found, words) + (opens ? "。" + words.next + opens : ""); }
    var closed = why && !shape.spans.length;
    return (closed ? words.none + why : words.off + beside) + (opens ? (closed ? "。" : "，") + words.next + opens : "");
  }

  /* The end of a closure stands in the line; where none is known, no reader will live to see the last day. */
  function closure(found, words) {
    var end = found.last < dayOf("99990101") ? "（到" + shortDay(found.last) + "）" : "";
    return words.closed + end + "：" + found.reason;
  }

  /* Days to come whose hours hang on a holiday notice that is not out; nothing of days gone by. */
  function unknown(spec, day) {
    if (!spec || day < parse(spec).first) { return ""; }
    return new Date(day * DAY).getUTCFullYear() + "年放假安排还没有公布，平日照上面的时间";
  }

  /* Page */
  function say(element, text) { if (element.textContent !== text) { element.textContent = text; } }

  function each(list, act) { Array.prototype.forEach.call(list, act); }

  /* Whether the hours a line speaks of come after it: in its box, or on the page of a box that holds the line alone. */
  function below(box, line) {
    var names = ".week, .hours:not([hidden])";
    var said = (box.querySelector(names) ? box : document).querySelectorAll(names);
    var last = said[said.length - 1];
    return Boolean(last) && Boolean(line.compareDocumentPosition(last) & Node.DOCUMENT_POSITION_FOLLOWING);
  }

  function show(box, date) {
    var spec = box.getAttribute("data-hours");
    var now = state(spec, date);
    var today = Math.floor(minuteOf(date) / 1440);
    var found = now && lookUp(parse(spec), today);
    var words = local(describe(spec, date, box.hasAttribute("data-meets") ? MEETS : PLACE));
    each(box.querySelectorAll("[data-now]"), function (line) {
      say(line, below(box, line) ? words.replace("上面", "下面") : words);
      line.hidden = !words;
      line.classList.toggle("now--open", Boolean(now && now.open));
    });
    each(box.querySelectorAll("[data-days]"), function (row) {
      var mark = !found ? "" : found.cause === "week" ? String(weekdayOf(today)) : found.cause;
      var here = mark !== "" && row.getAttribute("data-days").indexOf(mark) >= 0;
      if (here) { row.setAttribute("aria-current", "date"); } else { row.removeAttribute("aria-current"); }
    });
    showDay(box, date, found);
  }

  /* The words of the day the page was built on give way to those of today. */
  function showDay(box, date, found) {
    var day = box.querySelector("[data-today]");
    if (!day) { return; }
    box.querySelector("[data-now-day]").hidden = false;
    var today = Math.floor(minuteOf(date) / 1440);
    var iso = new Date(today * DAY).toISOString().slice(0, 10);
    if (day.getAttribute("datetime") === iso) { return; }
    day.setAttribute("datetime", iso);
    say(day, local(longDay(today)));
    var line = box.querySelector("[data-spans]");
    line.hidden = !found;
    say(line, found ? local(found.shape.spans.map(function (span) {
      return clock(span.start) + "—" + (span.end > 1440 ? "次日" + clock(span.end - 1440) : clock(span.end));
    }).join("、") || "休息") : "");
  }

  function showAll() {
    var date = new Date();
    each(document.querySelectorAll("[data-hours]"), function (box) { show(box, date); });
  }

  root.kangleHours = { state: state, show: show };
  root.kangleWatch(showAll);
  document.addEventListener("DOMContentLoaded", function () {
    each(document.querySelectorAll("[data-now=live]"), function (line) { line.setAttribute("aria-live", "polite"); });
  });
})(window);
