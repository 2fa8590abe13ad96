/* A checklist: what is ticked is kept on this device, and nothing is kept before something is.
   data-ticks  on the list: the name it is kept under
   data-ticked below it: what is kept, and the button that forgets it */
(function () {
  "use strict";
  const KEY = "kangle-ticks";
  const list = document.querySelector("[data-ticks]");
  const kept = document.querySelector("[data-ticked]");
  if (!list || !kept) { return; }

  const name = list.dataset.ticks;
  const boxes = Array.from(list.querySelectorAll("input"));
  const said = kept.querySelector("[role=status]");
  const called = (box) => box.parentElement.textContent.trim();

  function recall() {
    try {
      const all = JSON.parse(localStorage.getItem(KEY));
      return all && typeof all === "object" && !Array.isArray(all) ? all : {};
    } catch (error) { return {}; }
  }

  function remember(ticked) {
    try {
      const all = recall();
      if (ticked.length) { all[name] = ticked; } else { delete all[name]; }
      if (Object.keys(all).length) { localStorage.setItem(KEY, JSON.stringify(all)); } else { localStorage.removeItem(KEY); }
      return true;
    } catch (error) { return false; } /* A private window keeps nothing. */
  }

  function tell(safe) {
    const count = boxes.filter((box) => box.checked).length;
    const words = count === boxes.length ? "都勾好了。" : "勾了 " + count + " 样，还差 " + (boxes.length - count) + " 样。";
    said.textContent = words + (safe ? "只记在这台设备上。" : "这个浏览器不让记，关掉就没有了。");
    kept.hidden = !count;
  }

  function change() {
    tell(remember(boxes.filter((box) => box.checked).map(called)));
  }

  function show() {
    const ticked = Array.isArray(recall()[name]) ? recall()[name] : [];
    boxes.forEach((box) => { box.checked = ticked.includes(called(box)); });
    tell(true);
  }

  list.addEventListener("change", change);
  kept.querySelector("button").addEventListener("click", () => {
    boxes.forEach((box) => { box.checked = false; });
    change();
    boxes[0].focus();
  });
  addEventListener("storage", (event) => { if (event.key === KEY) { show(); } });
  show();
})();
