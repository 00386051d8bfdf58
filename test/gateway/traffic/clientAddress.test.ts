import type { IncomingMessage } from 'node:http';
import { AddressRanges, rangeProblem } from '../../../gateway/src/traffic/AddressRanges';
import { createAddressOf, networkOf } from '../../../gateway/src/traffic/clientAddress';

const from = (remoteAddress: string, forwarded?: string) =>
  ({ socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } }) as unknown as IncomingMessage;

describe('the address of a client', () => {
  it('is that of the connection, whatever the client writes', () => {
    const addressOf = createAddressOf([]);
    expect(addressOf(from('203.0.113.7', '198.51.100.1'))).toBe('203.0.113.7');
    expect(addressOf(from('::ffff:203.0.113.7'))).toBe('203.0.113.7');
    expect(addressOf(from('fe80::1%eth0'))).toBe('fe80::1');
  });

  it('is told by trusted proxies alone, read from the right', () => {
    const addressOf = createAddressOf(['10.0.0.0/8', 'fd00::/8']);
    expect(addressOf(from('10.1.2.3', '198.51.100.1'))).toBe('198.51.100.1');
    expect(addressOf(from('203.0.113.7', '198.51.100.1'))).toBe('203.0.113.7');
    // The client has written 192.0.2.9 itself.
    expect(addressOf(from('10.1.2.3', '192.0.2.9, 198.51.100.1, 10.9.9.9'))).toBe('198.51.100.1');
    expect(addressOf(from('fd12::1', '[2001:db8::5]:4711'))).toBe('2001:db8::5');
    expect(addressOf(from('10.1.2.3', '198.51.100.1:4711'))).toBe('198.51.100.1');
  });

  it('stays that of the proxy where what it writes is no address', () => {
    const addressOf = createAddressOf(['10.0.0.0/8']);
    expect(addressOf(from('10.1.2.3', 'unknown'))).toBe('10.1.2.3');
    expect(addressOf(from('10.1.2.3', ''))).toBe('10.1.2.3');
    expect(addressOf(from('10.1.2.3'))).toBe('10.1.2.3');
  });
});

describe('the network of an address', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::1', '2001:db8:1:2::/64'],
    ['::1', '0:0:0:0::/64'],
    ['64:ff9b::192.0.2.33', '64:ff9b:0:0::/64'],
  ])('of %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

describe('ranges of addresses', () => {
  it('hold single addresses and whole networks', () => {
    const ranges = new AddressRanges(['10.0.0.0/8', '::1', '2001:db8::/32']);
    expect(
      ['10.255.0.1', '11.0.0.1', '::1', '::2', '2001:db8:ffff::1', 'no address', ''].map((each) =>
        ranges.has(each),
      ),
    ).toEqual([true, false, true, false, true, false, false]);
  });

  it('are checked when they are configured', () => {
    expect(['10.0.0.0/8', '::1', 'fd00::/8'].map(rangeProblem)).toEqual([undefined, undefined, undefined]);
    for (const wrong of ['10.0.0.0/33', 'localhost', '10.0.0.0/', '10.0.0.0/8/8', '::1/129', '10.0.0.0/-1']) {
      expect(rangeProblem(wrong)).toMatch(/^an address or a range/);
    }
  });
});
