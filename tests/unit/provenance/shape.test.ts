/** The folder's own rules: every check registered, nothing of one platform, no wording that judges, small enough. */
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../../../lib/provenance');
const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.ts'));
const text = (f: string) => readFileSync(resolve(ROOT, f), 'utf8');

describe('lib/provenance', () => {
  it('runs every check it has', () => {
    const registered = text('checks/registry.ts');
    for (const f of readdirSync(resolve(ROOT, 'checks')).filter(
      (name) => name.endsWith('.ts') && name !== 'registry.ts',
    ))
      expect(registered).toContain(`./${f}`);
  });

  it('uses nothing of one platform', () => {
    for (const f of files)
      expect(text(f), f).not.toMatch(/\bBuffer\b|from 'node:|\bwindow\.|\bdocument\.|\bfetch\(/);
  });

  it('is at most 66 KB gzip, without the validator and the kernels that matching brings along', async () => {
    const out = await build({
      configFile: false,
      logLevel: 'silent',
      build: {
        write: false,
        lib: { entry: resolve(ROOT, 'index.ts'), formats: ['es'], fileName: 'p' },
        rollupOptions: { external: ['valibot', /pixels\/kernels\/kernel-data/] },
      },
    });
    const [bundle] = Array.isArray(out) ? out : [out];
    if (!bundle || !('output' in bundle)) throw new Error('no bundle');
    const code = bundle.output.map((o) => ('code' in o ? o.code : '')).join('');
    expect(code).not.toContain('WasmReader');
    expect(gzipSync(code, { level: 9 }).length).toBeLessThan(66_000);
  });
});
