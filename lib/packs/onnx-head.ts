/** Reads from an ONNX file what must be known before the runtime opens it: opset, operators, number types, outside data. */

export interface OnnxHead {
  /** Version of the default operator set. */
  opset: number;
  /** `domain:op` or plain `op` for the default domain, sorted. */
  operators: string[];
  /** The weights' number type: `int8` when quantised operators or 8-bit weights occur. */
  precision: 'fp32' | 'fp16' | 'int8';
  /** A tensor points to a file outside: never allowed in a pack. */
  externalData: boolean;
}

/** ONNX's own field numbers and data types: onnx.proto3. */
const FLOAT16 = 10;
const INT8_TYPES = new Set([2, 3]);
const QUANTISED =
  /^(?:QLinear|QuantizeLinear|DequantizeLinear|DynamicQuantizeLinear|MatMulInteger|ConvInteger|QAttention|QGemm|QOrdered|MatMulNBits)/;
const MOST_DEPTH = 16;
const MOST_NODES = 100_000;

class Reader {
  at: number;
  readonly bytes: Uint8Array;
  readonly end: number;
  constructor(bytes: Uint8Array, at: number, end: number) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  varint(): number {
    let value = 0;
    let factor = 1;
    for (let i = 0; i < 10; i++) {
      if (this.at >= this.end) throw new Error('cut off');
      const byte = this.bytes[this.at++]!;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 128;
    }
    throw new Error('overlong number');
  }

  /** Next field: its number and, for length-delimited ones, a reader of its content; null at the end. */
  field(): { number: number; value: number; part: Reader | null } | null {
    if (this.at >= this.end) return null;
    const tag = this.varint();
    const number = Math.floor(tag / 8);
    const wire = tag % 8;
    if (wire === 0) return { number, value: this.varint(), part: null };
    const length = wire === 1 ? 8 : wire === 5 ? 4 : wire === 2 ? this.varint() : -1;
    if (length < 0 || this.at + length > this.end) throw new Error('broken field');
    const part = new Reader(this.bytes, this.at, this.at + length);
    this.at += length;
    return { number, value: 0, part: wire === 2 ? part : null };
  }

  text(): string {
    return new TextDecoder().decode(this.bytes.subarray(this.at, Math.min(this.end, this.at + 200)));
  }
}

interface Collected {
  operators: Set<string>;
  types: Set<number>;
  external: boolean;
  nodes: number;
}

function readTensor(tensor: Reader, into: Collected): void {
  for (let f = tensor.field(); f; f = tensor.field()) {
    if (f.number === 2) into.types.add(f.value);
    if (f.number === 13 || (f.number === 14 && f.value === 1)) into.external = true;
  }
}

function readNode(node: Reader, into: Collected, depth: number): void {
  if (++into.nodes > MOST_NODES) throw new Error('too many nodes');
  let operator = '';
  let domain = '';
  for (let f = node.field(); f; f = node.field()) {
    if (f.number === 4 && f.part) operator = f.part.text();
    if (f.number === 7 && f.part) domain = f.part.text();
    if (f.number === 5 && f.part) readAttribute(f.part, into, depth);
  }
  if (!operator) throw new Error('a node without operator');
  into.operators.add(domain === '' || domain === 'ai.onnx' ? operator : `${domain}:${operator}`);
}

function readAttribute(attribute: Reader, into: Collected, depth: number): void {
  for (let f = attribute.field(); f; f = attribute.field()) {
    if ((f.number === 6 || f.number === 11) && f.part) readGraph(f.part, into, depth + 1);
    if ((f.number === 5 || f.number === 10) && f.part) readTensor(f.part, into);
  }
}

function readGraph(graph: Reader, into: Collected, depth: number): void {
  if (depth > MOST_DEPTH) throw new Error('graphs nested too deeply');
  for (let f = graph.field(); f; f = graph.field()) {
    if (f.number === 1 && f.part) readNode(f.part, into, depth);
    if (f.number === 5 && f.part) readTensor(f.part, into);
  }
}

/** Throws a plain Error with the reason when the bytes are no ONNX model. */
export function readOnnxHead(bytes: Uint8Array): OnnxHead {
  const model = new Reader(bytes, 0, bytes.length);
  const seen: Collected = { operators: new Set(), types: new Set(), external: false, nodes: 0 };
  let opset = 0;
  for (let f = model.field(); f; f = model.field()) {
    if (f.number === 7 && f.part) readGraph(f.part, seen, 0);
    if (f.number === 25 && f.part) throw new Error('model functions are not supported');
    if (f.number === 8 && f.part) {
      let domain = '';
      let version = 0;
      for (let s = f.part.field(); s; s = f.part.field()) {
        if (s.number === 1 && s.part) domain = s.part.text();
        if (s.number === 2) version = s.value;
      }
      if (domain === '' || domain === 'ai.onnx') opset = version;
    }
  }
  if (opset === 0 || seen.nodes === 0) throw new Error('no operator set or no graph');
  const operators = [...seen.operators].sort();
  const quantised = operators.some((op) => QUANTISED.test(op.split(':').pop()!));
  const small = [...seen.types].some((type) => INT8_TYPES.has(type));
  const precision = quantised || small ? 'int8' : seen.types.has(FLOAT16) ? 'fp16' : 'fp32';
  return { opset, operators, precision, externalData: seen.external };
}
