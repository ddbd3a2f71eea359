/** Loads the compiled pixel loops: WebAssembly with SIMD, built ahead; whoever calls them has a version in plain code too. */
import type { ComparedCalls } from './compared-calls.ts';
import { KERNELS } from './kernel-data.ts';

/** Addresses are byte offsets into the room's memory. What each call does stands in build/kernels/assembly. */
export interface KernelCalls extends ComparedCalls {
  addRow(row: number, src: number, bytes: number, weight: number): void;
  areaTaps(from: number, to: number, most: number, first: number, weight: number): void;
  colourRow(
    row: number,
    width: number,
    most: number,
    first: number,
    weight: number,
    y: number,
    cb: number,
    cr: number,
  ): void;
  colours(src: number, pixels: number, y: number, cb: number, cr: number): void;
  pixels(y: number, cb: number, cr: number, n: number, out: number): void;
  shrink(
    src: number,
    stride: number,
    boxWidth: number,
    boxHeight: number,
    out: number,
    width: number,
    height: number,
    work: number,
  ): void;
  smooth(src: number, width: number, height: number, rows: number, out: number): void;
  corners(
    src: number,
    width: number,
    height: number,
    margin: number,
    contrast: number,
    scores: number,
    list: number,
    work: number,
    out: number,
  ): number;
  moments(src: number, width: number, disc: number, list: number, count: number, out: number): void;
  describe(
    src: number,
    width: number,
    list: number,
    angles: number,
    count: number,
    table: number,
    patch: number,
    out: number,
  ): void;
  nearestTwo(
    photo: number,
    n: number,
    source: number,
    m: number,
    places: number,
    whole: boolean,
    out: number,
  ): void;
  votes(
    postings: number,
    column: number,
    starts: number,
    order: number,
    from: number,
    count: number,
    words: number,
    each: number,
    signatures: number,
    first: number,
    near: number,
    most: number,
    head: number,
    out: number,
  ): void;
  byWord(words: number, n: number, all: number, next: number, out: number): void;
  byProbe(pairs: number, count: number, probes: number, starts: number, next: number, values: number): void;
  ballot(
    starts: number,
    each: number,
    features: number,
    tails: number,
    angle: number,
    octave: number,
    dead: number,
    pictures: number,
    seen: number,
    seenIn: number,
    votes: number,
    spread: number,
    hits: number,
  ): number;
  shortlist(
    votes: number,
    pictures: number,
    slots: number,
    features: number,
    most: number,
    best: number,
    tally: number,
    out: number,
  ): number;
  scores(
    hits: number,
    n: number,
    spread: number,
    common: number,
    votes: number,
    short: number,
    count: number,
    place: number,
    bins: number,
    out: number,
  ): void;
  nearHashes(hashes: number, n: number, form: number, forms: number, near: number, out: number): number;
  words(centres: number, signatures: number, count: number, probes: number, work: number, out: number): void;
  boxSum(
    src: number,
    width: number,
    height: number,
    radius: number,
    rows: number,
    sums: number,
    out: number,
  ): void;
  normalEquations(
    rows: number,
    weight: number,
    wanted: number,
    n: number,
    count: number,
    stride: number,
    normal: number,
    right: number,
  ): void;
  readThrough(
    src: number,
    stride: number,
    rows: number,
    map: number,
    flat: boolean,
    reach: number,
    width: number,
    height: number,
    data: number,
    inside: number,
    u: number,
    v: number,
    across: number,
    down: number,
    cell: number,
  ): void;
  grown(
    src: number,
    width: number,
    height: number,
    radius: number,
    rows: number,
    until: number,
    out: number,
  ): void;
  inverted(src: number, n: number, out: number): void;
  scaledRow(
    src: number,
    first: number,
    count: number,
    weights: number,
    most: number,
    width: number,
    out: number,
  ): void;
  summedRows(
    ring: number,
    bytes: number,
    held: number,
    first: number,
    count: number,
    weights: number,
    n: number,
    gain: number,
    shift: number,
    out: number,
  ): void;
  joined(mask: number, inside: number, blank: number, n: number, out: number): void;
  partBoxes(mask: number, width: number, height: number, labels: number, runs: number, boxes: number): number;
  holes(mask: number, width: number, height: number, stack: number, holes: number): void;
  parts(
    mask: number,
    seen: number,
    width: number,
    height: number,
    stack: number,
    pixels: number,
    boxes: number,
  ): number;
  flatPixels(y: number, width: number, height: number, near: number, out: number): number;
  colourRuns(y: number, cb: number, cr: number, use: number, n: number, tables: number, met: number): number;
  clearNear(
    y: number,
    cb: number,
    cr: number,
    n: number,
    a: number,
    b: number,
    c: number,
    near: number,
    mask: number,
  ): void;
  correlated(
    a: number,
    b: number,
    inside: number,
    stride: number,
    width: number,
    height: number,
    radius: number,
    texture: number,
    noise: number,
    cells: number,
    rows: number,
    sums: number,
    value: number,
    textured: number,
    counts: number,
  ): void;
  gradients(data: number, width: number, height: number, gx: number, gy: number): void;
  blockSums(
    photo: number,
    gx: number,
    gy: number,
    source: number,
    inside: number,
    width: number,
    cell: number,
    across: number,
    down: number,
    sums: number,
  ): void;
  toneCounts(
    photo: number,
    source: number,
    use: number,
    n: number,
    bins: number,
    slots: number,
    histogram: number,
  ): void;
  throughCurve(source: number, n: number, curve: number, out: number): void;
  lightCounts(
    photo: number,
    expected: number,
    use: number,
    width: number,
    height: number,
    cell: number,
    across: number,
    slots: number,
    histogram: number,
  ): void;
  addLight(
    expected: number,
    width: number,
    height: number,
    light: number,
    across: number,
    down: number,
    cell: number,
    work: number,
  ): void;
  tables(data: number, inside: number, width: number, height: number, sums: number, counts: number): void;
  windowMeans(
    data: number,
    sums: number,
    counts: number,
    width: number,
    height: number,
    radius: number,
    at: number,
    n: number,
    out: number,
  ): void;
  halved(src: number, stride: number, width: number, height: number, out: number): void;
  filteredLuma(
    luma: number,
    fine: number,
    texture: number,
    things: number,
    light: number,
    cb: number,
    cr: number,
    weak: number,
    width: number,
    height: number,
    weights: number,
    row: number,
    out: number,
  ): void;
  filteredColour(
    own: number,
    luma: number,
    cb: number,
    cr: number,
    width: number,
    height: number,
    weights: number,
    row: number,
    out: number,
  ): void;
  squared(data: number, n: number, out: number): void;
  normalised(
    data: number,
    sum: number,
    squares: number,
    across: number,
    down: number,
    width: number,
    height: number,
    noise: number,
    out: number,
  ): void;
  leaves(
    photo: number,
    expected: number,
    use: number,
    width: number,
    height: number,
    binStep: number,
    bins: number,
    slots: number,
    low: number,
    high: number,
    gone: number,
    bin: number,
    histogram: number,
  ): void;
}

const PAGE = 65_536;

/** One memory and the loops that work in it. Views are taken again after `reserve`, which may move the memory. */
export class KernelRoom {
  readonly calls: KernelCalls;
  private readonly memory: WebAssembly.Memory;

  constructor(module: WebAssembly.Module) {
    this.memory = new WebAssembly.Memory({ initial: 1 });
    const { exports } = new WebAssembly.Instance(module, { env: { memory: this.memory } });
    this.calls = exports as unknown as KernelCalls;
  }

  /** Makes room for this many bytes; what is held stays. Throws RangeError when there is no memory. */
  reserve(bytes: number): void {
    const missing = bytes - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE));
  }

  bytes(at: number, length: number): Uint8Array {
    return new Uint8Array(this.memory.buffer, at, length);
  }

  words(at: number, length: number): Uint32Array {
    return new Uint32Array(this.memory.buffer, at, length);
  }

  ints(at: number, length: number): Int32Array {
    return new Int32Array(this.memory.buffer, at, length);
  }

  shorts(at: number, length: number): Uint16Array {
    return new Uint16Array(this.memory.buffer, at, length);
  }

  floats(at: number, length: number): Float32Array {
    return new Float32Array(this.memory.buffer, at, length);
  }

  doubles(at: number, length: number): Float64Array {
    return new Float64Array(this.memory.buffer, at, length);
  }
}

let compiled: WebAssembly.Module | null | undefined;

/** A room of its own; null where WebAssembly or its SIMD is missing or forbidden: plain code then gives the same answer, slower. */
export function kernelRoom(): KernelRoom | null {
  try {
    compiled ??= new WebAssembly.Module(Uint8Array.from(atob(KERNELS), (c) => c.charCodeAt(0)));
    return compiled && new KernelRoom(compiled);
  } catch {
    compiled = null;
    return null;
  }
}

let shared: KernelRoom | null | undefined;

/** The room for calls that hold nothing in it once they return. */
export function sharedRoom(): KernelRoom | null {
  if (shared === undefined) shared = kernelRoom();
  return shared;
}

/** The next multiple of 16: vectors are loaded from there. */
export const aligned = (at: number): number => (at + 15) & ~15;
