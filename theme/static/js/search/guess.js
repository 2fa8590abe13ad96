/* What may have been meant by what stands nowhere: a slip of the finger, or of the ear. */
(function (kangle) {
  "use strict";
  const LATIN = /^[a-z]+$/;

  class Guess {
    constructor(catalogue, readings, weigh) {
      this.catalogue = catalogue;
      this.readings = readings;
      this.weigh = weigh;
    }

    /* What may have been meant by a word that stands nowhere: what sounds the same, or differs in one character. */
    of(word) {
      const { pages, groups } = this.catalogue;
      const chars = Array.from(word);
      const found = new Map();
      const add = (text, score, sure) => {
        const known = found.get(text);
        if (text && text !== word && (!known || known.score < score)) { found.set(text, { word: text, score, sure }); }
      };
      const latin = LATIN.test(word);
      const slips = latin ? slipOf(chars, 4) : slipOf(chars, 3);
      const short = latin && slips && new RegExp("^(?:" + slips.source + ")$", "u");
      const look = (text, weight) => {
        const here = Array.from(text);
        if (!latin && chars.length > 1) {
          const sounds = kangle.soundsLike(here, chars, this.readings);
          if (sounds) { add(here.slice(sounds.at, sounds.at + chars.length).join(""), weight + (sounds.exact ? 60 : 40), true); }
        }
        if (!slips) { return; }
        if (latin) {
          const slipped = this.slippedLetters(here, slips, word.length);
          if (slipped) { add(slipped, weight + 20 * word.length / text.length, true); }
          if (short.test(this.initials(here))) { add(text, weight + 10, true); }
        } else {
          const slip = slips.exec(text);
          if (slip && Array.from(slip[0]).length > 2) { add(slip[0], weight + 20, chars.length > 3); }
        }
      };
      groups.forEach((group) => group.forEach((term) => look(term, 14)));
      pages.forEach((page) => [page.solid, ...page.names].forEach((name) => look(name, this.weigh(page))));
      return [...found.values()].sort((a, b) => b.score - a.score || (a.word < b.word ? -1 : 1)).slice(0, 3);
    }

    initials(chars) { return chars.map((char) => (this.readings.get(char) || [char])[0].slice(0, 1)).join(""); }

    /* The names that sound like a part of what was typed: 下像棋 is about 象棋. */
    heard(sentence) {
      const { pages, groups } = this.catalogue;
      const typed = Array.from(sentence);
      const names = new Set([...groups.flat(), ...pages.flatMap((page) => [page.solid, ...page.names])]);
      const sounds = (chars, start) => {
        const here = typed.slice(start, start + chars.length);
        const heard = here.length === chars.length && kangle.soundsLike(chars, here, this.readings);
        return heard && heard.exact;
      };
      const found = [...names].filter((name) => {
        const chars = Array.from(name);
        return chars.length > 1 && chars.length < typed.length && typed.some((_, start) => sounds(chars, start));
      });
      return found.sort((a, b) => b.length - a.length || (a < b ? -1 : 1)).slice(0, 1).map((word) => ({ word }));
    }

    /* The characters whose pinyin is as the letters but for one. */
    slippedLetters(chars, slips, length) {
      let said = "";
      const starts = chars.map((char) => {
        const at = said.length;
        said += (this.readings.get(char) || [/[a-z0-9]/.test(char) ? char : ""])[0];
        return at;
      });
      for (let i = 0; i < chars.length; i += 1) {
        const here = said.slice(starts[i]);
        const found = slips.exec(here);
        if (found && found.index === 0) {
          const end = starts[i] + found[0].length;
          const last = starts.findIndex((start, k) => k >= i && start >= end);
          const whole = last < 0 ? said.length === end : starts[last] === end;
          if (whole) { return chars.slice(i, last < 0 ? chars.length : last).join(""); }
        }
      }
      return length && null;
    }
  }

  /* One character wrong, missing, too many, or two in each other's place; 3栋 is no slip of 5栋. */
  function slipOf(chars, least) {
    if (chars.length < least || chars.length > 16) { return null; }
    const latin = LATIN.test(chars.join(""));
    const any = latin ? "[a-z]" : "\\p{sc=Han}";
    const quote = (some) => some.map((char) => char.replace(/[\\^$.*+?()[\]{}|\/-]/g, "\\$&")).join("");
    const ways = [];
    for (let k = 0; k < chars.length; k += 1) {
      const before = quote(chars.slice(0, k));
      if (!latin && /[a-z0-9]/.test(chars[k])) { continue; }
      ways.push(before + any + "?" + quote(chars.slice(k + 1)));
      if (k) { ways.push(before + any + quote(chars.slice(k))); }
      if (k + 1 < chars.length) { ways.push(before + quote([chars[k + 1], chars[k]]) + quote(chars.slice(k + 2))); }
    }
    return new RegExp(ways.join("|"), "u");
  }

  kangle.Guess = Guess;
})(window.kangleSearch = window.kangleSearch || {});
