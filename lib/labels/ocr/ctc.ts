/** CTC output into text, and how well one given text fits it. */

/** A recogniser's output: `frames` × `classes` probabilities, class 0 blank, last class a space. */
export interface Frames {
  frames: number;
  classes: number;
  data: Float32Array;
  /** Index and value of the likeliest class of each frame. */
  best: Int32Array;
  bestValue: Float32Array;
}

/** One decoded character, with the frames it came from (half open) and its probability. */
export interface Decoded {
  char: string;
  from: number;
  to: number;
  score: number;
}

/** Alphabet by class: blank, the dictionary's lines, a space. */
export function alphabet(dictionary: string): string[] {
  const lines = dictionary.replace(/\r/g, '').split('\n');
  if (lines[lines.length - 1] === '') lines.pop();
  return ['', ...lines, ' '];
}

/** Marks the best class of each frame; `data` is shared, not copied. */
export function toFrames(data: Float32Array, frames: number, classes: number): Frames {
  const best = new Int32Array(frames);
  const bestValue = new Float32Array(frames);
  for (let t = 0; t < frames; t++) {
    const row = t * classes;
    let at = 0;
    let value = data[row]!;
    for (let c = 1; c < classes; c++) {
      if (data[row + c]! > value) {
        value = data[row + c]!;
        at = c;
      }
    }
    best[t] = at;
    bestValue[t] = value;
  }
  return { frames, classes, data, best, bestValue };
}

/** Greedy decoding: repeats collapse, blanks go. */
export function decode(frames: Frames, chars: readonly string[]): Decoded[] {
  const out: Decoded[] = [];
  let before = 0;
  for (let t = 0; t < frames.frames; t++) {
    const c = frames.best[t]!;
    const last = out[out.length - 1];
    if (c !== 0 && c === before && last) {
      last.to = t + 1;
      last.score = Math.max(last.score, frames.bestValue[t]!);
    } else if (c !== 0) {
      out.push({ char: chars[c] ?? '', from: t, to: t + 1, score: frames.bestValue[t]! });
    }
    before = c;
  }
  return out;
}

export interface Fit {
  /** Mean over the phrase's characters of log p(phrase path) − log p(best path); 0 = it is what greedy decoding reads. */
  perChar: number;
  from: number;
  to: number;
}

/** A probability below this counts as this: one unlucky frame must not decide alone. */
const FLOOR = 1e-4;

/**
 * Best place of `phrase` in the output, by Viterbi over CTC states with free start and end (keyword spotting).
 * `phrase` lists, per character, the classes that stand for it (`I` may be read as `l`); `gaps` are classes allowed
 * between characters besides blank. Returns null when the output has fewer frames than the phrase has characters.
 */
export function fitPhrase(
  frames: Frames,
  phrase: readonly (readonly number[])[],
  gaps: readonly number[],
): Fit | null {
  const n = phrase.length;
  if (n === 0 || frames.frames < n) return null;
  const states = 2 * n - 1;
  /** A doubled character needs a blank between, or greedy collapsing would have made one of it. */
  const doubled = phrase.map((classes, i) => i > 0 && classes.some((c) => phrase[i - 1]!.includes(c)));
  let score = new Float64Array(states).fill(Number.NEGATIVE_INFINITY);
  let begin = new Int32Array(states);
  let nextScore = new Float64Array(states);
  let nextBegin = new Int32Array(states);
  let best: Fit | null = null;
  for (let t = 0; t < frames.frames; t++) {
    const row = t * frames.classes;
    const top = Math.log(Math.max(FLOOR, frames.bestValue[t]!));
    let gap = frames.data[row]!;
    for (const c of gaps) gap += frames.data[row + c]!;
    const gapCost = Math.min(0, Math.log(Math.max(FLOOR, gap)) - top);
    for (let s = 0; s < states; s++) {
      let cost = gapCost;
      if (s % 2 === 0) {
        let p = 0;
        for (const c of phrase[s / 2]!) p += frames.data[row + c]!;
        cost = Math.min(0, Math.log(Math.max(FLOOR, p)) - top);
      }
      let from = score[s]!;
      let at = begin[s]!;
      const take = (value: number, start: number): void => {
        if (value > from) {
          from = value;
          at = start;
        }
      };
      if (s > 0) take(score[s - 1]!, begin[s - 1]!);
      if (s > 1 && s % 2 === 0 && !doubled[s / 2]) take(score[s - 2]!, begin[s - 2]!);
      if (s === 0) take(0, t);
      nextScore[s] = from + cost;
      nextBegin[s] = at;
    }
    [score, nextScore] = [nextScore, score];
    [begin, nextBegin] = [nextBegin, begin];
    const end = score[states - 1]! / n;
    if (!best || end > best.perChar) best = { perChar: end, from: begin[states - 1]!, to: t + 1 };
  }
  return best;
}
