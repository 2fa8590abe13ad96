/* What readers say below a page, from a server of the community's own (Isso). Words are put on the page as text alone. */
(function () {
  "use strict";
  const box = document.querySelector("[data-talk]");
  if (!box) { return; }

  const server = box.dataset.talk;
  const list = box.querySelector("ol");
  const form = box.querySelector("[data-form]");
  const told = box.querySelector("[data-told]");
  const words = form.querySelector("textarea");
  const button = form.querySelector("button");
  const blank = box.querySelector("template").content.querySelector("li");
  const thread = "?uri=" + encodeURIComponent(box.dataset.thread);

  function ask(path, method, body) {
    const options = { method: method, credentials: "include" };
    if (body) {
      options.headers = { "Content-Type": "application/json" };
      options.body = JSON.stringify(body);
    }
    return fetch(server + path, options).then((answer) => {
      if (answer.status === 404 && method === "GET") { return { replies: [] }; }
      if (!answer.ok) { throw new Error(String(answer.status)); }
      return answer.json();
    });
  }

  function show(remark) {
    if (list.querySelector('[data-number="' + Number(remark.id) + '"]')) { return null; }
    const item = blank.cloneNode(true);
    const time = item.querySelector("time");
    const made = new Date(remark.created * 1000);
    item.dataset.number = Number(remark.id);
    time.dateTime = made.toISOString();
    time.textContent = made.toLocaleDateString("zh-CN", { timeZone: "Asia/Shanghai", year: "numeric", month: "long", day: "numeric" });
    item.querySelector(".talk__text").textContent = remark.text;
    list.append(item);
    return item;
  }

  function offerToDelete(item, id) {
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "talk__remove";
    remove.textContent = "删掉我这一条";
    remove.addEventListener("click", () => {
      ask("/id/" + id, "DELETE").then(() => {
        item.remove();
        told.textContent = "已经删掉。";
        words.focus();
      }, () => { told.textContent = "没有删掉：过了十五分钟，请打电话给我们删。"; });
    });
    item.append(remove);
  }

  function fail() { told.textContent = "留言这会儿连不上，您写的还在框里。等一下再试，或者打电话、写信给我们。"; }

  ask("/" + thread + "&plain=1", "GET").then((found) => {
    found.replies.filter((one) => one.mode === 1).forEach(show);
    form.hidden = false;
    box.querySelector("[data-plain]").hidden = true;
  }, () => {
    told.textContent = "留言这会儿连不上。";
    box.querySelector("[data-plain]").firstChild.textContent = "有话要说，可以打电话 ";
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = words.value.trim();
    if (text.length < 3) { told.textContent = "至少写三个字。"; return; }
    button.disabled = true;
    ask("/new" + thread, "POST", { text: text, title: box.dataset.title }).then((remark) => {
      const item = show({ id: remark.id, created: remark.created, text: text });
      if (item) { offerToDelete(item, Number(remark.id)); }
      words.value = "";
      told.textContent = remark.mode === 2 ? "收到了。社区的人看过，合适的就显示，现在只有您自己看得到。" : "已经发出。";
    }, (error) => {
      if (error.message === "403") { told.textContent = "发得太快，过一分钟再试。"; } else { fail(); }
    }).then(() => { button.disabled = false; });
  });
})();
