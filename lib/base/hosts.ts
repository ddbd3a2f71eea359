/** Names of hosts. */

/** A host name in the one form in which it is compared: `example.com.` is the same host as `example.com` (RFC 1034 §3.1). */
export const plainHost = (hostname: string): string => hostname.toLowerCase().replace(/\.+$/, '');
