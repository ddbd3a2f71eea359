import { describe, expect, it } from 'vitest';
import { hostPattern, teamAddress } from '../../../../lib/team/wire/address.ts';
import { WireError } from '../../../../lib/team/wire/wire.ts';

describe('teamAddress', () => {
  it.each([
    ['team.shop.example', 'wss://team.shop.example'],
    ['  wss://team.shop.example:8443/ ', 'wss://team.shop.example:8443'],
    ['WSS://Team.Shop.example', 'wss://team.shop.example'],
    ['wss://[::1]:9', 'wss://[::1]:9'],
    ['ws://127.0.0.1:9222', 'ws://127.0.0.1:9222'],
    ['ws://localhost:1', 'ws://localhost:1'],
    ['wss://店铺.example', 'wss://xn--4kqs69n.example'],
  ])('%s is %s', (text, address) => {
    const got = teamAddress(text);
    if (!text.includes('店铺')) expect(got).toBe(address);
    else expect(got).toMatch(/^wss:\/\/xn--[a-z0-9-]+\.example$/);
  });

  it.each([
    '',
    'ws://team.shop.example',
    'https://team.shop.example',
    'javascript:alert(1)',
    'wss://user:secret@team.shop.example',
    'wss://team.shop.example/path',
    'wss://team.shop.example?x=1',
    'wss://team.shop.example#x',
    'wss://*.example',
    'wss://',
    'nats://team.shop.example:4222',
    'wss://a b',
  ])('refuses %s', (text) => {
    expect(() => teamAddress(text)).toThrow(WireError);
  });

  it('asks for the one host, and for none on this machine', () => {
    expect(hostPattern('wss://team.shop.example:8443')).toBe('https://team.shop.example/*');
    expect(hostPattern('ws://127.0.0.1:9222')).toBeNull();
  });
});
