/** Texts and clocks of honest files that look like a declaration: what is said of them is no more than what stands there. */
import { describe, expect, it } from 'vitest';
import { declares } from '../../../../lib/provenance/c2pa/declares.ts';
import { type Action, AI_ASSERTIONS, type Manifest } from '../../../../lib/provenance/c2pa/store.ts';
import { contentCredential } from '../../../../lib/provenance/checks/c2pa.ts';
import { judge, readFile } from '../../../../lib/provenance/index.ts';
import { editorOf } from '../../../../lib/provenance/tables/editors.ts';
import { isAiAgent } from '../../../../lib/provenance/tables/source-types.ts';
import {
  ascii,
  bytesEntry,
  type Entry,
  exifSegment,
  join,
  jpeg,
  le32,
  png,
  sef,
  textChunk,
  tiff,
  utf8,
  xmp,
  xmpSegment,
} from '../files.ts';

const NOW = '2026-11-24T00:00:00Z';
const UUID = '2b6e053b-9a65-4ca9-9e13-b6f4465164d4';
const [MAKE, MODEL, MODIFIED, DESCRIPTION, TAKEN] = [0x010f, 0x0110, 0x0132, 0x010e, 0x9003];
const found = (bytes: Uint8Array) =>
  judge(readFile(bytes), { now: NOW }).findings.map((f) => [f.code, f.strength]);
const commented = (text: string) =>
  jpeg([exifSegment(tiff([], [bytesEntry(0x9286, join('ASCII\0\0\0', utf8(text)))]))]);

describe('the implicit label', () => {
  it('is not a field called AIGC that holds something else', () => {
    for (const text of ['{"time":1764000000}', '{"enable":false,"time":"2026-11-01"}', '{"label":"cat"}']) {
      expect(found(png([textChunk('AIGC', text)])), text).not.toContainEqual(
        expect.arrayContaining(['ai-label-implicit']),
      );
      expect(readFile(commented(`AIGC:${text}`)).ai, text).toBe('none');
    }
  });

  it('with the value 0 says that there is nothing to label', () => {
    const zero = '{"AIGC":{"Label":"0","ContentProducer":"","ProduceID":"7"}}';
    expect(readFile(commented(zero)).ai).toBe('none');
    expect(found(commented(zero)).map(([code]) => code)).not.toContain('ai-label-implicit');
    expect(readFile(commented(zero.replace('"0"', '"1"'))).ai).toBe('declared-generated');
    expect(readFile(commented('{"AIGC":{"Label":1}}')).ai).toBe('declared-generated');
    expect(readFile(commented('{"AIGC":{"ContentProducer":"doubao"}}')).ai).toBe('possible');
  });
});

describe('generators and AI properties', () => {
  it('a numbered job is no Midjourney prompt without a parameter or its author', () => {
    const scanned = `Scan of page 3. Job ID: ${UUID}`;
    expect(readFile(jpeg([exifSegment(tiff([ascii(DESCRIPTION, scanned)]))])).ai).toBe('none');
    expect(readFile(png([textChunk('Description', scanned)])).ai).toBe('none');
    const told = (attributes: string) =>
      jpeg([
        xmpSegment(
          xmp(
            `xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:x1="http://cv.iptc.org/x/" ${attributes}`,
            `<dc:description>a mug Job ID: ${UUID}</dc:description>`,
          ),
        ),
      ]);
    expect(readFile(told('')).ai).toBe('none');
    expect(readFile(told(`x1:DigImageGUID="${UUID}"`)).ai).toBe('declared-generated');
    const named = [textChunk('Description', `a mug Job ID: ${UUID}`), textChunk('Author', 'anna')];
    expect(readFile(png(named)).ai).toBe('declared-generated');
  });

  it('an AI field that says none names no system', () => {
    const used = (value: string) =>
      jpeg([
        xmpSegment(
          xmp(
            `xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" Iptc4xmpExt:AISystemUsed="${value}"`,
          ),
        ),
      ]);
    for (const none of ['None', 'n/a', 'No AI used', '无', '-'])
      expect(readFile(used(none)).ai, none).toBe('none');
    for (const some of ['Nano Banana', 'NovelAI', 'No.1 Generator'])
      expect(readFile(used(some)).ai, some).toBe('declared-generated');
  });

  it('Imagen is a model only beside a name or a version', () => {
    for (const plain of ['Editor de imagen', 'Imagen y Sonido 2', 'Visor de imagen de Windows'])
      expect(isAiAgent(plain), plain).toBe(false);
    for (const model of ['Imagen 4', 'imagen-4.0-ultra', 'Google Imagen'])
      expect(isAiAgent(model)).toBe(true);
  });
});

describe('credentials', () => {
  const manifest = (aiAssertion: string, ...actions: Partial<Action>[]): Manifest => ({
    label: 'm',
    box: { type: 'c2ma', label: 'm', hashed: new Uint8Array(0), start: 0, content: [], children: [] },
    claim: {},
    generator: '',
    actions: actions.map((a) => ({
      action: '',
      sourceType: '',
      agent: '',
      when: '',
      description: '',
      ...a,
    })),
    ingredients: [],
    assertions: [],
    aiAssertion,
    signature: { organisation: '', commonName: '', signedAt: '', certificates: 0 },
    thumbnail: null,
  });
  const says = (m: Manifest) => declares({ manifests: [m], unread: [] });
  const ai = (m: Manifest) => contentCredential.traces?.c2pa?.({ says: says(m) } as never).ai;
  const capture = { action: 'c2pa.created', sourceType: 'computationalCapture' };

  it('a disclosure says that a model took part, not that it made the picture', () => {
    const [generated = '', disclosure = ''] = AI_ASSERTIONS;
    expect(says(manifest(disclosure, capture))).toMatchObject({
      generated: false,
      captured: true,
      aiInvolved: true,
    });
    expect(ai(manifest(disclosure, capture))).toBe('possible');
    expect(ai(manifest(disclosure, { action: 'c2pa.created', sourceType: 'trainedAlgorithmicMedia' }))).toBe(
      'declared-generated',
    );
    expect(ai(manifest(generated))).toBe('declared-generated');
    expect(ai(manifest('', capture))).toBe('none');
  });
});

describe('editors', () => {
  it('catalogues and browsers of photos are light', () => {
    for (const [software, editor] of [
      ['Adobe Photoshop Album Starter Edition 3.0', 'photoshop-album'],
      ['Adobe Bridge 2020 (Macintosh)', 'bridge'],
    ] as const)
      expect(editorOf(software)).toEqual({ editor, use: 'light' });
    expect(editorOf('Adobe Photoshop 25.0 (Windows)')?.use).toBe('pixels');
  });
});

describe('clocks', () => {
  const camera = (modified: string, taken: string, gps: Entry[] = []) =>
    jpeg([
      exifSegment(
        tiff(
          [ascii(MAKE, 'WWL'), ascii(MODEL, 'ION230'), ascii(MODIFIED, modified)],
          [ascii(TAKEN, taken)],
          gps,
        ),
      ),
    ]);
  const contradictions = (bytes: Uint8Array) =>
    found(bytes).filter(([code]) => code === 'time-contradiction');

  it('a date of saving that lies many years back is a constant of the firmware', () => {
    expect(contradictions(camera('2008:07:31 17:32:06', '2026:11:20 14:41:16'))).toEqual([]);
    expect(contradictions(camera('2025:07:31 17:32:06', '2026:11:20 14:41:16'))).toEqual([
      ['time-contradiction', 'moderate'],
    ]);
  });

  it('a clock that runs ahead weighs little', () => {
    expect(contradictions(camera('2038:05:05 01:29:24', '2038:05:05 01:29:24'))).toEqual([
      ['time-contradiction', 'weak'],
    ]);
  });

  it('a GPS time without a fix is no second clock', () => {
    const rationals = (...n: number[]) => ({
      tag: 7,
      type: 5,
      count: 3,
      bytes: Uint8Array.from(n.flatMap((v) => [...le32(v), ...le32(1)])),
    });
    const at = (date: string, ...more: Entry[]) =>
      camera('2026:11:20 14:41:16', '2026:11:20 14:41:16', [...more, rationals(9, 15, 7), ascii(0x1d, date)]);
    expect(contradictions(at('2026:06:03'))).toEqual([['time-contradiction', 'moderate']]);
    expect(contradictions(at('2026:06:03', ascii(9, 'V')))).toEqual([]);
    expect(contradictions(at('2000:01:01'))).toEqual([]);
  });
});

describe('capture times against the order', () => {
  const order = { now: NOW, orderedAt: '2026-11-01T08:00:00Z', deliveredAt: '2026-11-05T08:00:00Z' };
  const against = (bytes: Uint8Array) =>
    judge(readFile(bytes), order)
      .findings.filter((f) => f.code.startsWith('capture'))
      .map((f) => `${f.code} ${f.strength}`);
  const XMP = 'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreateDate="2022-03-04T10:20:30+08:00"';
  const PHOTOSHOP =
    'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:DateCreated="2022-03-04T10:20:30+08:00"';
  const digitized = ascii(0x9004, '2022:03:04 10:20:30');
  const camera = [ascii(MAKE, 'HUAWEI'), ascii(MODEL, 'ELE-L29')];

  it('the day on which a document was begun is no capture time', () => {
    for (const bytes of [
      jpeg([xmpSegment(xmp(XMP))]),
      jpeg([xmpSegment(xmp(PHOTOSHOP))]),
      jpeg([exifSegment(tiff([ascii(0x0131, 'Adobe Photoshop 26.0 (Windows)')], [digitized]))]),
    ]) {
      expect(against(bytes)).toEqual([]);
      expect(readFile(bytes).traces.map((t) => t.id)).toContain('time.clock-doubtful');
    }
  });

  it('beside the name of a camera it counts, and never as much as the time of taking', () => {
    expect(against(jpeg([exifSegment(tiff(camera)), xmpSegment(xmp(XMP))]))).toEqual([
      'captured-before-order moderate',
    ]);
    expect(
      against(
        jpeg([xmpSegment(xmp(`${XMP} xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Model="ELE-L29"`))]),
      ),
    ).toEqual(['captured-before-order moderate']);
    expect(against(jpeg([exifSegment(tiff(camera, [digitized]))]))).toEqual([
      'captured-before-order moderate',
    ]);
  });

  it('a time of taking without a camera is moderate', () => {
    const taken = ascii(TAKEN, '2022:03:04 10:20:30');
    expect(against(jpeg([exifSegment(tiff([], [taken]))]))).toEqual(['captured-before-order moderate']);
    expect(against(jpeg([exifSegment(tiff(camera, [taken]))]))).toEqual([
      'captured-before-order contradiction',
    ]);
  });
});

describe('what every gallery does', () => {
  const traced = (bytes: Uint8Array) =>
    found(bytes).filter(([code]) => code === 'editor-trace' || code === 'label-removed');

  it('a pass through the phone’s own gallery is weak, its AI enlarging is not', () => {
    const edited = (json: string) => jpeg([], sef([[0x0ba1, 'PhotoEditor_Re_Edit_Data', json]]));
    expect(traced(edited('{"clipInfoValue":{"mWidth":0.5,"mHeight":1}}'))).toEqual([
      ['editor-trace', 'weak'],
    ]);
    expect(traced(edited('{"isScaleAI":true}'))).toEqual([['editor-trace', 'moderate']]);
  });

  it('a signed crop is weak, a signed drawing is not', () => {
    const strength = (...actions: string[]) => {
      const trace = { id: 'c2pa', place: 'jpeg:APP11', offset: 0, length: 1, raw: 'm' };
      const values = {
        says: { edited: true },
        actions,
        agents: [],
        codes: [],
        generator: 'Albums',
        signer: 'vivo',
      };
      const report = { mime: 'image/jpeg', bytes: 1, ai: 'none', edit: 'declared', unreadable: [] };
      return judge({ ...report, traces: [{ ...trace, values }] } as never, { now: NOW }).findings.find(
        (f) => f.code === 'editor-trace',
      )?.strength;
    };
    expect(strength('c2pa.opened', 'c2pa.cropped', 'c2pa.adjustedColor')).toBe('weak');
    expect(strength('c2pa.opened', 'c2pa.cropped', 'c2pa.drawing')).toBe('moderate');
  });

  it('a label field that is empty need not have been filled', () => {
    expect(traced(png([textChunk('AIGC', '{}')]))).toEqual([['label-removed', 'weak']]);
  });
});
