/* How characters are compared and read. */
(function (kangle) {
  "use strict";
  const folded = new Map();
  const NEAR = [[/^zh/, "z"], [/^ch/, "c"], [/^sh/, "s"], [/^[nr]/, "l"], [/^h(?=u|$)/, "f"], [/ng$/, "n"]];

  /* The characters of GB 2312, which every browser can decode: others may be Traditional. */
  const common = new Set();
  for (let high = 0xb0; high < 0xf8; high += 1) {
    const row = Array.from({ length: 188 }, (_, i) => i % 2 ? 0xa1 + (i >> 1) : high);
    for (const char of new TextDecoder("gbk").decode(new Uint8Array(row))) { common.add(char); }
  }

  kangle.isRare = (text) => Array.from(text).some((char) => /\p{Script=Han}/u.test(char) && !common.has(char));

  /* As plugins/search/letters.py: a character stays one character. */
  function foldChar(char) {
    let found = folded.get(char);
    if (found === undefined) {
      const plain = char.normalize("NFKC").toLowerCase();
      found = Array.from(plain).length === 1 ? folded.get(plain) || plain : char;
      folded.set(char, found);
    }
    return found;
  }

  kangle.fold = (text) => Array.from(text, foldChar).join("");

  kangle.learnTraditional = (lines) => {
    lines.forEach((line) => {
      const [simplified, ...others] = Array.from(line);
      others.forEach((other) => folded.set(other, simplified));
    });
  };

  /* The readings of each character, the usual one first. */
  kangle.readSyllables = (lines) => {
    const readings = new Map();
    const take = (chars, syllable, first) => {
      Array.from(chars || "").forEach((char) => {
        const known = readings.get(char) || [];
        readings.set(char, first ? [syllable, ...known] : [...known, syllable]);
      });
    };
    lines.forEach((line) => {
      const [syllable, chars] = line.split(" ");
      const [usual, other] = chars.split("|");
      take(usual, syllable, true);
      take(other, syllable, false);
    });
    return readings;
  };

  /* The longest run of characters from `start` on that letters spell: whole syllables, first letters, or both mixed.
     `whole` says whether every syllable is there; the last one may be in the making. */
  kangle.spelt = (chars, start, letters, readings) => {
    let best = null;
    function go(i, rest, whole) {
      if (!rest) {
        const found = { length: i - start, whole };
        if (!best || found.whole > best.whole || found.whole === best.whole && found.length < best.length) { best = found; }
        return;
      }
      if (i >= chars.length || best && best.whole) { return; }
      const heard = readings.get(chars[i]);
      if (!heard) {
        if (chars[i] === rest[0]) { go(i + 1, rest.slice(1), whole); } else if (i > start && /[^\p{L}\p{N}]/u.test(chars[i])) { go(i + 1, rest, whole); }
        return;
      }
      heard.forEach((syllable) => {
        if (rest.startsWith(syllable)) { go(i + 1, rest.slice(syllable.length), whole); }
      });
      heard.forEach((syllable) => {
        if (syllable[0] !== rest[0]) { return; }
        if (/^[zcs]h/.test(syllable) && rest[1] === "h") { go(i + 1, rest.slice(2), false); }
        go(i + 1, rest.slice(1), false);
        if (whole && rest.length > 1 && rest.length < syllable.length && syllable.startsWith(rest)) { go(i + 1, "", false); }
      });
    }
    go(start, letters, true);
    return best;
  };

  function blur(syllable) {
    return NEAR.reduce((said, [what, as]) => said.replace(what, as), syllable);
  }

  /* Where characters stand that sound like those of a word: exactly, or as many people hear them. */
  kangle.soundsLike = (chars, word, readings) => {
    const heard = word.map((char) => readings.get(char) || [char]);
    const dull = heard.map((said) => said.map(blur));
    for (const [sounds, as] of [[heard, (said) => said], [dull, blur]]) {
      for (let i = 0; i + word.length <= chars.length; i += 1) {
        if (sounds.every((said, k) => (readings.get(chars[i + k]) || [chars[i + k]]).some((one) => said.includes(as(one))))) {
          return { at: i, exact: sounds === heard };
        }
      }
    }
    return null;
  };
})(window.kangleSearch = window.kangleSearch || {});
