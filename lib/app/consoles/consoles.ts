/** Switching consoles on and off: permission, registration of the readers, what is on now. */
import { CONSOLES } from '../../consoles/registry.ts';
import type { ConsoleDefinition } from '../../consoles/types.ts';
import { sendToBackground } from '../../platform/background-port.ts';
import { dropHosts, grantedHosts, hasHosts, requestHosts } from '../../platform/permissions.ts';
import { registerConsoleScripts, startInOpenTabs } from '../../platform/scripts.ts';
import { shopDb } from '../../store/db.ts';
import { readMeta } from '../../store/meta.ts';
import { readSettings, writeSettings } from '../../store/settings.ts';
import { taughtReaders } from './taught.ts';

const byId = (id: string): ConsoleDefinition | undefined => CONSOLES.find((console) => console.id === id);

/**
 * Asks the browser for a console's hosts and its picture hosts, then switches it on. Call from a click.
 * Resolves to false when the seller said no; nothing changes then.
 */
export async function requestConsole(id: string): Promise<boolean> {
  const definition = byId(id);
  if (!definition) return false;
  // No await before this line: the browser only shows its question while the click is fresh.
  if (!(await requestHosts([...definition.hosts, ...definition.cdnHosts]))) return false;
  await setConsole(id, true);
  return true;
}

/** Switches a console off and gives back its hosts, except picture hosts that another console still needs. */
export async function dropConsole(id: string): Promise<void> {
  const definition = byId(id);
  if (!definition) return;
  await setConsole(id, false);
  const { consoles } = await readSettings(shopDb());
  const needed = new Set(
    CONSOLES.filter((other) => other.id !== id && consoles[other.id]?.on).flatMap((other) => [
      ...other.hosts,
      ...other.cdnHosts,
    ]),
  );
  await dropHosts([...definition.hosts, ...definition.cdnHosts].filter((host) => !needed.has(host)));
}

async function setConsole(id: string, on: boolean): Promise<void> {
  const { consoles } = await readSettings(shopDb());
  await writeSettings(shopDb(), { consoles: { ...consoles, [id]: { on } } });
  await sendToBackground({ type: 'consoles-changed' });
}

export interface ConsoleState {
  definition: ConsoleDefinition;
  granted: boolean;
  on: boolean;
}

/** Every console with what the browser has granted and the seller has switched. A granted console is on unless switched off. */
export async function consoleStates(): Promise<ConsoleState[]> {
  const { consoles } = await readSettings(shopDb());
  return Promise.all(
    CONSOLES.map(async (definition) => {
      const granted = await hasHosts(definition.hosts);
      return { definition, granted, on: granted && (consoles[definition.id]?.on ?? true) };
    }),
  );
}

/** Makes the registered content scripts equal to the consoles that are granted and on, and to hosts taught by the seller. */
export async function syncConsoleScripts(): Promise<void> {
  const states = await consoleStates();
  const readers = await taughtReaders(shopDb());
  const scripts = states
    .filter((state) => state.on)
    .map(({ definition: { id, hosts } }) => ({
      id,
      matches: hosts,
      // Only the reader itself knows the pages that the seller taught.
      always: readers.some((reader) => reader.console === id),
    }));
  const named = new Set(CONSOLES.flatMap((definition) => [...definition.hosts, ...definition.cdnHosts]));
  // The shop's own host was granted for its product pictures; where it was taught as well, it is read.
  const pictures = ((await readMeta(shopDb(), 'picture-hosts')) ?? []).filter(
    (host) => !readers.some((reader) => reader.host === host),
  );
  const taught = (await grantedHosts()).filter(
    (pattern) => !named.has(pattern) && !pictures.some((host) => pattern === `https://${host}/*`),
  );
  if (taught.length) scripts.push({ id: 'taught', matches: taught, always: true });
  const added = await registerConsoleScripts(scripts);
  // A console page that is open already should not have to be loaded again.
  if (added.length) await startInOpenTabs(added);
}
