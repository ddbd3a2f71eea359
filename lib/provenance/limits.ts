import { HEX_BYTES, RAW_CHARS } from '../formats/bytes.ts';

/**
 * What the readers refuse to do more of. Files come from people who gain by breaking the check, so every loop, every
 * allocation and every text has a ceiling here; what lies beyond is reported as unreadable, never silently dropped.
 */
export const LIMITS = {
  /** Longest raw value kept in a trace, in characters. */
  rawChars: RAW_CHARS,
  /** Bytes shown as hex at the head of a value. */
  hexBytes: HEX_BYTES,
  /** Longest single value kept by name inside a trace. */
  valueChars: 300,
  /** Traces of one file; real files give fewer than 40. */
  traces: 400,
  /** Notes of unreadable parts of one file. */
  unreadable: 60,
  /** JPEG segments walked; the largest real file seen has about 400 (ICC and APP11 in 64 KB pieces). */
  jpegSegments: 5_000,
  /** PNG chunks walked: a 200 MB PNG in 8 KB IDAT pieces has 25 000. */
  pngChunks: 60_000,
  /** RIFF, GIF and BMFF blocks walked; long animations have a few thousand. */
  blocks: 20_000,
  /** Parts kept for reading (metadata blocks, text chunks, comments). */
  parts: 512,
  /** Nesting of BMFF boxes, JUMBF boxes, CBOR and JSON values; real ones stay under 16. */
  depth: 32,
  /** Inflated bytes of one compressed chunk, and of all chunks of one file: 195 KB of zTXt can hold 200 MB. */
  inflatedBytes: 1_000_000,
  inflatedTotal: 3_000_000,
  /** Input bytes handed to the inflater at a time, so that one step can make at most about 1 MB. */
  inflateStep: 1_024,
  /** XMP read per packet; Photoshop histories of 500 KB occur, 50 MB ones are attacks. */
  xmpBytes: 2_000_000,
  /** XMP tags looked at and properties kept; the longest Photoshop histories seen have about 5 000 tags. */
  xmpTags: 40_000,
  xmpProperties: 4_000,
  /** Hex characters of ImageMagick raw profiles turned back into bytes, per file: three times a full EXIF block. */
  hexChars: 400_000,
  /** Text blocks (comments, PNG text, unknown APPn) read per block; ComfyUI workflows reach 500 KB. */
  textBytes: 1_000_000,
  /** Bytes of text of one file searched in total. */
  textTotal: 6_000_000,
  /** IFDs followed, entries per IFD and in total: MakerNotes aside, real files have under 8 and 200. */
  ifds: 24,
  ifdEntries: 1_000,
  ifdEntriesTotal: 4_000,
  /** Longest JSON handed to the parser; a label has 300 characters, its protection data a few thousand. */
  jsonChars: 64_000,
  /** Starting points tried when looking for a JSON label in a text. */
  jsonTries: 40,
  /** IIM data sets and Photoshop resources read. */
  iimSets: 500,
  resources: 300,
  /** Samsung trailer directory entries; real files have under 20. */
  sefEntries: 64,
  /** Manifest store size, boxes and CBOR items; stores with thumbnails reach about 1 MB. */
  jumbfBytes: 24_000_000,
  jumbfBoxes: 3_000,
  manifests: 64,
  cborItems: 60_000,
  /** Characters of an imported trust list: the two public ones together have 200 000. */
  pemChars: 2_000_000,
  /** DER elements of a certificate or time stamp token. */
  derItems: 4_000,
  /** Bytes hashed here for a hard binding: about 0.15 s; larger files are left to the validator. */
  hashedBytes: 32_000_000,
  /** Bytes looked through at each end of what follows the picture. */
  trailerScan: 200_000,
  /** Embedded previews handed out, and the largest one. */
  previews: 8,
  previewBytes: 8_000_000,
} as const;
