/** The part of onnxruntime-web that is used, so that a worker, a page and a Node test can each bring their own. */
import type { InferenceSession, Tensor } from 'onnxruntime-web/wasm';

/** `onnxruntime-web/wasm`, already set up (lib/labels/session.ts in the extension). */
export interface OrtRuntime {
  InferenceSession: {
    create(bytes: Uint8Array, options?: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
  Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => Tensor;
}

/** Opens a network from its bytes. Rejects with the runtime's own error when the bytes are no usable model. */
export async function openSession(ort: OrtRuntime, bytes: Uint8Array): Promise<InferenceSession> {
  return ort.InferenceSession.create(bytes, { executionProviders: ['wasm'], logSeverityLevel: 3 });
}

export interface NumberTensor {
  dims: readonly number[];
  data: Float32Array;
}

/** Feeds one float tensor to the network's first input (or `input`) and gives its first output (or `output`). */
export async function runOne(
  ort: OrtRuntime,
  session: InferenceSession,
  data: Float32Array,
  dims: readonly number[],
  names: { input?: string; output?: string } = {},
): Promise<NumberTensor> {
  const input = names.input ?? session.inputNames[0]!;
  const output = names.output ?? session.outputNames[0]!;
  const tensor = new ort.Tensor('float32', data, dims);
  const answers = await session.run({ [input]: tensor }, [output]);
  const answer = answers[output];
  if (!answer || !(answer.data instanceof Float32Array)) {
    throw new Error(`the network's output "${output}" is not a float32 tensor`);
  }
  const result = { dims: answer.dims, data: answer.data };
  tensor.dispose();
  return result;
}
