/* A form filled in on this device: it becomes a mail, a text to paste, a sheet of paper. Nothing is sent, nothing is kept. */
(function () {
  "use strict";
  const form = document.querySelector("[data-blank]");
  if (!form) { return; }

  const LONGEST_MAIL = 1900; /* Characters of an address that every mail program takes. */
  const LONGEST_CODE = 1000; /* Bytes; more would be too fine to print. */
  const PER_LINE = 32; /* Characters of an answer on a line of the sheet, as plugins/model/blanks.py reckons. */
  const fields = Array.from(form.querySelectorAll("[data-field]"));
  const part = (name) => form.querySelector("[data-" + name + "]");
  const mail = part("mail"), text = part("text"), told = part("told"), code = part("code"), more = part("more");

  function read(field) {
    const controls = Array.from(field.querySelectorAll("input, textarea"));
    const value = controls.filter((one) => one.checked || !/radio|checkbox/.test(one.type)).map((one) => one.value).join("、");
    const day = /^(\d+)-0?(\d+)-0?(\d+)$/.exec(value);
    return day && controls[0].type === "date" ? day[1] + "年" + day[2] + "月" + day[3] + "日" : value.trim();
  }

  /* Half a character has no bytes: it would stop the encoding of all others. */
  function mend(words) { return new TextDecoder().decode(new TextEncoder().encode(words)); }

  function compose() {
    const lines = fields.map((field) => [field.dataset.field, read(field)]).filter((line) => line[1]);
    if (!lines.length) { return ""; }
    const said = lines.map((line) => line[0] + "：" + (line[1].includes("\n") ? "\n" : "") + line[1]);
    return mend(["【" + form.dataset.blank + "】"].concat(said, "（在 " + form.dataset.page + " 写的）").join("\n"));
  }

  function subject() {
    const said = fields.filter((field) => "subject" in field.dataset && read(field));
    const words = said.map((field) => field.matches("fieldset") ? "【" + read(field) + "】" : read(field));
    return mend(words.join("").replace(/\s+/g, " ").slice(0, 60)) || form.dataset.blank;
  }

  function address(body) {
    const part = (words) => encodeURIComponent(words.replace(/\n/g, "\r\n"));
    return "mailto:" + form.dataset.to + "?subject=" + part(subject()) + "&body=" + part(body);
  }

  function isLong() { return address(compose()).length > LONGEST_MAIL; }

  /* As many whole characters as the code holds. */
  function cut(words) {
    const bytes = new TextEncoder().encode(words);
    if (bytes.length <= LONGEST_CODE) { return bytes; }
    const end = "……（全文在纸上）";
    let kept = "", size = new TextEncoder().encode(end).length;
    for (const sign of words) {
      size += new TextEncoder().encode(sign).length;
      if (size > LONGEST_CODE) { break; }
      kept += sign;
    }
    return new TextEncoder().encode(kept + end);
  }

  function draw() {
    const words = compose();
    const rows = code && words ? window.kangleCode(Array.from(cut(words))) : null;
    if (!code) { return; }
    code.hidden = !rows;
    code.querySelectorAll("svg").forEach((old) => old.remove());
    if (!rows) { return; }
    const make = (name) => document.createElementNS("http://www.w3.org/2000/svg", name);
    const svg = make("svg"), sheet = make("path"), path = make("path");
    const size = rows.length + 8;
    svg.setAttribute("viewBox", "0 0 " + size + " " + size);
    svg.setAttribute("shape-rendering", "crispEdges");
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", "上面这些字的二维码");
    sheet.setAttribute("fill", "#fff");
    sheet.setAttribute("d", "M0 0h" + size + "v" + size + "H0z");
    path.setAttribute("d", rows.map((row, r) => row.map((on, c) => on ? "M" + (c + 4) + " " + (r + 4) + "h1v1h-1z" : "").join("")).join(""));
    svg.append(sheet, path);
    code.prepend(svg);
  }

  /* Lines that would not go on the sheet stand one after the other. */
  function fit(field, value) {
    const box = field.querySelector("[data-lines]");
    const lines = value.split("\n").reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / PER_LINE)), 0);
    return box && lines > Number(box.dataset.lines) ? value.replace(/\s*\n\s*/g, "　") : value;
  }

  function refresh() {
    fields.forEach((field) => {
      const value = read(field);
      field.toggleAttribute("data-filled", !!value);
      field.querySelector(".blank__said").textContent = fit(field, value);
    });
    text.textContent = compose() || "还没有写。";
    if (mail) { mail.href = address(isLong() ? "（请在这里长按，粘贴刚才复制的文字）" : compose()); }
  }

  function missing() {
    const empty = fields.filter((field) => "required" in field.dataset && !read(field));
    fields.forEach((field) => field.querySelectorAll("input, textarea").forEach((one) => {
      one.toggleAttribute("aria-invalid", false);
      if (empty.includes(field)) { one.setAttribute("aria-invalid", "true"); }
    }));
    if (empty.length) {
      told.textContent = "还没有填：" + empty.map((field) => field.dataset.field).join("、") + "。";
      empty[0].querySelector("input, textarea").focus();
    }
    return empty.length > 0;
  }

  function copy(done) {
    const byHand = () => {
      more.open = true;
      getSelection().selectAllChildren(text);
      told.textContent = document.execCommand("copy") ? done : "长按下面的文字，选“复制”，再到微信里粘贴。";
    };
    if (!navigator.clipboard) { byHand(); return; }
    navigator.clipboard.writeText(compose()).then(() => { told.textContent = done; }, byHand);
  }

  function clear() {
    form.querySelectorAll("input, textarea").forEach((one) => {
      if (/radio|checkbox/.test(one.type)) { one.checked = false; } else { one.value = ""; }
    });
    told.textContent = "";
    refresh();
    draw();
  }

  const on = (name, act) => { if (part(name)) { part(name).addEventListener("click", act); } };
  on("mail", (event) => {
    if (missing()) { event.preventDefault(); return; }
    told.textContent = "邮件软件没有打开？点“复制文字”，粘贴到邮件或微信里发。";
    if (isLong()) { copy("信比较长，文字已经复制：在邮件里长按，选“粘贴”。"); }
  });
  on("paste", () => { if (!missing()) { copy("已复制。到微信里找到我们，长按输入框，选“粘贴”。"); } });
  on("print", () => { refresh(); window.print(); });
  on("clear", () => { clear(); form.querySelector("input, textarea").focus(); });
  form.addEventListener("input", () => { told.textContent = ""; refresh(); draw(); });
  addEventListener("beforeprint", () => { refresh(); draw(); });
  /* Whoever comes after on the same device finds an empty form. */
  addEventListener("pageshow", (event) => { if (event.persisted) { clear(); } });

  form.querySelectorAll("[data-out]").forEach((one) => { one.hidden = false; });
  refresh();
  draw();
})();
