/** The repository of model packs in a database of its own: packs are large, can be installed again, and belong in no backup. */
import Dexie, { type EntityTable } from 'dexie';
import type { Calibration, TrustedScore } from './calibrate.ts';
import type { PackCard, PackRecord } from './install.ts';
import type { PackRepository } from './repository.ts';

interface TrustedRow extends TrustedScore {
  /** `${pack}#${photo}` */
  id: string;
  pack: string;
}

class PackDb extends Dexie {
  cards!: EntityTable<PackCard, 'id'>;
  packs!: EntityTable<PackRecord, 'id'>;
  calibrations!: EntityTable<Calibration, 'pack'>;
  trusted!: EntityTable<TrustedRow, 'id'>;

  constructor(name: string) {
    super(name);
    this.version(1).stores({ cards: 'id', packs: 'id', calibrations: 'pack', trusted: 'id, pack' });
  }
}

/** A repository over IndexedDB. `name`: the database's name. */
export function dbRepository(name = 'claimlens-packs'): PackRepository {
  const db = new PackDb(name);
  return {
    putPack: (record) =>
      db.transaction('rw', db.cards, db.packs, async () => {
        const { model: _model, golden: _golden, ...card } = record;
        await db.cards.put(card);
        await db.packs.put(record);
      }),
    cards: () => db.cards.toArray(),
    pack: async (id) => (await db.packs.get(id)) ?? null,
    putCalibration: async (calibration) => void (await db.calibrations.put(calibration)),
    calibration: async (pack) => (await db.calibrations.get(pack)) ?? null,
    putTrusted: async (pack, photo, score) =>
      void (await db.trusted.put({ id: `${pack}#${photo}`, pack, ...score })),
    trusted: async (pack) =>
      (await db.trusted.where('pack').equals(pack).toArray()).map(({ score, recompressed }) => ({
        score,
        recompressed,
      })),
    dropPack: (pack) =>
      db.transaction('rw', db.cards, db.packs, db.calibrations, db.trusted, async () => {
        await db.cards.delete(pack);
        await db.packs.delete(pack);
        await db.calibrations.delete(pack);
        await db.trusted.where('pack').equals(pack).delete();
      }),
  };
}
