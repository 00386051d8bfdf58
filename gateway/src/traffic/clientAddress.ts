import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { AddressRanges } from './AddressRanges';

/** The address of the client that sent a request; empty where its connection is gone already. */
export type AddressOf = (request: IncomingMessage) => string;

/**
 * Finds out who sent a request: the other end of the connection, or, where that is a trusted proxy, the last address in
 * `x-forwarded-for` that is none. What stands further left there was written by the client and is not believed.
 */
export function createAddressOf(trustedProxies: readonly string[]): AddressOf {
  if (trustedProxies.length === 0) return ({ socket }) => plainAddress(socket.remoteAddress ?? '');
  const proxies = new AddressRanges(trustedProxies);
  return ({ socket, headers }) => {
    let address = plainAddress(socket.remoteAddress ?? '');
    const forwarded = headers['x-forwarded-for'];
    if (forwarded === undefined) return address;
    const hops = (typeof forwarded === 'string' ? forwarded : forwarded.join(',')).split(',');
    while (proxies.has(address)) {
      const hop = plainAddress(withoutPort(hops.pop()?.trim() ?? ''));
      if (isIP(hop) === 0) break;
      address = hop;
    }
    return address;
  };
}

/**
 * What stands for an address where addresses are counted: an IPv4 address itself; of an IPv6 address its /64, since one
 * subscriber has all of that.
 */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  return `${groupsOf(address).slice(0, 4).join(':')}::/64`;
}

/** Without the zone, and an IPv4 address that is written as IPv6 as what it is. */
function plainAddress(address: string): string {
  if (!address.includes(':')) return address;
  const withoutZone = address.split('%', 1)[0] ?? '';
  if (isIP(withoutZone) !== 6) return address;
  const groups = groupsOf(withoutZone);
  const isMapped = groups[5] === 'ffff' && groups.slice(0, 5).every((group) => group === '0');
  if (!isMapped) return withoutZone;
  const [high = 0, low = 0] = groups.slice(6).map((group) => Number.parseInt(group, 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** The eight groups of an IPv6 address, in lower case without leading zeros. */
function groupsOf(address: string): string[] {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  if (dotted) {
    const [, head = '', ...bytes] = dotted;
    const [a = 0, b = 0, c = 0, d = 0] = bytes.map(Number);
    return groupsOf(`${head}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`);
  }
  const [left = '', right = ''] = address.toLowerCase().split('::');
  const before = left.split(':').filter(Boolean);
  const after = right.split(':').filter(Boolean);
  const between = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...between, ...after].map((group) => Number.parseInt(group, 16).toString(16));
}

/** `1.2.3.4:5678` and `[::1]:5678` are written by some proxies. */
function withoutPort(hop: string): string {
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(hop);
  return bracketed?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(hop)?.[1] ?? hop;
}
