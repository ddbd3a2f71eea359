/** Parts of the file that could not be read: said, so that they never look like parts that say nothing. */
import type { Finding } from '../../claims/finding.ts';
import type { FileCheck } from '../file-check.ts';
import { type Case, checkOf } from '../proof.ts';

/** Notes that every second ordinary file has and that hide nothing. */
const HARMLESS = /^jpeg@\d+$/;
const LISTED = 10;

function judge(c: Case): Finding[] {
  const parts = c.report.unreadable.filter((u) => !(HARMLESS.test(u.place) && u.why === 'marker-expected'));
  if (parts.length === 0) return [];
  return [
    {
      code: 'photo-unreadable',
      strength: 'context',
      facts: {
        why: 'parts',
        parts: parts.slice(0, LISTED).map(({ place, why }) => ({ place, why })),
        more: Math.max(0, parts.length - LISTED),
        command: 'exiftool -validate -warning -a FILE',
      },
      check: checkOf('file'),
    },
  ];
}

export const file: FileCheck = { id: 'file', gives: ['photo-unreadable'], judge, unlisted: true };
