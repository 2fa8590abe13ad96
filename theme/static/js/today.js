/* Marks today for whoever looks, whenever the page was made: the day in Shanghai, which has no summer time. */
(function () {
  "use strict";

  function mark() {
    var today = new Date(Date.now() + 288e5).toISOString().slice(0, 10);
    var box = document.querySelector("[data-duty-today]");
    if (box && box.dataset.dutyToday !== today) { show(box, today); }
    document.querySelectorAll("[data-date]").forEach(function (day) {
      if (day.dataset.date === today) { day.setAttribute("aria-current", "date"); } else { day.removeAttribute("aria-current"); }
    });
  }

  function show(box, today) {
    var found = document.querySelector(".duty-week [data-date='" + today + "']");
    var shown = found ? found.cloneNode(true) : document.createElement("p");
    if (!found) {
      shown.textContent = today > box.dataset.until ? "这一页太旧了，请刷新。" : "今天没有排班。";
    }
    box.dataset.dutyToday = today;
    box.lastElementChild.replaceWith(shown);
  }

  if (document.querySelector("[data-date]")) {
    mark();
    setInterval(mark, 6e4);
    document.addEventListener("visibilitychange", mark);
  }
})();
