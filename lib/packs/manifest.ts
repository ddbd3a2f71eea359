/** What a model pack declares about itself: schema `claimlens-model/1`. */
import * as v from 'valibot';

const Name = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const Share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const Three = v.tuple([v.number(), v.number(), v.number()]);
const Whole = (least: number, most: number) =>
  v.pipe(v.number(), v.safeInteger(), v.minValue(least), v.maxValue(most));

/** No folder but `golden/`, no dots or slashes that a reader of the ZIP could take for a path. */
const FileName = v.pipe(v.string(), v.regex(/^(?:golden\/)?[A-Za-z0-9][A-Za-z0-9_.-]{0,80}$/));

export const Measured = v.object({
  set: Name,
  n: v.object({ real: Whole(0, 1e9), fake: Whole(0, 1e9) }),
  transform: v.picklist(['original', 'jpeg-75', 'long-side-1080-q75']),
  threshold: Share,
  falseAlarm: Share,
  recall: Share,
});

/** Golden answers may differ by this much at most, or the test would prove nothing. */
export const MOST_TOLERANCE = 0.25;

export const PackManifest = v.object({
  schema: v.literal('claimlens-model/1'),
  id: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{1,60}$/)),
  version: v.pipe(v.string(), v.regex(/^\d{1,6}\.\d{1,6}\.\d{1,6}$/)),
  title: v.object({ en: Name, 'zh-CN': v.optional(Name) }),
  task: v.picklist(['image-score', 'region-map', 'embedding']),
  model: v.object({
    file: FileName,
    sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
    bytes: Whole(1, 450_000_000),
    precision: v.picklist(['fp32', 'fp16', 'int8']),
    opset: Whole(7, 30),
  }),
  licence: v.object({
    spdx: Name,
    file: FileName,
    source: v.pipe(v.string(), v.maxLength(500), v.startsWith('https://')),
    trainingData: v.pipe(v.string(), v.minLength(1), v.maxLength(2_000)),
    commercialUse: v.boolean(),
  }),
  input: v.object({
    name: Name,
    layout: v.picklist(['NCHW', 'NHWC']),
    channels: v.picklist(['RGB', 'BGR']),
    scale: v.pipe(v.number(), v.minValue(1e-6), v.maxValue(1)),
    mean: Three,
    std: v.pipe(
      Three,
      v.check((std) => std.every((s) => Math.abs(s) > 1e-6), 'std holds a zero'),
    ),
    resize: v.object({
      fit: v.picklist(['short-side', 'long-side', 'stretch', 'none']),
      size: Whole(16, 2_048),
      filter: v.picklist(['bilinear-aa', 'bicubic-aa', 'area']),
    }),
    crop: v.optional(
      v.object({
        how: v.picklist(['centre', 'five', 'tiles']),
        size: Whole(16, 2_048),
        stride: v.optional(Whole(8, 2_048)),
      }),
    ),
    multipleOf: v.optional(Whole(1, 256)),
  }),
  output: v.object({
    name: Name,
    kind: v.picklist(['sigmoid-logit', 'softmax', 'probability', 'map', 'vector']),
    index: v.optional(Whole(0, 10_000), 0),
    means: v.picklist(['ai', 'real', 'edited']),
    combine: v.optional(v.picklist(['mean', 'max', 'mean-logit']), 'mean'),
    l2: v.optional(v.boolean()),
  }),
  domain: v.object({
    minShortSide: Whole(1, 10_000),
    photosOnly: v.boolean(),
    notFor: v.optional(
      v.pipe(v.array(v.picklist(['screenshot', 'illustration', 'document'])), v.maxLength(3)),
      [],
    ),
  }),
  calibration: v.object({
    kind: v.literal('platt'),
    a: v.number(),
    b: v.number(),
    threshold: Share,
    measured: v.pipe(v.array(Measured), v.maxLength(50)),
  }),
  golden: v.pipe(
    v.array(
      v.object({
        image: FileName,
        output: v.pipe(v.array(v.number()), v.minLength(1), v.maxLength(4_096)),
        tolerance: v.pipe(v.number(), v.minValue(0), v.maxValue(MOST_TOLERANCE)),
      }),
    ),
    v.maxLength(32),
  ),
});
export type PackManifest = v.InferOutput<typeof PackManifest>;

/** Which output kinds fit which task. */
const KINDS: Record<PackManifest['task'], readonly PackManifest['output']['kind'][]> = {
  'image-score': ['sigmoid-logit', 'softmax', 'probability'],
  'region-map': ['map'],
  embedding: ['vector'],
};

/** The manifest, or why it isn't one. Checks what the schema alone can't: kinds against task, golden counts, crop against size. */
export function parseManifest(
  json: unknown,
): { manifest: PackManifest } | { fault: 'manifest' | 'no-golden'; why: string } {
  const parsed = v.safeParse(PackManifest, json);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    return {
      fault: 'manifest',
      why: `manifest ${v.getDotPath(issue) ?? ''}: ${issue.message}`.slice(0, 300),
    };
  }
  const manifest = parsed.output;
  const { input, output, model, golden, task } = manifest;
  if (!KINDS[task].includes(output.kind))
    return { fault: 'manifest', why: `output kind ${output.kind} does not fit task ${task}` };
  if (golden.length === 0) {
    const why = model.precision === 'int8' ? 'int8 without golden vectors' : 'no golden vectors';
    return { fault: 'no-golden', why };
  }
  if (model.precision === 'int8' && golden.length < 3)
    return { fault: 'no-golden', why: 'int8 needs at least three golden vectors' };
  if (
    input.crop &&
    input.resize.fit === 'none' &&
    input.crop.how === 'centre' &&
    manifest.domain.minShortSide < input.crop.size
  ) {
    return { fault: 'manifest', why: 'domain.minShortSide is below the crop that is taken without resizing' };
  }
  return { manifest };
}
