/** One photo's bytes to its report: opens the file once and runs every check over it. */
import { checkAigc } from './checks/aigc.ts';
import { checkBytedance } from './checks/bytedance.ts';
import { checkC2pa } from './checks/c2pa.ts';
import { checkDevice } from './checks/device.ts';
import { checkEditors } from './checks/editors.ts';
import { checkFileName } from './checks/file-name.ts';
import { checkGenerators } from './checks/generators.ts';
import { checkJpegTables } from './checks/jpeg-tables.ts';
import { checkMetadata } from './checks/metadata.ts';
import { checkSamsung } from './checks/samsung.ts';
import { checkScreenshot } from './checks/screenshot.ts';
import { checkSize } from './checks/size.ts';
import { checkSourceType } from './checks/source-type.ts';
import { checkTime } from './checks/time.ts';
import { checkWeb } from './checks/web.ts';
import { note } from './container/part.ts';
import { open, type Reading } from './reading.ts';
import { summarise } from './summary.ts';
import type { FileReport } from './types.ts';

/** In this order: later ones look at what earlier ones found. */
const CHECKS: readonly [string, (r: Reading) => void][] = [
  ['aigc', checkAigc],
  ['c2pa', checkC2pa],
  ['source-type', checkSourceType],
  ['generators', checkGenerators],
  ['bytedance', checkBytedance],
  ['samsung', checkSamsung],
  ['device', checkDevice],
  ['editors', checkEditors],
  ['screenshot', checkScreenshot],
  ['time', checkTime],
  ['web', checkWeb],
  ['jpeg-tables', checkJpegTables],
  ['file-name', checkFileName],
  ['size', checkSize],
  ['metadata', checkMetadata],
];

/**
 * Everything that the file says about itself. Never throws: what cannot be read stands in `unreadable`, beside what could.
 * @param bytes the file as it was received, never a re-encoded copy.
 * @param name its file name, where known; explains, never judges.
 */
export function readFile(bytes: Uint8Array, name = ''): FileReport {
  let r: Reading;
  try {
    r = open(bytes, name);
  } catch (error) {
    return failed(bytes, error);
  }
  for (const [id, check] of CHECKS) {
    try {
      check(r);
    } catch (error) {
      note(r.w, `check:${id}`, messageOf(error));
    }
  }
  const { ai, edit } = summarise(r.traces);
  return { mime: r.w.mime, bytes: bytes.length, ai, edit, traces: r.traces, unreadable: r.w.unreadable };
}

const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, 200);

function failed(bytes: Uint8Array, error: unknown): FileReport {
  return {
    mime: 'application/octet-stream',
    bytes: bytes.length,
    ai: 'none',
    edit: 'none',
    traces: [],
    unreadable: [{ place: 'reader', why: messageOf(error) }],
  };
}
