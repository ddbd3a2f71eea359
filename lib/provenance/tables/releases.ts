/**
 * When devices and their software came out, by month: a picture that claims to be older was taken with a clock that was
 * wrong. Only names whose first month is public; sources: the makers' own announcements and, where a name carries its
 * date, the maker's numbering.
 */

/** First month (`YYYY-MM`) by name; the first pattern that fits decides, so the narrower ones stand first. */
const MODELS: readonly (readonly [RegExp, string])[] = [
  // Apple: newsroom announcements.
  [/^iPhone 17|^iPhone Air/i, '2025-09'],
  [/^iPhone 16e/i, '2025-02'],
  [/^iPhone 16/i, '2024-09'],
  [/^iPhone 15/i, '2023-09'],
  [/^iPhone 14/i, '2022-09'],
  [/^iPhone SE \(3rd/i, '2022-03'],
  [/^iPhone 13/i, '2021-09'],
  [/^iPhone 12/i, '2020-10'],
  [/^iPhone SE \(2nd/i, '2020-04'],
  [/^iPhone 11/i, '2019-09'],
  [/^iPhone (XS|XR)/i, '2018-09'],
  [/^iPhone (X|8)/i, '2017-09'],
  [/^iPhone 7/i, '2016-09'],
  [/^iPhone SE/i, '2016-03'],
  [/^iPhone 6s/i, '2015-09'],
  [/^iPhone 6/i, '2014-09'],
  [/^iPhone 5[sc]/i, '2013-09'],
  [/^iPhone 5/i, '2012-09'],
  [/^iPhone 4s/i, '2011-10'],
  [/^iPhone 4/i, '2010-06'],
  // Samsung: Unpacked announcements; the second digit of SM-S9nn and SM-G9nn counts the generation.
  [/^SM-S94\d/i, '2026-01'],
  [/^SM-S93\d/i, '2025-01'],
  [/^SM-S92\d/i, '2024-01'],
  [/^SM-S91\d/i, '2023-02'],
  [/^SM-S90\d/i, '2022-02'],
  [/^SM-G99\d/i, '2021-01'],
  [/^SM-G98\d/i, '2020-02'],
  [/^SM-G97\d/i, '2019-02'],
  [/^SM-G96\d/i, '2018-02'],
  [/^SM-G95\d/i, '2017-03'],
  [/^SM-G93\d/i, '2016-02'],
  [/^SM-G92\d/i, '2015-03'],
  [/^SM-G900/i, '2014-02'],
  [/^SM-F95\d/i, '2024-07'],
  [/^SM-F94\d/i, '2023-07'],
  [/^SM-F93\d/i, '2022-08'],
  [/^SM-F92\d/i, '2021-08'],
  [/^SM-A\d\d[6-9]/i, '2021-01'],
  [/^Galaxy S25/i, '2025-01'],
  [/^Galaxy S24/i, '2024-01'],
  [/^Galaxy S23/i, '2023-02'],
  // Google.
  [/^Pixel 10/i, '2025-08'],
  [/^Pixel 9/i, '2024-08'],
  [/^Pixel 8a/i, '2024-05'],
  [/^Pixel 8/i, '2023-10'],
  [/^Pixel 7a/i, '2023-05'],
  [/^Pixel 7/i, '2022-10'],
  [/^Pixel 6a/i, '2022-05'],
  [/^Pixel 6/i, '2021-10'],
  [/^Pixel 5/i, '2020-09'],
  [/^Pixel 4a/i, '2020-08'],
  [/^Pixel 4/i, '2019-10'],
  [/^Pixel 3a/i, '2019-05'],
  [/^Pixel 3/i, '2018-10'],
  [/^Pixel 2/i, '2017-10'],
  [/^Pixel/i, '2016-10'],
  // Fairphone, Nothing.
  [/^FP6/i, '2025-06'],
  [/^FP5/i, '2023-08'],
  [/^FP4/i, '2021-09'],
  [/^FP3/i, '2019-08'],
  [/^FP2/i, '2015-07'],
  [/^A06[35]$/i, '2022-07'],
  // OPPO and realme count upwards by year.
  [/^CPH2[6-9]\d\d/i, '2023-12'],
  [/^CPH2[45]\d\d/i, '2022-08'],
  [/^CPH2[0-3]\d\d/i, '2019-12'],
  [/^RMX[3-9]\d{3}/i, '2021-01'],
  [/^RMX2\d{3}/i, '2019-12'],
  // Action cameras and drones.
  [/^HERO13/i, '2024-09'],
  [/^HERO12/i, '2023-09'],
  [/^HERO11/i, '2022-09'],
  [/^HERO10/i, '2021-09'],
  [/^HERO9/i, '2020-09'],
  [/^HERO8/i, '2019-10'],
  [/^HERO7/i, '2018-09'],
  [/^HERO6/i, '2017-09'],
  [/^HERO5/i, '2016-09'],
  [/^HERO4/i, '2014-09'],
  [/^(DJI )?Osmo Action 5/i, '2024-09'],
  [/^(DJI )?Osmo Action 4/i, '2023-08'],
  [/^(DJI )?Osmo Action/i, '2019-05'],
  [/^(DJI )?Osmo Pocket 3|^DJI Pocket 3/i, '2023-10'],
  [/^(DJI )?Osmo Pocket/i, '2018-11'],
  [/^OSMO/i, '2015-10'],
  [/^Insta360/i, '2016-01'],
  // Cameras of recent years.
  [/^ILCE-(7M5|9M3|1M2|7CM2|7CR|6700|7RM5)/i, '2022-10'],
  [/^ILCE-(7M4|7RM4|9M2|1|7C|7SM3)\b/i, '2019-07'],
  [/^ILCE-(7M3|7RM3|9|6100|6400|6600)\b/i, '2017-04'],
  [/^ILCE-/i, '2013-08'],
  [/^ZV-/i, '2020-05'],
  [/Canon EOS R(1|5 ?m2|5 Mark II|6 Mark II|6m2|7|8|10|50|100)\b/i, '2022-05'],
  [/Canon EOS R(5|6)\b/i, '2020-07'],
  [/Canon EOS R(P|a)?\b/i, '2018-09'],
  [/NIKON Z ?(6_3|6III|50_2|5_2|f|8|9|30)\b/i, '2021-10'],
  [/NIKON Z ?(5|6_2|7_2|50|fc)\b/i, '2019-10'],
  [/NIKON Z/i, '2018-08'],
  [/^X-(T5|H2|S20|T50|M5|E5)|^X100VI|^GFX100( ?II|S ?II|RF)/i, '2022-05'],
  [/^X-(T4|S10|E4)|^X100V\b/i, '2020-02'],
  [/^LEICA (Q3|M11|SL3)/i, '2022-01'],
];

/** iOS and iPadOS by major version, as Apple writes them alone into Software. */
const IOS: Readonly<Record<string, string>> = {
  4: '2010-06',
  5: '2011-10',
  6: '2012-09',
  7: '2013-09',
  8: '2014-09',
  9: '2015-09',
  10: '2016-09',
  11: '2017-09',
  12: '2018-09',
  13: '2019-09',
  14: '2020-09',
  15: '2021-09',
  16: '2022-09',
  17: '2023-09',
  18: '2024-09',
  26: '2025-09',
};

/** Android releases (developer.android.com, platform versions), where a build text names one after a space or `user`. */
const ANDROID: Readonly<Record<string, string>> = {
  5: '2014-11',
  6: '2015-10',
  7: '2016-08',
  8: '2017-08',
  9: '2018-08',
  10: '2019-09',
  11: '2020-09',
  12: '2021-10',
  13: '2022-08',
  14: '2023-10',
  15: '2024-09',
  16: '2025-06',
};

/** Xiaomi numbers begin with the year and month of their registration: 23127PN0CC, M2007J3SC, 2201123C. */
function xiaomi(model: string): string | null {
  const m = /^(?:M(?=20))?(2\d)(0[1-9]|1[0-2])[0-9A-Z]{3,10}$/.exec(model);
  return m ? `20${m[1]}-${m[2]}` : null;
}

/** Samsung builds end in bootloader, update letter, year (A = 2001), month (A = January) and count: S921BXXU1AXB5. */
function samsung(software: string): string | null {
  const m = /^[A-Z]\d{3,4}[A-Z0-9]{3,6}[US][0-9A-Z][A-Z]([J-Z])([A-L])[0-9A-Z]$/.exec(software);
  if (!m) return null;
  const letter = (text: string) => text.charCodeAt(0) - 64;
  return `${2000 + letter(m[1]!)}-${String(letter(m[2]!)).padStart(2, '0')}`;
}

/** First months that the device and its software allow, as far as known. */
function months(make: string, model: string, software: string): string[] {
  const plain = model.replace(/^(samsung|google|apple|xiaomi|oppo|gopro)\s+/i, '');
  const own = MODELS.find(([pattern]) => pattern.test(plain))?.[1];
  const ios = /^apple$/i.test(make) ? IOS[/^(\d{1,2})(?:\.\d+){0,3}$/.exec(software)?.[1] ?? ''] : undefined;
  const android = ANDROID[/(?:user|android)[ _-]?(\d{1,2})(?:\.\d+){0,2}\b/i.exec(software)?.[1] ?? ''];
  const numbered = /xiaomi|redmi|poco/i.test(make) ? xiaomi(plain) : null;
  const built = /samsung/i.test(make) ? samsung(software) : null;
  return [own, ios, android, numbered, built].filter((v) => typeof v === 'string');
}

/** Does any of these names show that the device or its software is younger than this local time (ms as if UTC)? */
export const releasedAfter = (make: string, model: string, software: string, ms: number): boolean =>
  months(make.trim(), model.trim(), software.trim()).some((month) => ms < Date.parse(`${month}-01`));
