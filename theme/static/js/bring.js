/* 一次带齐: the matters that are chosen, merged into one list. The choice stands in the address and nowhere else.
   The file holds of each matter [id, title, address, wants], of each want [paper, name, original, copies, when, note]. */
(function (root) {
  "use strict";
  const form = document.querySelector("[data-bring]");
  const pack = document.querySelector("[data-pack]");
  if (!form || !pack) { return; }

  const status = pack.querySelector("[role=status]");
  const done = pack.querySelector("[data-done]");
  const lists = pack.querySelectorAll("ul");
  const go = form.querySelector("[data-go]");
  const share = pack.querySelector("[data-text]");
  let loading = null;
  let shown = "";
  let asked = [];

  /* Each paper once, by its number: the original if any matter wants it, the most copies, and who wants what when.
     Those that are always wanted come first; else they stand in the order in which the matters name them. */
  function merge(matters, chosen) {
    const papers = new Map();
    matters.filter((matter) => chosen.includes(matter[0])).forEach((matter) => {
      matter[3].forEach(([number, name, original, copies, when, note]) => {
        const paper = papers.get(number) || {name, original: false, copies: 0, always: false, wants: []};
        paper.original = paper.original || original;
        paper.copies = Math.max(paper.copies, copies);
        paper.always = paper.always || !when;
        paper.wants.push({matter: matter[1], name, original, copies, when, note});
        papers.set(number, paper);
      });
    });
    const all = Array.from(papers.values());
    return all.filter((paper) => paper.always).concat(all.filter((paper) => !paper.always));
  }

  function say(want) {
    return [want.original ? "原件" : "", want.copies ? "复印件 " + want.copies + " 份" : ""].filter(Boolean).join("，") || "出示即可";
  }

  function tell(want, paper) {
    const name = want.name === paper.name ? "" : "，写作“" + want.name + "”";
    const form = paper.wants.length > 1 ? "：" + say(want) : "";
    return want.matter + (want.when ? "（" + want.when + "）" : "") + form + name + (want.note ? "。" + want.note : "");
  }

  function put(parent, tag, name, text) {
    const part = parent.appendChild(document.createElement(tag));
    part.className = name;
    part.textContent = text;
    return part;
  }

  function draw(paper) {
    const item = put(lists[paper.always ? 0 : 1], "li", "pack__item", "");
    put(put(item, "span", "pack__name", paper.name + " "), "span", "pack__form", say(paper));
    paper.wants.forEach((want) => put(item, "span", "pack__want", tell(want, paper)));
  }

  function write(papers, names) {
    const lines = papers.map((paper) => "□ " + paper.name + "：" + say(paper) +
      (paper.always ? "" : "（" + Array.from(new Set(paper.wants.map((want) => want.when))).join("；") + "）"));
    return ["要带的：" + names.join("、")].concat(lines.length ? lines : "什么都不用带", location.href).join("\n");
  }

  /* A long list has several pages: what is chosen on the others stays in the address. */
  function picked() {
    const boxes = Array.from(form.querySelectorAll("input"));
    const away = asked.filter((id) => !boxes.some((box) => box.value === id));
    return boxes.filter((box) => box.checked).map((box) => box.value).concat(away);
  }

  function carry(query) {
    document.querySelectorAll("[data-carry] a").forEach((link) => { link.search = query; });
  }

  function load() {
    loading = loading || fetch(form.dataset.bring).then((answer) => {
      if (!answer.ok) { throw new Error(String(answer.status)); }
      return answer.json();
    }).catch(() => { loading = null; });
    return loading;
  }

  function render(matters) {
    const chosen = picked();
    pack.hidden = go.hidden = !chosen.length;
    lists.forEach((list) => { list.textContent = ""; });
    done.textContent = "";
    if (!matters) { status.textContent = status.dataset.failed; return; }
    const papers = merge(matters, chosen);
    const names = matters.filter((matter) => chosen.includes(matter[0])).map((matter) => matter[1]);
    papers.forEach(draw);
    pack.querySelector("[data-for]").textContent = names.join("、");
    pack.querySelector("[data-sometimes]").hidden = papers.every((paper) => paper.always);
    pack.querySelector("[data-copies]").hidden = !papers.some((paper) => paper.wants.filter((want) => want.copies).length > 1);
    status.textContent = papers.length
      ? status.dataset.count.replace("#", names.length).replace("@", papers.length) : status.dataset.none;
    shown = write(papers, names);
  }

  function show() {
    if (picked().length) { load().then(render); } else { pack.hidden = go.hidden = true; }
  }

  function move() {
    const query = picked().map((id) => "for=" + encodeURIComponent(id)).join("&");
    carry(query);
    history.replaceState(null, "", location.pathname + (query && "?" + query));
    show();
  }

  function follow() {
    asked = new URLSearchParams(location.search).getAll("for");
    form.querySelectorAll("input").forEach((box) => { box.checked = asked.includes(box.value); });
    carry(location.search);
    show();
  }

  form.addEventListener("change", move);
  form.addEventListener("submit", (event) => { event.preventDefault(); move(); });
  pack.querySelector("[data-print]").addEventListener("click", () => root.print());
  pack.querySelector("[data-clear]").addEventListener("click", () => {
    form.reset();
    asked = [];
    move();
    form.querySelector("input").focus();
  });
  share.hidden = !navigator.clipboard;
  share.addEventListener("click", () => navigator.clipboard.writeText(shown).then(() => { done.textContent = "已复制，到微信里长按粘贴"; }));
  root.addEventListener("popstate", follow);
  root.kangleBring = {merge: merge, load: load};
  follow();
})(window);
