/* Runs in <head> before the first paint, so that a reader's choice never flashes. */
(function (root) {
  "use strict";
  var ELDER = "kangle-elder";
  var THEME = "kangle-theme";

  function recall(key) {
    try { return localStorage.getItem(key); } catch (error) { return null; }
  }

  function remember(key, value) {
    try { localStorage.setItem(key, value); } catch (error) { /* A private window keeps nothing. */ }
  }

  function setElder(on) {
    if (on) { root.setAttribute("data-elder", ""); } else { root.removeAttribute("data-elder"); }
  }

  root.setAttribute("data-js", "");
  setElder(recall(ELDER) === "on");
  var theme = recall(THEME);
  if (theme === "light" || theme === "dark") { root.setAttribute("data-theme", theme); }

  document.addEventListener("DOMContentLoaded", function () {
    var elder = document.querySelector("[data-switch=elder]");
    var menu = document.querySelector("[data-switch=menu]");

    document.querySelectorAll("[data-search]").forEach(function (form) { form.action = form.dataset.search; });

    document.querySelectorAll("[data-copy]").forEach(function (button) {
      var box = button.closest("details");
      button.hidden = !navigator.clipboard;
      button.addEventListener("click", function () {
        navigator.clipboard.writeText(box.querySelector("pre").textContent).then(function () {
          box.querySelector("[data-copied]").textContent = "已复制，到群里长按粘贴";
        });
      });
    });

    /* A link to what is folded opens it; not every browser does so itself. */
    var aim = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    var fold = aim && aim.closest("details[data-aim]");
    if (fold) { fold.open = true; aim.scrollIntoView(); }

    if (!elder) { return; } /* The screen in the hall has no buttons. */
    elder.setAttribute("aria-pressed", String(root.hasAttribute("data-elder")));
    elder.addEventListener("click", function () {
      var on = !root.hasAttribute("data-elder");
      setElder(on);
      remember(ELDER, on ? "on" : "off");
      elder.setAttribute("aria-pressed", String(on));
    });

    menu.addEventListener("click", function () {
      var open = menu.getAttribute("aria-expanded") !== "true";
      menu.setAttribute("aria-expanded", String(open));
      root.toggleAttribute("data-menu", open);
    });
  });
})(document.documentElement);
