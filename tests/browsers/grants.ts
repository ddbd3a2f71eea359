/** Host permissions that a seller would grant in a prompt, written into a Chromium profile before it starts (no prompt can be clicked headless). */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Permissions {
  api: string[];
  explicit_host: string[];
  manifest_permissions: string[];
  scriptable_host: string[];
}
type Entry = Record<string, unknown> & Partial<Record<(typeof SETS)[number], Permissions>>;
interface Preferences {
  extensions?: { settings?: Record<string, Entry> };
}

const SETS = ['active_permissions', 'granted_permissions', 'runtime_granted_permissions'] as const;

/** Chromium's id of an unpacked extension: the first 128 bits of SHA-256 of its key or path, in the letters a to p. */
export function chromiumExtensionId(extensionDir: string): string {
  const manifest = JSON.parse(readFileSync(join(extensionDir, 'manifest.json'), 'utf8')) as { key?: string };
  const seed = manifest.key ? Buffer.from(manifest.key, 'base64') : Buffer.from(realpathSync(extensionDir));
  const hex = createHash('sha256').update(seed).digest('hex').slice(0, 32);
  return [...hex].map((c) => String.fromCharCode(97 + Number.parseInt(c, 16))).join('');
}

/** True when the profile already holds all of `origins` for the extension. */
export function hasGrants(profileDir: string, id: string, origins: string[]): boolean {
  const granted = readPreferences(profileDir).extensions?.settings?.[id]?.runtime_granted_permissions;
  return origins.every((origin) => granted?.explicit_host.includes(origin));
}

/** True when the profile was started with the extension before. */
export const knowsExtension = (profileDir: string, id: string): boolean =>
  readPreferences(profileDir).extensions?.settings?.[id] !== undefined;

/** Writes the grants. The profile must have been started once with the extension, and must not be running. */
export function writeGrants(profileDir: string, id: string, origins: string[]): void {
  const preferences = readPreferences(profileDir);
  const entry = preferences.extensions?.settings?.[id];
  if (!entry) throw new Error(`The profile does not know the extension ${id}`);
  for (const set of SETS) {
    const before = entry[set] ?? {
      api: [],
      explicit_host: [],
      manifest_permissions: [],
      scriptable_host: [],
    };
    const merge = (hosts: string[]) => [...new Set([...hosts, ...origins])];
    entry[set] = {
      ...before,
      explicit_host: merge(before.explicit_host),
      scriptable_host: merge(before.scriptable_host),
    };
  }
  mkdirSync(join(profileDir, 'Default'), { recursive: true });
  writeFileSync(preferencesFile(profileDir), JSON.stringify(preferences));
}

function readPreferences(profileDir: string): Preferences {
  const file = preferencesFile(profileDir);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Preferences) : {};
}

const preferencesFile = (profileDir: string) => join(profileDir, 'Default', 'Preferences');
