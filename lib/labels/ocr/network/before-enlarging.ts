/**
 * Makes the text detector cheaper without changing what it computes. More than half of its work is two convolutions at a quarter of the
 * input's size, over maps that were enlarged from smaller ones by repeating each value. Where a value is repeated twice in each
 * direction, a 3×3 convolution sees only four different values: done at the smaller size as four 2×2 convolutions, one for each place
 * in the repeated square, it takes 4 products instead of 9. And a convolution over 96 channels that a 1×1 convolution made of 12,
 * each weighted by one number, is one over those 12. Only rounding differs.
 */
import { Editor, type Weights } from './editor.ts';
import { type Graph, type GraphNode, numbersOf } from './graph.ts';

const TAPS = 9;

/** Weights of a plain convolution without bias, `side`×`side`; null for any other node. */
function plainWeights(editor: Editor, node: GraphNode | undefined, side: 1 | 3): Weights | null {
  if (node?.op !== 'Conv' || node.inputs.length !== 2) return null;
  const weights = editor.floats(node.inputs[1]);
  const pads = numbersOf(node, 'pads');
  const fits =
    weights?.dims[2] === side &&
    weights.dims[3] === side &&
    numbersOf(node, 'group')[0] === 1 &&
    [...numbersOf(node, 'strides'), ...numbersOf(node, 'dilations')].every((step) => step === 1) &&
    pads.length === 4 &&
    pads.every((pad) => pad === (side - 1) / 2);
  return fits ? weights : null;
}

/** How many times `node` repeats each value in each direction; 0 when it does anything else. */
function repeats(editor: Editor, node: GraphNode | undefined): number {
  if (node?.op !== 'Resize') return 0;
  const scales = editor.floats(node.inputs[2])?.values;
  if (scales?.length !== 4 || scales[0] !== 1 || scales[1] !== 1 || scales[2] !== scales[3]) return 0;
  return scales[2]! % 2 === 0 ? scales[2]! : 0;
}

/** The weights of input channels `from` to `to`. */
function slice({ dims, values }: Weights, from: number, to: number): Weights {
  const [out, all] = dims as [number, number];
  const width = to - from;
  const part = new Float32Array(out * width * TAPS);
  for (let o = 0; o < out; o++)
    part.set(values.subarray((o * all + from) * TAPS, (o * all + to) * TAPS), o * width * TAPS);
  return { dims: [out, width, 3, 3], values: part };
}

/** Weights of the 2×2 convolution for one place in the repeated square: which of the three taps fall on the same value. */
function phaseWeights({ dims, values }: Weights, down: number, across: number): Weights {
  const [out, into] = dims as [number, number];
  const sums = new Float32Array(out * into * 4);
  const at = (tap: number, phase: number): number => ((tap + phase + 1) >> 1) - phase;
  for (let k = 0; k < out * into; k++)
    for (let y = 0; y < 3; y++)
      for (let x = 0; x < 3; x++)
        sums[k * 4 + at(y, down) * 2 + at(x, across)]! += values[k * TAPS + y * 3 + x]!;
  return { dims: [out, into, 2, 2], values: sums };
}

/** A 3×3 convolution over `name` with each value repeated twice, done before the repeating. */
function convolveRepeated(editor: Editor, place: GraphNode, name: string, weights: Weights): string {
  const phases: string[] = [];
  for (const down of [0, 1]) {
    for (const across of [0, 1]) {
      const { dims, values } = phaseWeights(weights, down, across);
      phases.push(
        editor.add(place, 'Conv', [name, editor.constant(dims, values)], {
          kernel_shape: [2, 2],
          pads: [1 - down, 1 - across, down, across],
        }),
      );
    }
  }
  const all = editor.add(place, 'Concat', phases, { axis: 1 });
  return editor.add(place, 'DepthToSpace', [all], { blocksize: 2, mode: 'DCR' });
}

/** A convolution over maps side by side, some of them enlarged: those are convolved at half its size. */
function splitJoined(editor: Editor, conv: GraphNode): boolean {
  const weights = plainWeights(editor, conv, 3);
  const joined = editor.makerOf(conv.inputs[0]);
  if (!weights || joined?.op !== 'Concat' || editor.usersOf(joined.outputs[0]!).length !== 1) return false;
  const parts = joined.inputs.map((name) => ({ name, node: editor.makerOf(name) }));
  const factors = parts.map(({ node }) => repeats(editor, node));
  const plain = factors.indexOf(0);
  // The one map that isn't enlarged comes last, and all have as many channels.
  const width = weights.dims[1]! / parts.length;
  if (plain !== parts.length - 1 || plain < 1 || !Number.isInteger(width)) return false;
  const smaller = parts.slice(0, plain).map(({ node }, i) => {
    const [name, roi] = node!.inputs as [string, string];
    if (factors[i] === 2) return name;
    const half = factors[i]! / 2;
    const scales = editor.constant([4], Float32Array.of(1, 1, half, half));
    const resized = {
      op: 'Resize',
      inputs: [name, roi, scales],
      outputs: [`${name}.half`],
      rest: node!.rest,
    };
    editor.graph.nodes.splice(editor.graph.nodes.indexOf(conv), 0, resized);
    return resized.outputs[0]!;
  });
  const half = smaller.length > 1 ? editor.add(conv, 'Concat', smaller, { axis: 1 }) : smaller[0]!;
  const enlarged = convolveRepeated(editor, conv, half, slice(weights, 0, plain * width));
  const own = slice(weights, plain * width, weights.dims[1]!);
  const large = editor.add(conv, 'Conv', [parts[plain]!.name, editor.constant(own.dims, own.values)], {
    kernel_shape: [3, 3],
    pads: [1, 1, 1, 1],
  });
  editor.add(conv, 'Add', [large, enlarged], {}, conv.outputs[0]!);
  const unused = parts
    .slice(0, plain)
    .flatMap(({ node, name }) => (editor.usersOf(name).length === 1 ? node : []));
  editor.remove(conv, joined, ...unused);
  return true;
}

/** `x + x · gate`, with the 1×1 convolution that made x of fewer channels. */
function gatedParts(editor: Editor, sum: GraphNode | undefined) {
  if (sum?.op !== 'Add') return null;
  const [x, product] = sum.inputs.map((name) => editor.makerOf(name));
  const name = x?.outputs[0];
  const gate = product?.op === 'Mul' && product.inputs[0] === name ? product.inputs[1] : undefined;
  const weights = plainWeights(editor, x, 1);
  const mean = name && editor.usersOf(name).find(({ op }) => op === 'GlobalAveragePool');
  if (!weights || !gate || !mean || editor.usersOf(name).length !== 3) return null;
  return { x: x!, weights, product: product!, gate, mean };
}

/** A convolution over the sum of a gated map and an enlarged one: each alone, the first over the channels that it was made of. */
function splitSum(editor: Editor, conv: GraphNode): boolean {
  const weights = plainWeights(editor, conv, 3);
  const sum = editor.makerOf(conv.inputs[0]);
  if (!weights || sum?.op !== 'Add' || editor.usersOf(sum.outputs[0]!).length !== 1) return false;
  const [gated, enlarged] = sum.inputs.map((name) => editor.makerOf(name));
  const parts = gatedParts(editor, gated);
  if (!parts || editor.usersOf(gated!.outputs[0]!).length !== 1 || repeats(editor, enlarged) !== 2)
    return false;
  const [out, all] = weights.dims as [number, number];
  const few = parts.weights.dims[1]!;
  const source = parts.x.inputs[0]!;
  // The gate asks for the channels' means: the mean of a 1×1 convolution is the convolution of the mean.
  const mean = editor.add(parts.mean, 'GlobalAveragePool', [source]);
  editor.add(
    parts.mean,
    'Conv',
    [mean, parts.x.inputs[1]!],
    { kernel_shape: [1, 1] },
    parts.mean.outputs[0]!,
  );
  // Rows: output channel and tap; columns: the many channels.
  const rows = new Float32Array(out * TAPS * all);
  for (let o = 0; o < out; o++)
    for (let c = 0; c < all; c++)
      for (let k = 0; k < TAPS; k++)
        rows[(o * TAPS + k) * all + c] = weights.values[(o * all + c) * TAPS + k]!;
  const gate = editor.reshape(conv, parts.gate, [1, all]);
  const factor = editor.add(conv, 'Add', [gate, editor.constant([1], Float32Array.of(1))]);
  const weighted = editor.add(conv, 'Mul', [editor.constant([out * TAPS, all], rows), factor]);
  const thin = editor.constant([all, few], parts.weights.values);
  const product = editor.add(conv, 'MatMul', [weighted, thin]);
  const turned = editor.add(conv, 'Transpose', [editor.reshape(conv, product, [out, TAPS, few])], {
    perm: [0, 2, 1],
  });
  const kernel = editor.reshape(conv, turned, [out, few, 3, 3]);
  const large = editor.add(conv, 'Conv', [source, kernel], { kernel_shape: [3, 3], pads: [1, 1, 1, 1] });
  const small = convolveRepeated(editor, conv, enlarged!.inputs[0]!, weights);
  editor.add(conv, 'Add', [large, small], {}, conv.outputs[0]!);
  const unused = editor.usersOf(enlarged!.outputs[0]!).length === 1 ? [enlarged] : [];
  editor.remove(conv, sum, gated, parts.x, parts.product, parts.mean, ...unused);
  return true;
}

/** Has the convolutions of `graph` done before enlarging, where they can be. */
export function enlargeLast(graph: Graph): void {
  const editor = new Editor(graph);
  for (const conv of graph.nodes.filter(({ op }) => op === 'Conv'))
    if (!splitJoined(editor, conv)) splitSum(editor, conv);
}
