import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy, extensionManifest, namedHosts } from '../../../lib/app/manifest.ts';

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
      'unlimitedStorage',
    ]);
    expect([...manifest('firefox').permissions].sort()).toEqual([
      'activeTab',
      'alarms',
      'contextMenus',
      'scripting',
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

  it('reaches the named picture hosts only', () => {
    const sources = directives().get('connect-src') ?? [];
    const own = new Set(["'self'", 'blob:']);
    const named = namedHosts().pictures.map((host) => host.replace(/\/\*$/, ''));
    expect(sources.filter((source) => !own.has(source))).toEqual(named);
  });

  it('shows pictures from the extension itself only', () =>
    expect(directives().get('img-src')).toEqual(["'self'", 'blob:', 'data:']));

  it.each(TARGETS)('stands in the manifest (%s)', (target) =>
    expect(manifest(target).content_security_policy).toEqual({ extension_pages: contentSecurityPolicy() }),
  );
});
