import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy, extensionManifest, namedHosts } from '../../../lib/app/manifest.ts';
import { loosened } from './manifest-pins.ts';

const TARGETS = ['chromium', 'firefox'] as const;
type Manifest = Record<string, unknown> & { permissions: string[]; optional_host_permissions: string[] };
const manifest = (target: (typeof TARGETS)[number]) => extensionManifest(target) as Manifest;

const directives = (): Map<string, string[]> =>
  new Map(
    contentSecurityPolicy()
      .split(';')
      .map((part) => part.trim().split(/\s+/))
      .map(([name = '', ...sources]) => [name, sources]),
  );

describe('permissions', () => {
  it('are these and no others', () => {
    expect([...manifest('chromium').permissions].sort()).toEqual([
      'activeTab',
      'alarms',
      'contextMenus',
      'offscreen',
      'scripting',
      'sidePanel',
      'storage',
      'unlimitedStorage',
    ]);
    expect([...manifest('firefox').permissions].sort()).toEqual([
      'activeTab',
      'alarms',
      'contextMenus',
      'scripting',
      'storage',
      'unlimitedStorage',
    ]);
  });

  it.each(TARGETS)('hold no host at install (%s)', (target) => {
    const entries = manifest(target);
    for (const field of [
      'host_permissions',
      'content_scripts',
      'externally_connectable',
      'web_accessible_resources',
    ])
      expect(entries[field], field).toBeUndefined();
    expect(JSON.stringify(entries)).not.toContain('<all_urls>');
  });

  it.each(TARGETS)('asks for notices only when they are switched on (%s)', (target) => {
    expect(manifest(target).optional_permissions).toEqual(['notifications']);
  });

  it.each(TARGETS)('can be asked for by https host only (%s)', (target) => {
    const hosts = manifest(target).optional_host_permissions;
    expect(new Set(hosts).size).toBe(hosts.length);
    for (const host of hosts) expect(host).toMatch(/^https:\/\/(\*|(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+)\/\*$/);
    const named = namedHosts();
    for (const host of [...named.consoles, ...named.pictures]) expect(hosts).toContain(host);
  });

  it('name no whole top-level domain', () => {
    const named = namedHosts();
    for (const host of [...named.consoles, ...named.pictures])
      expect(host).toMatch(/^https:\/\/(\*\.)?[a-z0-9-]+\.[a-z0-9.-]+\/\*$/);
  });
});

describe('content security policy', () => {
  it('runs own code and WebAssembly, nothing else', () => {
    const policy = directives();
    expect(policy.get('script-src')).toEqual(["'self'", "'wasm-unsafe-eval'"]);
    expect(policy.get('default-src')).toEqual(["'self'"]);
    expect(policy.get('object-src')).toEqual(["'none'"]);
    expect(policy.get('base-uri')).toEqual(["'none'"]);
    expect(policy.get('form-action')).toEqual(["'none'"]);
    expect(contentSecurityPolicy()).not.toMatch(/'unsafe-eval'|http:|(^|\s)\*(\s|;|$)|https:(\s|;|$)/);
  });

  it('reaches the named picture hosts and the trust lists only', () => {
    const sources = directives().get('connect-src') ?? [];
    const own = new Set(["'self'", 'blob:']);
    const named = namedHosts().pictures.map((host) => host.replace(/\/\*$/, ''));
    expect(sources.filter((source) => !own.has(source))).toEqual([
      ...named,
      // The official trust lists, at the seller's click.
      'https://raw.githubusercontent.com',
      // A team's own server; every page but one takes these away again.
      'wss:',
      'ws://127.0.0.1:*',
      'ws://localhost:*',
    ]);
  });

  it('shows pictures from the extension itself only', () =>
    expect(directives().get('img-src')).toEqual(["'self'", 'blob:', 'data:']));

  it.each(TARGETS)('stands in the manifest (%s)', (target) =>
    expect(manifest(target).content_security_policy).toEqual({ extension_pages: contentSecurityPolicy() }),
  );
});

describe('the pins', () => {
  const pictures = namedHosts().pictures;

  it.each(TARGETS)('hold (%s)', (target) => expect(loosened(manifest(target), target, pictures)).toEqual([]));

  const policy = (from: string, to: string) => ({
    content_security_policy: { extension_pages: contentSecurityPolicy().replace(from, to) },
  });
  it.each<[string, Record<string, unknown>]>([
    ['permission: tabs', { permissions: ['tabs'] }],
    ['permission: <all_urls>', { permissions: ['<all_urls>'] }],
    ['optional permission: history', { optional_permissions: ['notifications', 'history'] }],
    ['field: host_permissions', { host_permissions: ['https://mms.pinduoduo.com/*'] }],
    ['field: content_scripts', { content_scripts: [] }],
    ['field: web_accessible_resources', { web_accessible_resources: [] }],
    ['field: externally_connectable', { externally_connectable: {} }],
    ['optional host: http://*/*', { optional_host_permissions: ['http://*/*'] }],
    ['optional host: file:///*', { optional_host_permissions: ['file:///*'] }],
    ["script-src: 'unsafe-eval'", policy("'wasm-unsafe-eval'", "'wasm-unsafe-eval' 'unsafe-eval'")],
    ['script-src: https://cdn.example', policy("script-src 'self'", "script-src 'self' https://cdn.example")],
    ['connect-src: https:', policy("connect-src 'self'", "connect-src 'self' https:")],
    ['connect-src: missing', policy('connect-src', 'no-src')],
    ['img-src: https:', policy("img-src 'self'", "img-src 'self' https:")],
    ['object-src: missing', policy("object-src 'none'; ", '')],
    [
      'policy: sandbox',
      { content_security_policy: { extension_pages: contentSecurityPolicy(), sandbox: 'x' } },
    ],
  ])('find %s', (found, change) =>
    expect(loosened({ ...manifest('chromium'), ...change }, 'chromium', pictures)).toContain(found),
  );

  it('find what is Chromium’s own in Firefox', () =>
    expect(loosened(manifest('chromium'), 'firefox', pictures)).toContain('permission: offscreen'));
});
