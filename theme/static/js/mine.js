/* 我家: a building that a reader asked this device to remember, and nothing else does.
   data-keep  on a building's page: the switch; its value is the address, its data-name what the building is called
   data-mine  on home: the line that leads there */
(function (root) {
  "use strict";
  var KEY = "kangle-home";

  function recall() {
    try {
      var kept = JSON.parse(localStorage.getItem(KEY));
      return kept && /^\/(?!\/)/.test(kept[0]) && typeof kept[1] === "string" ? kept : null;
    } catch (error) { return null; }
  }

  function remember(value) {
    try {
      if (value) { localStorage.setItem(KEY, JSON.stringify(value)); } else { localStorage.removeItem(KEY); }
    } catch (error) { /* A private window keeps nothing. */ }
  }

  function tell() {
    var kept = recall();
    var line = document.querySelector("[data-mine]");
    var keep = document.querySelector("[data-keep]");
    var link = line && line.querySelector("a");
    if (link && line.hidden !== !kept) {
      line.hidden = !kept;
      link.href = kept ? kept[0] : link.href;
      link.textContent = kept ? kept[1] : "";
    }
    if (keep) { keep.hidden = false; flag(keep, Boolean(kept) && kept[0] === keep.getAttribute("data-keep")); }
  }

  function flag(button, on) {
    if (button.getAttribute("aria-pressed") !== String(on)) { button.setAttribute("aria-pressed", String(on)); }
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest ? event.target.closest("[data-keep],[data-mine] button") : null;
    if (!button) { return; }
    var on = button.getAttribute("aria-pressed") === "false";
    remember(on ? [button.getAttribute("data-keep"), button.getAttribute("data-name")] : null);
    tell();
  });

  root.kangleWatch(tell);
})(window);
