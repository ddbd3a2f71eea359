import { expect, it } from 'vitest';
import { itemKey, jobKey, parseItemKey, parsePhotoKey, photoKey } from '../../../lib/store/keys.ts';

it('takes a key apart as it was built, also where the claim holds the separator', () => {
  expect(parsePhotoKey(photoKey('site-a#b:1', 'ff00'))).toEqual({ claimKey: 'site-a#b:1', sha256: 'ff00' });
  expect(parseItemKey(itemKey('taobao:7', 2))).toEqual({ claimKey: 'taobao:7', index: 2 });
  expect(jobKey('check-photo', photoKey('taobao:7', 'ff'))).toBe('check-photo:taobao:7#ff');
  expect(() => parsePhotoKey('taobao:7')).toThrow(RangeError);
});
