import { expect, it } from 'vitest';
import { portFor } from '../../browsers/gate.ts';

it('maps hosts by exact name first, then by domain, and no others', () => {
  const hosts = { 'mms.pinduoduo.com': 1, '*.pddpic.com': 2, 'img.pddpic.com': 3 };
  expect(portFor('mms.pinduoduo.com', hosts)).toBe(1);
  expect(portFor('t1.pddpic.com', hosts)).toBe(2);
  expect(portFor('img.pddpic.com', hosts)).toBe(3);
  expect(portFor('pddpic.com', hosts)).toBeUndefined();
  expect(portFor('evil-pddpic.com', hosts)).toBeUndefined();
  expect(portFor('example.com', hosts)).toBeUndefined();
});
