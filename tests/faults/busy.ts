/**
 * `node tests/faults/busy.ts [--processes 12] [--photos 24] [--browser chromium|firefox]`: checks sample photos while other
 * processes keep every processor busy. A slow machine is not a bad photo: exit 1 when one was called unreadable.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { audit } from '../audit/audit.ts';
import type { BrowserName } from '../browsers/types.ts';
import { hasSamples, SAMPLES } from '../samples.ts';

const { values } = parseArgs({
  options: {
    processes: { type: 'string', default: '12' },
    photos: { type: 'string', default: '24' },
    browser: { type: 'string', default: 'chromium' },
  },
});

interface Item {
  file: string;
  role: string;
}

function folders(base: string, most: number): { library: string; photos: string } {
  const { items } = JSON.parse(readFileSync(join(SAMPLES, 'photos/manifest.json'), 'utf8')) as {
    items: Item[];
  };
  const put = (folder: string, roles: string[]) => {
    const wanted = items.filter(({ role }) => roles.includes(role));
    const step = Math.max(1, Math.floor(wanted.length / most));
    mkdirSync(join(base, folder));
    for (const [i, { file }] of wanted.entries())
      if (i % step === 0)
        copyFileSync(join(SAMPLES, 'photos', file), join(base, folder, `${i}-${basename(file)}`));
    return join(base, folder);
  };
  return { library: put('library', ['gallery']), photos: put('photos', ['claim', 'genuine']) };
}

if (hasSamples) {
  const base = mkdtempSync(join(tmpdir(), 'claimlens-busy-'));
  const spinning: ChildProcess[] = [];
  try {
    const asked = folders(base, Number(values.photos));
    for (let i = 0; i < Number(values.processes); i++)
      spinning.push(spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }));
    const started = Date.now();
    const report = await audit({ ...asked, browser: values.browser as BrowserName, labels: false });
    const photos = report.claims.flatMap((claim) => claim.photos);
    const unread = photos.flatMap(({ file, findings }) =>
      findings
        .filter(({ code, facts }) => code === 'photo-unreadable' && !('parts' in facts))
        .map(() => file),
    );
    const slowest = Math.max(...photos.map(({ ms }) => ms.total ?? 0));
    console.log(
      `${photos.length} photos in ${Math.round((Date.now() - started) / 1000)} s beside ${spinning.length} busy processes ` +
        `(load ${loadavg()[0]?.toFixed(0)}), slowest check ${Math.round(slowest)} ms: ${unread.length} unreadable ${unread.join(', ')}`,
    );
    if (unread.length) process.exitCode = 1;
  } finally {
    for (const one of spinning) one.kill('SIGKILL');
    rmSync(base, { recursive: true, force: true });
  }
}
