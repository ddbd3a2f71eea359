/** The parts of a network that work on a few numbers: what the channels' means decide, and weights that follow from it. */
import type { Constant, GraphNode } from '../network/graph.ts';
import { floatOf, numbersOf } from '../network/graph.ts';

/** Numbers of any shape that lie outside the maps' memory. */
export interface Small {
  dims: readonly number[];
  values: Float32Array;
}

const DEFAULT_GATE = { alpha: 0.2, beta: 0.5 };

/** Slope and height of a gate's line: `alpha` · x + `beta`, held within 0..1. */
export const gateOf = (node: GraphNode): { alpha: number; beta: number } => ({
  alpha: floatOf(node, 'alpha') ?? DEFAULT_GATE.alpha,
  beta: floatOf(node, 'beta') ?? DEFAULT_GATE.beta,
});

/** A 1×1 convolution over one pixel: rows of `weights`, one for each output. */
function dense(x: Small, weights: Float32Array, bias: Float32Array | undefined): Small {
  const n = x.values.length;
  const values = new Float32Array(weights.length / n);
  for (let o = 0; o < values.length; o++) {
    let sum = bias?.[o] ?? 0;
    for (let i = 0; i < n; i++) sum += weights[o * n + i]! * x.values[i]!;
    values[o] = sum;
  }
  return { dims: [1, values.length, 1, 1], values };
}

function product(x: Small, other: Float32Array, columns: number): Small {
  const [rows, inner] = x.dims as [number, number];
  const values = new Float32Array(rows * columns);
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) {
      let sum = 0;
      for (let k = 0; k < inner; k++) sum += x.values[r * inner + k]! * other[k * columns + c]!;
      values[r * columns + c] = sum;
    }
  return { dims: [rows, columns], values };
}

/** Of N×A×B, N×B×A. */
function turned({ dims, values }: Small): Small {
  const [n, a, b] = dims as [number, number, number];
  const out = new Float32Array(values.length);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < a; j++)
      for (let k = 0; k < b; k++) out[(i * b + k) * a + j] = values[(i * a + j) * b + k]!;
  return { dims: [n, b, a], values: out };
}

/** What `node` does to the one input that the file does not hold; `held` are the others. Throws a plain Error for a step that isn't known. */
export function smallStep(node: GraphNode, held: readonly Constant[]): (x: Small) => Small {
  const [first, second] = held.map(({ values }) => values);
  const floats = first instanceof Float32Array ? first : undefined;
  const each = ({ dims, values }: Small, to: (value: number, i: number) => number): Small => ({
    dims,
    values: values.map(to),
  });
  switch (node.op) {
    case 'Conv':
      if (floats && (second === undefined || second instanceof Float32Array))
        return (x) => dense(x, floats, second);
      break;
    case 'Relu':
      return (x) => each(x, (value) => Math.max(0, value));
    case 'HardSigmoid': {
      const { alpha, beta } = gateOf(node);
      return (x) => each(x, (value) => Math.min(1, Math.max(0, alpha * value + beta)));
    }
    case 'Add':
      if (floats?.length === 1) return (x) => each(x, (value) => value + floats[0]!);
      break;
    case 'Mul':
      if (floats)
        return ({ values }) => ({
          dims: held[0]!.dims,
          values: floats.map((value, i) => value * values[i % values.length]!),
        });
      break;
    case 'MatMul':
      if (floats) return (x) => product(x, floats, held[0]!.dims[1]!);
      break;
    case 'Reshape':
      if (first instanceof BigInt64Array)
        return ({ values }) => ({ dims: Array.from(first, Number), values });
      break;
    case 'Transpose':
      if (numbersOf(node, 'perm').join() === '0,2,1') return turned;
      break;
  }
  throw new Error(`unknown step ${node.op}`);
}
