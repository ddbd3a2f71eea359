/** Reads the text of a photo and finds AI labels in it: along its edges, inside, or both. */
import type { Picture } from '../pixels/picture.ts';
import type { Rect } from '../pixels/resample.ts';
import { fitLexicon, prepareLexicon } from './lexicon/fit-lexicon.ts';
import type { LabelEntry } from './lexicon/lexicon.ts';
import { holdsPart, type LexiconMatch, matchLine } from './lexicon/match-lexicon.ts';
import { alphabet } from './ocr/ctc.ts';
import { detectText, openDetector, type TextBox } from './ocr/detector.ts';
import { evened } from './ocr/even.ts';
import { edgePasses, evenedPasses, type ReadingPass, wholePass } from './ocr/passes.ts';
import { isCorner, positionOf } from './ocr/place.ts';
import { openRecogniser, readLine } from './ocr/recogniser.ts';
import type { OrtRuntime } from './ocr/runtime.ts';
import { DETECTOR_INPUT, type Normalisation, RECOGNISER_INPUT } from './ocr/tensor.ts';

export interface TextLine {
  text: string;
  /** In the photo's pixels. */
  box: Rect;
  /** Mean probability of the characters, 0..1. */
  score: number;
  /** Detector's mean probability, 0..1. */
  detected: number;
  /** Direction of the line in degrees, positive clockwise. */
  tiltDeg: number;
  /** The pass that found it; `evened`: a strip whose light was evened, where the other passes saw no label. */
  pass: ReadingPass['name'] | 'evened';
}

export interface LabelHit {
  entry: LabelEntry;
  /** The part of the line that was taken for the entry, as read; the whole line for `fitted`. */
  read: string;
  line: TextLine;
  /** The label's own part of the line, photo pixels. */
  box: Rect;
  /** `read`: free decoding gave it; `fitted`: the entry scored against the recogniser's output. */
  how: 'read' | 'fitted';
  /** Edits between read text and entry, normalised; 0 for `fitted`. */
  edits: number;
  /** Share of the line's characters taken by the label, 0..1. */
  coverage: number;
  /** `read`: mean character probability of the line; `fitted`: exp of the mean log ratio to the best path. 0..1. */
  score: number;
}

export interface LabelAnswer {
  lines: TextLine[];
  labels: LabelHit[];
  /** False when lines were left unread because of the bound on lines per pass. */
  complete: boolean;
}

/**
 * `edges`: strips along bottom and top, where nearly all labels stand; the whole picture too once a label was found there, since
 * only its surroundings tell an overlay from a line of printed text. `inside`: the whole picture, then, when no label was found, the
 * strips once more with their light evened; then the whole once more, closer, around a label that was found. `all`: both.
 */
export type ReadParts = 'edges' | 'inside' | 'all';

export interface ReadOptions {
  parts: ReadParts;
  /** Lines that an earlier pass at the edges read: they are not read again, and belong to the answer. */
  known?: readonly TextLine[];
  signal?: AbortSignal;
}

export interface LabelReader {
  /** Rejects with the signal's reason when aborted, and with the runtime's error when the network fails. */
  read(picture: Picture, options: ReadOptions): Promise<LabelAnswer>;
  dispose(): Promise<void>;
}

export interface ReaderParts {
  ort: OrtRuntime;
  /** Bytes of the files named in models.ts. */
  detBytes: Uint8Array;
  recBytes: Uint8Array;
  dictionary: string;
  /** For tests that show what a wrong channel order or scale does. */
  inputs?: { detector: Normalisation; recogniser: Normalisation };
}

/** Pixels to read from, and where they stand in the photo. */
interface View {
  photo: Picture;
  /** The photo itself, or an altered copy of a part of it in the same scale. */
  pixels: Picture;
  /** Place of `pixels` in the photo. */
  x: number;
  y: number;
  pass: TextLine['pass'];
}

/** Lines read per pass; a page of small print would take seconds and holds no label that the nearest 24 lines don't. */
const MOST_LINES = 24;
/** How far a piece of a label is read on beyond its box, in box heights: "AI " before "generated" takes two. */
const WIDER = 2.5;
/** Taller than wide: one glyph or vertical text, neither of which is read. */
const UPRIGHT = 1.2;
/** Height of the least box that is read, in photo pixels: its letters are about six high, and come out as noise. */
const LEAST_HEIGHT = 10;

const isUpright = ({ box }: TextBox): boolean => box.height > box.width * UPRIGHT;
const isHigh = ({ box }: TextBox): boolean => box.height >= LEAST_HEIGHT;

/** Opens both networks. Throws when the bytes are no models or the dictionary doesn't fit. */
export async function createReader(parts: ReaderParts): Promise<LabelReader> {
  const { ort } = parts;
  const inputs = parts.inputs ?? { detector: DETECTOR_INPUT, recogniser: RECOGNISER_INPUT };
  const chars = alphabet(parts.dictionary);
  const prepared = prepareLexicon(chars);
  const detector = openDetector(parts.detBytes);
  const recogniser = await openRecogniser(ort, parts.recBytes);
  let open = true;

  /** `found` and the answer are in the photo's pixels. */
  async function readBox(view: View, found: TextBox) {
    const { photo } = view;
    const { box } = found;
    const inView = { ...box, x: box.x - view.x, y: box.y - view.y };
    const reading = await readLine(ort, recogniser, chars, view.pixels, inView, inputs.recogniser);
    const line: TextLine = {
      text: reading.text,
      box,
      score: reading.score,
      detected: found.score,
      tiltDeg: found.tiltDeg,
      pass: view.pass,
    };
    const corner = isCorner(positionOf(box, photo.width, photo.height));
    const part = (from: number, to: number): Rect => ({
      ...box,
      x: box.x + from * reading.pixelsPerFrame,
      width: Math.min(box.width, (to - from) * reading.pixelsPerFrame),
    });
    const match = matchLine(reading.text, corner)[0];
    if (match) return { line, hit: readHit(line, match, reading.chars, part) };
    const fit = fitLexicon(reading.frames, prepared, corner);
    if (!fit) return { line, hit: null };
    const hit: LabelHit = {
      entry: fit.entry,
      read: reading.text,
      line,
      box: part(fit.from, fit.to),
      how: 'fitted',
      edits: 0,
      coverage: Math.min(1, ((fit.to - fit.from) * reading.pixelsPerFrame) / box.width),
      score: Math.exp(fit.perChar),
    };
    return { line, hit };
  }

  /** A label's pieces may be found as separate boxes, or one of them not at all: a piece is read again with its surroundings. */
  async function readBoxAndBeside(view: View, found: TextBox) {
    const near = await readBox(view, found);
    if (near.hit || !holdsPart(near.line.text)) return near;
    const { box } = found;
    const x0 = Math.max(0, box.x - WIDER * box.height);
    const x1 = Math.min(view.photo.width, box.x + box.width + WIDER * box.height);
    const wide = await readBox(view, { ...found, box: { ...box, x: x0, width: x1 - x0 } });
    return wide.hit ? wide : near;
  }

  /** Reads what one pass shows into `answer`; lines that the pass's border cuts are left out when `wholeFollows`. */
  async function readPass(
    picture: Picture,
    pass: ReadingPass,
    answer: LabelAnswer,
    options: { wholeFollows: boolean; signal?: AbortSignal },
  ): Promise<void> {
    options.signal?.throwIfAborted();
    // Around a label the lowest lines count too: they tell whether it is one of a printed block.
    const labelled = answer.labels.length > 0;
    const boxes = detectText(detector, picture, pass, { input: inputs.detector }).filter(
      (found) =>
        !isUpright(found) &&
        (labelled || isHigh(found)) &&
        !(options.wholeFollows && isCut(found.box, pass, picture)) &&
        !answer.lines.some((line) => covers(line.box, found.box)),
    );
    boxes.sort((a, b) => edgeDistance(a.box, picture) - edgeDistance(b.box, picture));
    if (boxes.length > MOST_LINES) answer.complete = false;
    const view: View = { photo: picture, pixels: picture, x: 0, y: 0, pass: pass.name };
    for (const found of boxes.slice(0, MOST_LINES)) {
      options.signal?.throwIfAborted();
      const { line, hit } = await readBoxAndBeside(view, found);
      if (line.text) answer.lines.push(line);
      if (hit && !answer.labels.some((label) => covers(label.line.box, hit.line.box)))
        answer.labels.push(hit);
    }
  }

  /**
   * The strips with their light evened, for a label that the other passes missed. Evening makes letters of texture too, so a line
   * is taken only when it freely reads as a label: the others would pass for order numbers, or for lines of a block.
   */
  async function readEvened(photo: Picture, answer: LabelAnswer, signal?: AbortSignal): Promise<void> {
    for (const pass of evenedPasses(photo)) {
      signal?.throwIfAborted();
      const look = { input: inputs.detector, even: true };
      const boxes = detectText(detector, photo, pass, look)
        .filter((found) => !isUpright(found) && isHigh(found))
        .sort((a, b) => edgeDistance(a.box, photo) - edgeDistance(b.box, photo));
      if (boxes.length === 0) continue;
      const { rect } = pass;
      const view: View = { photo, pixels: evened(photo, rect), x: rect.x, y: rect.y, pass: 'evened' };
      for (const found of boxes.slice(0, MOST_LINES)) {
        signal?.throwIfAborted();
        const { line, hit } = await readBoxAndBeside(view, found);
        if (hit?.how !== 'read') continue;
        answer.lines = [...answer.lines.filter((known) => !covers(line.box, known.box)), line];
        answer.labels.push(hit);
        return;
      }
    }
  }

  return {
    async read(picture, { parts, known = [], signal }) {
      const answer: LabelAnswer = { lines: [...known], labels: [], complete: true };
      const strips = edgePasses(picture);
      for (const pass of parts === 'inside' ? [] : strips)
        await readPass(picture, pass, answer, { wholeFollows: parts === 'all', signal });
      if (parts !== 'edges' || answer.labels.length > 0) {
        const cut = new Set(
          answer.lines.filter(({ box }) => strips.some((pass) => isCut(box, pass, picture))),
        );
        for (const { line } of answer.labels) cut.delete(line);
        answer.lines = answer.lines.filter((line) => !cut.has(line));
        const look = (close: boolean) =>
          readPass(picture, wholePass(picture, close), answer, { wholeFollows: false, signal });
        if (answer.labels.length === 0) await look(false);
        if (answer.labels.length === 0) await readEvened(picture, answer, signal);
        if (answer.labels.length > 0) await look(true);
      }
      return answer;
    },
    async dispose() {
      if (!open) return;
      open = false;
      await recogniser.read.release();
    },
  };
}

function readHit(
  line: TextLine,
  match: LexiconMatch,
  chars: readonly { char: string; from: number; to: number }[],
  part: (from: number, to: number) => Rect,
): LabelHit {
  let index = 0;
  let from = 0;
  let to = 0;
  for (const c of chars) {
    if (index <= match.from) from = c.from;
    if (index < match.to) to = c.to;
    index += c.char.length;
  }
  return {
    entry: match.entry,
    read: line.text.slice(match.from, match.to),
    line,
    box: match.coverage > 0.95 ? line.box : part(Math.max(0, from - 1), to + 1),
    how: 'read',
    edits: match.edits,
    coverage: match.coverage,
    score: line.score,
  };
}

/** The strip's inner border goes through the box; the pass over the whole picture sees all of it. */
function isCut(box: Rect, { name, rect }: ReadingPass, picture: Picture): boolean {
  if (name === 'bottom' && rect.y > 0) return box.y <= rect.y + 1;
  return name === 'top' && rect.height < picture.height && box.y + box.height >= rect.height - 1;
}

/** More than half of `inner` lies in `outer`. */
function covers(outer: Rect, inner: Rect): boolean {
  const w = Math.min(outer.x + outer.width, inner.x + inner.width) - Math.max(outer.x, inner.x);
  const h = Math.min(outer.y + outer.height, inner.y + inner.height) - Math.max(outer.y, inner.y);
  return w > 0 && h > 0 && w * h > 0.5 * inner.width * inner.height;
}

/** Pixels from the nearest corner, measured along both axes: what is nearest to a corner is read first. */
function edgeDistance(box: Rect, { width, height }: Picture): number {
  const x = Math.min(box.x, width - box.x - box.width);
  const y = Math.min(box.y, height - box.y - box.height);
  return x + y;
}
