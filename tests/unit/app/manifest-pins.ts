/** What the manifest of a store package may hold, as one check over the whole of it: each line names what was loosened. */

type Manifest = Record<string, unknown>;

const PERMISSIONS = ['activeTab', 'alarms', 'contextMenus', 'scripting', 'storage', 'unlimitedStorage'];
const CHROMIUM_ONLY = ['offscreen', 'sidePanel'];
/** Fields that would hold hosts at install, or open the extension to pages. */
const FORBIDDEN = [
  'host_permissions',
  'content_scripts',
  'externally_connectable',
  'web_accessible_resources',
];
const POLICY: Record<string, string[]> = {
  'default-src': ["'self'"],
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  'object-src': ["'none'"],
  'img-src': ["'self'", 'blob:', 'data:'],
  'media-src': ["'self'", 'blob:'],
  'style-src': ["'self'", "'unsafe-inline'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
};

const list = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
const beyond = (what: string, value: unknown, allowed: readonly string[]): string[] =>
  list(value)
    .filter((one) => !allowed.includes(one))
    .map((one) => `${what}: ${one}`);

/** @param pictures patterns of the named picture hosts (`https://*.alicdn.com/*`) */
export function loosened(
  manifest: Manifest,
  target: 'chromium' | 'firefox',
  pictures: readonly string[],
): string[] {
  const permissions = target === 'chromium' ? [...PERMISSIONS, ...CHROMIUM_ONLY] : PERMISSIONS;
  const policies = (manifest.content_security_policy ?? {}) as Record<string, string>;
  const policy = new Map(
    (policies.extension_pages ?? '')
      .split(';')
      .map((part) => part.trim().split(/\s+/))
      .map(([name = '', ...sources]) => [name, sources] as const),
  );
  // Beside the pictures: the official trust lists, fetched at the seller's click.
  const lists = 'https://raw.githubusercontent.com';
  // A team's server, which a manifest cannot know; every page but the team's own takes these away again (tests/unit/team/pages.test.ts).
  const team = ['wss:', 'ws://127.0.0.1:*', 'ws://localhost:*'];
  const named = pictures.map((pattern) => pattern.replace(/\/\*$/, ''));
  const reach = ["'self'", 'blob:', ...named, lists, ...team];
  return [
    ...beyond('permission', manifest.permissions, permissions),
    ...beyond('optional permission', manifest.optional_permissions, ['notifications']),
    ...FORBIDDEN.filter((field) => manifest[field] !== undefined).map((field) => `field: ${field}`),
    ...list(manifest.optional_host_permissions)
      .filter((host) => !/^https:\/\/(\*|(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+)\/\*$/.test(host))
      .map((host) => `optional host: ${host}`),
    ...Object.keys(policies)
      .filter((name) => name !== 'extension_pages')
      .map((name) => `policy: ${name}`),
    ...Object.entries(POLICY).flatMap(([name, allowed]) =>
      policy.has(name) ? beyond(name, policy.get(name), allowed) : [`${name}: missing`],
    ),
    ...(policy.has('connect-src')
      ? beyond('connect-src', policy.get('connect-src'), reach)
      : ['connect-src: missing']),
    ...[...policy.keys()]
      .filter((name) => !(name in POLICY) && name !== 'connect-src')
      .map((name) => `${name}: new`),
  ];
}
