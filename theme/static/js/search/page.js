/* The page of the search: what is typed stands in the address, and what is found below the box. */
(function (kangle) {
  "use strict";
  const form = document.querySelector("[data-index]");
  if (!form) { return; }

  const STEP = 10;
  const PAUSE = 250;
  const LENGTH = 90;
  /* 12月1日 and 5栋 are not broken over lines. */
  const WHOLE = /(\d+[年月日栋号点人](?:\d+[月日])*)/;
  const HAS_KEYS = window.matchMedia("(pointer: fine)").matches;
  const FACETS = { kind: (page) => [page.kind], place: (page) => page.places, year: (page) => page.day ? [String(Math.floor(page.day / 10000))] : [] };
  const field = form.elements;
  const root = form.dataset.index.replace(/search\/$/, "").replace(/\/$/, "");
  const status = form.querySelector("[role=status]");
  const only = form.querySelector(".finder__only");
  const blank = form.querySelector("template").content.querySelector("li");
  const finds = document.querySelector("[data-finds]");
  const list = finds.querySelector("ol");
  const more = finds.querySelector("[data-more]");
  const again = more.textContent;
  const meant = finds.querySelector("[data-meant]");
  const ways = document.querySelector("[data-ways]");
  const none = document.querySelectorAll("[data-none]:not([role])");
  const ending = document.title;
  const engine = new kangle.Engine(form.dataset.index);
  kangle.engine = engine;
  let turn = 0;
  let answer = null;
  let shown = [];
  let timer = 0;

  function ask() {
    const query = new URLSearchParams();
    const word = field.q.value.trim();
    if (word) { query.set("q", word); }
    Object.keys(FACETS).forEach((name) => { if (word && field[name].value) { query.set(name, field[name].value); } });
    return query;
  }

  function say(words) { if (status.textContent !== words) { status.textContent = words; } }

  function nameOf(facet, value) {
    const { kinds, places } = engine.index.catalogue;
    if (facet === "year") { return value + "年"; }
    const row = (facet === "kind" ? kinds : places).find((one) => one[0] === value);
    return row ? row[1] : value;
  }

  /* Each choice with how many it leaves, beside what the other two choose. */
  function offer(hits, chosen) {
    let useful = false;
    Object.keys(FACETS).forEach((name) => {
      const left = hits.filter((hit) => fits(hit, chosen, name));
      const counted = new Map();
      left.forEach((hit) => FACETS[name](hit.page).forEach((value) => counted.set(value, (counted.get(value) || 0) + 1)));
      const values = [...counted.keys()].sort((a, b) => name === "year" ? b - a : counted.get(b) - counted.get(a) || (a < b ? -1 : 1));
      if (chosen[name] && !counted.has(chosen[name])) { values.push(chosen[name]); }
      const select = field[name];
      select.length = 1;
      values.forEach((value) => select.add(new Option(nameOf(name, value) + "（" + (counted.get(value) || 0) + "）", value)));
      select.value = chosen[name] || "";
      select.parentElement.hidden = values.length < 2 && !chosen[name];
      useful = useful || !select.parentElement.hidden;
    });
    only.hidden = !useful;
  }

  function fits(hit, chosen, but) {
    return Object.keys(FACETS).every((name) => name === but || !chosen[name] || FACETS[name](hit.page).includes(chosen[name]));
  }

  /* A service and the guide to it are one matter: it stands once, by the guide. */
  function once(hits) {
    const there = new Map(hits.map((hit) => [hit.page.number, hit]));
    return [...new Set(hits.map((hit) => there.get(hit.page.matter) || hit))];
  }

  /* The text with dates and what is counted in spans that no line end breaks. */
  function keepWhole(text) {
    return text.split(WHOLE).map((part, k) => {
      if (k % 2 === 0) { return part; }
      const span = document.createElement("span");
      span.className = "whole";
      span.textContent = part;
      return span;
    });
  }

  /* The text with the words marked that were found in it; `keep` says how the rest stands. */
  function mark(element, text, words, keep) {
    const chars = Array.from(text);
    const folded = chars.map(kangle.fold);
    const on = new Array(chars.length).fill(false);
    words.forEach((word) => {
      const wanted = Array.from(word);
      for (let i = 0; i + wanted.length <= folded.length; i += 1) {
        if (wanted.every((char, k) => folded[i + k] === char)) { on.fill(true, i, i + wanted.length); }
      }
    });
    element.textContent = "";
    for (let i = 0; i < chars.length;) {
      let end = i + 1;
      while (end < chars.length && on[end] === on[i]) { end += 1; }
      const part = chars.slice(i, end).join("");
      if (on[i]) { element.appendChild(document.createElement("mark")).textContent = part; } else { element.append(...keep(part)); }
      i = end;
    }
  }

  function dayWords(day) { return Math.floor(day / 10000) + "年" + Math.floor(day / 100) % 100 + "月" + day % 100 + "日"; }

  function makeHit(hit) {
    const { page, marks } = hit;
    const item = blank.cloneNode(true);
    const part = (name) => item.querySelector(name);
    const usual = part("[data-state]");
    kangle.statesOf(page).forEach(([word, tone]) => {
      const state = usual.cloneNode();
      state.textContent = word;
      state.classList.add("state--" + tone);
      state.hidden = false;
      usual.before(state, " ");
    });
    usual.remove();
    part("[data-kind]").textContent = page.label;
    if (page.day) {
      part("[data-when]").textContent = dayWords(page.day);
      part("[data-when]").dateTime = String(page.day).replace(/(....)(..)(..)/, "$1-$2-$3");
      part("[data-when]").hidden = false;
    }
    part(".card__link").href = root + page.url;
    mark(part(".card__link span"), page.title, marks, (words) => [words]);
    if (page.phone) {
      part(".phone").textContent = page.phone;
      part(".phone").href = page.tel;
      part(".card__reach").hidden = false;
    }
    const now = new Date();
    if (page.hours && window.kangleHours && window.kangleHours.state(page.hours, now)) {
      item.dataset.hours = page.hours;
      window.kangleHours.show(item, now);
    }
    engine.index.whole(() => engine.index.words(page, hit.place, LENGTH)).then(({ text }) => {
      if (text) {
        mark(part(".finds__words"), text, marks, keepWhole);
        part(".finds__words").hidden = false;
      }
    }).catch(() => { /* A hit without its words is a hit. */ });
    return item;
  }

  function extend() {
    const items = document.createDocumentFragment();
    const from = list.children.length;
    shown.slice(from, from + STEP).forEach((hit) => items.append(makeHit(hit)));
    list.append(items);
    const rest = shown.length - list.children.length;
    more.hidden = !rest;
    more.textContent = again.replace("#", rest);
    return list.children[from];
  }

  function suggest() {
    meant.hidden = !answer.meant.length;
    meant.querySelectorAll("button").forEach((button) => button.remove());
    answer.meant.forEach(({ word }) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "finds__word";
      button.textContent = word;
      button.addEventListener("click", () => {
        field.q.value = word;
        move(true);
        field.q.focus();
      });
      meant.append(button);
    });
  }

  function render(chosen) {
    shown = once(answer.hits.filter((hit) => fits(hit, chosen)));
    offer(answer.hits, chosen);
    suggest();
    list.textContent = "";
    extend();
    finds.hidden = false;
    ways.hidden = shown.length > 0;
    none.forEach((part) => { part.hidden = shown.length > 0; });
    const word = field.q.value.trim();
    const words = !shown.length ? status.dataset.none.replace("#", () => word)
      : answer.near ? status.dataset.near.replace("#", () => word) : status.dataset.found.replace("#", shown.length);
    say(words);
    document.title = word + " - " + ending;
  }

  function clear() {
    answer = null;
    finds.hidden = true;
    only.hidden = true;
    ways.hidden = false;
    none.forEach((part) => { part.hidden = true; });
    say("");
    document.title = ending;
  }

  async function show(chosen) {
    const word = field.q.value.trim();
    const mine = turn += 1;
    if (!word) {
      clear();
      return;
    }
    const slow = setTimeout(() => say(status.dataset.wait), 400);
    try {
      const found = await engine.find(word);
      if (mine !== turn) { return; }
      answer = found;
      render(chosen);
    } catch (error) {
      if (mine === turn) { say(status.dataset.failed); }
    } finally {
      clearTimeout(slow);
    }
  }

  function choice(query) { return Object.fromEntries(Object.keys(FACETS).map((name) => [name, query.get(name) || ""])); }

  /* A word that is being typed stands in the address too, but not in the history. */
  function move(keep) {
    clearTimeout(timer);
    const query = ask();
    const address = location.pathname + (query.toString() && "?" + query);
    if (address !== location.pathname + location.search) { history[keep ? "pushState" : "replaceState"](null, "", address); }
    return show(choice(query));
  }

  function follow() {
    const query = new URLSearchParams(location.search);
    field.q.value = query.get("q") || "";
    show(choice(query));
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    move(true);
    if (!HAS_KEYS) { field.q.blur(); } /* Its keyboard would lie over what is found. */
  });
  field.q.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (!event.isComposing) { timer = setTimeout(move, PAUSE); }
  });
  field.q.addEventListener("compositionend", () => { timer = setTimeout(move, PAUSE); });
  Object.keys(FACETS).forEach((name) => field[name].addEventListener("change", () => move(true)));
  more.addEventListener("click", () => extend().querySelector("a").focus());
  window.addEventListener("popstate", follow);
  document.addEventListener("DOMContentLoaded", () => {
    follow();
    /* Who comes from the box of another page goes on from here. */
    if (HAS_KEYS && field.q.value) { field.q.focus({ preventScroll: true }); }
  });
})(window.kangleSearch);
