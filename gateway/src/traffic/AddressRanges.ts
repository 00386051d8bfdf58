import { BlockList, isIP } from 'node:net';

/** How many addresses are remembered with the answer for them. */
const rememberedAddresses = 10_000;

/** Why the text is no address and no range of addresses; undefined where it is one, as `10.0.0.0/8` or `::1`. */
export function rangeProblem(text: string): string | undefined {
  return partsOf(text) ? undefined : 'an address or a range of addresses, as 10.0.0.0/8 or fd00::/8';
}

/** A set of addresses, made of single ones and of ranges in CIDR notation. */
export class AddressRanges {
  readonly #list = new BlockList();
  readonly #known = new Map<string, boolean>();
  readonly #isEmpty: boolean;

  /** The ranges must be such that `rangeProblem` finds nothing wrong with them. */
  constructor(ranges: readonly string[]) {
    this.#isEmpty = ranges.length === 0;
    for (const range of ranges) {
      const parts = partsOf(range);
      if (parts) this.#list.addSubnet(parts.address, parts.prefix, parts.family);
    }
  }

  /** Whether the address is one of the set; a text that is no address never is. */
  has(address: string): boolean {
    if (this.#isEmpty) return false;
    const known = this.#known.get(address);
    if (known !== undefined) return known;
    const version = isIP(address);
    const found = version !== 0 && this.#list.check(address, version === 4 ? 'ipv4' : 'ipv6');
    if (this.#known.size >= rememberedAddresses) this.#known.clear();
    this.#known.set(address, found);
    return found;
  }
}

interface Range {
  readonly address: string;
  readonly prefix: number;
  readonly family: 'ipv4' | 'ipv6';
}

function partsOf(text: string): Range | null {
  const [address = '', length, ...rest] = text.split('/');
  const version = isIP(address);
  const most = version === 4 ? 32 : 128;
  const prefix = length === undefined ? most : /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN;
  if (version === 0 || rest.length > 0 || !(prefix <= most)) return null;
  return { address, prefix, family: version === 4 ? 'ipv4' : 'ipv6' };
}
