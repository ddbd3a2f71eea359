/** Pictures for the built-in sample claims, drawn on the spot: nothing is shipped, nothing is fetched. */

/** A small generator with a seed (mulberry32), so that the samples are the same on every machine. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const WIDTH = 960;
const HEIGHT = 960;
type Context = OffscreenCanvasRenderingContext2D;

function table(c: Context, roll: () => number, tint: string): void {
  c.fillStyle = tint;
  c.fillRect(0, 0, WIDTH, HEIGHT);
  for (let i = 0; i < 900; i++) {
    c.fillStyle = `rgb(60 40 20 / ${0.02 + roll() * 0.05})`;
    c.fillRect(roll() * WIDTH, roll() * HEIGHT * 0.62, 2 + roll() * 60, 1 + roll() * 2);
  }
  c.fillStyle = '#8c6239';
  c.fillRect(0, HEIGHT * 0.62, WIDTH, HEIGHT * 0.38);
  for (let i = 0; i < 420; i++) {
    const y = HEIGHT * 0.62 + roll() * HEIGHT * 0.38;
    c.strokeStyle = `rgb(${50 + roll() * 60} ${30 + roll() * 40} ${10 + roll() * 20} / ${0.1 + roll() * 0.3})`;
    c.lineWidth = 0.6 + roll() * 2.4;
    c.beginPath();
    c.moveTo(roll() * WIDTH - 200, y);
    c.bezierCurveTo(
      roll() * WIDTH,
      y + roll() * 14 - 7,
      roll() * WIDTH,
      y + roll() * 14 - 7,
      roll() * WIDTH + 300,
      y,
    );
    c.stroke();
  }
}

/** A mug with a print, its left upper corner at x, y and `size` pixels wide. The print is the same for each mug. */
function mug(c: Context, x: number, y: number, size: number): void {
  const roll = dice(7);
  const height = size * 1.12;
  c.save();
  c.translate(x, y);
  c.fillStyle = 'rgb(30 20 10 / 0.35)';
  c.beginPath();
  c.ellipse(size * 0.58, height * 1.0, size * 0.68, size * 0.1, 0, 0, Math.PI * 2);
  c.fill();
  c.strokeStyle = '#d9dde0';
  c.lineWidth = size * 0.1;
  c.beginPath();
  c.ellipse(size * 1.02, height * 0.46, size * 0.2, height * 0.24, 0, -1.9, 1.9);
  c.stroke();
  const glaze = c.createLinearGradient(0, 0, size, 0);
  glaze.addColorStop(0, '#c3cacf');
  glaze.addColorStop(0.3, '#fbfcfc');
  glaze.addColorStop(0.75, '#e6eaec');
  glaze.addColorStop(1, '#a9b2b8');
  c.fillStyle = glaze;
  c.beginPath();
  c.roundRect(0, 0, size, height, size * 0.09);
  c.fill();
  c.clip();
  for (let i = 0; i < 74; i++) {
    c.fillStyle = `hsl(${165 + roll() * 70} ${40 + roll() * 40}% ${28 + roll() * 38}%)`;
    const [px, py] = [size * (0.06 + roll() * 0.86), height * (0.14 + roll() * 0.76)];
    c.beginPath();
    if (roll() < 0.45) c.arc(px, py, size * (0.008 + roll() * 0.034), 0, Math.PI * 2);
    else {
      c.moveTo(px, py);
      c.lineTo(px + size * (roll() * 0.12 - 0.06), py + size * (0.02 + roll() * 0.07));
      c.lineTo(px + size * (roll() * 0.1), py - size * (0.01 + roll() * 0.05));
    }
    c.fill();
  }
  c.fillStyle = '#dfe4e7';
  c.beginPath();
  c.ellipse(size / 2, height * 0.015, size * 0.48, height * 0.055, 0, 0, Math.PI * 2);
  c.fill();
  c.restore();
}

/** A painted crack from x, y downwards. */
function crack(c: Context, x: number, y: number): void {
  const roll = dice(41);
  const line: [number, number][] = [[x, y]];
  for (let i = 0; i < 16; i++) {
    const [px, py] = line.at(-1) ?? [x, y];
    line.push([px + roll() * 30 - 13, py + 8 + roll() * 14]);
  }
  for (const [shift, width, colour] of [
    [2.5, 7, 'rgb(255 255 255 / 0.55)'],
    [0, 5, '#3a3431'],
    [0, 2.4, '#120e0c'],
  ] as const) {
    c.strokeStyle = colour;
    c.lineWidth = width;
    c.lineJoin = 'round';
    c.beginPath();
    for (const [px, py] of line) c.lineTo(px + shift, py + shift);
    c.stroke();
    const [bx, by] = line[7] ?? [x, y];
    c.beginPath();
    c.moveTo(bx + shift, by + shift);
    c.lineTo(bx + 38 + shift, by + 18 + shift);
    c.lineTo(bx + 52 + shift, by + 49 + shift);
    c.stroke();
  }
}

function canvas(): { surface: OffscreenCanvas; c: Context } {
  const surface = new OffscreenCanvas(WIDTH, HEIGHT);
  const c = surface.getContext('2d');
  if (!c) throw new Error('no 2d context');
  return { surface, c };
}

const jpeg = (surface: OffscreenCanvas, quality: number): Promise<Blob> =>
  surface.convertToBlob({ type: 'image/jpeg', quality });

export interface SamplePictures {
  /** The shop's own picture. */
  listing: Blob;
  /** The listing with a painted crack, saved once more. */
  edited: Blob;
  /** Another photo of the same mug elsewhere. */
  honest: Blob;
}

/** Draws all sample pictures. */
export async function drawSamples(): Promise<SamplePictures> {
  const shop = canvas();
  table(shop.c, dice(3), '#d8d2c4');
  mug(shop.c, 250, 210, 430);
  const edited = canvas();
  edited.c.drawImage(shop.surface, 0, 0);
  crack(edited.c, 430, 330);
  const home = canvas();
  table(home.c, dice(99), '#b9c4c1');
  home.c.translate(WIDTH / 2, HEIGHT / 2);
  home.c.rotate(-0.09);
  home.c.translate(-WIDTH / 2, -HEIGHT / 2);
  mug(home.c, 340, 300, 330);
  return {
    listing: await jpeg(shop.surface, 0.92),
    edited: await jpeg(edited.surface, 0.8),
    honest: await jpeg(home.surface, 0.85),
  };
}
