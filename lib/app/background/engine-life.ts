/** When the engine runs: as long as there is work, or a team whose line it carries. */
import { closeEngine, ensureEngine } from '../../platform/engine-host.ts';
import { shopDb } from '../../store/db.ts';
import { hasTeam } from '../team/line.ts';

const isNeeded = async (): Promise<boolean> =>
  (await shopDb().jobs.where('state').anyOf('queued', 'running').count()) > 0 || (await hasTeam());

/** Starts the engine when work is open, also work that an earlier session left. */
export async function resumeWork(): Promise<void> {
  if (await isNeeded()) await ensureEngine();
}

/** Closes an engine that says it is idle; a job that came in the meantime keeps it. */
export async function closeWhenIdle(): Promise<void> {
  if (!(await isNeeded())) await closeEngine();
}
