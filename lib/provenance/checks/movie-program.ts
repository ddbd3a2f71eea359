/** Whether a video's file was written by a program rather than by the recorder of a phone or camera, and whether a screen was recorded. */
import * as v from 'valibot';
import { code, type FactsIn, traceFacts } from '../../claims/check.ts';
import type { Finding } from '../../claims/finding.ts';

import type { FileCheck } from '../file-check.ts';
import { type Case, found, tracesOf } from '../proof.ts';
import type { Reading } from '../reading.ts';
import { textAt, textsOf, trace, value } from '../trace.ts';

/** Names of the sources of a video's capture time (clocks.ts). */
export const MOVIE_KEY = 'movie key';
export const MOVIE_HEADER = 'movie header';

/** Where containers name what wrote them: MP4 and MOV lists, QuickTime's keys, Matroska's head and tags, FLV's script data. */
const WRITER_KEYS = [
  'too',
  'swr',
  'enc',
  'encoder',
  'ENCODER',
  'software',
  'Software',
  'com.apple.quicktime.software',
  'WritingApp',
  'MuxingApp',
  'metadatacreator',
];

/** Phones and computers write the version of their system here: `18.6.1`, `macOS 14.6.1 (23G93)`. */
const SYSTEM = /^(?:(?:ios|ipados|macos|mac os x) )?\d+(?:\.\d+)*(?: \(\w+\))?$/i;

/** The first text that names a writing program; undefined where none does. */
const writerOf = (r: Reading) =>
  textsOf(r, ...WRITER_KEYS).find(({ text }) => {
    const name = text.replaceAll('\0', '').trim();
    return name !== '' && !SYSTEM.test(name);
  });

/** Whether a program other than a recorder wrote this video, as far as the file says. */
export const movieProgram = (r: Reading): boolean =>
  writerOf(r) !== undefined ||
  // Cutting programs keep their project's history as XMP; recorders write none.
  r.xmp.some(({ properties }) =>
    properties.some(({ name }) => name === 'CreatorTool' || /ResourceEvent/.test(name)),
  );

function read(r: Reading): void {
  if (!/^video\//.test(r.w.mime)) return;
  // iOS's own recorder (Apple ReplayKit) signs as the author.
  const screen = textsOf(r, 'com.apple.quicktime.author', 'auth').find(({ text }) =>
    /^ReplayKitRecording\b/.test(text.trim()),
  );
  if (screen) trace(r, 'movie.screen', textAt(screen), { recorder: 'ReplayKit' });
  const writer = writerOf(r);
  if (writer)
    trace(r, 'movie.writer', textAt(writer), { program: value(writer.text.replaceAll('\0', '').trim()) });
}

const codes = {
  'screen-recording': code({
    // Chats and apps are shown that way every day: a fact, and no sign.
    strengths: ['context'],
    family: 'context',
    reason: 'CTX',
    hard: 'never',
    facts: traceFacts({
      /** Who or what says so. */
      sign: v.string(),
    }),
  }),
};

declare module '../../claims/finding.ts' {
  interface FactsOf extends FactsIn<typeof codes> {}
}

declare module '../types.ts' {
  interface TraceValues {
    /** What the container says wrote it: a cutting program, or a mere converter. */
    'movie.writer': { program: string };
    /** A screen recorder names itself. */
    'movie.screen': { recorder: string };
  }
}

/** One finding: what the file says, else what its name says. */
function judge(c: Case): Finding[] {
  if (!/^video\//.test(c.report.mime)) return [];
  const [said] = tracesOf(c, 'movie.screen');
  if (said)
    return [found('screen-recording', 'context', 'movie-program', said, { sign: said.values.recorder })];
  const named = tracesOf(c, 'filename').find(({ values }) => values.class === 'screen-recording');
  return named ? [found('screen-recording', 'context', 'movie-program', named, { sign: named.raw })] : [];
}

export const movieWriter: FileCheck = {
  id: 'movie-program',
  codes,
  traces: { 'movie.writer': null, 'movie.screen': null },
  read,
  judge,
};
