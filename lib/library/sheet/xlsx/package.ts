/** The parts of an XLSX file and how they refer to each other (ECMA-376 part 2, Open Packaging Conventions). */
import { decodeText } from '../../../formats/text-encoding.ts';
import { openZip, type ZipMember } from '../../../formats/zip-read.ts';
import { attribute, tags } from '../markup.ts';
import { SheetError } from '../model.ts';

/** All parts of a workbook but its pictures, unpacked: a sheet of 200 000 rows is about 150 MB of XML. */
const MAX_UNPACKED = 400_000_000;

export interface Relation {
  /** Path of a part, or an address outside the file. */
  target: string;
  type: string;
  external: boolean;
}

export interface Parts {
  /** Text of a part; null where it is missing or cannot be read. */
  text(path: string): Promise<string | null>;
  member(path: string): ZipMember | null;
  /** Paths of all pictures in the package, in lower case. */
  pictures: string[];
  /** What a part refers to, by id; empty without relations. */
  relations(path: string): Promise<Map<string, Relation>>;
}

/** A target against the folder of the part that names it; `/xl/…` is from the root. */
function resolved(target: string, base: string): string {
  const parts = target.startsWith('/') ? [] : base.split('/').slice(0, -1);
  for (const part of target.replace(/\\/g, '/').split('/')) {
    if (part === '..') parts.pop();
    else if (part && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/** Opens the package. Throws SheetError for a damaged one, and for one that would unpack to more than the limit. */
export async function openParts(blob: Blob): Promise<Parts> {
  let members: ZipMember[];
  try {
    members = await openZip(blob);
  } catch (error) {
    throw new SheetError(error instanceof Error ? error.message : 'not a workbook');
  }
  const byPath = new Map(
    members.map((member) => [member.name.replace(/\\/g, '/').replace(/^\//, '').toLowerCase(), member]),
  );
  let total = 0;
  for (const { name, size } of members) if (!/[\\/]media[\\/]/i.test(name)) total += size;
  if (total > MAX_UNPACKED) throw new SheetError('too large when unpacked', 'too-large');
  const member = (path: string): ZipMember | null => byPath.get(path.toLowerCase()) ?? null;
  const text = async (path: string): Promise<string | null> => {
    const bytes = await member(path)
      ?.bytes()
      .catch(() => null);
    if (!bytes) return null;
    const wide = bytes[0] === 0xff || bytes[0] === 0xfe;
    return decodeText(bytes, wide ? (bytes[0] === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8');
  };
  return {
    text,
    member,
    pictures: [...byPath.keys()].filter((path) =>
      /(^|\/)media\/[^/]+\.(png|jpe?g|gif|webp|bmp|tiff?)$/.test(path),
    ),
    async relations(path) {
      const at = path.lastIndexOf('/') + 1;
      const xml = await text(`${path.slice(0, at)}_rels/${path.slice(at)}.rels`);
      const out = new Map<string, Relation>();
      for (const { name, attributes } of tags(xml ?? '')) {
        if (name !== 'relationship') continue;
        const target = attribute(attributes, 'Target') ?? '';
        const external = /external/i.test(attribute(attributes, 'TargetMode') ?? '');
        out.set(attribute(attributes, 'Id') ?? '', {
          target: external ? target : resolved(target, path),
          type: (attribute(attributes, 'Type') ?? '').split('/').at(-1)?.toLowerCase() ?? '',
          external,
        });
      }
      return out;
    },
  };
}
