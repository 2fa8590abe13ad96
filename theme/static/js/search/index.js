/* What plugins/search has made, as it is asked for: the catalogue of pages, and where pairs of characters stand. */
(function (kangle) {
  "use strict";
  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const VALUE = new Map(Array.from(DIGITS, (digit, i) => [digit.charCodeAt(0), i]));
  const BEFORE = 30;
  const LONGEST = 24;

  class Stale extends Error {}

  class Index {
    constructor(base) {
      this.base = base;
      this.files = new Map();
    }

    /* One file, fetched once; a failure is forgotten, so that the next query tries again. */
    file(name, read, cache) {
      if (!this.files.has(name)) {
        const answer = fetch(this.base + name, { cache: cache || "default" }).then((found) => {
          if (found.status === 404 && name.includes("?")) { throw new Stale(name); }
          if (!found.ok) { throw new Error(name + " " + found.status); }
          return read(found);
        });
        this.files.set(name, answer);
        answer.catch(() => this.files.delete(name));
      }
      return this.files.get(name);
    }

    async open(cache) {
      this.catalogue = await this.file("index.json", async (found) => {
        const data = await found.json();
        if (data.pages.some((row) => kangle.isRare(row[0]))) { await this.letters(); }
        return this.read(data);
      }, cache || "no-cache");
      return this.catalogue;
    }

    /* How characters are read; from then on Traditional ones are compared as Simplified. */
    letters() {
      return this.file("letters.json", async (found) => {
        const data = await found.json();
        kangle.learnTraditional(data.traditional);
        return kangle.readSyllables(data.syllables);
      });
    }

    read(data) {
      let first = 0;
      const pages = data.pages.map((row, number) => this.page(row, number, data));
      const blocks = data.blocks.map((block, number) => {
        let start = 0;
        const starts = block.lengths.map((length) => { const at = start; start += length + 1; return at; });
        const made = { number, name: block.name, shards: block.shards, starts, lengths: block.lengths, first };
        first += starts.length;
        return made;
      });
      const groups = data.synonyms.map((group) => group.map((word) => kangle.fold(word).replace(/\s+/g, "")));
      return { pages, blocks, groups, piece: data.piece, kinds: data.kinds, places: data.places };
    }

    page(row, number, data) {
      const [title, url, kind = 0, day = 0, states = [], places = [], names = [], phone = "", tel = "", hours = -1, matter = -1] = row;
      const [id, label, part] = data.kinds[kind];
      return {
        number, title, url, kind: id, label, part, day,
        states: states.map((state) => data.states[state]), places: places.map((place) => data.places[place][0]),
        solid: kangle.fold(title).replace(/\s+/g, ""),
        names: names.map((name) => kangle.fold(name).replace(/\s+/g, "")),
        where: places.map((place) => kangle.fold(data.places[place][1])),
        phone, tel, matter, hours: data.hours[hours] || ""
      };
    }

    /* The pages in whose words a word stands: how often, and where first. */
    async places(word) {
      const chars = Array.from(word).slice(0, LONGEST);
      const found = new Map();
      if (chars.length < 2) { return found; }
      const offsets = [];
      for (let i = 0; i + 2 < chars.length; i += 2) { offsets.push(i); }
      offsets.push(chars.length - 2);
      await Promise.all(this.catalogue.blocks.map(async (block) => {
        const lists = await Promise.all(offsets.map(async (offset) => {
          return { offset, written: await this.pair(block, chars[offset], chars[offset + 1]) };
        }));
        lists.sort((a, b) => a.written.length - b.written.length);
        let at = null;
        for (const { offset, written } of lists) {
          const here = decode(written);
          at = at ? both(at, here, offset) : here.map((place) => place - offset);
          if (!at.length) { return; }
        }
        count(at, block, found);
      }));
      return found;
    }

    async pair(block, first, second) {
      const number = (first.codePointAt(0) * 8191 + second.codePointAt(0)) % block.shards;
      return (await this.part(block, "pairs-" + number)).pairs[first + second] || "";
    }

    /* A file of a block, which says of which block it is. */
    async part(block, name) {
      const part = await this.file(block.number + "/" + name + ".json?" + block.name, (found) => found.json());
      if (part.block !== block.name) { throw new Stale(block.name); }
      return part;
    }

    /* Some words of a page: those around a place, or its first. */
    async words(page, place, length) {
      const block = this.catalogue.blocks.filter((one) => one.first <= page.number).pop();
      const here = page.number - block.first;
      const start = block.starts[here];
      const end = start + block.lengths[here];
      if (!(start < end)) { return { text: "", cut: false }; } /* An alert is no page, and has no words but its own. */
      const from = place < 0 ? start : Math.max(start, place - BEFORE + 5);
      const number = Math.floor(Math.max(from, place) / this.catalogue.piece);
      const chars = Array.from((await this.part(block, "words-" + number)).words);
      const skip = Math.max(0, number * this.catalogue.piece - BEFORE);
      const text = chars.slice(from - skip, Math.min(end, from + length) - skip).join("").replace(/\n+/g, " ").trim();
      return { text: (from > start ? "…" : "") + text + (from + length < end ? "…" : "") };
    }

    /* What was made anew while somebody looked is asked for again, once. */
    async whole(work) {
      try {
        if (!this.catalogue) { await this.open(); }
        return await work();
      } catch (error) {
        if (!(error instanceof Stale)) { throw error; }
        this.files.clear();
        await this.open("reload");
        return work();
      }
    }
  }

  function decode(written) {
    const places = [];
    let place = 0;
    let number = 0;
    for (let i = 0; i < written.length; i += 1) {
      const value = VALUE.get(written.charCodeAt(i));
      number = number * 32 + (value & 31);
      if (value < 32) {
        place += number;
        places.push(place);
        number = 0;
      }
    }
    return places;
  }

  /* Those of `starts` after which a pair stands, `offset` characters on; both are sorted. */
  function both(starts, places, offset) {
    const kept = [];
    let j = 0;
    for (const start of starts) {
      while (j < places.length && places[j] < start + offset) { j += 1; }
      if (places[j] === start + offset) { kept.push(start); }
    }
    return kept;
  }

  function count(at, block, found) {
    let here = 0;
    for (const place of at) {
      while (here + 1 < block.starts.length && block.starts[here + 1] <= place) { here += 1; }
      const number = block.first + here;
      const known = found.get(number);
      if (known) { known.often += 1; } else { found.set(number, { often: 1, first: place, early: place - block.starts[here] }); }
    }
  }

  kangle.Index = Index;
})(window.kangleSearch = window.kangleSearch || {});
