import { describe, expect, it } from 'vitest';
import { NetworkRoom } from '../../../../../lib/labels/ocr/maps/room.ts';

describe('the room of a network', () => {
  it('keeps weights below what comes and goes', () => {
    const room = new NetworkRoom();
    const at = room.keep(Float32Array.of(1, 2, 3));
    const map = room.take(1000);
    expect(map).toBeGreaterThanOrEqual(at + 12);
    room.floats(map, 250).fill(9);
    room.clear();
    expect(room.take(1000)).toBe(map);
    expect([...room.floats(at, 3)]).toEqual([1, 2, 3]);
  });

  it('uses places again that were given back, joined where they lie side by side', () => {
    const room = new NetworkRoom();
    const [a, b, c] = [room.take(640), room.take(640), room.take(640)];
    room.take(64);
    room.free(a, 640);
    room.free(c, 640);
    room.free(b, 640);
    expect(room.take(1920)).toBe(a);
  });

  it('hands out no place twice, and grows', () => {
    const room = new NetworkRoom();
    const held: [number, number][] = [];
    for (let i = 0; i < 60; i++) {
      const size = 1 + ((i * 7919) % 50_000);
      const at = room.take(size);
      for (const [other, length] of held) expect(at + size <= other || other + length <= at).toBe(true);
      room.floats(at, size >> 2).fill(i);
      held.push([at, size]);
      if (i % 3 === 2) room.free(...held.splice(i % held.length, 1)[0]!);
    }
  });
});
