/**
 * Takes steps out of a network that go over a whole map to do next to nothing, without changing what it computes: multiplying by one
 * number or adding one right behind a convolution is a matter of its weights, and so it is right before one; x·clip(x + 3, 0, 6) / 6 in
 * four steps (HardSwish, as the exporter of PaddleOCR writes it) is two. Such steps took a fifth of the detector's time and a sixth of the
 * recogniser's, of which half is left. Only rounding differs.
 */
import { Editor } from './editor.ts';
import { floatOf, type Graph, type GraphNode, numbersOf } from './graph.ts';

/** A step that adds, multiplies by or divides by one number. */
interface Step {
  node: GraphNode;
  /** What it is done to. */
  x: string;
  by: number;
}

function stepOf(editor: Editor, node: GraphNode | undefined, op: 'Add' | 'Mul' | 'Div'): Step | null {
  if (node?.op !== op) return null;
  const [first = '', second = ''] = node.inputs;
  const single = (name: string): number | null => {
    const values = editor.floats(name)?.values;
    return values?.length === 1 ? values[0]! : null;
  };
  const behind = single(second);
  if (behind !== null) return { node, x: first, by: behind };
  const before = op === 'Div' ? null : single(first);
  return before === null ? null : { node, x: second, by: before };
}

/** The only node that takes `name`; undefined where there are several. */
function onlyUser(editor: Editor, name: string): GraphNode | undefined {
  const users = editor.usersOf(name);
  return users.length === 1 ? users[0] : undefined;
}

interface Convolution {
  node: GraphNode;
  dims: number[];
  weights: Float32Array;
  bias: Float32Array;
}

/** A convolution whose weights the file holds; null for any other node. */
function convolutionOf(editor: Editor, node: GraphNode | undefined): Convolution | null {
  const weights = node?.op === 'Conv' ? editor.floats(node.inputs[1]) : null;
  if (!node || !weights) return null;
  const [, , named] = node.inputs;
  const bias = named ? editor.floats(named)?.values : new Float32Array(weights.dims[0]!);
  return bias ? { node, dims: weights.dims, weights: weights.values, bias } : null;
}

function setWeights(
  editor: Editor,
  { node, dims }: Convolution,
  weights: Float32Array,
  bias: Float32Array,
): void {
  node.inputs = [node.inputs[0]!, editor.constant(dims, weights), editor.constant([bias.length], bias)];
}

/** Takes in the steps that follow a convolution. */
function takeInBehind(editor: Editor, node: GraphNode): void {
  for (;;) {
    const conv = convolutionOf(editor, node);
    const user = conv ? onlyUser(editor, node.outputs[0]!) : undefined;
    const times = stepOf(editor, user, 'Mul');
    const plus = stepOf(editor, user, 'Add');
    if (!conv || !user || (!times && !plus)) return;
    const { weights, bias } = conv;
    if (times)
      setWeights(
        editor,
        conv,
        weights.map((w) => w * times.by),
        bias.map((b) => b * times.by),
      );
    else if (plus)
      setWeights(
        editor,
        conv,
        weights,
        bias.map((b) => b + plus.by),
      );
    node.outputs = user.outputs;
    editor.remove(user);
  }
}

/** Lower and upper limit of a step that clips, as inputs or, in older files, as attributes. */
function limitsOf(editor: Editor, node: GraphNode): (number | null)[] {
  const of = (i: number, name: string) =>
    node.inputs[i] ? editor.floats(node.inputs[i])?.values[0] : floatOf(node, name);
  return [of(1, 'min') ?? null, of(2, 'max') ?? null];
}

/** x·clip(x + 3, 0, 6) / 6 as x·HardSigmoid(x). Gives the name of what it makes; null where `quotient` is no end of such steps. */
function takeHardSwish(editor: Editor, quotient: GraphNode): string | null {
  const sixth = stepOf(editor, quotient, 'Div');
  const product = sixth?.by === 6 ? editor.makerOf(sixth.x) : undefined;
  if (product?.op !== 'Mul' || onlyUser(editor, product.outputs[0]!) !== quotient) return null;
  const clip = product.inputs.map((name) => editor.makerOf(name)).find((maker) => maker?.op === 'Clip');
  const plus = clip && stepOf(editor, editor.makerOf(clip.inputs[0]), 'Add');
  if (!clip || plus?.by !== 3 || !product.inputs.includes(plus.x)) return null;
  const [least, most] = limitsOf(editor, clip);
  const own =
    onlyUser(editor, clip.outputs[0]!) === product && onlyUser(editor, plus.node.outputs[0]!) === clip;
  if (least !== 0 || most !== 6 || !own) return null;
  const gate = editor.add(quotient, 'HardSigmoid', [plus.x], {
    alpha: Float32Array.of(1 / 6),
    beta: Float32Array.of(0.5),
  });
  const out = quotient.outputs[0]!;
  editor.add(quotient, 'Mul', [plus.x, gate], {}, out);
  editor.remove(quotient, product, clip, plus.node);
  return out;
}

/** Has the convolutions that follow take in what `name` is multiplied by and what is added then. */
function takeInBefore(editor: Editor, name: string): void {
  const times = stepOf(editor, onlyUser(editor, name), 'Mul');
  const plus = times && stepOf(editor, onlyUser(editor, times.node.outputs[0]!), 'Add');
  if (!times || !plus || times.by === 0) return;
  const users = editor.usersOf(plus.node.outputs[0]!);
  const convs = users.flatMap((user) => convolutionOf(editor, user) ?? []);
  if (convs.length === 0 || convs.length < users.length) return;
  // Beyond the border there is nothing that a number was added to: then the adding stays, before the multiplying.
  const bare = convs.every(({ node }) => {
    const pads = numbersOf(node, 'pads');
    return pads.length === 4 && pads.every((pad) => pad === 0);
  });
  const x = bare
    ? name
    : editor.add(plus.node, 'Add', [name, editor.constant([1], Float32Array.of(plus.by / times.by))]);
  for (const conv of convs) {
    const { node, dims, weights, bias } = conv;
    const each = weights.length / dims[0]!;
    const sums = bias.map((_, o) =>
      weights.subarray(o * each, (o + 1) * each).reduce((sum, w) => sum + w, 0),
    );
    setWeights(
      editor,
      conv,
      weights.map((w) => w * times.by),
      bare ? bias.map((b, o) => b + plus.by * sums[o]!) : bias,
    );
    node.inputs[0] = x;
  }
  editor.remove(times.node, plus.node);
}

/** Takes the steps out of `graph`. */
export function foldGraph(graph: Graph): void {
  const editor = new Editor(graph);
  for (const node of graph.nodes.filter(({ op }) => op === 'Conv')) takeInBehind(editor, node);
  const made = graph.nodes
    .filter(({ op }) => op === 'Div')
    .flatMap((node) => takeHardSwish(editor, node) ?? []);
  for (const name of made) takeInBefore(editor, name);
}
