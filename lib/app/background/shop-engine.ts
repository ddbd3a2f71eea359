/** The engine over the shop's own database: one at a time, fetching only from hosts that the seller granted. */
import { Engine } from '../../engine/engine.ts';
import { poolSize } from '../../engine/pool/pool.ts';
import { startCredentialWorker, startWorker } from '../../engine/pool/start-worker.ts';
import { sendToBackground } from '../../platform/background-port.ts';
import { hasHosts, knowsPermissions } from '../../platform/permissions.ts';
import { extensionUrl } from '../../platform/tabs.ts';
import { DB_NAME } from '../../store/db.ts';
import { packingFile } from '../archive/file-at-hand.ts';
import { dropOldSnapshot } from '../claims/popup-snapshot.ts';
import { hasRoom } from '../keeping/store-health.ts';
import { packRepository } from '../packs/pack-repository.ts';
import { hasTeam, keepTeamLine } from '../team/line.ts';

const LOCK = 'claimlens-engine';

/** The event page of Firefox is stopped after 30 s without an event; a message in between keeps it while there is work. */
const KEEP_AWAKE_MS = 15_000;

/** Whether an address may be fetched: its host must be granted to the extension. */
export async function granted(url: string): Promise<boolean> {
  const { hostname } = new URL(url);
  // The background knows for contexts that cannot ask the browser themselves; anything but a plain yes is a no.
  if (!knowsPermissions()) return (await sendToBackground({ type: 'may-fetch', hostname })) === true;
  return hasHosts([`https://${hostname}/*`]);
}

/** Runs the engine under a lock until this page goes away. */
export function startShopEngine(): void {
  dropOldSnapshot(Date.now());
  keepTeamLine();
  void navigator.locks.request(LOCK, async () => {
    const engine = new Engine({
      dbName: DB_NAME,
      makeWorker: startWorker,
      workers: poolSize(navigator.hardwareConcurrency),
      rules: { allowed: granted, hasRoom },
      models: extensionUrl('/models/'),
      packs: packRepository(),
      validator: { makeWorker: startCredentialWorker, wasm: extensionUrl('/c2pa/c2pa_bg.wasm') },
      packingFile,
      askPage: (evidenceId, url) => void sendToBackground({ type: 'fetch-in-page', evidenceId, url }),
      onIdle: () => void sendToBackground({ type: 'engine-idle' }),
    });
    await engine.start();
    setInterval(() => void keepAwake(engine), KEEP_AWAKE_MS);
    // Holding the lock for as long as the page lives is the point of this promise.
    await new Promise<never>(() => undefined);
  });
}

async function keepAwake(engine: Engine): Promise<void> {
  const open = await engine.db.jobs.where('state').anyOf('queued', 'running').count();
  if (open || (await hasTeam(engine.db))) await sendToBackground({ type: 'wake-engine' });
}
