/** `node tests/browsers/warm.ts FOLDER`: starts each browser once with the built extension and keeps the profiles for tests to copy. */
import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ensureBuild } from './build.ts';
import { launch } from './launch.ts';
import type { BrowserName } from './types.ts';

/** What a start leaves that a copy must not have: stored data of the extension, marks of the running browser, what fills by itself. */
const LEFT_OUT: Record<BrowserName, readonly string[]> = {
  chromium: [
    ...[
      'Default/IndexedDB',
      'Default/Local Storage',
      'Default/Local Extension Settings',
      'Default/File System',
    ],
    ...['DevToolsActivePort', 'SingletonCookie', 'SingletonLock', 'SingletonSocket'],
  ],
  firefox: [
    ...['storage', 'storage.sqlite', 'sessionstore.jsonlz4', 'sessionstore-backups', 'thumbnails', 'user.js'],
    ...['cache2', 'lock', '.parentlock'],
  ],
};

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('Name a folder for the profiles');

const prepare = async (name: BrowserName): Promise<void> => {
  const profileDir = resolve(folder, name);
  mkdirSync(profileDir, { recursive: true });
  const browser = await launch(name, { extensionDir: ensureBuild(name), hosts: {}, profileDir });
  await browser.close();
  for (const path of LEFT_OUT[name]) rmSync(join(profileDir, path), { recursive: true, force: true });
};
await Promise.all([prepare('chromium'), prepare('firefox')]);
