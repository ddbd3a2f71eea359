/** One photo's bytes to its report: opens the file once and runs every check over it. */
import { FILE_CHECKS } from './checks/registry.ts';
import { note } from './container/part.ts';
import { open, type Reading } from './reading.ts';
import { summarise } from './summary.ts';
import type { FileReport } from './types.ts';

/**
 * Everything that the file says about itself. Never throws: what cannot be read stands in `unreadable`, beside what could.
 * @param bytes the file as it was received, never a re-encoded copy.
 * @param name its file name, where known; explains, never judges.
 * @param inPart set where `bytes` are what is kept of a larger file, put together: places in it are none of the file's then, and
 * neither is what ends early.
 */
export function readFile(bytes: Uint8Array, name = '', inPart?: { size: number }): FileReport {
  let r: Reading;
  try {
    r = open(bytes, name, inPart !== undefined);
  } catch (error) {
    return failed(bytes, error);
  }
  for (const { id, read } of FILE_CHECKS) {
    try {
      read?.(r);
    } catch (error) {
      note(r.w, `check:${id}`, messageOf(error));
    }
  }
  const { ai, edit } = summarise(r.traces);
  const report = { mime: r.w.mime, bytes: bytes.length, ai, edit, traces: r.traces };
  if (!inPart) return { ...report, unreadable: r.w.unreadable };
  const traces = r.traces.map((trace) => ({ ...trace, offset: -1 }));
  return { ...report, bytes: inPart.size, traces, unreadable: [], inPart: true };
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
