/* The filter of the service directory: the same cards without a reload; the choice stands in the address. */
(function () {
  "use strict";
  const form = document.querySelector("[data-filter]");
  if (!form) { return; }

  const STEP = 20;
  const MINUTE = 60000;
  const TERMS = ["category", "audience", "place"];
  const field = form.elements;
  const action = form.getAttribute("action");
  const status = form.querySelector("[role=status]");
  const clear = form.querySelector("button");
  const found = document.querySelector("[data-found]");
  const list = found.querySelector("ul");
  const none = found.querySelector("[data-none]");
  const more = found.querySelector("[data-more]");
  const blank = found.querySelector("template").content.querySelector("li");
  const plain = document.querySelectorAll("[data-plain], .banner__intro");
  const names = document.querySelectorAll("h1, .breadcrumbs [aria-current]");
  const titles = Array.from(names, (name) => name.textContent);
  const ending = document.title.slice(titles[titles.length - 1].length);
  const audiences = new Map(Array.from(field.audience.options, (option) => [option.value, option.text]));
  const page = location.pathname;
  const preset = ask();
  let loading = null;
  let matches = [];
  let unsure = 0;

  function ask() {
    const query = new URLSearchParams();
    TERMS.forEach((name) => { if (field[name].value) { query.set(name, field[name].value); } });
    if (field.open.checked) { query.set("open", "1"); }
    return query.toString();
  }

  function choose(query) {
    TERMS.forEach((name) => {
      field[name].value = query.get(name) || "";
      if (field[name].selectedIndex < 0) { field[name].value = ""; }
    });
    field.open.checked = query.has("open") && !field.open.disabled;
  }

  function load() {
    loading = loading || fetch(form.dataset.filter).then((answer) => {
      if (!answer.ok) { throw new Error(String(answer.status)); }
      return answer.json();
    }).catch(() => { loading = null; });
    return loading;
  }

  /* A service is [id, name, description, category, audiences, places, fees, phone, tel, words, hours];
     place "" is everybody's, hours -1 those of which nothing is said. */
  function pick(data) {
    const category = field.category.value, audience = field.audience.value, place = field.place.value;
    const now = new Date();
    const states = data.hours.map((spec) => window.kangleHours && window.kangleHours.state(spec, now));
    const asked = data.services.filter((row) =>
      (!category || row[3] === category) &&
      (!audience || row[4].includes(audience)) &&
      (!place || row[5].includes(place) || row[5].includes("")));
    unsure = field.open.checked ? asked.filter((row) => row[10] >= 0 && !states[row[10]]).length : 0;
    const fits = !field.open.checked ? asked : asked.filter((row) => states[row[10]] && states[row[10]].open);
    if (!place) { return fits; }
    const here = (row) => row[5].includes(place);
    return fits.filter(here).concat(fits.filter((row) => !here(row)));
  }

  function makeCard(row) {
    const card = blank.cloneNode(true);
    const link = card.querySelector(".card__link");
    const phone = card.querySelector(".phone");
    const hours = card.querySelector(".hours");
    link.href = action + row[0] + "/";
    link.textContent = row[1];
    card.querySelector(".card__summary").textContent = row[2];
    card.querySelector(".card__facts").textContent = row[4].map((id) => audiences.get(id)).concat(row[6] || []).join(" · ");
    phone.href = row[8];
    phone.textContent = row[7];
    if (!row[7]) { phone.remove(); }
    hours.textContent = row[9];
    return card;
  }

  function extend() {
    const cards = document.createDocumentFragment();
    const from = list.children.length;
    matches.slice(from, from + STEP).forEach((row) => cards.append(makeCard(row)));
    list.append(cards);
    const rest = matches.length - list.children.length;
    more.hidden = !rest;
    more.textContent = more.dataset.more.replace("#", rest);
    return list.children[from];
  }

  function say(words) {
    if (status.textContent !== words) { status.textContent = words; }
  }

  function swap(active) {
    plain.forEach((part) => { part.hidden = active; });
    found.hidden = !active;
    clear.hidden = !ask();
    names.forEach((name, i) => { name.textContent = active ? form.dataset.title : titles[i]; });
    document.title = (active ? form.dataset.title : titles[titles.length - 1]) + ending;
  }

  function render(data) {
    if (ask() === preset) { return; }
    if (!data) {
      swap(false);
      say(status.dataset.failed);
      return;
    }
    const fits = pick(data);
    if (!found.hidden && fits.length === matches.length && fits.every((row, i) => row === matches[i])) { return; }
    matches = fits;
    list.textContent = "";
    extend();
    none.hidden = matches.length > 0 || unsure > 0;
    swap(true);
    const counted = matches.length ? status.dataset.count.replace("#", matches.length) : status.dataset.none;
    const year = new Date(Date.now() + 480 * MINUTE).getUTCFullYear();
    const doubt = year + "年放假安排还没有公布，" + unsure + " 项服务现在开没开算不出来，请先打电话";
    say(unsure ? (matches.length ? counted + "；" : "") + doubt : counted);
  }

  function show() {
    if (ask() === preset) {
      matches = [];
      swap(false);
      say("");
    } else {
      if (!loading) { say(status.dataset.wait); }
      load().then(render);
    }
  }

  function move() {
    const query = ask();
    const address = query === preset ? page : action + (query && "?" + query);
    if (address !== location.pathname + location.search) { history.pushState(null, "", address); }
    show();
  }

  function follow() {
    const query = new URLSearchParams(location.search);
    if (location.pathname === page && ![...TERMS, "open"].some((name) => query.has(name))) {
      form.reset();
    } else {
      choose(query);
    }
    show();
  }

  form.addEventListener("change", move);
  form.addEventListener("submit", (event) => { event.preventDefault(); move(); });
  ["focusin", "pointerover"].forEach((kind) => form.addEventListener(kind, load, {once: true}));
  clear.addEventListener("click", () => {
    choose(new URLSearchParams());
    move();
    field.category.focus();
  });
  more.addEventListener("click", () => load().then(() => extend().querySelector("a").focus()));
  window.addEventListener("popstate", follow);
  setInterval(() => { if (field.open.checked && loading) { loading.then(render); } }, MINUTE);
  document.addEventListener("DOMContentLoaded", () => {
    field.open.disabled = !window.kangleHours;
    field.open.parentElement.hidden = field.open.disabled;
    follow();
  });
})();
