/** What the background does by the clock: notices, retention, and looking after the stored data. */

import { logOf } from '../../base/log.ts';
import { every } from '../../platform/alarms.ts';
import { shopDb } from '../../store/db.ts';
import { joinStoredTwins } from '../../store/twins.ts';
import { anchorWhenDue } from '../keeping/anchor-ask.ts';
import { checkCanary, keepCanary } from '../keeping/canary.ts';
import { lookAtClock } from '../keeping/clock.ts';
import { runRetention } from '../keeping/retention.ts';
import { checkStore } from '../keeping/store-health.ts';
import { noticeDeadlines } from './deadline-notices.ts';
import { resumeWork } from './engine-life.ts';

const log = logOf('background');

/** Minutes between two runs. */
const EVERY = { resume: 1, notices: 5, retention: 720, 'store-health': 60, anchors: 15 };

const TASKS: Record<keyof typeof EVERY, () => Promise<unknown>> = {
  resume: async () => {
    await resumeWork();
    await keepCanary();
  },
  notices: () => noticeDeadlines(),
  retention: () => runRetention(),
  'store-health': checkStored,
  anchors: () => anchorWhenDue(),
};

/** Sets the alarms. Call it synchronously at the start of the background, or the browser drops an alarm that is due. */
export function startUpkeep(): void {
  for (const name of Object.keys(EVERY) as (keyof typeof EVERY)[]) {
    every(name, EVERY[name], () => void TASKS[name]().catch(log.failed(name)));
  }
  const lookAfterStore = (): void => void checkStored().catch(log.failed('store-health'));
  lookAfterStore();
  // A browser that finds the database damaged closes every connection to it and may open an empty one in its place, at any time.
  shopDb().on('close', lookAfterStore);
  void joinStoredTwins(shopDb(), new Date()).catch(log.failed('joining claims'));
}

/** Holds the database against the canary, looks at the clock, checks the newest part of the ledger and the room on the disk. */
async function checkStored(): Promise<void> {
  const loss = await checkCanary();
  if (loss) log.error('stored data is missing', loss);
  if (loss && loss.why !== 'missing') return;
  await lookAtClock();
  const { damage } = await checkStore(false);
  if (damage.length) log.error('the ledger is damaged', damage);
}
