/** Connected marks in a probability map, as boxes: the detector's post-processing. */

export interface Blob {
  /** Half-open bounds in map pixels. */
  x0: number;
  y0: number;
  x1: number;
  y1: number;
  area: number;
  /** Mean probability of the marked pixels. */
  mean: number;
  /** Direction of the mark's long axis in degrees, -90..90, positive clockwise on the screen. */
  tiltDeg: number;
}

/** Eight-connected groups of pixels above `threshold` in a `width`×`height` map, in reading order of their first pixel. */
export function blobs(map: Float32Array, width: number, height: number, threshold: number): Blob[] {
  const seen = new Uint8Array(width * height);
  const stack: number[] = [];
  const found: Blob[] = [];
  for (let start = 0; start < seen.length; start++) {
    if (seen[start] || map[start]! <= threshold) continue;
    seen[start] = 1;
    stack.push(start);
    let area = 0;
    let sum = 0;
    let sx = 0;
    let sy = 0;
    let sxx = 0;
    let syy = 0;
    let sxy = 0;
    let x0 = width;
    let x1 = 0;
    let y0 = height;
    let y1 = 0;
    while (stack.length > 0) {
      const at = stack.pop()!;
      const x = at % width;
      const y = (at - x) / width;
      area++;
      sum += map[at]!;
      sx += x;
      sy += y;
      sxx += x * x;
      syy += y * y;
      sxy += x * y;
      if (x < x0) x0 = x;
      if (x > x1) x1 = x;
      if (y < y0) y0 = y;
      if (y > y1) y1 = y;
      for (let dy = -1; dy <= 1; dy++) {
        const ny = y + dy;
        if (ny < 0 || ny >= height) continue;
        for (let dx = -1; dx <= 1; dx++) {
          const nx = x + dx;
          if (nx < 0 || nx >= width) continue;
          const next = ny * width + nx;
          if (seen[next] || map[next]! <= threshold) continue;
          seen[next] = 1;
          stack.push(next);
        }
      }
    }
    const xx = sxx / area - (sx / area) ** 2;
    const yy = syy / area - (sy / area) ** 2;
    const xy = sxy / area - (sx / area) * (sy / area);
    found.push({
      x0,
      y0,
      x1: x1 + 1,
      y1: y1 + 1,
      area,
      mean: sum / area,
      tiltDeg: (Math.atan2(2 * xy, xx - yy) / 2) * (180 / Math.PI),
    });
  }
  return found;
}
