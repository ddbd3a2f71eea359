/** From a network's graph to the steps that are run: what follows a convolution for each number by itself is done with it. */
import { Editor } from '../network/editor.ts';
import { type Constant, floatOf, type Graph, type GraphNode, numbersOf } from '../network/graph.ts';
import { nodesFor } from '../network/parts.ts';
import type { NetworkRoom } from './room.ts';
import { gateOf, type Small, smallStep } from './small.ts';
import { EIGHT, filledUp, fourfold, packed, packedDepthwise, padded } from './weights.ts';

/** What becomes of each number in the end: `act` (0 nothing, 1 ReLU, 2 HardSwish), then · `gain` + `shift`. */
export interface Finish {
  act: 0 | 1 | 2;
  gain: number;
  shift: number;
}

export interface ConvolveStep extends Finish {
  op: 'convolve';
  x: string;
  out: string;
  /** Rows and columns of taps, of steps, and of zeros above, left, below and right. */
  taps: [number, number];
  strides: [number, number];
  pads: [number, number, number, number];
  outs: number;
  /** Each channel by itself. */
  own: boolean;
  /** Address, or the name of weights that the network works out. */
  weights: number | string;
  bias: number;
}

export type Step =
  | ConvolveStep
  | { op: 'mean'; x: string; out: string }
  | { op: 'small'; x: string; out: string; run: (x: Small) => Small }
  | { op: 'scale'; x: string; by: string; out: string }
  | { op: 'norm'; x: string; out: string; gains: number; shifts: number; act: 0 | 1 }
  | { op: 'add'; x: string; y: string; out: string }
  | { op: 'repeat'; x: string; out: string; factor: number }
  | { op: 'join'; xs: string[]; out: string }
  | { op: 'unfold'; x: string; out: string };

/** The network's input: three planes. */
export const INPUT = { name: 'x', channels: 3, held: 4 } as const;
const EPSILON = 1e-5;
const SIXTH = 1 / 6;

/** Channels of a map that is put together of others: nothing would be written into what they are filled up with. */
function whole(count: number): number {
  if (count % EIGHT !== 0) throw new Error(`unknown number of channels, ${count}`);
  return count;
}

/** Per channel: x · gain + shift. */
function normOf(editor: Editor, node: GraphNode): { gains: Float32Array; shifts: Float32Array } | null {
  if (node.op !== 'BatchNormalization') return null;
  const [scale, bias, mean, variance] = node.inputs.slice(1).map((name) => editor.floats(name)?.values);
  if (!scale || !bias || !mean || !variance) return null;
  const epsilon = floatOf(node, 'epsilon') ?? EPSILON;
  const gains = scale.map((s, i) => s / Math.sqrt(variance[i]! + epsilon));
  return { gains, shifts: bias.map((b, i) => b - mean[i]! * gains[i]!) };
}

/** The one constant float input of a node with two. */
function constantOf(editor: Editor, node: GraphNode): Float32Array | null {
  const held = node.inputs.flatMap((name) => editor.floats(name)?.values ?? []);
  return node.inputs.length === 2 && held.length === 1 ? held[0]! : null;
}

/** Plans the steps up to `output`, and puts the weights into `room`. Throws a plain Error for a step that isn't known. */
export function planOf(graph: Graph, output: string, room: NetworkRoom): Step[] {
  const part: Graph = { ...graph, nodes: nodesFor(graph, output) };
  const editor = new Editor(part);
  const steps: Step[] = [];
  const done = new Set<GraphNode>();
  const channels = new Map<string, number>([[INPUT.name, INPUT.channels]]);
  /** Names of what is no map, each with its first size where that is known. */
  const smalls = new Map<string, number>();

  /** Takes in what follows `name` for each number by itself; `weights` has the same number for each of `bias`. */
  function follow(start: string, weights: Float32Array, bias: Float32Array, times = 1) {
    const finish: Finish = { act: 0, gain: 1, shift: 0 };
    const each = weights.length / bias.length;
    let name = start;
    for (;;) {
      const users = editor.usersOf(name);
      const [user, other] = users;
      if (!user || name === output) break;
      if (users.length === 2 && finish.act === 0) {
        const gate = users.find(({ op }) => op === 'HardSigmoid');
        const product = users.find(
          ({ op, inputs }) => op === 'Mul' && inputs.includes(gate?.outputs[0] ?? ''),
        );
        if (!gate || !product || editor.usersOf(gate.outputs[0]!).length !== 1) break;
        const { alpha, beta } = gateOf(gate);
        if (Math.abs(alpha - SIXTH) > 1e-7 || beta !== 0.5) break;
        finish.act = 2;
        done.add(gate).add(product);
        name = product.outputs[0]!;
        continue;
      }
      if (other) break;
      const number = constantOf(editor, user);
      const norm = normOf(editor, user);
      const single = number?.length === 1 ? number[0]! : null;
      if (finish.act === 0 && norm) {
        weights.forEach((w, i) => {
          weights[i] = w * norm.gains[Math.floor(i / each) % norm.gains.length]!;
        });
        bias.forEach((b, i) => {
          bias[i] = b * norm.gains[i % norm.gains.length]! + norm.shifts[i % norm.gains.length]!;
        });
      } else if (
        finish.act === 0 &&
        user.op === 'Add' &&
        number &&
        (single !== null || number.length * times === bias.length)
      )
        bias.forEach((b, i) => {
          bias[i] = b + number[i % number.length]!;
        });
      else if (finish.act === 0 && user.op === 'Relu') finish.act = 1;
      else if (finish.act !== 0 && user.op === 'Mul' && single !== null) {
        finish.gain *= single;
        finish.shift *= single;
      } else if (finish.act !== 0 && user.op === 'Add' && single !== null) finish.shift += single;
      else break;
      done.add(user);
      name = user.outputs[0]!;
    }
    return { name, finish };
  }

  function convolution(node: GraphNode): void {
    const [x = '', weightName = '', biasName] = node.inputs;
    const ins = channels.get(x)!;
    const held = x === INPUT.name ? INPUT.held : filledUp(ins);
    const list = (name: string, fallback: number[]): number[] => {
      const given = numbersOf(node, name);
      return given.length > 0 ? given : fallback;
    };
    const place = {
      op: 'convolve',
      x,
      taps: list('kernel_shape', []) as [number, number],
      strides: list('strides', [1, 1]) as [number, number],
      pads: list('pads', [0, 0, 0, 0]) as [number, number, number, number],
    } as const;
    const own = editor.floats(weightName);
    const given = biasName ? editor.floats(biasName)?.values : undefined;
    const transposed = node.op === 'ConvTranspose';
    const known = list('dilations', [1, 1]).every((step) => step === 1) && (!biasName || given);
    if (!known || (transposed && [...place.taps, ...place.strides].some((n) => n !== 2)))
      throw new Error(`unknown ${node.op}`);
    if (!own) {
      // Weights that the network works out: nothing follows them that could be taken in.
      const outs = smalls.get(weightName);
      if (!outs) throw new Error('unknown weights');
      const bias = room.keep(new Float32Array(filledUp(outs)));
      const out = node.outputs[0]!;
      channels.set(out, outs);
      steps.push({ ...place, out, outs, own: false, weights: weightName, bias, act: 0, gain: 1, shift: 0 });
      return;
    }
    const times = transposed ? 4 : 1;
    const outs = transposed ? own.dims[1]! * times : own.dims[0]!;
    const group = list('group', [1])[0]!;
    if (group !== 1 && (group !== ins || own.dims[1] !== 1 || transposed)) throw new Error('unknown groups');
    const values = transposed ? fourfold(own.values, ins, outs / times) : own.values.slice();
    const bias = given ? given.slice() : new Float32Array(outs);
    const { name, finish } = follow(node.outputs[0]!, values, bias, times);
    const dims = transposed ? [outs, ins, 1, 1] : own.dims;
    const step: ConvolveStep = {
      ...place,
      ...finish,
      ...(transposed ? { taps: [1, 1], strides: [1, 1], pads: [0, 0, 0, 0] } : {}),
      out: transposed ? `${name}.folded` : name,
      outs,
      own: group !== 1,
      weights: room.keep(group === 1 ? packed({ dims, values }, held) : packedDepthwise(values, ins)),
      bias: room.keep(padded(bias)),
    };
    steps.push(step);
    if (transposed) steps.push({ op: 'unfold', x: step.out, out: name });
    channels.set(name, transposed && outs > 4 ? whole(outs / times) : outs / times);
  }

  for (const node of part.nodes) {
    if (done.has(node)) continue;
    const [x = '', y = ''] = node.inputs;
    const out = node.outputs[0]!;
    const constants = node.inputs.flatMap((name): Constant | [] => part.constants.get(name) ?? []);
    const inputs = node.inputs.filter((name) => smalls.has(name) || channels.has(name));
    const small = inputs.length === 1 && smalls.has(inputs[0]!);
    const norm = normOf(editor, node);
    if (small && node.op !== 'ConvTranspose') {
      const run = smallStep(node, constants);
      steps.push({ op: 'small', x: inputs[0]!, out, run });
      smalls.set(out, node.op === 'Reshape' ? Number(constants[0]!.values[0]) : 0);
    } else if (inputs.length === 0) continue;
    else if (node.op === 'Conv' || node.op === 'ConvTranspose') convolution(node);
    else if (node.op === 'GlobalAveragePool') {
      steps.push({ op: 'mean', x, out });
      smalls.set(out, 1);
    } else if (node.op === 'Mul' && smalls.has(y)) {
      steps.push({ op: 'scale', x, by: y, out });
      channels.set(out, channels.get(x)!);
    } else if (norm) {
      const [user, other] = editor.usersOf(out);
      const relu = user?.op === 'Relu' && !other ? user : null;
      if (relu) done.add(relu);
      const name = relu?.outputs[0] ?? out;
      steps.push({
        op: 'norm',
        x,
        out: name,
        act: relu ? 1 : 0,
        gains: room.keep(padded(norm.gains)),
        shifts: room.keep(padded(norm.shifts)),
      });
      channels.set(name, channels.get(x)!);
    } else if (node.op === 'Add' && inputs.length === 2) {
      steps.push({ op: 'add', x, y, out });
      channels.set(out, channels.get(x)!);
    } else if (node.op === 'Resize') {
      const factor = editor.floats(node.inputs[2])?.values[2];
      if (!factor || !Number.isInteger(factor)) throw new Error('unknown Resize');
      steps.push({ op: 'repeat', x, out, factor });
      channels.set(out, channels.get(x)!);
    } else if (node.op === 'Concat') {
      const sizes = node.inputs.map((name) => channels.get(name)!);
      steps.push({ op: 'join', xs: node.inputs, out });
      channels.set(out, whole(sizes.reduce((sum, size) => sum + size, 0)));
    } else if (node.op === 'DepthToSpace') {
      steps.push({ op: 'unfold', x, out });
      channels.set(out, whole(channels.get(x)! / 4));
    } else throw new Error(`unknown step ${node.op}`);
  }
  return steps;
}
