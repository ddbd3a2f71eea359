/** An ONNX model as nodes that can be changed, and back into bytes. Field numbers are those of onnx.proto. */
import { bytesField, type Field, fieldsOf, floatField, messageOf, numberField, textField } from './wire.ts';

/** A tensor that the file holds: floats, or whole numbers (sizes). */
export interface Constant {
  dims: number[];
  values: Float32Array | BigInt64Array;
}

export interface GraphNode {
  op: string;
  inputs: string[];
  outputs: string[];
  /** Attributes and whatever else the node carries, as written. */
  rest: Field[];
}

export interface Graph {
  nodes: GraphNode[];
  /** Float tensors of Constant nodes, by name; such nodes stand here instead of in `nodes`. */
  constants: Map<string, Constant>;
  /** Everything else of graph and model, as written. */
  graphRest: Field[];
  modelRest: Field[];
}

const MODEL_GRAPH = 7;
const GRAPH_NODE = 1;
const GRAPH_INPUT = 11;
const INPUT = { name: 1, type: 2 } as const;
const TYPE_TENSOR = 1;
const NODE = { input: 1, output: 2, op: 4, attribute: 5 } as const;
const ATTRIBUTE = { name: 1, float: 2, number: 3, text: 4, tensor: 5, numbers: 8, type: 20 } as const;
const TENSOR = { dims: 1, type: 2, raw: 9 } as const;
const FLOAT = 1;
const INT64 = 7;
/** AttributeProto.AttributeType. */
const TYPE = { float: 1, number: 2, text: 3, tensor: 4, numbers: 7 } as const;

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const textsOf = (fields: readonly Field[], number: number): string[] =>
  fields.filter((f) => f.number === number).map((f) => textOf(f.bytes));

function attributeOf(node: GraphNode, name: string): Field[] {
  for (const field of node.rest) {
    if (field.number !== NODE.attribute) continue;
    const fields = fieldsOf(field.bytes);
    if (textsOf(fields, ATTRIBUTE.name)[0] === name) return fields;
  }
  return [];
}

/** Whole numbers (not negative) of an attribute, one or several; empty when it isn't there. */
export const numbersOf = (node: GraphNode, name: string): number[] =>
  attributeOf(node, name)
    .filter(({ number }) => number === ATTRIBUTE.numbers || number === ATTRIBUTE.number)
    .map(({ value }) => value);

/** A float of an attribute; null when it isn't there. */
export function floatOf(node: GraphNode, name: string): number | null {
  const field = attributeOf(node, name).find(({ number, wire }) => number === ATTRIBUTE.float && wire === 5);
  return field ? new Float32Array(field.bytes.slice().buffer)[0]! : null;
}

/** An attribute for a new node: a text, whole numbers, or one float as an array of it. */
export function attribute(name: string, value: string | number | readonly number[] | Float32Array): Field {
  const of = (kind: keyof typeof TYPE, fields: Field[]): Field =>
    bytesField(
      NODE.attribute,
      messageOf([textField(ATTRIBUTE.name, name), ...fields, numberField(ATTRIBUTE.type, TYPE[kind])]),
    );
  if (typeof value === 'string') return of('text', [textField(ATTRIBUTE.text, value)]);
  if (typeof value === 'number') return of('number', [numberField(ATTRIBUTE.number, value)]);
  if (value instanceof Float32Array) return of('float', [floatField(ATTRIBUTE.float, value)]);
  return of(
    'numbers',
    value.map((one) => numberField(ATTRIBUTE.numbers, one)),
  );
}

function constantOf(node: GraphNode): Constant | null {
  if (node.op !== 'Constant') return null;
  const tensor = attributeOf(node, 'value').find(({ number }) => number === ATTRIBUTE.tensor);
  const fields = tensor ? fieldsOf(tensor.bytes) : [];
  const raw = fields.find(({ number }) => number === TENSOR.raw)?.bytes;
  if (!raw || fields.find(({ number }) => number === TENSOR.type)?.value !== FLOAT) return null;
  const dims = fields.filter(({ number, wire }) => number === TENSOR.dims && wire === 0).map((f) => f.value);
  const values = new Float32Array(raw.slice().buffer);
  return dims.reduce((a, b) => a * b, 1) === values.length ? { dims, values } : null;
}

/** Reads a model. Throws a plain Error when the bytes are none. */
export function readGraph(bytes: Uint8Array): Graph {
  const model = fieldsOf(bytes);
  const inner = model.find(({ number }) => number === MODEL_GRAPH);
  if (!inner) throw new Error('no graph');
  const fields = fieldsOf(inner.bytes);
  const graph: Graph = {
    nodes: [],
    constants: new Map(),
    graphRest: fields.filter(({ number }) => number !== GRAPH_NODE),
    modelRest: model.filter(({ number }) => number !== MODEL_GRAPH),
  };
  const known: readonly number[] = [NODE.input, NODE.output, NODE.op];
  for (const { number, bytes: part } of fields) {
    if (number !== GRAPH_NODE) continue;
    const own = fieldsOf(part);
    const node: GraphNode = {
      op: textsOf(own, NODE.op)[0] ?? '',
      inputs: textsOf(own, NODE.input),
      outputs: textsOf(own, NODE.output),
      rest: own.filter((f) => !known.includes(f.number)),
    };
    const constant = constantOf(node);
    if (constant) graph.constants.set(node.outputs[0]!, constant);
    else graph.nodes.push(node);
  }
  return graph;
}

const nodeField = ({ op, inputs, outputs, rest }: GraphNode): Field =>
  bytesField(
    GRAPH_NODE,
    messageOf([
      ...inputs.map((name) => textField(NODE.input, name)),
      ...outputs.map((name) => textField(NODE.output, name)),
      textField(NODE.op, op),
      ...rest,
    ]),
  );

function constantField(name: string, { dims, values }: Constant): Field {
  const tensor = messageOf([
    ...dims.map((size) => numberField(TENSOR.dims, size)),
    numberField(TENSOR.type, values instanceof Float32Array ? FLOAT : INT64),
    bytesField(TENSOR.raw, new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
  ]);
  const value = messageOf([
    textField(ATTRIBUTE.name, 'value'),
    bytesField(ATTRIBUTE.tensor, tensor),
    numberField(ATTRIBUTE.type, TYPE.tensor),
  ]);
  const rest = [bytesField(NODE.attribute, value)];
  return nodeField({ op: 'Constant', inputs: [], outputs: [name], rest });
}

/** The same with `name`, floats of any size, as its only input. */
export function withInput(graph: Graph, name: string): Graph {
  const type = messageOf([bytesField(TYPE_TENSOR, messageOf([numberField(1, FLOAT)]))]);
  const input = messageOf([textField(INPUT.name, name), bytesField(INPUT.type, type)]);
  const rest = graph.graphRest.filter(({ number }) => number !== GRAPH_INPUT);
  return { ...graph, graphRest: [...rest, bytesField(GRAPH_INPUT, input)] };
}

/** The bytes of a model; constants that no node uses are left out. */
export function writeGraph({ nodes, constants, graphRest, modelRest }: Graph): Uint8Array {
  const used = new Set(nodes.flatMap(({ inputs }) => inputs));
  const held = [...constants].filter(([name]) => used.has(name));
  const graph = messageOf([
    ...held.map(([name, constant]) => constantField(name, constant)),
    ...nodes.map(nodeField),
    ...graphRest,
  ]);
  return messageOf([...modelRest, bytesField(MODEL_GRAPH, graph)]);
}
