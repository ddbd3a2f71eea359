/** The network locks that the manifest's policy cannot be: page by page, and file by file. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '../../../lib/app/manifest.ts';
import { sources } from '../../lint/import-direction.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const PAGES = readdirSync(join(ROOT, 'entrypoints'), { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.html'),
);

describe('pages', () => {
  it.each(PAGES)('%s opens no WebSocket, unless it is the team’s', (file) => {
    const html = readFileSync(join(ROOT, 'entrypoints', file), 'utf8');
    const policy = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(html)?.[1] ?? '';
    if (file.startsWith('team')) expect(policy).toBe('');
    else expect(policy).toBe("connect-src 'self' blob: https:");
  });

  it('leave a managed build one host', () => {
    const policy = contentSecurityPolicy('wss://team.shop.example');
    expect(policy).toContain('wss://team.shop.example');
    expect(policy).not.toMatch(/wss:( |$)|ws:/);
  });
});

describe('code', () => {
  const files = ['entrypoints', 'components', 'lib'].flatMap((top) => [...sources(join(ROOT, top))]);
  const users = (pattern: RegExp): string[] =>
    files.filter((file) => pattern.test(readFileSync(file, 'utf8'))).map((file) => relative(ROOT, file));

  it('has one file that knows the client, and one page that loads it', () => {
    expect(users(/from '@nats-io\//)).toEqual(['lib/team/wire/nats-wire.ts']);
    expect(users(/import \{[^}]*\} from '[^']*\/nats-wire\.ts'/)).toEqual(['lib/app/team/team-page.ts']);
    expect(users(/from '[^']*\/team-page\.ts'/)).toEqual(['entrypoints/team/main.ts']);
  });

  it('opens no WebSocket of its own', () => {
    expect(users(/new WebSocket\(/)).toEqual([]);
  });
});
