/** Generators, editors, vendor notes, trailers, screenshots, names: what must and must not be read into metadata. */
import { describe, expect, it } from 'vitest';
import { readFile } from '../../../lib/provenance/index.ts';
import { editorOf } from '../../../lib/provenance/tables/editors.ts';
import { nameMeaning } from '../../../lib/provenance/tables/file-names.ts';
import {
  ascii,
  bytesEntry,
  chunk,
  exifSegment,
  join,
  jpeg,
  png,
  riff,
  sef,
  segment,
  textChunk,
  tiff,
  utf8,
  xmp,
  xmpSegment,
} from './files.ts';

const exif = (...tags: [number, string][]) =>
  jpeg([exifSegment(tiff(tags.map(([tag, v]) => ascii(tag, v))))]);
const commented = (text: string) =>
  jpeg([exifSegment(tiff([], [bytesEntry(0x9286, join('ASCII\0\0\0', utf8(text)))]))]);
const ids = (bytes: Uint8Array, name = '') => readFile(bytes, name).traces.map((t) => t.id);
const tools = (bytes: Uint8Array) =>
  readFile(bytes)
    .traces.filter((t) => t.id === 'gen.params')
    .map((t) => t.values.tool);
const [MAKE, MODEL, SOFTWARE, DESCRIPTION, ARTIST] = [0x010f, 0x0110, 0x0131, 0x010e, 0x013b];
const UUID = '2b6e053b-9a65-4ca9-9e13-b6f4465164d4';

describe('generators', () => {
  const webui =
    'a cracked mug\nNegative prompt: blurry\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 512x512';
  it.each([
    ['stable-diffusion-webui', png([textChunk('parameters', webui)])],
    ['stable-diffusion-webui', commented(webui)],
    ['fooocus', png([textChunk('parameters', '{"prompt":"x","full_prompt":["x"],"base_model":"m"}')])],
    ['fooocus', exif([SOFTWARE, 'Fooocus v2.5.5'])],
    ['comfyui', png([textChunk('prompt', '{"3":{"class_type":"KSampler"}}')])],
    ['comfyui', png([textChunk('workflow', '{"last_node_id":4,"nodes":[]}')])],
    [
      'comfyui',
      riff([['EXIF', tiff([ascii(MAKE, 'workflow:{"nodes":[]}'), ascii(MODEL, 'prompt:{"3":{}}')])]]),
    ],
    ['invokeai', png([textChunk('invokeai_metadata', '{"app_version":"3"}')])],
    ['novelai', png([textChunk('Software', 'NovelAI'), textChunk('Comment', '{"steps":28,"sampler":"k"}')])],
    ['midjourney', png([textChunk('Description', `a mug --ar 4:3 --v 5.2 Job ID: ${UUID}`)])],
    ['ideogram', exif([MAKE, 'Ideogram AI'])],
    ['higgsfield', png([textChunk('hf-job-id', UUID)])],
    [
      'reve.com',
      jpeg([xmpSegment(xmp('xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreatorTool="reve.com"'))]),
    ],
  ])('%s', (tool, bytes) => {
    expect(tools(bytes)).toContain(tool);
    expect(readFile(bytes).ai).toBe('declared-generated');
  });

  it('needs both marks of Grok', () => {
    const signature = `Signature: ${'A1b/'.repeat(20)}=`;
    expect(ids(exif([DESCRIPTION, signature], [ARTIST, UUID]))).toContain('gen.grok-signature');
    expect(readFile(exif([DESCRIPTION, signature])).ai).toBe('none');
    expect(readFile(exif([DESCRIPTION, signature], [ARTIST, 'Anna'])).ai).toBe('none');
    expect(readFile(exif([DESCRIPTION, 'Signature: Anna'], [ARTIST, UUID])).ai).toBe('none');
  });

  it.each([
    [
      'a photo of midjourney posters',
      exif([DESCRIPTION, 'poster of Midjourney and DALL-E, Steps: 3, stairs']),
    ],
    ['a PNG with a prompt field of another program', png([textChunk('prompt', 'Enter your name')])],
    ['a workflow text', png([textChunk('workflow', 'scan, crop, send')])],
    ['a PNG titled like a picture', png([textChunk('Title', 'AI generated image of nothing')])],
    ['a comment with parameters', commented('parameters: Steps are 20, then Sampler')],
  ])('does not take %s for one', (_, bytes) => expect(readFile(bytes).ai).toBe('none'));

  it('never shows generator data as a camera', () => {
    expect(ids(riff([['EXIF', tiff([ascii(MAKE, 'workflow:{"nodes":[]}')])]]))).not.toContain('device');
    expect(ids(exif([MAKE, 'Xiaomi'], [MODEL, '23127PN0CC']))).toContain('device');
  });
});

describe('vendor notes', () => {
  const credit = (line: string) =>
    jpeg([
      xmpSegment(xmp(`xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:Credit="${line}"`)),
    ]);
  it.each([
    ['Made with Google AI', 'declared-generated'],
    ['Edited with Google AI', 'declared-edited'],
    ['Apple Image Playground', 'declared-generated'],
    ['Apple Photos Clean Up', 'declared-edited'],
    ['Anna Google', 'none'],
  ])('credit line %s', (line, ai) => expect(readFile(credit(line)).ai).toBe(ai));

  it.each([
    ['{"product":"retouch","source_type":"douyin_beauty_me"}', 'none', 'declared'],
    ['{"product":"retouch","aigc_info":{"aigc_label_type":0}}', 'none', 'declared'],
    ['{"product":"retouch","aigc_info":{"aigc_label_type":2}}', 'declared-generated', 'none'],
    ['{"product":"dreamina","exportType":"edit"}', 'none', 'declared'],
    ['{"product":"dreamina","exportType":"generation"}', 'declared-generated', 'none'],
    ['{"product":"mug","source_type":"shelf"}', 'none', 'none'],
  ])('ByteDance note %s', (json, ai, edit) => {
    const report = readFile(commented(json));
    expect([report.ai, report.edit]).toEqual([ai, edit]);
  });

  it('reads Samsung trailers behind JPEG and PNG', () => {
    const ai = sef([[0x0d91, 'PEg_Info', '{"genAIType":8}']]);
    for (const bytes of [jpeg([], ai), png([], ai)]) {
      const report = readFile(bytes);
      expect(report.ai).toBe('declared-edited');
      expect(report.traces[0]).toMatchObject({
        id: 'samsung.genai',
        values: { genAIType: 8 },
        raw: '{"genAIType":8}',
      });
    }
    expect(readFile(jpeg([], sef([[0x0d91, 'PEg_Info', '{"genAIType":0}']]))).ai).toBe('none');
    const edit = readFile(
      jpeg([], sef([[0x0ba1, 'PhotoEditor_Re_Edit_Data', '{"clipInfoValue":{"mWidth":0.5,"mHeight":1}}']])),
    );
    expect(edit.traces[0]).toMatchObject({ id: 'samsung.editor', values: { crop: true } });
    const harmless = readFile(jpeg([], sef([[0x0a30, 'MotionPhoto_Data', 'mpv2']])));
    expect([harmless.ai, harmless.edit]).toEqual(['none', 'none']);
  });
});

describe('editors', () => {
  it.each([
    'Adobe Photoshop 25.0 (Windows)',
    'GIMP 2.10.34',
    'paint.net 5.0.9',
    'Picasa',
    'Snapseed 2.0',
    'PicsArt',
    'Canva',
    'Microsoft Windows Photo Viewer 10.0.19041.1',
    'Meitu',
    '美图秀秀 9.0',
  ])('%s is one', (software) => {
    expect(editorOf(software)).not.toBeNull();
    expect(readFile(exif([SOFTWARE, software])).edit).toBe('declared');
  });

  it.each([
    '18.6.1',
    'J327T1UVS4ASH2',
    'ELE-L29 10.1.0.150(C431E22R2P5)',
    'HDR+ 1.0.220943774z',
    'Ver.1.00',
    'MediaTek Camera Application',
    'MIUI/V14.0.3',
    'Google',
    'vivo X100',
  ])('%s is firmware or a camera', (software) => {
    expect(readFile(exif([MAKE, 'x'], [SOFTWARE, software])).edit).toBe('none');
  });

  it('reads a history, its changes and a generator named in it', () => {
    const event = (action: string, agent: string) =>
      `<rdf:li stEvt:action="${action}" stEvt:softwareAgent="${agent}" stEvt:when="2026-10-01T10:00:00+08:00"/>`;
    const history = (...events: string[]) =>
      jpeg([
        xmpSegment(
          xmp(
            'xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:stEvt="http://ns.adobe.com/xap/1.0/sType/ResourceEvent#"',
            `<xmpMM:History><rdf:Seq>${events.join('')}</rdf:Seq></xmpMM:History>`,
          ),
        ),
      ]);
    const report = readFile(
      history(event('created', 'Adobe Firefly'), event('cropped', 'Adobe Photoshop 26.0')),
    );
    expect(report.traces.find((t) => t.id === 'xmp.history')!.values).toMatchObject({
      entries: 2,
      changes: 1,
      generator: 'Adobe Firefly',
      agents: ['Adobe Firefly', 'Adobe Photoshop 26.0'],
    });
    expect(report.edit).toBe('declared');
    expect(report.ai).toBe('none');
    expect(readFile(history(event('saved', 'SomeCamera'))).edit).toBe('none');
  });

  it('reads source types by their last part, in any prefix and form', () => {
    const uri = 'http://cv.iptc.org/newscodes/digitalsourcetype/';
    const ns = 'xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"';
    const ai = (packet: string) => readFile(jpeg([xmpSegment(packet)])).ai;
    expect(ai(xmp(`${ns} e:DigitalSourceType="${uri}trainedAlgorithmicMedia"`))).toBe('declared-generated');
    expect(ai(xmp(ns, `<e:DigitalSourceType>${uri}compositeSynthetic</e:DigitalSourceType>`))).toBe(
      'declared-edited',
    );
    expect(ai(xmp(ns, `<e:DigitalSourceType rdf:resource="${uri}trainedAlgorithmicMedia"/>`))).toBe(
      'declared-generated',
    );
    for (const name of ['algorithmicMedia', 'digitalCapture', 'composite', 'softwareImage', 'nonsense']) {
      expect(ai(xmp(`${ns} e:DigitalSourceType="${uri}${name}"`)), name).toBe('none');
    }
  });
});

describe('screenshots and names', () => {
  it("tells a screenshot by its comment, not by Apple's chunk alone", () => {
    expect(ids(commented('Screenshot'))).toContain('screenshot');
    expect(ids(commented('Screenshot of my order'))).not.toContain('screenshot');
    expect(ids(png([chunk('iDOT', new Uint8Array(28))]))).not.toContain('screenshot');
  });

  it.each([
    ['mmexport1790822100000.jpg', 'wechat-save', { savedAt: '2026-10-01T02:35:00Z' }],
    [
      'mmexport0123456789abcdef0123456789abcdef_1790822100000.jpg',
      'wechat-save',
      { savedAt: '2026-10-01T02:35:00Z' },
    ],
    ['wx_camera_1790822100000.jpg', 'wechat-camera', { shotAt: '2026-10-01T02:35:00Z' }],
    ['微信图片_20261001103500_12_3.jpg', 'wechat-desktop-save', { savedLocal: '2026-10-01T10:35:00' }],
    [
      'Screenshot_2026-10-01-10-35-00-123_com.xunmeng.pinduoduo.jpg',
      'screenshot',
      { app: 'com.xunmeng.pinduoduo' },
    ],
    ['Screenshot_20261001_103500_Taobao.jpg', 'screenshot', { app: 'Taobao' }],
    ['ChatGPT Image May 30, 2026, 10_31_08 AM.png', 'chatgpt-image', {}],
    ['Gemini_Generated_Image_abc123abc123wxyz.png', 'gemini', {}],
    ['jimeng-2026-10-01-1234-一个破损的杯子.png', 'jimeng', {}],
    ['ComfyUI_00001_.png', 'comfyui', {}],
    ['00012-235284042.png', 'stable-diffusion-webui', {}],
    ['MEITU_20261001_103500123.jpg', 'meitu', { savedLocal: '2026-10-01T10:35:00' }],
    ['IMG_E1234.JPG', 'ios-edited', {}],
    ['PXL_20261001_023500123.jpg', 'camera', { shotAt: '2026-10-01T02:35:00Z' }],
    ['IMG_20261001_103500.jpg', 'camera', { shotLocal: '2026-10-01T10:35:00' }],
  ])('%s', (name, kind, values) => expect(nameMeaning(name)).toMatchObject({ kind, values }));

  it.each([
    'photo.jpg',
    'IMG_1234.JPG',
    'Gemini_Generated_Image_abcdefghijklmnop.png',
    '12345-1.jpg',
    'Screenshot.png',
  ])('%s says nothing', (name) => expect(nameMeaning(name)).toBeNull());

  it('gives a file without metadata one context trace only', () => {
    expect(ids(jpeg([segment(0xe0, utf8('JFIF\0'))]))).toEqual(['meta.none']);
    expect(ids(exif([MAKE, 'x']))).not.toContain('meta.none');
  });
});
