/**
 * A host name or address in one spelling: lower case, without a trailing dot, without the prefix that the
 * console gives aliases of load balancers, IPv6 addresses in their shortest form. Route 53 writes `*` as
 * `\052`.
 * Sources: Amazon Route 53 Developer Guide, "DNS domain name format" and "Routing traffic to an ELB load
 * balancer".
 */
export function normalHost(host: string): string {
  const plain = host
    .toLowerCase()
    .replaceAll('\\052', '*')
    .replace(/\.$/, '')
    .replace(/^dualstack\./, '');
  return plain.includes(':') ? shortestAddress(plain) : plain;
}

function shortestAddress(address: string): string {
  const url = `http://[${address}]/`;
  return URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : address;
}

/** A mechanism of SPF before a host or an address: `ip4:192.0.2.1` (RFC 7208, section 5). */
const MECHANISM = /^[+?~-]?(?:a|mx|ptr|ip4|ip6|include|exists|redirect):/;

/**
 * Every host and address in the value of a record, whatever its type: `10 mail.example.com.` (MX), `1 .
 * ipv4hint=192.0.2.1` (HTTPS), `"v=spf1 ip4:192.0.2.1 -all"` (TXT). Other words are returned too; they match
 * no host.
 */
export function hostsIn(value: string): readonly string[] {
  return value
    .split(/[\s"',;=]+/)
    .filter((word) => word !== '')
    .map((word) => normalHost(word.replace(MECHANISM, '')));
}
