/** The picture hosts: stored files, thumbnails that are really resized, signatures that are really checked, and every way to fail. */
import type { ServerResponse } from 'node:http';
import sharp from 'sharp';
import type { Trouble } from './cast.ts';
import { make } from './pictures/make.ts';
import { type Demo, type StoredPicture, signatureHolds } from './records.ts';

/** Long enough for a time limit to matter in a test, short enough to wait for. */
const SLOW_MS = 4_000;
const DERIVATIVE = '.a.jpeg';

/** Answers one request for a picture. `trouble` overrides what the cast says. */
export async function servePicture(
  demo: Demo,
  trouble: Trouble | null | undefined,
  url: URL,
  response: ServerResponse,
): Promise<void> {
  const stored = find(demo, url);
  if (!stored) return refuse(response, 404);
  if (stored.photo?.signed && !signatureHolds(url, Date.now())) return refuse(response, 403);
  const wrong = trouble === undefined ? stored.photo?.trouble : trouble;
  if (wrong === '404') return refuse(response, 404);
  if (wrong === '429') {
    response.writeHead(429, { 'retry-after': '1' }).end();
    return;
  }
  if (wrong === 'html') {
    response
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      .end('<!doctype html><title>安全验证</title>');
    return;
  }
  const bytes = wrong === 'empty' ? Buffer.alloc(0) : await transformed(stored, url);
  if (wrong === 'slow') await new Promise((done) => setTimeout(done, SLOW_MS));
  response.writeHead(200, {
    'content-type': contentType(bytes),
    'content-length': bytes.length,
    'cache-control': 'max-age=2592000',
    'last-modified': 'Thu, 01 Oct 2026 02:00:00 GMT',
  });
  if (wrong === 'cut') {
    response.write(bytes.subarray(0, Math.floor(bytes.length / 2)));
    setTimeout(() => response.destroy(), 50);
    return;
  }
  response.end(bytes);
}

/** The stored object, also where the address lacks the derivative ending that the console shows. */
function find(demo: Demo, url: URL): StoredPicture | undefined {
  const key = url.host + url.pathname;
  return demo.pictures.get(key) ?? demo.pictures.get(key + DERIVATIVE);
}

/** `?imageView2/2/w/200/q/80`: scaled to that width, as the CDN does; anything else is the stored file itself. */
async function transformed(stored: StoredPicture, url: URL): Promise<Buffer> {
  const bytes = await make(stored.recipe);
  const width = Number(/imageView2\/2\/w\/(\d{1,4})/.exec(url.search)?.[1] ?? 0);
  if (!width || 'broken' in stored.recipe) return bytes;
  return sharp(bytes).resize({ width, withoutEnlargement: true }).jpeg({ quality: 80 }).toBuffer();
}

/** By content where it is a picture; the demo's non-pictures are announced as JPEG, as a CDN goes by the name. */
function contentType(bytes: Buffer): string {
  if (bytes.subarray(1, 4).toString('latin1') === 'PNG') return 'image/png';
  if (bytes.subarray(8, 12).toString('latin1') === 'WEBP') return 'image/webp';
  return 'image/jpeg';
}

function refuse(response: ServerResponse, code: number): void {
  response.writeHead(code, { 'content-type': 'text/plain' }).end(String(code));
}
