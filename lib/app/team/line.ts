/** Where the team's line lives: a frame beside the engine, there as long as there is a team. */
import { liveQuery } from 'dexie';
import { logOf } from '../../base/log.ts';
import { extensionUrl } from '../../platform/tabs.ts';
import { type ClaimLensDb, shopDb } from '../../store/db.ts';
import { readMeta } from '../../store/meta.ts';

const log = logOf('team');

/** Whether this seat belongs to a team: the engine's page then stays for the line. */
export const hasTeam = async (db: ClaimLensDb = shopDb()): Promise<boolean> =>
  (await readMeta(db, 'team')) !== null;

/** Puts the frame there when a team is made, and takes it away when it is left. */
export function keepTeamLine(): void {
  let shop: string | null = null;
  liveQuery(async () => (await readMeta(shopDb(), 'team'))?.shop ?? null).subscribe({
    next: (now) => {
      if (now === shop) return;
      shop = now;
      document.querySelector('iframe[data-team]')?.remove();
      if (now === null) return;
      const frame = document.createElement('iframe');
      frame.dataset.team = 'yes';
      frame.src = `${extensionUrl('/team.html')}#live`;
      document.body.append(frame);
    },
    error: log.failed('watching the team'),
  });
}
