/** Memory of the browsers that this process started: proportional set size, so that shared pages count once. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Megabytes of all descendants of this process, itself left out. */
export function browsersMemory(): number {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const ours = new Set([process.pid]);
  for (let grew = true; grew; ) {
    grew = false;
    for (const [pid, parent] of rows) {
      if (ours.has(parent!) && !ours.has(pid!)) {
        ours.add(pid!);
        grew = true;
      }
    }
  }
  ours.delete(process.pid);
  let kilobytes = 0;
  for (const pid of ours) {
    try {
      kilobytes += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
    } catch {
      // A child that ended meanwhile holds no memory.
    }
  }
  return Math.round(kilobytes / 1024);
}

export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
