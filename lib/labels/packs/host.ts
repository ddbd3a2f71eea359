/** Everything a worker or page does with packs, behind one object: install, calibrate, score, remove. */
import type { Picture } from '../../images/picture.ts';
import type { FrameAnswer } from '../frame.ts';
import { type Calibration, LEAST_PHOTOS } from './calibrate.ts';
import { openPack, type PackCard, type PackTools } from './install.ts';
import { judgeScore, type ScoreJudgement } from './judge-score.ts';
import type { PackManifest } from './manifest.ts';
import type { OpenPack } from './run.ts';
import { addTrusted, calibratePack, installPack, type PackShelf } from './shelf.ts';

/** What surfaces show of an installed pack. */
export interface PackSummary {
  manifest: PackManifest;
  installedAt: string;
  /** Trusted photos scored so far, and how many a calibration needs at least. */
  trusted: number;
  needed: number;
  calibration: Calibration | null;
}

export interface HostTools extends Omit<PackTools, 'now'> {
  shelf: PackShelf;
  reencode(picture: Picture): Promise<Picture>;
}

export interface PackHost {
  /** Throws PackError with the reason; nothing is kept then. `now`: ISO 8601. */
  install(bytes: Uint8Array, now: string): Promise<PackSummary>;
  list(): Promise<PackSummary[]>;
  /** Scores a trusted photo for the pack and calibrates anew once there are enough. */
  trust(id: string, photo: string, picture: Picture, now: string): Promise<PackSummary>;
  /** What every installed `image-score` pack says about the photo. */
  score(photo: string, picture: Picture, frame: FrameAnswer, signal?: AbortSignal): Promise<ScoreJudgement[]>;
  remove(id: string): Promise<void>;
  /** Frees the networks; the host can be used again afterwards. */
  dispose(): Promise<void>;
}

/** A host over a shelf. Networks are opened when first needed and kept until `dispose`. */
export function createPackHost(tools: HostTools): PackHost {
  const { shelf } = tools;
  const opened = new Map<string, Promise<OpenPack>>();

  async function close(id: string): Promise<void> {
    const pack = opened.get(id);
    opened.delete(id);
    if (pack) await pack.then(({ session }) => session.release()).catch(() => undefined);
  }
  async function load(id: string): Promise<OpenPack> {
    const record = await shelf.pack(id);
    if (!record) throw new RangeError(`no pack ${id} is installed`);
    const pack = await openPack(record, tools);
    if (record.runtime !== tools.runtime) await shelf.putPack({ ...record, runtime: tools.runtime });
    return pack;
  }
  function open(id: string): Promise<OpenPack> {
    const known = opened.get(id);
    if (known) return known;
    const pack = load(id);
    opened.set(id, pack);
    pack.catch(() => opened.delete(id));
    return pack;
  }
  async function cardOf(id: string): Promise<PackCard> {
    const card = (await shelf.cards()).find((pack) => pack.id === id);
    if (!card) throw new RangeError(`no pack ${id} is installed`);
    return card;
  }
  async function summary(record: PackCard): Promise<PackSummary> {
    const { manifest, installedAt } = record;
    return {
      manifest,
      installedAt,
      trusted: (await shelf.trusted(record.id)).length,
      needed: LEAST_PHOTOS,
      calibration: await shelf.calibration(record.id),
    };
  }

  return {
    async install(bytes, now) {
      const record = await installPack(shelf, bytes, { ...tools, now });
      await close(record.id);
      return summary(record);
    },
    async list() {
      return Promise.all((await shelf.cards()).map(summary));
    },
    async trust(id, photo, picture, now) {
      const record = await cardOf(id);
      await addTrusted(shelf, await open(id), photo, picture);
      await calibratePack(shelf, record, now);
      return summary(record);
    },
    async score(photo, picture, frame, signal) {
      const judged: ScoreJudgement[] = [];
      for (const record of await shelf.cards()) {
        if (record.manifest.task !== 'image-score') continue;
        const calibration = await shelf.calibration(record.id);
        const question = { photo, picture, frame, calibration, reencode: tools.reencode, signal };
        judged.push(await judgeScore(() => open(record.id), record.manifest, question));
      }
      return judged;
    },
    async remove(id) {
      await close(id);
      await shelf.dropPack(id);
    },
    async dispose() {
      await Promise.all([...opened.keys()].map(close));
    },
  };
}
