/* A QR code of a text (ISO/IEC 18004): bytes, level L, versions 1 to 22. True is dark. */
(function () {
  "use strict";
  const CHECKS = [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28];
  const BLOCKS = [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9];
  const MASKS = [
    (r, c) => (r + c) % 2, (r) => r % 2, (r, c) => c % 3, (r, c) => (r + c) % 3,
    (r, c) => (Math.floor(r / 2) + Math.floor(c / 3)) % 2, (r, c) => r * c % 2 + r * c % 3,
    (r, c) => (r * c % 2 + r * c % 3) % 2, (r, c) => ((r + c) % 2 + r * c % 3) % 2
  ];
  const EXP = [1];
  const LOG = [];
  for (let i = 0; i < 255; i++) {
    LOG[EXP[i]] = i;
    EXP.push(EXP[i] < 128 ? EXP[i] * 2 : (EXP[i] * 2) ^ 285);
  }
  LOG[1] = 0;

  const times = (a, b) => a && b ? EXP[(LOG[a] + LOG[b]) % 255] : 0;
  const marks = (version) => version < 2 ? 0 : Math.floor(version / 7) + 2;

  /* How many bytes all modules hold, and how many of those are the text's. */
  function roomOf(version) {
    const n = marks(version);
    const bits = (16 * version + 128) * version + 64 - (n ? (25 * n - 10) * n - 55 : 0) - (version > 6 ? 36 : 0);
    const all = bits >> 3;
    return { all: all, own: all - CHECKS[version - 1] * BLOCKS[version - 1] };
  }

  const headOf = (version) => version < 10 ? 2 : 3;

  function pack(bytes, version) {
    const own = roomOf(version).own;
    const bits = [];
    const put = (value, width) => { while (width--) { bits.push(value >> width & 1); } };
    put(4, 4);
    put(bytes.length, version < 10 ? 8 : 16);
    bytes.forEach((byte) => put(byte, 8));
    put(0, Math.min(4, own * 8 - bits.length));
    while (bits.length % 8) { bits.push(0); }
    const packed = [];
    for (let i = 0; i < bits.length; i += 8) { packed.push(parseInt(bits.slice(i, i + 8).join(""), 2)); }
    for (let pad = 236; packed.length < own; pad ^= 253) { packed.push(pad); }
    return packed;
  }

  function checkOf(block, count) {
    let divisor = [1];
    for (let i = 0; i < count; i++) {
      const next = divisor.concat(0);
      divisor.forEach((value, j) => { next[j + 1] ^= times(value, EXP[i]); });
      divisor = next;
    }
    const rest = block.concat(Array(count).fill(0));
    block.forEach((_, i) => {
      const lead = rest[i];
      divisor.forEach((value, j) => { rest[i + j] ^= times(value, lead); });
    });
    return rest.slice(block.length);
  }

  /* Every block's first byte, every block's second …, then their check bytes likewise. */
  function interleave(packed, version) {
    const count = BLOCKS[version - 1];
    const short = Math.floor(packed.length / count);
    const blocks = [];
    for (let i = 0, at = 0; i < count; i++) {
      const size = short + (i >= count - packed.length % count ? 1 : 0);
      blocks.push(packed.slice(at, at += size));
    }
    const checks = blocks.map((block) => checkOf(block, CHECKS[version - 1]));
    const woven = [];
    [blocks, checks].forEach((rows) => {
      const longest = rows[rows.length - 1].length;
      for (let i = 0; i < longest; i++) { rows.forEach((row) => { if (i < row.length) { woven.push(row[i]); } }); }
    });
    return woven;
  }

  function guard(value, width, divisor) {
    let rest = value << width;
    for (let bit = 31 - Math.clz32(rest); bit >= width; bit--) { if (rest >> bit & 1) { rest ^= divisor << bit - width; } }
    return value << width | rest;
  }

  /* What is the same for every text of this version; null where its bits go. */
  function frame(version) {
    const size = version * 4 + 17;
    const grid = Array.from({ length: size }, () => Array(size).fill(null));
    const ring = (row, column, reach, far) => {
      for (let r = -far; r <= far; r++) {
        for (let c = -far; c <= far; c++) {
          const depth = Math.max(Math.abs(r), Math.abs(c));
          if (grid[row + r] && grid[row + r][column + c] !== undefined) {
            grid[row + r][column + c] = depth !== reach && depth !== 4;
          }
        }
      }
    };
    for (let i = 0; i < size; i++) { grid[6][i] = grid[i][6] = i % 2 === 0; }
    const n = marks(version);
    const step = Math.ceil((size - 13) / (2 * n - 2)) * 2;
    const at = Array.from({ length: n }, (_, i) => i ? size - 7 - (n - 1 - i) * step : 6);
    at.forEach((r, i) => at.forEach((c, j) => {
      if (!(i === 0 && (j === 0 || j === n - 1) || j === 0 && i === n - 1)) { ring(r, c, 1, 2); }
    }));
    [[3, 3], [3, size - 4], [size - 4, 3]].forEach((corner) => ring(corner[0], corner[1], 2, 4));
    if (version > 6) {
      const bits = guard(version, 12, 7973);
      for (let i = 0; i < 18; i++) {
        const r = Math.floor(i / 3), c = size - 11 + i % 3;
        grid[r][c] = grid[c][r] = !!(bits >> i & 1);
      }
    }
    sign(grid, 0);
    return grid;
  }

  function sign(grid, mask) {
    const size = grid.length;
    const bits = guard(8 | mask, 10, 1335) ^ 21522;
    for (let i = 0; i < 15; i++) {
      const on = !!(bits >> i & 1);
      grid[i < 6 ? i : i < 8 ? i + 1 : size - 15 + i][8] = on;
      grid[8][i < 8 ? size - 1 - i : i < 9 ? 7 : 14 - i] = on;
    }
    grid[size - 8][8] = true;
  }

  function fill(version, bytes, mask) {
    const grid = frame(version);
    const size = grid.length;
    let at = 0;
    for (let right = size - 1, up = true; right > 0; right -= 2, up = !up) {
      if (right === 6) { right = 5; }
      for (let i = 0; i < size; i++) {
        const r = up ? size - 1 - i : i;
        [right, right - 1].forEach((c) => {
          if (grid[r][c] !== null) { return; }
          const bit = at < bytes.length * 8 && bytes[at >> 3] >> 7 - at % 8 & 1;
          grid[r][c] = !!bit !== !MASKS[mask](r, c);
          at++;
        });
      }
    }
    sign(grid, mask);
    return grid;
  }

  /* How hard it is to read: runs, squares, what looks like a corner, too much of one colour. */
  function judge(grid) {
    const size = grid.length;
    const turned = grid.map((_, c) => grid.map((row) => row[c]));
    let points = 0, dark = 0;
    [grid, turned].forEach((rows) => rows.forEach((row) => {
      const line = row.map((on) => on ? 1 : 0).join("");
      (line.match(/0{5,}|1{5,}/g) || []).forEach((run) => { points += run.length - 2; });
      for (let i = 0; i + 11 <= size; i++) {
        const part = line.slice(i, i + 11);
        if (part === "10111010000" || part === "00001011101") { points += 40; }
      }
    }));
    grid.forEach((row, r) => row.forEach((on, c) => {
      dark += on;
      const below = grid[r + 1];
      if (below && c + 1 < size && on === row[c + 1] && on === below[c] && on === below[c + 1]) { points += 3; }
    }));
    return points + Math.floor(Math.abs(dark * 20 - size * size * 10) / (size * size)) * 10;
  }

  /* The rows of the code; null where the bytes do not fit. */
  window.kangleCode = function (bytes) {
    let version = 1;
    while (version <= 22 && bytes.length + headOf(version) > roomOf(version).own) { version++; }
    if (version > 22) { return null; }
    const woven = interleave(pack(bytes, version), version);
    const codes = MASKS.map((_, mask) => fill(version, woven, mask));
    const points = codes.map(judge);
    return codes[points.indexOf(Math.min.apply(null, points))];
  };
})();
