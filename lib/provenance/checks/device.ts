/** The camera or phone that EXIF names. Texts that are generator data or far too long are no camera. */
import type { FileCheck } from '../file-check.ts';
import type { Reading } from '../reading.ts';
import { fieldAt, textAt, textsOf, trace, value } from '../trace.ts';

function read(r: Reading): void {
  for (const block of r.exif) {
    const { exif } = block;
    const makeField = exif.get('IFD0', 0x010f);
    const make = exif.text(makeField).trim();
    const model = exif.text(exif.get('IFD0', 0x0110)).trim();
    if (!plausible(make) || !plausible(model) || (make === '' && model === '')) continue;
    const field = make ? makeField! : exif.get('IFD0', 0x0110)!;
    const note = exif.get('Exif', 0x927c);
    const serial = exif.text(exif.get('Exif', 0xa431)).trim();
    const firmware = exif.text(exif.get('IFD0', 0x0131)).trim();
    trace(r, 'device', fieldAt(block, field, make ? 'Make' : 'Model', `${make} ${model}`.trim()), {
      make: value(make),
      model: value(model),
      ...(firmware ? { software: value(firmware) } : {}),
      ...(serial ? { serial: value(serial) } : {}),
      makerNoteBytes: note?.bytes.length ?? 0,
    });
    return;
  }
  movieDevice(r);
}

/** QuickTime's own keys, which phones write into their videos. */
function movieDevice(r: Reading) {
  const [make] = textsOf(r, 'com.apple.quicktime.make', 'com.android.manufacturer', 'mak');
  const [model] = textsOf(r, 'com.apple.quicktime.model', 'com.android.model', 'mod');
  const at = make ?? model;
  if (!at || !plausible(make?.text ?? '') || !plausible(model?.text ?? '')) return;
  trace(r, 'device', textAt(at), {
    make: value(make?.text.trim() ?? ''),
    model: value(model?.text.trim() ?? ''),
    makerNoteBytes: 0,
  });
}

/** Cameras have short plain names; ComfyUI writes `workflow:{…` here. */
const plausible = (text: string): boolean => text.length <= 80 && !/[{}"<>]/.test(text);

declare module '../types.ts' {
  interface TraceValues {
    device: { make: string; model: string; software?: string; serial?: string; makerNoteBytes: number };
  }
}

export const device: FileCheck = { id: 'device', traces: { device: null }, read };
