/**
 * `npm run reproducible`: builds one commit twice, from two clean checkouts in two folders, and compares the files byte by byte.
 * Packages come from one `node_modules` (the lockfile pins them); what is compared is the product's own build.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';

const ROOT = resolve(import.meta.dirname, '../..');

function run(command: string, args: string[], cwd: string): void {
  const done = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 1e9 });
  if (done.status !== 0)
    throw new Error(`${command} ${args.join(' ')}:\n${(done.stdout + done.stderr).slice(-2_000)}`);
}

/** A clean checkout of a commit with the shared packages. */
function checkOut(folder: string, commit: string): void {
  mkdirSync(folder, { recursive: true });
  run('sh', ['-c', `git archive ${commit} | tar -x -C "${folder}"`], ROOT);
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
}

/** SHA-256 of every file below a folder. */
function hashes(folder: string): Map<string, string> {
  const out = new Map<string, string>();
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const path = join(folder, file);
    if (statSync(path).isFile())
      out.set(file.split(sep).join('/'), createHash('sha256').update(readFileSync(path)).digest('hex'));
  }
  return out;
}

const { values } = parseArgs({
  options: { commit: { type: 'string', default: 'HEAD' }, browser: { type: 'string' } },
});
if (!/^[\w./-]+$/.test(values.commit)) throw new Error('--commit: not a commit');
const targets = values.browser ? [values.browser] : ['chrome', 'firefox'];
const base = mkdtempSync(join(tmpdir(), 'claimlens-twice-'));
let different = 0;
try {
  // Names of different length: a path that leaks into the build would show.
  const folders = [join(base, 'a'), join(base, 'another-place/b')];
  for (const folder of folders) checkOut(folder, values.commit);
  for (const target of targets) {
    const [one, two] = folders.map((folder) => {
      run(process.execPath, ['node_modules/wxt/bin/wxt.mjs', 'build', '-b', target, '--mv3'], folder);
      return hashes(join(folder, `.output/${target}-mv3`));
    }) as [Map<string, string>, Map<string, string>];
    for (const file of new Set([...one.keys(), ...two.keys()])) {
      if (one.get(file) === two.get(file)) continue;
      different += 1;
      console.error(
        `${target}: ${file} ${one.has(file) ? (two.has(file) ? 'differs' : 'only once') : 'only once'}`,
      );
    }
    const whole = createHash('sha256')
      .update([...one].flat().join('\n'))
      .digest('hex');
    console.log(`${target}: ${one.size} files, ${whole}`);
  }
} finally {
  rmSync(base, { recursive: true, force: true });
}
console.log(different ? `${different} files differ` : 'both builds are equal');
process.exitCode = different ? 1 : 0;
