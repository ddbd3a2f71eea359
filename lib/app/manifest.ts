/** The manifest: least privilege, pinned by a test (tests/unit/app/manifest.test.ts). */
import { CONSOLES } from '../consoles/registry.ts';
import { OFFICIAL_TRUST } from '../provenance/tables/official-trust.ts';

/** Hosts of all known consoles and of their pictures: asked for per console, when the seller switches it on. */
export const namedHosts = (): { consoles: string[]; pictures: string[] } => ({
  consoles: [...new Set(CONSOLES.flatMap((definition) => definition.hosts))].sort(),
  pictures: [...new Set(CONSOLES.flatMap((definition) => definition.cdnHosts))].sort(),
});

/** `https://*.alicdn.com/*` → `https://*.alicdn.com`: the form a content security policy takes. */
const sourceOf = (pattern: string): string => pattern.replace(/\/\*$/, '');

/**
 * Content security policy of the extension's own pages and workers: own code only, WebAssembly but no eval, and a second
 * lock on the network beside the permission check: nothing but the named picture hosts, the address of the official trust lists and a
 * team's own server can be reached at all. A policy in the manifest cannot know a shop's server, so it allows WebSockets with TLS, and
 * without it on this machine; every page but the team's takes them away again in its head, and the team's page narrows itself to one
 * address (lib/team/wire/address.ts).
 * @param teamHost `wss://host[:port]`: the only one that a managed build allows
 */
export function contentSecurityPolicy(teamHost?: string): string {
  const team = teamHost ?? 'wss: ws://127.0.0.1:* ws://localhost:*';
  return [
    "default-src 'self'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "object-src 'none'",
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    "style-src 'self' 'unsafe-inline'",
    "base-uri 'none'",
    "form-action 'none'",
    `connect-src 'self' blob: ${[...namedHosts().pictures, OFFICIAL_TRUST.host].map(sourceOf).join(' ')} ${team}`,
  ].join('; ');
}

/** The manifest's own part; WXT adds entry points, icons and the version. */
export function extensionManifest(
  target: 'chromium' | 'firefox',
  teamHost?: string,
): Record<string, unknown> {
  const { consoles, pictures } = namedHosts();
  const common = {
    name: '__MSG_name__',
    description: '__MSG_description__',
    default_locale: 'en',
    // unlimitedStorage: evidence must not be evicted. scripting: readers exist only on consoles that are switched on.
    // storage: the canary stands outside the database that it watches.
    permissions: ['unlimitedStorage', 'storage', 'scripting', 'alarms', 'activeTab', 'contextMenus'],
    // Desktop notices ahead of dangerous deadlines are asked for when the seller switches them on.
    optional_permissions: ['notifications'],
    // The last pattern lets a seller grant one more host in teach mode; nothing is granted at install.
    optional_host_permissions: [...new Set([...consoles, ...pictures, OFFICIAL_TRUST.host, 'https://*/*'])],
    content_security_policy: { extension_pages: contentSecurityPolicy(teamHost) },
    action: { default_title: '__MSG_name__' },
  };
  if (target === 'firefox') {
    return {
      ...common,
      browser_specific_settings: {
        gecko: {
          id: 'claimlens@claimlens.invalid',
          strict_min_version: '142.0',
          data_collection_permissions: { required: ['none'] },
        },
      },
      sidebar_action: {
        default_panel: 'sidepanel.html',
        default_title: '__MSG_name__',
        open_at_install: false,
      },
    };
  }
  return {
    ...common,
    minimum_chrome_version: '128',
    permissions: [...common.permissions, 'offscreen', 'sidePanel'],
    side_panel: { default_path: 'sidepanel.html' },
  };
}
