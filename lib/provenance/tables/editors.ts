/** Software names that are picture editors, viewers that turn pictures, and what firmware looks like. */

export interface EditorKind {
  /** Short stable name. */
  editor: string;
  /** `pixels`: made to change pictures; `light`: viewers and galleries, mostly used to rotate, crop, convert. */
  use: 'pixels' | 'light';
}

/**
 * A list of editors, never "any Software": phones write their firmware there (`18.6.1`, `J327T1UVS4ASH2`,
 * `ELE-L29 10.1.0.150(C431…)`, `HDR+ 1.0.…`, `Ver.1.00`, `MediaTek Camera Application`).
 */
const EDITORS: readonly [RegExp, string, EditorKind['use']][] = [
  [/\badobe photoshop lightroom\b|\blightroom\b/i, 'lightroom', 'pixels'],
  [/\bphotoshop express\b/i, 'photoshop-express', 'pixels'],
  [/\bphotoshop elements\b/i, 'photoshop-elements', 'pixels'],
  // A catalogue of photos that turns and brightens; it names itself in whatever it sorted.
  [/\bphotoshop album\b/i, 'photoshop-album', 'light'],
  [/\bphotoshop\b/i, 'photoshop', 'pixels'],
  [
    /\badobe (camera raw|imageready|fireworks|illustrator|indesign|express)\b|\bimageready\b/i,
    'adobe',
    'pixels',
  ],
  // A file browser: it writes captions and stars, and leaves the pixels alone.
  [/\badobe bridge\b/i, 'bridge', 'light'],
  [/\bgimp\b/i, 'gimp', 'pixels'],
  [/\bpaint\.net\b/i, 'paint.net', 'pixels'],
  [/\bpaint shop pro\b|\bpaintshop\b|\bcorel\b/i, 'paintshop', 'pixels'],
  [/\baffinity photo\b/i, 'affinity-photo', 'pixels'],
  [/\bpixelmator\b/i, 'pixelmator', 'pixels'],
  [/\bluminar\b/i, 'luminar', 'pixels'],
  [/\bcapture one\b/i, 'capture-one', 'pixels'],
  [/\bdxo\b/i, 'dxo', 'pixels'],
  [/\bdarktable\b/i, 'darktable', 'pixels'],
  [/\brawtherapee\b/i, 'rawtherapee', 'pixels'],
  [/\bacdsee\b/i, 'acdsee', 'light'],
  [/\bsnapseed\b/i, 'snapseed', 'pixels'],
  [/\bpicsart\b/i, 'picsart', 'pixels'],
  [/\bcanva\b/i, 'canva', 'pixels'],
  [/\bfotor\b/i, 'fotor', 'pixels'],
  [/\bpolarr\b/i, 'polarr', 'pixels'],
  [/\bpixlr\b/i, 'pixlr', 'pixels'],
  [/\bvsco\b/i, 'vsco', 'pixels'],
  [/\bfaceapp\b/i, 'faceapp', 'pixels'],
  [/\bfacetune\b/i, 'facetune', 'pixels'],
  [/\bpicmonkey\b/i, 'picmonkey', 'pixels'],
  [/\bmeitu\b|美图|\bmeituxiuxiu\b/i, 'meitu', 'pixels'],
  [/\bbeautyplus\b/i, 'beautyplus', 'pixels'],
  [/\bb612\b/i, 'b612', 'pixels'],
  [/醒图|\bxingtu\b|\bhypic\b/i, 'xingtu', 'pixels'],
  [/\bcapcut\b|剪映/i, 'capcut', 'pixels'],
  [/\bphotoroom\b/i, 'photoroom', 'pixels'],
  [/\bremini\b/i, 'remini', 'pixels'],
  [/\btopaz\b/i, 'topaz', 'pixels'],
  [/\bphotoscape\b/i, 'photoscape', 'pixels'],
  [/\bphotofiltre\b/i, 'photofiltre', 'pixels'],
  [/\bkrita\b/i, 'krita', 'pixels'],
  [/\baviary\b/i, 'aviary', 'pixels'],
  [/\bskitch\b/i, 'skitch', 'pixels'],
  [/\binstagram\b/i, 'instagram', 'light'],
  [/\bpicasa\b/i, 'picasa', 'light'],
  [/\birfanview\b/i, 'irfanview', 'light'],
  [/\bxnview\b/i, 'xnview', 'light'],
  [/\bfaststone\b/i, 'faststone', 'light'],
  [/\bdigikam\b/i, 'digikam', 'light'],
  [/\bshotwell\b/i, 'shotwell', 'light'],
  [
    /^(microsoft )?windows photo|\bmicrosoft (windows photo viewer|photos)\b|\bphotos \d{4}\b/i,
    'windows-photos',
    'light',
  ],
  [/^windows live photo gallery/i, 'windows-photo-gallery', 'light'],
  [/\bimagemagick\b/i, 'imagemagick', 'light'],
  [/\biphoto\b/i, 'iphoto', 'light'],
  [/\baperture \d/i, 'aperture', 'light'],
  [/^photos \d\.\d/i, 'apple-photos', 'light'],
  [/\bgoogle photos\b/i, 'google-photos', 'light'],
  [/\bacorn\b version|^acorn\b/i, 'acorn', 'pixels'],
  [
    /\bnx studio\b|\bviewnx\b|\bcapture nx\b|\bdigital photo professional\b|\bsilkypix\b/i,
    'camera-maker-raw',
    'light',
  ],
];

/** Android's own build text (`Meitu M8-user 7.1.1`, `… release-keys`): firmware, whoever made the phone. */
const FIRMWARE = /-user(?:debug)?[ _]\d|\b(?:release|test|dev)-keys\b/i;

/**
 * The editor a software text names, or null: firmware, camera apps and unknown programs name none.
 * @param device make and model: a brand that also makes an editor (Meitu's phones, DxO's camera) names itself there, and
 * its name in the firmware is no editor.
 */
export function editorOf(software: string, device = ''): EditorKind | null {
  const text = software.slice(0, 300);
  if (FIRMWARE.test(text)) return null;
  const row = EDITORS.find(([pattern]) => pattern.test(text));
  return row && !row[0].test(device.slice(0, 200)) ? { editor: row[1], use: row[2] } : null;
}
