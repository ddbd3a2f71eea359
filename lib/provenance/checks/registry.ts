/** Every check of a file. Reading, judging, summing up and the catalogue follow from this list. */
import type { FileCheck } from '../file-check.ts';
import { aigcLabel } from './aigc.ts';
import { bytedance } from './bytedance.ts';
import { contentCredential } from './c2pa.ts';
import { captureTime } from './capture-time.ts';
import { clocks } from './clocks.ts';
import { device } from './device.ts';
import { editors } from './editors.ts';
import { embeddedPreview } from './embedded-preview.ts';
import { file } from './file.ts';
import { fileName } from './file-name.ts';
import { generators } from './generators.ts';
import { jpegTables } from './jpeg-tables.ts';
import { labelRemoved } from './label-removed.ts';
import { metadata } from './metadata.ts';
import { movieWriter } from './movie-program.ts';
import { samsung } from './samsung.ts';
import { screenshot } from './screenshot.ts';
import { size } from './size.ts';
import { sourceType } from './source-type.ts';
import { web } from './web.ts';

/** In this order: later ones look at what earlier ones found, and `metadata` at what all of them did. */
export const FILE_CHECKS: readonly FileCheck[] = [
  aigcLabel,
  contentCredential,
  sourceType,
  generators,
  bytedance,
  samsung,
  labelRemoved,
  embeddedPreview,
  device,
  movieWriter,
  editors,
  screenshot,
  clocks,
  captureTime,
  web,
  jpegTables,
  fileName,
  size,
  metadata,
  file,
];
