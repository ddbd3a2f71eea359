/** Brings the credential validator's wasm from node_modules into the extension package, so that it is loaded from there only. */
import { resolve } from 'node:path';

/** Pushes `c2pa/c2pa_bg.wasm`; the lockfile pins its bytes together with the glue that calls it. */
export function addValidator(files: object[]): void {
  files.push({
    absoluteSrc: resolve(import.meta.dirname, '../node_modules/@contentauth/c2pa-wasm/pkg/c2pa_bg.wasm'),
    relativeDest: 'c2pa/c2pa_bg.wasm',
  });
}
