/* What is true for a while only, by the clock of whoever looks; plugins/site/periods.py writes the attributes.
   data-from, data-until  when it is shown, in minutes of Shanghai: the order of such texts is that of time
   data-most              how many of its children are shown at once
   data-some              it is shown while one of the list items in it is
   data-day               the element says 今天 or 明天 of that day
   data-date              the element is marked while it is that day
   data-opens             "from/until" of when a folded part is open, until somebody folds it again
   data-printed           the day of the paper, which print alone shows
   data-made              "from/until" of what the page knows: the line about its age is shown at other times */
(function (root) {
  "use strict";
  var SHANGHAI = 288e5;
  var DAY = 864e5;
  var MINUTE = 6e4;

  function each(names, act) { Array.prototype.forEach.call(document.querySelectorAll(names), act); }

  function minute(days) { return new Date(Date.now() + SHANGHAI + days * DAY).toISOString().slice(0, 16); }

  function read(element, name) { return element.getAttribute("data-" + name) || ""; }

  function within(from, until, now) { return from <= now && (!until || now < until); }

  function holds(element, now) { return within(read(element, "from"), read(element, "until"), now); }

  function show(element, shown) { if (element.hidden === shown) { element.hidden = !shown; } }

  function flag(element, name, on, value) {
    if (on) { element.setAttribute(name, value || ""); } else { element.removeAttribute(name); }
  }

  function tell() {
    var now = minute(0);
    var today = now.slice(0, 10);
    var words = {};
    words[today] = "今天";
    words[minute(1).slice(0, 10)] = "明天";
    each("[data-from],[data-until]", function (one) {
      if (!one.parentNode.hasAttribute("data-most")) { show(one, holds(one, now)); }
    });
    each("[data-most]", function (list) {
      var left = +read(list, "most");
      Array.prototype.forEach.call(list.children, function (one) {
        var shown = left > 0 && holds(one, now);
        left -= shown ? 1 : 0;
        show(one, shown);
      });
    });
    each("[data-some]", function (one) { show(one, Boolean(one.querySelector("li:not([hidden])"))); });
    each("[data-day]", function (one) {
      var word = words[read(one, "day")] || "";
      if (one.textContent !== word) { one.textContent = word; }
      show(one, Boolean(word));
    });
    each("[data-date]", function (one) { flag(one, "aria-current", read(one, "date") === today, "date"); });
    each("[data-opens]", function (one) {
      var due = read(one, "opens").split("/");
      if (within(due[0], due[1], now)) { one.open = true; one.removeAttribute("data-opens"); }
    });
    each("[data-printed]", function (one) {
      var words = "打印于 " + today.replace(/-0?/, "年").replace(/-0?/, "月") + "日";
      if (one.textContent !== words) { one.textContent = words; }
      show(one, true);
    });
    each("[data-made]", function (one) {
      var known = read(one, "made").split("/");
      flag(one, "data-known", within(known[0], known[1], now));
    });
  }

  /* While the page is read, so that nothing is painted that is not true any more; then every minute. */
  function watch(act) {
    var reading = new MutationObserver(act);
    reading.observe(document.documentElement, { childList: true, subtree: true });
    document.addEventListener("DOMContentLoaded", function () {
      reading.disconnect();
      act();
      (function wait() { setTimeout(function () { act(); wait(); }, MINUTE - Date.now() % MINUTE); })();
      document.addEventListener("visibilitychange", act);
      root.addEventListener("pageshow", act);
    });
  }

  root.kangleWatch = watch;
  watch(tell);
})(window);
