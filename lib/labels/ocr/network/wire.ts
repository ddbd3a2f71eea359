/** Protobuf's wire format, as far as ONNX files use it: fields out of bytes, and bytes out of fields. */

export interface Field {
  number: number;
  /** 0 number, 1 eight bytes, 2 length-delimited, 5 four bytes. */
  wire: number;
  /** Of wire 0; exact up to 2^53. */
  value: number;
  /** The content; of wire 0 the number as it was written. */
  bytes: Uint8Array;
}

const CONTINUES = 0x80;

/** Fields of one message, in order; `bytes` views into `message`. Throws a plain Error when it is cut off or no message. */
export function fieldsOf(message: Uint8Array): Field[] {
  const out: Field[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    let factor = 1;
    for (let i = 0; i < 10; i++) {
      const byte = message[at++];
      if (byte === undefined) throw new Error('cut off');
      value += (byte & (CONTINUES - 1)) * factor;
      if (byte < CONTINUES) return value;
      factor *= CONTINUES;
    }
    throw new Error('overlong number');
  };
  while (at < message.length) {
    const tag = varint();
    const wire = tag % 8;
    let from = at;
    let value = 0;
    if (wire === 0) value = varint();
    else {
      const length = wire === 1 ? 8 : wire === 5 ? 4 : wire === 2 ? varint() : -1;
      from = at;
      at += length;
      if (length < 0 || at > message.length) throw new Error('broken field');
    }
    out.push({ number: Math.floor(tag / 8), wire, value, bytes: message.subarray(from, at) });
  }
  return out;
}

function varintBytes(value: number): number[] {
  const out: number[] = [];
  let rest = value;
  for (; rest >= CONTINUES; rest = Math.floor(rest / CONTINUES)) out.push((rest % CONTINUES) | CONTINUES);
  return [...out, rest];
}

/** A field that holds a non-negative whole number. */
export const numberField = (number: number, value: number): Field => ({
  number,
  wire: 0,
  value,
  bytes: Uint8Array.from(varintBytes(value)),
});

/** A field that holds the one float of `value`. */
export const floatField = (number: number, value: Float32Array): Field => ({
  number,
  wire: 5,
  value: 0,
  bytes: new Uint8Array(value.buffer, value.byteOffset, 4),
});

/** A length-delimited field: a message, a text or raw numbers. */
export const bytesField = (number: number, bytes: Uint8Array): Field => ({
  number,
  wire: 2,
  value: 0,
  bytes,
});

const utf8 = new TextEncoder();
export const textField = (number: number, text: string): Field => bytesField(number, utf8.encode(text));

/** The message that these fields make. */
export function messageOf(fields: readonly Field[]): Uint8Array {
  const heads = fields.map(({ number, wire, bytes }) => [
    ...varintBytes(number * 8 + wire),
    ...(wire === 2 ? varintBytes(bytes.length) : []),
  ]);
  const out = new Uint8Array(fields.reduce((sum, { bytes }, i) => sum + heads[i]!.length + bytes.length, 0));
  let at = 0;
  for (const [i, { bytes }] of fields.entries()) {
    out.set(heads[i]!, at);
    out.set(bytes, at + heads[i]!.length);
    at += heads[i]!.length + bytes.length;
  }
  return out;
}
