/** Damage painted on a copy, as SVG overlays; and the phone screen around a screenshot. */
import { random } from './random.ts';

/** A jagged dark line with light edges and side branches, corner to corner of the box. */
export function crack(width: number, height: number, seed: number): string {
  const next = random(seed);
  const walk = (x: number, y: number, dx: number, dy: number, steps: number) => {
    const points = [`${x.toFixed(1)},${y.toFixed(1)}`];
    for (let i = 0; i < steps; i++) {
      x += dx * (0.6 + 0.8 * next()) + (next() - 0.5) * width * 0.09;
      y += dy * (0.6 + 0.8 * next()) + (next() - 0.5) * height * 0.09;
      points.push(`${x.toFixed(1)},${y.toFixed(1)}`);
    }
    return points;
  };
  const main = walk(width * 0.1, height * 0.06, (width * 0.8) / 14, (height * 0.86) / 14, 14);
  const branches = [3, 6, 9, 11].map((i) => {
    const [x = 0, y = 0] = (main[i] ?? '').split(',').map(Number);
    return walk(x, y, (next() - 0.3) * width * 0.07, (next() - 0.5) * height * 0.11, 5);
  });
  const w = Math.max(1.4, Math.min(width, height) * 0.014);
  const line = (points: string[], stroke: string, size: number, shift: number) =>
    `<polyline transform="translate(${shift},${shift})" points="${points.join(' ')}" fill="none" stroke="${stroke}" stroke-width="${size}" stroke-linejoin="bevel"/>`;
  return svg(
    width,
    height,
    line(main, '#f3e9dc', w * 1.5, w * 0.9) +
      line(main, '#160f0a', w * 1.9, 0) +
      branches.map((b) => line(b, '#1d140d', w, 0)).join(''),
  );
}

/** A soaked brown blot with a darker rim and uneven inside. */
export function stain(width: number, height: number, seed: number): string {
  return svg(
    width,
    height,
    `<defs><filter id="f" x="-20%" y="-20%" width="140%" height="140%">
      <feTurbulence type="fractalNoise" baseFrequency="${(5 / width).toFixed(4)}" numOctaves="4" seed="${seed}" result="n"/>
      <feDisplacementMap in="SourceGraphic" in2="n" scale="${(width * 0.3).toFixed(0)}"/><feGaussianBlur stdDeviation="1.2"/></filter></defs>
    <g filter="url(#f)" fill="#4a2a0e"><ellipse cx="50%" cy="50%" rx="36%" ry="34%" opacity="0.55"/>
      <ellipse cx="50%" cy="50%" rx="36%" ry="34%" fill="none" stroke="#2c1605" stroke-width="${width * 0.03}" opacity="0.7"/>
      <ellipse cx="56%" cy="45%" rx="18%" ry="15%" fill="#241103" opacity="0.6"/></g>`,
  );
}

/** Clusters of grey-green and black spots. */
export function mould(width: number, height: number, seed: number): string {
  const next = random(seed);
  const spots: string[] = [];
  for (let cluster = 0; cluster < 7; cluster++) {
    const cx = width * (0.15 + 0.7 * next());
    const cy = height * (0.15 + 0.7 * next());
    for (let i = 0; i < 26; i++) {
      const angle = next() * 6.283;
      const away = next() ** 0.7 * Math.min(width, height) * 0.18;
      const r = 0.8 + next() ** 2 * Math.min(width, height) * 0.035;
      const colour = ['#20261c', '#3d4a36', '#6f7d66', '#121411'][Math.floor(next() * 4)];
      spots.push(
        `<circle cx="${(cx + away * Math.cos(angle)).toFixed(1)}" cy="${(cy + away * Math.sin(angle)).toFixed(1)}" r="${r.toFixed(1)}" fill="${colour}" opacity="${(0.5 + 0.45 * next()).toFixed(2)}"/>`,
      );
    }
  }
  return svg(width, height, spots.join(''));
}

/** White with a soft edge: the alpha of a pasted patch. */
export function softMask(width: number, height: number): string {
  const edge = Math.min(width, height) * 0.08;
  return svg(
    width,
    height,
    `<defs><filter id="f"><feGaussianBlur stdDeviation="${edge / 2}"/></filter></defs>
    <rect x="${edge}" y="${edge}" width="${width - 2 * edge}" height="${height - 2 * edge}" rx="${edge}" fill="#fff" filter="url(#f)"/>`,
  );
}

/** Everything of a phone screen but the picture, which goes to `top` over the full width. */
export function phoneScreen(width: number, height: number, top: number, bottom: number): string {
  const unit = width / 36;
  const text = (x: number, y: number, size: number, what: string, fill = '#222', anchor = 'start') =>
    `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}" text-anchor="${anchor}" font-family="Noto Sans CJK SC, sans-serif">${what}</text>`;
  const bars = [0, 1, 2, 3]
    .map(
      (i) =>
        `<rect x="${unit * (27 + i * 0.7)}" y="${unit * (1.9 - i * 0.3)}" width="${unit * 0.45}" height="${unit * (0.5 + i * 0.3)}" fill="#222"/>`,
    )
    .join('');
  return svg(
    width,
    height,
    `<rect width="100%" height="100%" fill="#fff"/>
    ${text(unit * 1.5, unit * 2.4, unit * 1.5, '14:07')}${bars}
    <rect x="${unit * 31}" y="${unit * 1.1}" width="${unit * 3}" height="${unit * 1.4}" rx="${unit * 0.3}" fill="none" stroke="#222" stroke-width="${unit * 0.15}"/>
    <rect x="${unit * 31.2}" y="${unit * 1.3}" width="${unit * 1.9}" height="${unit}" fill="#222"/>
    ${text(width / 2, unit * 6, unit * 1.7, '商品图片', '#111', 'middle')}${text(unit * 1.5, unit * 6.1, unit * 2, '〈')}
    <line x1="0" x2="${width}" y1="${top - 1}" y2="${top - 1}" stroke="#ddd"/>
    ${text(unit * 2, bottom + unit * 3.2, unit * 1.5, '客服')}${text(unit * 7, bottom + unit * 3.2, unit * 1.5, '收藏')}
    <rect x="${unit * 12}" y="${bottom + unit}" width="${unit * 22}" height="${unit * 3.6}" rx="${unit * 0.5}" fill="#e02e24"/>
    ${text(unit * 23, bottom + unit * 3.4, unit * 1.7, '发起拼单', '#fff', 'middle')}
    <rect x="${width / 2 - unit * 5}" y="${height - unit * 0.9}" width="${unit * 10}" height="${unit * 0.4}" rx="${unit * 0.2}" fill="#111"/>`,
  );
}

function svg(width: number, height: number, body: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${body}</svg>`;
}
