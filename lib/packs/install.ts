/** Checks a pack file and opens it: nothing of a pack is used before all of this has passed. */

import { sha256HexAsync } from '../claims/canonical.ts';
import { type OrtRuntime, openSession } from '../labels/ocr/runtime.ts';
import type { Picture } from '../pixels/picture.ts';
import { openArchive, PackError } from './archive.ts';
import { type PackManifest, parseManifest } from './manifest.ts';
import { readOnnxHead } from './onnx-head.ts';
import { type OpenPack, runPack } from './run.ts';

/** What is kept of an installed pack. Key: `id`. The golden test is repeated when `runtime` changes. */
export interface PackRecord {
  v: 1;
  id: string;
  manifest: PackManifest;
  model: Uint8Array;
  licence: string;
  golden: { image: Uint8Array; output: number[]; tolerance: number }[];
  /** Version of the runtime with which the golden test last passed. */
  runtime: string;
  installedAt: string;
}

/** A pack without its heavy parts: what lists are made of. */
export type PackCard = Omit<PackRecord, 'model' | 'golden'>;

export interface PackTools {
  ort: OrtRuntime;
  /** e.g. `onnxruntime-web 1.30.0`. */
  runtime: string;
  /** Decodes PNG only, to straight pixels, so that no two decoders can differ. Rejects on anything else. */
  decodePng(bytes: Uint8Array): Promise<Picture>;
  /** Instant of installation, ISO 8601. */
  now: string;
}

/** Operator domains the runtime brings itself; anything else would be a custom operator. */
const DOMAINS = new Set(['com.microsoft', 'ai.onnx.ml']);
/** No runtime has passed the golden test yet. */
const UNTESTED = '';
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Reads, checks and tries the pack. Throws PackError with the reason; on success nothing has been stored yet. */
export async function checkPack(bytes: Uint8Array, tools: PackTools): Promise<PackRecord> {
  const files = openArchive(bytes);
  const manifest = manifestOf(files);
  const model = files.get(manifest.model.file);
  if (!model) throw new PackError('incomplete', `${manifest.model.file} is missing`);
  if (model.length !== manifest.model.bytes)
    throw new PackError('changed', 'the model has another size than declared');
  if ((await sha256HexAsync(model)) !== manifest.model.sha256)
    throw new PackError('changed', 'the model has another hash than declared');
  const licence = files.get(manifest.licence.file);
  if (!licence || licence.length === 0) throw new PackError('incomplete', 'the licence text is missing');
  checkHead(model, manifest);
  const golden = manifest.golden.map(({ image, output, tolerance }) => {
    const file = files.get(image);
    if (!file) throw new PackError('incomplete', `${image} is missing`);
    if (PNG.some((byte, i) => file[i] !== byte)) throw new PackError('incomplete', `${image} is not a PNG`);
    return { image: file, output, tolerance };
  });
  const record: PackRecord = {
    v: 1,
    id: manifest.id,
    manifest,
    model,
    licence: new TextDecoder().decode(licence),
    golden,
    runtime: UNTESTED,
    installedAt: tools.now,
  };
  const pack = await openPack(record, tools);
  await pack.session.release();
  return { ...record, runtime: tools.runtime };
}

function manifestOf(files: Map<string, Uint8Array>): PackManifest {
  const raw = files.get('manifest.json');
  if (!raw) throw new PackError('incomplete', 'manifest.json is missing');
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(raw));
  } catch {
    throw new PackError('manifest', 'manifest.json is not JSON');
  }
  const parsed = parseManifest(json);
  if ('why' in parsed) throw new PackError(parsed.fault, parsed.why);
  return parsed.manifest;
}

function checkHead(model: Uint8Array, { model: declared }: PackManifest): void {
  let head: ReturnType<typeof readOnnxHead>;
  try {
    head = readOnnxHead(model);
  } catch (error) {
    throw new PackError('model', `the model is not a readable ONNX file: ${(error as Error).message}`);
  }
  if (head.externalData) throw new PackError('model', 'the model keeps weights in another file');
  const foreign = head.operators.find((op) => op.includes(':') && !DOMAINS.has(op.split(':')[0]!));
  if (foreign) throw new PackError('model', `the model uses the custom operator ${foreign.slice(0, 60)}`);
  if (head.opset !== declared.opset)
    throw new PackError('model', `the model has opset ${head.opset}, declared is ${declared.opset}`);
  if (head.precision !== declared.precision) {
    throw new PackError(
      'model',
      `the model holds ${head.precision} weights, declared is ${declared.precision}`,
    );
  }
}

/**
 * Opens a pack. Its golden test runs unless it already passed with this very runtime (`record.runtime`).
 * Throws PackError naming the first golden picture that misses, or what the runtime lacks. The caller releases `session`.
 */
export async function openPack(
  record: PackRecord,
  tools: Pick<PackTools, 'ort' | 'decodePng' | 'runtime'>,
): Promise<OpenPack> {
  let pack: OpenPack;
  try {
    pack = { manifest: record.manifest, ort: tools.ort, session: await openSession(tools.ort, record.model) };
  } catch (error) {
    throw new PackError('runtime', `the runtime can't open the model: ${messageOf(error)}`);
  }
  if (record.runtime === tools.runtime) return pack;
  try {
    for (const [i, golden] of record.golden.entries()) await tryGolden(pack, golden, i + 1, tools);
  } catch (error) {
    await pack.session.release();
    throw error instanceof PackError
      ? error
      : new PackError('golden-differs', `the model fails on its golden pictures: ${messageOf(error)}`);
  }
  return pack;
}

async function tryGolden(
  pack: OpenPack,
  golden: PackRecord['golden'][number],
  n: number,
  { decodePng }: Pick<PackTools, 'decodePng'>,
): Promise<void> {
  const answers = await runPack(pack, await decodePng(golden.image));
  const got = answers.flatMap((answer) => [...answer.output.data]);
  if (got.length !== golden.output.length) {
    throw new PackError(
      'golden-differs',
      `golden picture ${n}: ${got.length} numbers, expected ${golden.output.length}`,
    );
  }
  for (const [i, expected] of golden.output.entries()) {
    const off = Math.abs(got[i]! - expected);
    if (!(off <= golden.tolerance)) {
      throw new PackError(
        'golden-differs',
        `golden picture ${n}: number ${i + 1} is ${got[i]!.toFixed(4)}, expected ${expected}`,
      );
    }
  }
}

const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, 200);
