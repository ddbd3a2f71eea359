/** When the engine runs: as long as there is work, and no longer. */
import { closeEngine, ensureEngine } from '../../platform/engine-host.ts';
import { shopDb } from '../../store/db.ts';

const openJobs = (): Promise<number> => shopDb().jobs.where('state').anyOf('queued', 'running').count();

/** Starts the engine when work is open, also work that an earlier session left. */
export async function resumeWork(): Promise<void> {
  if (await openJobs()) await ensureEngine();
}

/** Closes an engine that says it is idle; a job that came in the meantime keeps it. */
export async function closeWhenIdle(): Promise<void> {
  if (!(await openJobs())) await closeEngine();
}
