/** Everything a worker or page does with packs, behind one object: install, calibrate, score, remove. */
import type { Region } from '../claims/finding.ts';
import type { FrameAnswer } from '../labels/marks/frame.ts';
import type { Picture } from '../pixels/picture.ts';
import { PackError } from './archive.ts';
import { type Calibration, LEAST_PHOTOS } from './calibrate.ts';
import { openPack, type PackCard, type PackTools } from './install.ts';
import { judgeScore, outsideDomain, packNotChecked, type ScoreJudgement } from './judge-score.ts';
import type { PackManifest } from './manifest.ts';
import { addTrusted, calibratePack, installPack, type PackRepository } from './repository.ts';
import type { OpenPack } from './run.ts';

/** What surfaces show of an installed pack. */
export interface PackSummary {
  manifest: PackManifest;
  installedAt: string;
  /** Trusted photos scored so far, and how many a calibration needs at least. */
  trusted: number;
  needed: number;
  calibration: Calibration | null;
}

async function summaryOf(
  repository: PackRepository,
  { id, manifest, installedAt }: PackCard,
): Promise<PackSummary> {
  const [trusted, calibration] = await Promise.all([repository.trusted(id), repository.calibration(id)]);
  return { manifest, installedAt, trusted: trusted.length, needed: LEAST_PHOTOS, calibration };
}

/** Every installed pack, without opening any. */
export async function listPacks(repository: PackRepository): Promise<PackSummary[]> {
  return Promise.all((await repository.cards()).map((card) => summaryOf(repository, card)));
}

export interface HostTools extends Omit<PackTools, 'now'> {
  repository: PackRepository;
  reencode(picture: Picture): Promise<Picture>;
}

export interface PackHost {
  /** Throws PackError with the reason; nothing is kept then. `now`: ISO 8601. */
  install(bytes: Uint8Array, now: string): Promise<PackSummary>;
  list(): Promise<PackSummary[]>;
  /** Scores a trusted photo for the pack and calibrates again once there are enough; says why where the photo is not one for it. */
  trust(
    id: string,
    photo: string,
    picture: Picture,
    frame: FrameAnswer,
    now: string,
  ): Promise<PackSummary | { leftOut: string }>;
  /**
   * What every installed `image-score` and `region-map` pack says about the photo; `embedding` packs judge nothing.
   * `marked`: regions that other findings have marked in it, for maps to agree with.
   */
  score(
    photo: string,
    picture: Picture,
    seen: { frame: FrameAnswer; marked: readonly Region[] },
    signal?: AbortSignal,
  ): Promise<ScoreJudgement[]>;
  remove(id: string): Promise<void>;
  /** Frees the networks; the host can be used again afterwards. */
  dispose(): Promise<void>;
}

/** A host over a repository. Networks are opened when first needed and kept until `dispose`. */
export function createPackHost(tools: HostTools): PackHost {
  const { repository } = tools;
  const opened = new Map<string, { model: string; pack: Promise<OpenPack> }>();

  async function close(id: string): Promise<void> {
    const known = opened.get(id);
    opened.delete(id);
    await known?.pack.then(({ session }) => session.release()).catch(() => undefined);
  }
  async function load(id: string): Promise<OpenPack> {
    const record = await repository.pack(id);
    if (!record) throw new RangeError(`no pack ${id} is installed`);
    const pack = await openPack(record, tools);
    if (record.runtime !== tools.runtime) await repository.putPack({ ...record, runtime: tools.runtime });
    return pack;
  }
  /** Another worker may have installed another version meanwhile: what is open counts only while its model is the one on the repository. */
  async function open({ id, manifest }: PackCard): Promise<OpenPack> {
    const model = `${manifest.version} ${manifest.model.sha256}`;
    const known = opened.get(id);
    if (known?.model === model) return known.pack;
    await close(id);
    const pack = load(id);
    opened.set(id, { model, pack });
    pack.catch(() => opened.delete(id));
    return pack;
  }
  async function cardOf(id: string): Promise<PackCard> {
    const card = (await repository.cards()).find((pack) => pack.id === id);
    if (!card) throw new RangeError(`no pack ${id} is installed`);
    return card;
  }
  return {
    async install(bytes, now) {
      const record = await installPack(repository, bytes, { ...tools, now });
      await close(record.id);
      return summaryOf(repository, record);
    },
    async list() {
      return listPacks(repository);
    },
    async trust(id, photo, picture, frame, now) {
      const record = await cardOf(id);
      const leftOut = outsideDomain(record.manifest, picture, frame);
      if (leftOut) return { leftOut };
      await addTrusted(repository, await open(record), photo, picture, tools.reencode);
      await calibratePack(repository, record, now);
      return summaryOf(repository, record);
    },
    async score(photo, picture, seen, signal) {
      const judged: ScoreJudgement[] = [];
      for (const record of await repository.cards()) {
        if (record.manifest.task === 'embedding') continue;
        const calibration = await repository.calibration(record.id);
        const question = { photo, picture, ...seen, calibration, reencode: tools.reencode, signal };
        try {
          judged.push(await judgeScore(() => open(record), record.manifest, question));
        } catch (error) {
          // Its golden test failed with a new runtime, or the runtime can't open it any more: the other packs still may.
          if (!(error instanceof PackError)) throw error;
          judged.push(packNotChecked(record.manifest, 'pack-unusable'));
        }
      }
      return judged;
    },
    async remove(id) {
      await close(id);
      await repository.dropPack(id);
    },
    async dispose() {
      await Promise.all([...opened.keys()].map(close));
    },
  };
}
