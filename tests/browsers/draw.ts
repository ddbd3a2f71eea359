/** Drawing with a pressed mouse, the same for both drivers. */

interface Mouse {
  move(x: number, y: number): Promise<unknown>;
  down(): Promise<unknown>;
  up(): Promise<unknown>;
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** From one place of a box to another, by way of a few between; places are shares of its width and height. */
export async function drawWith(
  mouse: Mouse,
  box: Box,
  from: [number, number],
  to: [number, number],
): Promise<void> {
  const at = (share: number): [number, number] => [
    box.x + box.width * (from[0] + (to[0] - from[0]) * share),
    box.y + box.height * (from[1] + (to[1] - from[1]) * share),
  ];
  await mouse.move(...at(0));
  await mouse.down();
  for (const share of [0.25, 0.5, 0.75, 1]) await mouse.move(...at(share));
  await mouse.up();
}
