import { expect, it } from 'vitest';
import { plainHost } from '../../../lib/base/hosts.ts';
import { consoleForUrl } from '../../../lib/consoles/registry.ts';

it('a host with a dot at its end is the same host', () => {
  expect(plainHost('MMS.Pinduoduo.com.')).toBe('mms.pinduoduo.com');
  expect(consoleForUrl('https://mms.pinduoduo.com./aftersales')?.id).toBe('pinduoduo');
  expect(consoleForUrl('https://mms.pinduoduo.com.example.com/aftersales')?.id).toBeUndefined();
});
