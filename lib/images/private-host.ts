/** Which hosts a page must not make the extension ask. */

/**
 * Addresses inside the seller's own network: a page must not make the extension knock there.
 * Covers literal private, loopback, link-local and unspecified addresses and names without a public suffix.
 */
export function isPrivateHost(hostname: string): boolean {
  // A trailing dot names the same host.
  const host = hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.+$/, '')
    .toLowerCase();
  if (host === 'localhost' || /\.(localhost|local|internal|lan|intranet|corp|home|home\.arpa)$/.test(host))
    return true;
  if (host.includes(':')) return true; // no CDN is addressed by a literal IPv6 address
  if (/^[\d.]+$/.test(host) || /^0x[\da-fx.]*$/.test(host)) return true; // nor by a literal IPv4 address in any notation
  return !host.includes('.');
}
