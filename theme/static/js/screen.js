/* The screen in the hall: its clock, which duties are today's, and a fresh copy every ten minutes and at midnight. */
(function () {
  "use strict";
  var screen = document.querySelector("[data-screen]");
  var WEEKDAYS = "日一二三四五六";
  var EVERY = 6e5;
  var fetched = Date.now();
  var day = "";
  var touched = false;
  if (!screen) { return; }

  function find(name) { return screen.querySelector("[" + name + "]"); }

  function local(days) { return new Date(Date.now() + 288e5 + (days || 0) * 864e5).toISOString(); }

  function tick() {
    var now = local().slice(0, 16);
    var today = now.slice(0, 10);
    var date = new Date(today);
    find("data-clock-date").textContent = date.getUTCFullYear() + "年" + (date.getUTCMonth() + 1) + "月" +
      date.getUTCDate() + "日 周" + WEEKDAYS[date.getUTCDay()];
    find("data-clock-time").textContent = now.slice(11).replace(/^0/, "");
    show(now, today);
    if (Date.now() - fetched > EVERY || (day && day !== today)) { refresh(); }
    day = today;
    fit();
  }

  /* What has not ended of today, and of last night what still goes on; then the next day that has something. */
  function show(now, today) {
    var next = "";
    var known = false;
    screen.querySelectorAll("[data-screen-day]").forEach(function (part) {
      var date = part.dataset.screenDay;
      var left = 0;
      part.querySelectorAll("[data-ends]").forEach(function (line) {
        var going = line.dataset.starts <= now;
        line.hidden = line.dataset.ends <= now;
        left += line.hidden ? 0 : 1;
        line.toggleAttribute("data-going", going && !line.hidden);
      });
      if (date === today) { known = true; }
      if (date > today && left && !next) { next = date; }
      part.hidden = !(date === today || (date < today ? left : date === next));
      part.toggleAttribute("data-next", date > today);
      var title = part.querySelector(".screen__date");
      title.hidden = date === today;
      title.dataset.word = date < today ? "昨晚起" : date === local(1).slice(0, 10) ? "明天" : "接下来";
      var none = part.querySelector(".screen__none");
      none.hidden = left > 0 || date !== today;
      none.textContent = part.querySelector("[data-ends]") ? "今天的班都值完了。" : "今天没有排班。";
    });
    find("data-screen-late").hidden = known;
    find("data-screen-today").hidden = !known;
    var open = find("data-open-today");
    if (open) { open.hidden = open.dataset.openToday !== today || Boolean(find("data-now]:not([hidden")); }
  }

  /* Of the next day only what has room; where today has too much for the screen, it is shown page by page. */
  function fit() {
    var page = document.documentElement;
    var next = screen.querySelectorAll("[data-next] [data-ends]:not([hidden])");
    if (window.innerWidth < 1280 || touched) { return; }
    for (var i = next.length - 1; i >= 0 && page.scrollHeight > window.innerHeight; i -= 1) {
      next[i].hidden = true;
      if (!i) { next[i].closest("[data-next]").hidden = true; }
    }
    var below = page.scrollHeight - window.innerHeight - window.scrollY;
    window.scrollTo(0, below > 1 ? window.scrollY + window.innerHeight * .7 : 0);
  }

  function touch() { touched = true; }

  function refresh() {
    fetched = Date.now();
    fetch(location.href, { cache: "no-cache" }).then(function (answer) {
      return answer.ok ? answer.text() : "";
    }).then(function (text) {
      var fresh = new DOMParser().parseFromString(text, "text/html");
      if (!fresh.querySelector("[data-screen]")) { return; }
      if (scripts(fresh) !== scripts(document)) { location.reload(); return; }
      ["main", "footer", ".alerts"].forEach(function (part) {
        var old = screen.querySelector(part);
        var now = fresh.querySelector(part);
        if (old) { old.remove(); }
        if (now) { screen[part === ".alerts" ? "prepend" : "append"](document.adoptNode(now)); }
      });
      document.dispatchEvent(new Event("visibilitychange")); /* hours.js looks again */
      tick();
    }).catch(function () { /* The network is down: the week in the page goes on. */ });
  }

  function scripts(page) {
    return [].map.call(page.querySelectorAll("script[src]"), function (one) { return one.getAttribute("src"); }).join();
  }

  ["pointerdown", "wheel", "keydown"].forEach(function (kind) { addEventListener(kind, touch, { passive: true }); });
  tick();
  setInterval(tick, 1e4);
})();
