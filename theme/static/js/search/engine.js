/* From what was typed to the pages that answer it, the best first. Titles before words; what is asked for most before
   old news; what holds before what is over. */
(function (kangle) {
  "use strict";
  const WEIGHT = {
    alerts: 30, guides: 12, services: 10, notices: 11, locations: 8, places: 8, grids: 7, organizations: 6, activities: 6,
    policies: 4, pages: 3, lists: 2, rosters: 1, news: 0, cases: 0, notes: -4, concerns: -6, figures: -12
  };
  const OTHER_KIND = 3;
  const OVER = -14;
  const PART = -11;
  const LIVE_DAYS = 180;
  const LATIN = /^[a-z]+$/;
  const LONGEST = 24;
  /* What people say around what they want to know. */
  const AROUND = /(?:请问|你好|您好|我们|我家|我要|我想|我的|我这|想要|想问|想|怎么样|怎么办|怎样|怎么|点样|咋样|咋办|咋整|咋|边个|边度|几时|啥时候|啥|有冇|嘅|咗|搵|揾|攞|如何|哪里|哪儿|哪个|哪些|哪天|哪|在不在|什么时候|什么|几点|几号|多少钱|多少|多久|要不要|能不能|可不可以|可以|有没有|有什么|能|吗|呢|吧|啊|了|找谁|谁|的|要|去|到|我|是|有|个|今天|现在|一下|一个|地方|办理|申请|办)/g;
  /* What is asked of a place or an office by its name. */
  const ASKED = /(?:的)?(?:联系)?(?:电话号码|电话|号码|地址|位置|在哪里|在哪儿|在哪|开放时间|上班时间|办公时间|时间|几点开门|几点关门|几点下班|几点上班|几点开|几点|开不开门|开不开|上不上班|办不办公|开门|上班|办公)[吗呢]?$/;
  const DAY = "(?:今天|今晚|明天|明晚|后天|(?:周|星期|礼拜)[一二三四五六日天末]|上午|中午|下午|早上|晚上)+";
  const DAYS = new RegExp("^" + DAY + "|" + DAY + "$", "g");
  const MARKS = /[\s\p{P}\p{S}]+/u;

  function today() {
    const date = new Date(Date.now() + 288e5);
    return date.getUTCFullYear() * 10000 + (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
  }

  function daysOf(number) { return Date.UTC(Math.floor(number / 10000), Math.floor(number / 100) % 100 - 1, number % 100) / 864e5; }

  /* What is the matter with a page now: words and tone, by the reader's clock (the minute in Shanghai). */
  kangle.statesOf = (page) => {
    const now = new Date(Date.now() + 288e5).toISOString().slice(0, 16);
    return page.states.filter(([, , since, until]) => since <= now && (!until || now < until));
  };

  function isOver(page) {
    const pauses = page.kind === "services" || page.kind === "locations";
    return kangle.statesOf(page).some(([, tone]) => tone === "quiet" || tone === "stop" && !pauses);
  }

  function weigh(page, now) {
    const age = page.day ? Math.max(0, daysOf(now) - daysOf(page.day)) : 0;
    if (isOver(page)) { return OVER - Math.min(5, age / 365); }
    const weight = (page.kind in WEIGHT ? WEIGHT[page.kind] : OTHER_KIND) + (page.part ? PART : 0);
    if (page.kind === "news") { return weight - Math.min(6, age / 365 * 1.5); }
    /* 今晚放电影 is said of one evening. */
    if (page.kind === "notes") { return weight - Math.min(12, age); }
    if (page.kind === "notices" && !page.states.length && age > LIVE_DAYS) { return -Math.min(6, age / 365 * 1.5); }
    return weight;
  }

  /* How well a page's title and other names answer a word; 0 where they do not hold it. */
  function named(page, word) {
    let score = 0;
    const at = page.solid.indexOf(word);
    if (at >= 0) {
      const share = 20 * word.length / page.solid.length;
      /* What a Chinese name ends with is what it names: 爱心图书室 is a 图书室. */
      score = page.solid === word ? 100 : (at && page.solid.endsWith(word) ? 65 : at ? 55 : 65) + share;
    }
    page.names.forEach((name) => {
      const here = name === word ? 88 : name.includes(word) ? 48 + 15 * word.length / name.length : 0;
      score = Math.max(score, here);
    });
    return score;
  }

  function spelled(text, letters, readings) {
    const chars = Array.from(text);
    let best = null;
    for (let start = 0; start < chars.length; start += 1) {
      const found = kangle.spelt(chars, start, letters, readings);
      if (!found || letters.length < 2 && !found.whole) { continue; }
      const share = found.length / chars.length;
      const base = share === 1 ? (found.whole ? 90 : 82) : start === 0 ? (found.whole ? 62 : 42) : found.whole ? 48 : 24;
      const score = base + 20 * share * (share < 1);
      if (!best || score > best.score) { best = { score, text: chars.slice(start, start + found.length).join("") }; }
    }
    return best;
  }

  class Engine {
    constructor(base) {
      this.index = new kangle.Index(base);
    }

    find(query) {
      return this.index.whole(() => this.answer(query));
    }

    async answer(query) {
      if (kangle.isRare(query)) { await this.index.letters(); }
      const typed = kangle.fold(query).trim();
      const words = typed.split(/\s+/).filter(Boolean);
      const nothing = { hits: [], meant: [], near: false };
      if (!words.length) { return nothing; }
      this.readings = words.some((word) => /[a-z]/.test(word)) ? await this.index.letters() : this.readings;
      const joined = words.join("");
      const latin = words.every((word) => LATIN.test(word));
      const tries = !latin ? [words] : words.length > 1 ? [[joined], words] : [words, ...this.cuts(joined)];
      for (const some of tries) {
        const hits = await this.callByName(some, await this.all(some));
        if (hits.length) { return { hits, meant: [], near: false }; }
      }
      this.readings = await this.index.letters();
      const now = today();
      const guess = new kangle.Guess(this.index.catalogue, this.readings, (page) => weigh(page, now));
      const meant = guess.of(joined);
      const heard = meant.length ? meant : guess.heard(joined);
      const ways = [
        [meant, () => meant.length && meant[0].sure && this.all([meant[0].word])],
        [meant, () => this.some(words)],
        [heard, () => heard.length && this.all([heard[0].word])],
        [meant, () => this.nearest(joined)]
      ];
      for (const [guessed, look] of ways) {
        const hits = await look();
        if (hits && hits.length) { return { hits, meant: guessed, near: true }; }
      }
      return { ...nothing, meant, near: true };
    }

    /* 民政窗口电话 asks for the window, wherever else these words stand; a place that is closed for long comes behind. */
    async callByName(words, hits) {
      const bare = words.length === 1 && ASKED.test(words[0]) ? words[0].replace(ASKED, "").replace(DAYS, "") : "";
      if (!bare) { return hits; }
      const called = [bare, ...this.sameAs(bare)];
      const isCalled = (page, name) => named(page, name) >= 88 || page.kind === "locations" && page.solid.endsWith(name);
      const found = this.index.catalogue.pages.filter((page) => called.some((name) => isCalled(page, name)));
      const there = new Set(found.map((page) => page.number));
      if (!found.length) { return hits; }
      const rest = (hits.length ? hits : await this.all([bare])).filter((hit) => !there.has(hit.page.number));
      const first = found.map((page) => this.hit(page.number, [{ score: 90, marks: called, titled: true, place: -1 }], 1));
      const turn = (page) => page.kind !== "locations" ? 1 : kangle.statesOf(page).some(([, tone]) => tone === "stop") ? 2 : 0;
      return [...this.sort(first).sort((a, b) => turn(a.page) - turn(b.page)), ...rest];
    }

    /* Pinyin of two words without a blank: shenqingdibao. */
    cuts(letters) {
      const syllables = [...new Set([...this.readings.values()].flat())].filter((one) => LATIN.test(one));
      const spelt = new RegExp("^(?:" + syllables.join("|") + ")+$");
      const places = Array.from({ length: Math.max(0, Math.min(letters.length, LONGEST) - 3) }, (_, i) => i + 2);
      const pairs = places.map((at) => [letters.slice(0, at), letters.slice(at)]);
      return pairs.filter((pair) => pair.every((one) => one.length > 2 && spelt.test(one)));
    }

    /* The pages that hold every word. */
    async all(words) {
      const found = await Promise.all(words.map((word) => this.one(word, words.length > 1)));
      const rest = found.slice(1);
      const hits = [];
      found[0].forEach((first, number) => {
        const scores = [first, ...rest.map((scored) => scored.get(number))];
        if (scores.every(Boolean)) { hits.push(this.hit(number, scores, 1 / scores.length)); }
      });
      return this.sort(hits);
    }

    hit(number, scores, share) {
      const place = scores.find((one) => one.place >= 0);
      const titled = scores.some((one) => one.titled);
      return {
        page: this.index.catalogue.pages[number],
        score: scores.reduce((sum, one) => sum + one.score * (one.weight || 1), 0) * share,
        place: place && !scores.every((one) => one.titled) ? place.place : -1,
        marks: scores.flatMap((one) => one.marks),
        titled
      };
    }

    sort(hits) {
      const now = today();
      hits.forEach((hit) => { hit.score += weigh(hit.page, now); });
      const order = (a, b) => b.score - a.score || b.page.day - a.page.day || (a.page.url < b.page.url ? -1 : 1);
      return hits.sort(order);
    }

    /* Every page that answers one word, by its number. */
    async one(word, among) {
      const pages = this.index.catalogue.pages;
      const found = new Map();
      const take = (number, score, marks, titled, place) => {
        const known = found.get(number);
        if (!known || known.score < score) {
          found.set(number, { score, marks, titled, place: place === undefined ? known ? known.place : -1 : place });
        } else if (place >= 0 && known.place < 0) { known.place = place; }
      };
      const others = this.sameAs(word);
      pages.forEach((page) => {
        const own = named(page, word);
        if (own) { take(page.number, own, [word], true); }
        others.forEach((other) => {
          const also = named(page, other) * .92;
          if (also) { take(page.number, also, [other], true); }
        });
        if (among && page.where.some((where) => where.includes(word))) { take(page.number, 24, [word], false); }
        if (among && page.label === word) { take(page.number, 16, [word], false); }
      });
      if (LATIN.test(word)) { this.byLetters(word, take); }
      const inside = await this.index.places(word);
      inside.forEach((where, number) => take(number, inWords(where), [word], false, where.first));
      if (!found.size) {
        for (const other of others) {
          (await this.index.places(other)).forEach((where, number) => take(number, inWords(where), [other], false, where.first));
        }
      }
      return found;
    }

    byLetters(letters, take) {
      /* db is 低保, by which its group is called, rather than 代办, one of the words for another. */
      const same = new Map();
      this.index.catalogue.groups.forEach((group) => group.forEach((term, place) => {
        const found = spelled(term, letters, this.readings);
        if (!found || found.text !== term || found.score < 80) { return; }
        const weight = place ? .75 : .9;
        [term, ...this.sameAs(term)].forEach((other) => same.set(other, Math.max(weight, same.get(other) || 0)));
      }));
      this.index.catalogue.pages.forEach((page) => {
        [page.solid, ...page.names].forEach((name) => {
          const found = spelled(name, letters, this.readings);
          if (found) { take(page.number, found.score, [found.text], true); }
        });
        same.forEach((weight, other) => {
          const score = named(page, other) * weight;
          if (score) { take(page.number, score, [other], true); }
        });
      });
    }

    /* The other words for a word. */
    sameAs(word) {
      return this.index.catalogue.groups.filter((group) => group.includes(word)).flat().filter((other) => other !== word);
    }

    /* The pages that hold most of what a sentence is made of. */
    async some(words) {
      const parts = [...new Set(words.flatMap((word) => this.split(word)))].slice(0, 6);
      const pages = this.index.catalogue.pages;
      const found = (await Promise.all(parts.map((part) => this.oneOrPieces(part)))).flat();
      if (!found.length) { return []; }
      const rare = found.map((scored) => Math.log(1 + pages.length / (1 + scored.size)) * (scored.size ? 1 : 0));
      const total = rare.reduce((a, b) => a + b, 0);
      if (!total) { return []; }
      const sums = new Map();
      found.forEach((scored, i) => scored.forEach((one, number) => {
        const scores = sums.get(number) || [];
        scores.push({ ...one, weight: rare[i] });
        sums.set(number, scores);
      }));
      const hits = [...sums].map(([number, scores]) => this.hit(number, scores, 1 / total));
      const best = Math.max(...hits.map((hit) => hit.score));
      return this.sort(hits.filter((hit) => hit.score >= best * .2));
    }

    /* What no title names may stand in the texts piece by piece: 复印身份证. */
    async oneOrPieces(part) {
      const whole = await this.one(part, true);
      const chars = Array.from(part).slice(0, LONGEST / 2);
      if (whole.size || chars.length < 3) { return [whole]; }
      const found = [];
      for (let i = 0; i + 1 < chars.length; i += 1) {
        for (let length = Math.min(6, chars.length - i); length > 1; length -= 1) {
          const piece = chars.slice(i, i + length).join("");
          if ((await this.index.places(piece)).size) {
            found.push(await this.one(piece, true));
            i += length - 1;
            break;
          }
        }
      }
      return found;
    }

    /* A sentence as the words of it that are known here, the longest first; what is said around them is left out. */
    split(sentence) {
      return sentence.split(MARKS).flatMap((clause) => {
        const kept = this.known(clause);
        if (kept.length) { return kept; }
        return clause.split(AROUND).filter((part) => part && part.length > 1);
      });
    }

    known(clause) {
      const { pages, groups } = this.index.catalogue;
      const terms = new Set(groups.flat());
      const chars = Array.from(clause.replace(AROUND, "\n"));
      const stands = (part) => terms.has(part) || pages.some((page) => page.solid.includes(part) || page.names.some((name) => name.includes(part)));
      const kept = [];
      const all = Array.from(clause);
      /* A word of the editors' list may hold what is otherwise only said around. */
      for (let i = 0; i < all.length; i += 1) {
        for (let length = Math.min(10, all.length - i); length > 1; length -= 1) {
          const part = all.slice(i, i + length).join("");
          if (terms.has(part)) { kept.push(part); i += length - 1; break; }
        }
      }
      const rest = kept.reduce((left, part) => left.replace(part, "\n"), clause);
      Array.from(rest.replace(AROUND, "\n")).join("").split("\n").forEach((part) => {
        const own = Array.from(part);
        let unknown = "";
        for (let i = 0; i < own.length; i += 1) {
          let length = Math.min(10, own.length - i);
          while (length > 1 && !stands(own.slice(i, i + length).join(""))) { length -= 1; }
          if (length > 1) {
            kept.push(own.slice(i, i + length).join(""));
            i += length - 1;
            if (unknown.length > 1) { kept.push(unknown); }
            unknown = "";
          } else { unknown += own[i]; }
        }
        if (unknown.length > 1) { kept.push(unknown); }
      });
      return chars.length ? kept : [];
    }

    /* Titles with the most pairs of a word's characters. */
    nearest(word) {
      const chars = Array.from(word);
      const pairs = chars.slice(1).map((char, i) => chars[i] + char);
      const hits = this.index.catalogue.pages.map((page) => {
        const same = pairs.filter((pair) => page.solid.includes(pair));
        const single = chars.filter((char) => page.solid.includes(char)).length;
        const score = same.length ? 20 * same.length / pairs.length : single >= 2 ? 8 * single / chars.length : 0;
        return { page, score, place: -1, marks: same, titled: true };
      });
      return this.sort(hits.filter((hit) => hit.score > 0)).slice(0, 5);
    }
  }

  function inWords(where) {
    return 10 + Math.min(8, 3 * Math.log2(1 + where.often)) + (where.early < 60 ? 5 : 0);
  }

  kangle.Engine = Engine;
})(window.kangleSearch = window.kangleSearch || {});
