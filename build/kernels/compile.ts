/** `npm run kernels`: compiles the AssemblyScript of `assembly/` and its folders and writes each, as text, beside the code that runs it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const HERE = dirname(fileURLToPath(import.meta.url));
export const KERNEL_DATA = join(HERE, '../../lib/pixels/kernels/kernel-data.ts');
/** Features and pairing for single claims: apart, so that only who compares places loads them. */
export const SURFACE_DATA = join(HERE, '../../lib/place/kernels/kernel-data.ts');
/** A network's steps: with label reading. */
export const NETWORK_DATA = join(HERE, '../../lib/labels/ocr/maps/kernel-data.ts');

/** The compiler's own description of what is exported, as one interface: calls and kernels cannot come to differ. */
function callsOf(declarations: string): string {
  const calls = [...declarations.matchAll(/export function (\w+)(\(.*\): \w+;)/g)];
  if (calls.length === 0) throw new Error('kernels: the compiler named no exported function');
  return calls.map(([, name, signature]) => `  ${name}${signature}\n`).join('');
}

/** The TypeScript file that holds the compiled kernels of a folder and the types of their calls. Throws with the compiler's words when a source is wrong. */
export async function compiledKernels(
  folder: 'assembly' | 'assembly/surface' | 'assembly/network' = 'assembly',
): Promise<string> {
  let wasm: Uint8Array | undefined;
  let declarations = '';
  const { error, stderr } = await asc.main(
    // No allocator, no runtime, no imports but the memory: nothing but the loops are shipped.
    [
      'index.ts',
      ...['--outFile', 'out.wasm', '--runtime', 'stub', '-O3', '--noAssert', '--importMemory'],
      ...['--enable', 'simd', '--bindings', 'raw'],
    ],
    {
      readFile: (name) => {
        try {
          return readFileSync(join(HERE, folder, name), 'utf8');
        } catch {
          return null;
        }
      },
      writeFile: (name, contents) => {
        if (name.endsWith('.wasm')) wasm = contents as Uint8Array;
        else if (name.endsWith('.d.ts')) declarations = String(contents);
      },
      listFiles: () => [],
    },
  );
  if (error || !wasm) throw new Error(`kernels: ${stderr.toString() || error?.message}`);
  const text = Buffer.from(wasm).toString('base64');
  return [
    `/** Made by \`npm run kernels\` from build/kernels/${folder}; do not edit. */\n`,
    `/** Addresses and distances are byte offsets into the room's memory. What each call does stands beside its source. */\n`,
    `export interface Calls {\n${callsOf(declarations)}}\n\n`,
    `export const KERNELS =\n  '${text}';\n`,
  ].join('');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(KERNEL_DATA, await compiledKernels());
  writeFileSync(SURFACE_DATA, await compiledKernels('assembly/surface'));
  writeFileSync(NETWORK_DATA, await compiledKernels('assembly/network'));
}
