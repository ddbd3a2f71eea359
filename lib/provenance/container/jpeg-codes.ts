/** The entropy-coded data of a JPEG, bit by bit: Huffman tables, codes and values, and what no intact file has (ITU-T T.81, annex F). */

/** Something that no intact file has. */
export class Damaged extends Error {
  override readonly name = 'Damaged';
}

/** Bytes that may stand between the last block and the next marker. */
export const PADDING = 1;

/** One Huffman table, ready to be looked up. */
export interface Huffman {
  /** Symbol and length by the next eight bits, `length << 8 | symbol`; 0 where the code is longer. */
  quick: Uint16Array;
  /** First code, first index and count by length 1 to 16. */
  first: Int32Array;
  index: Int32Array;
  count: Int32Array;
  symbols: Uint8Array;
}

/**
 * @param counts number of codes of each length, 1 to 16 bits
 * @param symbols what the codes stand for, shortest first
 */
export function huffman(counts: Uint8Array, symbols: Uint8Array): Huffman {
  const h: Huffman = {
    quick: new Uint16Array(256),
    first: new Int32Array(17),
    index: new Int32Array(17),
    count: new Int32Array(17),
    symbols,
  };
  let [code, k] = [0, 0];
  for (let length = 1; length <= 16; length++) {
    const n = counts[length - 1]!;
    h.first[length] = code;
    h.index[length] = k;
    h.count[length] = n;
    for (let i = 0; i < n && length <= 8; i++) {
      const from = (code + i) << (8 - length);
      h.quick.fill((length << 8) | (symbols[k + i] ?? 0), from, from + (1 << (8 - length)));
    }
    code = (code + n) << 1;
    k += n;
  }
  return h;
}

/** Bits of the entropy-coded data; stuffed zero bytes are taken out, a marker ends it. */
export class Bits {
  private hold = 0;
  left = 0;
  /** Bits that were asked for beyond the data. */
  missing = 0;
  /** Next byte to be read. */
  at: number;
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array, at: number) {
    this.bytes = bytes;
    this.at = at;
  }

  private fill() {
    while (this.left <= 16) {
      let byte = 0;
      if (this.at < this.bytes.length) {
        byte = this.bytes[this.at]!;
        if (byte === 0xff) {
          if (this.bytes[this.at + 1] === 0) this.at += 2;
          else {
            byte = 0;
            this.missing += 8;
          }
        } else this.at++;
      } else this.missing += 8;
      this.hold = ((this.hold << 8) | byte) & 0xffffff;
      this.left += 8;
    }
  }

  /** Reads one code. Throws Damaged where the table has none such. */
  symbol(h: Huffman): number {
    if (this.left < 16) this.fill();
    const next = (this.hold >> (this.left - 16)) & 0xffff;
    const quick = h.quick[next >> 8]!;
    if (quick) {
      this.left -= quick >> 8;
      return quick & 255;
    }
    for (let length = 1; length <= 16; length++) {
      const offset = (next >> (16 - length)) - h.first[length]!;
      if (offset >= 0 && offset < h.count[length]!) {
        this.left -= length;
        return h.symbols[h.index[length]! + offset]!;
      }
    }
    throw new Damaged('code');
  }

  /** Reads `n` bits, 0 to 16, as a number. */
  take(n: number): number {
    if (n === 0) return 0;
    if (this.left < n) this.fill();
    this.left -= n;
    return (this.hold >> this.left) & ((1 << n) - 1);
  }

  /** Was more read than there is? */
  get overrun(): boolean {
    return this.missing > this.left;
  }

  /** Whole bytes of the data that were read ahead and not used. */
  get ahead(): number {
    return Math.max(0, this.left - this.missing) >> 3;
  }

  /** Goes on after the restart marker `n` (0 to 7). */
  restart(n: number) {
    if (this.overrun || this.ahead > PADDING) throw new Damaged('short');
    let at = this.at;
    // Up to two bytes of padding stand before the marker in files of some cameras.
    for (let i = 0; i < 3 && !(this.bytes[at] === 0xff && this.bytes[at + 1] === 0xd0 + n); i++) at++;
    if (this.bytes[at] !== 0xff || this.bytes[at + 1] !== 0xd0 + n) throw new Damaged('restart');
    this.at = at + 2;
    this.left = 0;
    this.hold = 0;
    this.missing = 0;
  }
}
